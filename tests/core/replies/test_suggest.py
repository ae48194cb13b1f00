"""What is offered next: at most three, sensible after this answer, in words that our own grammar knows."""

from __future__ import annotations

from typing import Any

import pytest

from core.planning.chart_spec import to_be_chosen
from core.replies.suggest import suggestions
from tests.core.replies.words import (
    model,
    plan,
    result,
)
from tests.golden.notation import read


def offered(asked: Any, rows: list[list[Any]], language: Any = "es", **more: Any) -> list[str]:
    made = plan(asked, language, **more)
    return [item.text for item in suggestions(made, result(made.columns, rows), model())]


def test_after_a_count_its_rows_and_breakdowns() -> None:
    asked = read("count work_order | open")
    assert offered(asked, [[12]]) == ["muéstrame cuáles son", "por área", "por tipo"]
    assert offered(asked, [[12]], "en") == ["show me which ones", "by area", "by type"]


def test_nothing_is_offered_of_nothing_and_no_breakdown_of_one() -> None:
    asked = read("count work_order | open")
    assert offered(asked, [[0]]) == []
    assert offered(asked, [[1]]) == ["muéstrame cuáles son"]
    assert offered(read("list work_order | open"), []) == []


def test_what_the_question_fixed_is_not_offered_again() -> None:
    asked = read("count work_order | open, area.name = Paint, type = preventive")
    assert offered(asked, [[12]]) == ["muéstrame cuáles son", "por prioridad"]
    down = read("count equipment | down")
    assert "por estado" not in offered(down, [[12]])


def test_after_a_breakdown_its_chart_its_months_and_other_sides() -> None:
    rows = [["Mixing", 4], ["Paint", 2]]
    assert offered(
        read("breakdown failure: count | by area.name | period 2026-01-01..2026-11-22 (current year)"), rows
    ) == [
        "hazme una gráfica",
        "por mes",
        "por modo de falla",
    ]
    assert offered(read("breakdown work_order: count | open | by area.name"), rows) == [
        "hazme una gráfica",
        "por tipo",
        "por prioridad",
    ]
    months = [["2026-09", 4], ["2026-10", 2]]
    assert offered(
        read("breakdown downtime: downtime_hours | by month | period 2026-01-01..2026-11-22 (current year)"),
        months,
        "en",
    ) == ["make a chart", "by area", "by cause"]


def test_no_chart_is_offered_beside_a_chart() -> None:
    rows = [["Mixing", 4], ["Paint", 2]]
    asked = read("breakdown failure: count | by area.name | period 2026-01-01..2026-11-22 (current year)")
    made = plan(asked).model_copy(update={"chart": to_be_chosen("es")})
    assert [item.text for item in suggestions(made, result(made.columns, rows), model())][:1] == ["por mes"]


def test_after_a_measure_where_and_when() -> None:
    asked = read("measure downtime: downtime_hours | period 2026-01-01..2026-11-22 (current year 'este año')")
    assert offered(asked, [[212.0]]) == ["por área", "por mes", "por causa"]
    # the days of one month are one bar, and one machine stands in one area
    month = read("measure downtime: downtime_hours | period 2026-11-01..2026-11-22 (current month 'este mes')")
    assert offered(month, [[212.0]]) == ["por área", "por causa"]
    machine = read("measure downtime: downtime_hours | equipment.tag = P-139 | period 2026-11-21..2026-11-21")
    assert offered(machine, [[24.0]]) == ["por causa"]
    stock = read("measure spare_part: stock_value")
    assert offered(stock, [[100.0]]) == ["por categoría"]


@pytest.mark.parametrize(
    "asked",
    [
        read("lookup equipment | tag = P-101 | everyone"),
        read(
            "count failure | period 2026-11-01..2026-11-22 (current month 'este mes') | beside 2026-10-01..2026-10-31 (past month)"
        ),
        read("list spare_part | most unit_cost | top 1"),
    ],
    ids=["look-up", "two periods", "the most"],
)
def test_some_answers_are_complete(asked: Any) -> None:
    made = plan(asked)
    row = [1 if column.kind != "text" else "x" for column in made.columns]
    assert suggestions(made, result(made.columns, [row]), model()) == ()


def test_never_more_than_three_and_none_twice() -> None:
    for name, meaning in model().datasets.items():
        for shape in ("count", "list"):
            made = plan(read(f"{shape} {name}"))
            rows = [[9] * len(made.columns)] * 5
            found = suggestions(made, result(made.columns, rows), model())
            assert len(found) <= 3 and len(set(found)) == len(found), meaning.name
            assert all(item.label and item.text for item in found)
