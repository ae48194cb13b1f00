"""A number of rows and how many of them are so: agreement, one, none, several parts."""

from __future__ import annotations

import pytest

from core.kernel.messages import Language
from core.replies.headlines.headline import headline
from tests.core.replies.words import TODAY, marked, model, plan, result
from tests.golden.notation import read

MACHINES = "measure equipment: count, count of critical"
ORDERS = "measure work_order: count, count of overdue | open"
BOTH = "measure work_order: count, count of type = corrective, count of type = preventive | open"


def said(query: str, row: list[int], language: Language) -> str:
    made = plan(read(query), language)
    return marked(headline(made, result(made.columns, [row]), model(), "MXN", TODAY).spans)


@pytest.mark.parametrize(
    ("query", "row", "language", "text"),
    [
        (MACHINES, [240, 9], "es", "**240 equipos**; 9 de ellos son críticos."),
        (MACHINES, [240, 9], "en", "**240 machines**; 9 of them are critical."),
        (ORDERS, [159, 1], "es", "**159 OT abiertas**; 1 de ellas está vencida."),
        (ORDERS, [159, 1], "en", "**159 open work orders**; 1 of them is overdue."),
        (ORDERS, [159, 0], "es", "**159 OT abiertas**; ninguna de ellas está vencida."),
        (ORDERS, [159, 0], "en", "**159 open work orders**; none of them is overdue."),
    ],
)
def test_the_part_agrees_with_the_rows(query: str, row: list[int], language: Language, text: str) -> None:
    assert said(query, row, language) == text


@pytest.mark.parametrize(
    ("language", "them", "joined"), [("es", "de ellas", " y 40 de ellas"), ("en", "of them", " and 40 of them")]
)
def test_several_parts_are_joined(language: Language, them: str, joined: str) -> None:
    text = said(BOTH, [159, 90, 40], language)
    assert "159" in text and f"90 {them}" in text and joined in text


@pytest.mark.parametrize(("language", "them"), [("es", "de ellos"), ("en", "of them")])
def test_parts_without_their_whole_are_told_otherwise(language: Language, them: str) -> None:
    assert them not in said("measure equipment: count of critical, count of down", [9, 4], language)
