"""What was asked of the one row beside its name stands in its sentence, once."""

from __future__ import annotations

import pytest

from core.kernel.messages import Cell, Language
from core.replies.headlines.headline import headline
from tests.core.replies.words import TODAY, marked, model, plan, result
from tests.golden.notation import read

OLDEST = "list work_order | show number, requested_at, {also} | least requested_at | top 1"
ROW: list[Cell] = ["WO-2023-00001", "2023-11-22 08:00:00"]


def said(query: str, rows: list[list[Cell]], language: Language) -> str:
    made = plan(read(query), language)
    return marked(headline(made, result(made.columns, rows), model(), "MXN", TODAY).spans)


@pytest.mark.parametrize(
    ("also", "value", "language", "end"),
    [
        ("equipment.tag", "PR-106", "es", "; equipo: PR-106."),
        ("equipment.tag", "PR-106", "en", "; machine: PR-106."),
        ("technician.name", "Ana Ruiz", "es", "; técnico: Ana Ruiz."),
        ("technician.name", "Ana Ruiz", "en", "; technician: Ana Ruiz."),
    ],
)
def test_a_column_that_was_asked_for(also: str, value: str, language: Language, end: str) -> None:
    text = said(OLDEST.format(also=also), [[*ROW, value]], language)
    assert "WO-2023-00001" in text and text.endswith(end), text


@pytest.mark.parametrize("language", ["es", "en"])
def test_what_is_said_already_is_not_said_again(language: Language) -> None:
    text = said(OLDEST.format(also="equipment.tag"), [[*ROW, "WO-2023-00001"]], language)
    assert text.count("WO-2023-00001") == 1


@pytest.mark.parametrize(("language", "also"), [("es", "horas de paro: 12"), ("en", "downtime: 12 h")])
def test_the_winners_other_figure(language: Language, also: str) -> None:
    query = "ranking failure: count, downtime_hours | by equipment.tag | most measure | top 1"
    text = said(query, [["P-101", 9, 12.0]], language)
    assert "P-101" in text and also in text


@pytest.mark.parametrize("language", ["es", "en"])
def test_of_several_rows_the_table_tells(language: Language) -> None:
    query = OLDEST.format(also="equipment.tag").replace("top 1", "top 2")
    text = said(query, [[*ROW, "PR-106"], ["WO-2023-00002", "2023-11-23 08:00:00", "CV-108"]], language)
    assert "PR-106" not in text


@pytest.mark.parametrize("language", ["es", "en"])
def test_without_a_row_there_is_nothing_to_tell(language: Language) -> None:
    assert ":" not in said(OLDEST.format(also="equipment.tag"), [], language)
