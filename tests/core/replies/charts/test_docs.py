"""docs/charts.md says what the code does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

from core.files.naming import NAMES
from core.planning.chart_spec import ChartKind, ChartSpec
from core.replies.charts.draw import style as chart_style
from core.replies.charts.pool import ChartPool
from core.replies.charts.prepare import buckets, fold

PAGE = (Path(__file__).parents[4] / "docs" / "charts.md").read_text(encoding="utf-8")


def test_every_kind_has_its_line():
    assert re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE) == list(get_args(ChartKind))


def test_the_numbers_are_those_of_the_code():
    assert f"no more than {fold.MOST_BARS} bars" in PAGE
    assert f"more than {buckets.MOST_POINTS:,} points" in PAGE
    assert f"{chart_style.WIDTH} pixels wide" in PAGE
    assert f"A chart has {ChartPool().seconds:g} s" in PAGE
    assert fold.MOST_PARTS == 6
    assert "six and the rest" in PAGE


def test_the_names_exist():
    for field in ("additive", "zero_when_missing", "incomplete_last"):
        assert f"`{field}`" in PAGE
        assert field in ChartSpec.model_fields
    for name in NAMES.values():
        assert name in PAGE
