"""Has a chart chosen for a query and its rows."""

from __future__ import annotations

from typing import Any

from core.replies.charts.choice import choose
from core.replies.charts.job import drawable
from tests.core.replies.words import TODAY, model, plan, result

MONTHS = [[f"2026-{number:02d}", number] for number in range(1, 12)]


def chosen(asked: Any, rows: list[list[Any]], wanted: Any = None, language: Any = "es") -> Any:
    made = plan(asked, language)
    found = result(made.columns, rows)
    spec = choose(made, found, wanted, model(), today=TODAY)
    if spec is not None:
        assert drawable(spec, made.columns, found)
    return spec
