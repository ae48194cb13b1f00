"""Distributions in a sentence: half of the values, their middle and their ends, with their units."""

from __future__ import annotations

from typing import Any

import pytest

from core.planning.own import wanted_chart
from core.replies.headlines.headline import headline
from tests.core.replies.words import TODAY, marked, model, plan, result
from tests.golden.notation import read

STOPS = "list downtime | show minutes | on started_at 2026-11-01..2026-11-22 (current month)"
PARTS = "list spare_part | show sku, lead_time_days"


def said(query: str, rows: list[list[Any]], language: Any, chart: str | None = "histogram") -> str:
    made = plan(read(query), language)
    made = made.model_copy(update={"chart": wanted_chart(chart, language) if chart else None})
    return marked(headline(made, result(made.columns, rows), model(), "MXN", TODAY).spans)


@pytest.mark.parametrize(
    ("language", "query", "rows", "sentence"),
    [
        ("es", STOPS, [[10], [20], [30], [40], [500]],
         "Duración de 5 paros este mes: **la mitad está entre 20 min y 40 min**; la mediana es 30 min, de 10 min a "
         "8 h 20 min."),
        ("en", STOPS, [[10], [20], [30], [40], [500]],
         "Duration of 5 stops this month: **half lie between 20 min and 40 min**; the median is 30 min, from 10 min to "
         "8 h 20 min."),
        ("es", PARTS, [["A", 1], ["B", 3], ["C", 7], ["D", None], ["E", 9], ["F", 30]],
         "Entrega de 5 refacciones: **la mitad está entre 3 días y 9 días**; la mediana es 7 días, de 1 día a 30 días."),
        ("en", PARTS, [["A", 1], ["B", 3], ["C", 7], ["D", None], ["E", 9], ["F", 30]],
         "Lead time of 5 spare parts: **half lie between 3 days and 9 days**; the median is 7 days, from 1 day to "
         "30 days."),
    ],
)  # fmt: skip
def test_half_of_the_values_their_middle_and_their_ends(language: Any, query: str, rows: Any, sentence: str) -> None:
    assert said(query, rows, language) == sentence


@pytest.mark.parametrize("rows", [[["A", 1], ["B", 3]], [["A", None], ["B", None], ["C", None], ["D", None]]])
def test_a_few_values_have_no_quarters(rows: list[list[Any]]) -> None:
    assert "la mitad" not in said(PARTS, rows, "es")


def test_a_list_without_classes_is_a_list() -> None:
    assert "half lie" not in said(PARTS, [["A", 1], ["B", 3], ["C", 7], ["D", 8]], "en", chart=None)
