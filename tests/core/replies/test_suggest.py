"""What is offered next: at most three, sensible after this answer, in words that our own grammar knows."""

from __future__ import annotations

from typing import Any

import pytest

from core.planning.chart_spec import to_be_chosen
from core.replies.suggest import suggestions
from core.semantics.query import Measure, Order
from tests.core.replies.words import (
    LAST_MONTH,
    THIS_MONTH,
    THIS_YEAR,
    by,
    model,
    named,
    plan,
    query,
    ref,
    result,
    where,
)

OPEN = named("work_order.open")


def offered(asked: Any, rows: list[list[Any]], language: Any = "es", **more: Any) -> list[str]:
    made = plan(asked, language, **more)
    return [item.text for item in suggestions(made, result(made.columns, rows), model())]


def test_after_a_count_its_rows_and_breakdowns() -> None:
    asked = query("work_order", "count", OPEN)
    assert offered(asked, [[12]]) == ["muéstrame cuáles son", "por área", "por tipo"]
    assert offered(asked, [[12]], "en") == ["show me which ones", "by area", "by type"]


def test_nothing_is_offered_of_nothing_and_no_breakdown_of_one() -> None:
    asked = query("work_order", "count", OPEN)
    assert offered(asked, [[0]]) == []
    assert offered(asked, [[1]]) == ["muéstrame cuáles son"]
    assert offered(query("work_order", "list", OPEN), []) == []


def test_what_the_question_fixed_is_not_offered_again() -> None:
    asked = query("work_order", "count", OPEN, where("area.name", "Paint"), where("work_order.type", "preventive"))
    assert offered(asked, [[12]]) == ["muéstrame cuáles son", "por prioridad"]
    down = query("equipment", "count", named("equipment.down"))
    assert "por estado" not in offered(down, [[12]])


def test_after_a_breakdown_its_chart_and_its_months() -> None:
    rows = [["Mixing", 4], ["Paint", 2]]
    assert offered(query("failure", "breakdown", groups=by("area.name"), period=THIS_YEAR), rows) == [
        "hazme una gráfica",
        "por mes",
    ]
    assert offered(query("work_order", "breakdown", OPEN, groups=by("area.name")), rows) == ["hazme una gráfica"]


def test_no_chart_is_offered_beside_a_chart() -> None:
    rows = [["Mixing", 4], ["Paint", 2]]
    asked = query("failure", "breakdown", groups=by("area.name"), period=THIS_YEAR)
    made = plan(asked).model_copy(update={"chart": to_be_chosen("es")})
    assert [item.text for item in suggestions(made, result(made.columns, rows), model())] == ["por mes"]


def test_after_a_measure_where_and_when() -> None:
    asked = query("downtime", "measure", measures=(Measure(metric="downtime_hours"),), period=THIS_MONTH)
    assert offered(asked, [[212.0]]) == ["por área", "por mes", "por causa"]
    stock = query("spare_part", "measure", measures=(Measure(metric="stock_value"),))
    assert offered(stock, [[100.0]]) == ["por categoría"]


@pytest.mark.parametrize(
    "asked",
    [
        query("equipment", "lookup", where("equipment.tag", "P-101"), everyone=True),
        query("failure", "count", period=THIS_MONTH, compare_to=LAST_MONTH),
        query("spare_part", "list", order=Order(field=ref("spare_part.unit_cost")), limit=1),
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
            made = plan(query(name, shape))
            rows = [[9] * len(made.columns)] * 5
            found = suggestions(made, result(made.columns, rows), model())
            assert len(found) <= 3 and len(set(found)) == len(found), meaning.name
            assert all(item.label and item.text for item in found)
