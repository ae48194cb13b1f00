"""States of several abbreviations in one text: the one that decides is the state."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import combinations
from pathlib import Path

from core.drafting.survey.found import FoundColumn
from core.drafting.survey.status_texts import deciding_of, is_status_text
from tests.core.drafting.drafts import answers_as_drafted, drafted
from tests.core.drafting.sap_lists import lists
from tests.core.opening import Opens

BESIDE = ("DRUC", "GSPV", "KZDV", "VOKL", "ABRV")
ASKED = (
    ("¿Cuántas órdenes hay abiertas?", "SELECT 33"),
    ("How many orders are overdue?", "SELECT 11"),
    ("How many orders were completed last month?", "SELECT 22"),
    ("¿Cuántas órdenes están canceladas?", "SELECT 11"),
)


def many(path: Path) -> Path:
    """The German lists with eleven of each order, each with other abbreviations beside its state."""
    lists(path, "german")
    with closing(sqlite3.connect(path)) as connection:
        columns = [row[1] for row in connection.execute('PRAGMA table_info("Auftragsliste")')]
        state = columns.index("Systemstatus")
        rows = connection.execute('SELECT * FROM "Auftragsliste"').fetchall()
        for number, beside in enumerate(combinations(BESIDE, 2), start=1):
            for row in rows:
                made = list(row)
                made[0] = str(int(row[0]) + 100 * number)
                made[state] = " ".join((row[state], *beside))
                connection.execute(f'INSERT INTO "Auftragsliste" VALUES ({", ".join("?" * len(made))})', made)
        connection.commit()
    return path


async def test_a_text_of_abbreviations_is_the_one_that_decides(opens: Opens, tmp_path: Path) -> None:
    await answers_as_drafted(opens, many(tmp_path / "lists.sqlite"), tmp_path, ASKED)


async def test_the_states_are_few(tmp_path: Path) -> None:
    orders = (await drafted(many(tmp_path / "lists.sqlite"))).concepts.of("work_order")
    assert orders is not None
    assert {value: guess.value for value, guess in orders.states["state"].items()} == {
        "EROF": "open", "FREI": "released", "TABG": "closed", "LKD": "cancelled",
    }  # fmt: skip


def status(*texts: str, name: str = "Systemstatus", different: int = 30) -> FoundColumn:
    return FoundColumn(name, "TEXT", "text", sample=texts, different=different)


def test_sentences_single_states_and_few_texts_stay_as_they_are() -> None:
    assert is_status_text(status("REL PRC", "TECO CNF"))
    assert not is_status_text(status("REL PRC", "TECO CNF", different=5))
    assert not is_status_text(status("Waiting for parts", "In progress"))
    assert not is_status_text(status("OPEN", "DONE"))
    assert not is_status_text(status("REL PRC", "TECO CNF", name="Kurztext"))


def test_what_is_deleted_or_done_goes_before_what_is_released() -> None:
    assert deciding_of(["DRUC", "LIB.", "CTEC", "PTBO", "ABIE"]) == ["PTBO", "CTEC", "LIB.", "ABIE"]
