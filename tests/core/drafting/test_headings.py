"""Lists that SAP exports under headings of a language are understood by what the system itself calls the columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.drafting.survey.found import FoundColumn, FoundTable
from core.drafting.survey.headings import with_headings
from tests.core.drafting.drafts import answers_as_drafted, drafted
from tests.core.drafting.sap_lists import LISTS, lists
from tests.core.opening import Opens

ASKED = (
    ("¿Cuántas órdenes hay abiertas?", "SELECT 3"),
    ("How many orders are overdue?", "SELECT 1"),
    ("¿Cuántas órdenes ya pasaron su fecha de fin?", "SELECT 1"),
    ("¿Cuántas órdenes preventivas se cerraron este año?", "SELECT 2"),
    ("How many notifications were created in October 2026?", "SELECT 1"),
    ("¿Cuántos avisos hay sin cerrar?", "SELECT 2"),
    ("How many orders were completed last month?", "SELECT 2"),
)


@pytest.mark.parametrize("language", list(LISTS))
async def test_lists_of_any_language_answer_as_they_are(opens: Opens, tmp_path: Path, language: str) -> None:
    await answers_as_drafted(opens, lists(tmp_path / "lists.sqlite", language), tmp_path, ASKED)


@pytest.mark.parametrize("language", list(LISTS))
async def test_orders_and_notices_are_two_things(tmp_path: Path, language: str) -> None:
    made = await drafted(lists(tmp_path / "lists.sqlite", language))
    held = {entry.concept: entry for entry in made.concepts.by_table.values()}
    assert {"work_order", "notification", "asset"} <= set(held)
    assert held["work_order"].table.value == LISTS[language]["orders"][0]
    assert held["work_order"].column("due") == LISTS[language]["orders"][1][7]
    assert held["work_order"].column("person") is None
    named = {item["source"]: item["ai_context"]["label"] for item in made.raw["semantic_model"][0]["datasets"]}
    assert named[held["notification"].table.value]["es"]["many"] == "avisos"
    assert held["notification"].column("created") == LISTS[language]["notices"][1][2]


def named(*columns: str) -> dict[str, str]:
    """Column → what it is understood by, in a table of these columns."""
    table = FoundTable("list", {name: FoundColumn(name, "TEXT", "text") for name in columns})
    with_headings([table])
    return {name: column.bare for name, column in table.columns.items()}


def test_each_word_of_a_heading_may_be_shortened() -> None:
    telling = ("Auftragsart", "Systemstatus", "Techn. Platz", "Eckstart")
    assert named(*telling, "Fe.inic.real")["Fe.inic.real"] == "GSTRI"
    assert named(*telling, "Bsc fin date")["Bsc fin date"] == "GLTRP"
    assert named(*telling, "PtoTrbRes")["PtoTrbRes"] == "VAPLZ"
    assert named(*telling, "Fin rev.")["Fin rev."] == ""


def test_a_table_with_one_such_column_is_no_list() -> None:
    assert set(named("Orden", "Equipo", "Prioridad", "Fecha de cierre", "Creado por", "Clase de orden").values()) == {
        ""
    }


def test_a_heading_that_two_columns_have_is_that_of_the_nearest() -> None:
    found = named("Auftragsart", "Systemstatus", "Techn. Platz", "Techn. Plat", "Eckende", "Eckstart")
    assert (found["Techn. Platz"], found["Techn. Plat"]) == ("TPLNR", "")
