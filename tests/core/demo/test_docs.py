"""docs/demo-plant.md says what is true of the plant."""

from __future__ import annotations

import re
from pathlib import Path

from core.demo.equipment import BAD_ACTORS
from core.demo.equipment_types import EQUIPMENT_TYPES
from core.demo.generate import summary
from tests.core.demo.asks import Ask

PAGE = (Path(__file__).parents[3] / "docs" / "demo-plant.md").read_text(encoding="utf-8")


def test_the_row_counts(made: tuple[object, Path]) -> None:
    told = re.findall(r"^\| `(\w+)` \| (about )?([\d,]+) \|", PAGE, re.MULTILINE)
    counts = summary(made[1])
    assert {table for table, _, _ in told} == set(counts)
    for table, about, number in told:
        wanted = int(number.replace(",", ""))
        assert abs(counts[table] - wanted) <= (0.04 * wanted if about else 0), table


def test_the_states(ask: Ask) -> None:
    counts = dict(ask("SELECT status, COUNT(*) FROM equipment GROUP BY 1"))
    told = (
        "{running} run, {standby} are in standby, {down} are down, {maintenance} are in maintenance, and {retired} are"
    )
    assert told.format_map(counts) in PAGE


def test_the_letters_of_the_tags() -> None:
    words = " ".join(PAGE.split())
    for kind in EQUIPMENT_TYPES:
        assert f" {kind.prefix} {kind.name}" in words


def test_the_bad_actors() -> None:
    *most, last = BAD_ACTORS
    assert f"{', '.join(most)} and {last}" in PAGE
