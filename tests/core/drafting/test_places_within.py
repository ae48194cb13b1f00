"""Places that are rows of the machines' own table: found by the column that points at them, told apart by a category."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path

import pytest

from core.data.database import Database
from core.drafting.concepts.concepts import Guess, TableConcept
from core.drafting.concepts.places_within import PlacesWithin, places_within
from core.drafting.survey.found import FoundColumn, FoundTable, Link

Find = Callable[..., Awaitable[PlacesWithin | None]]
PLACES = [(1, "Hall 1", "P", None), (2, "Hall 2", "P", None), (3, "Yard", "P", None)]
MACHINES = [(10 + at, f"Pump {at}", "M" if at % 3 else "T", 1 + at % 3) for at in range(12)]


@asynccontextmanager
async def opened(path: Path, rows: list[tuple[int, str, str, int | None]]) -> AsyncIterator[Database]:
    with closing(sqlite3.connect(path)) as made:
        made.execute("CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT, kind TEXT, stands_in INTEGER)")
        made.executemany("INSERT INTO thing VALUES (?, ?, ?, ?)", rows)
        made.commit()
    database = await Database.open(f"sqlite:///{path}")
    try:
        yield database
    finally:
        await database.close()


def table(rows: list[tuple[int, str, str, int | None]], *, link: bool = True) -> FoundTable:
    kinds = tuple(sorted({row[2] for row in rows}))
    columns = {
        "id": FoundColumn("id", "INTEGER", "integer", filled=len(rows), different=len(rows), unique=True),
        "name": FoundColumn("name", "TEXT", "text", filled=len(rows), different=len(rows)),
        "kind": FoundColumn("kind", "TEXT", "text", filled=len(rows), different=len(kinds), values=kinds),
        "stands_in": FoundColumn("stands_in", "INTEGER", "integer", filled=len(rows) - 3, different=3),
    }
    found = FoundTable("thing", columns, rows=len(rows), key=("id",))
    if link:
        found.links.append(Link("thing", ("stands_in",), "thing", ("id",), "declared"))
    return found


def concept(*roles: str) -> dict[str, TableConcept]:
    named = {"name": "name", "place": "stands_in", "number": "id"}
    columns = {role: Guess(named[role], 1.0) for role in roles}
    return {"thing": TableConcept("asset", Guess("thing", 1.0), columns)}


@pytest.fixture
def found(tmp_path: Path) -> Find:
    async def find(rows: list[tuple[int, str, str, int | None]], *roles: str, link: bool = True) -> PlacesWithin | None:
        async with opened(tmp_path / "plant.sqlite", rows) as database:
            return await places_within(database, {"thing": table(rows, link=link)}, concept(*roles))

    return find


async def test_places_are_called_by_name_and_kept_out_of_counts_of_machines(found: Find, tmp_path: Path) -> None:
    within = await found([*PLACES, *MACHINES], "name", "place")
    assert within is not None
    assert (within.table, within.name, within.names) == ("thing", "name", ("Hall 1", "Hall 2", "Yard"))
    assert (within.link.columns, within.link.to_columns) == (("stands_in",), ("id",))
    with closing(sqlite3.connect(tmp_path / "plant.sqlite")) as plant:
        (left,) = plant.execute(f"SELECT COUNT(*) FROM thing WHERE {within.flag.column} {within.flag.test}").fetchone()
    assert left == len(MACHINES)


async def test_a_column_that_no_key_was_declared_for_is_followed_by_its_values(found: Find) -> None:
    within = await found([*PLACES, *MACHINES], "name", "place", "number", link=False)
    assert within is not None and within.names == ("Hall 1", "Hall 2", "Yard")


async def test_where_no_column_tells_them_apart_the_places_are_named_and_counted(found: Find) -> None:
    rows = [(*row[:2], "M", row[3]) for row in (*PLACES, *MACHINES)]
    within = await found(rows, "name", "place")
    assert within is not None and within.flag is None and len(within.names) == 3


async def test_one_place_alone_is_no_hierarchy(found: Find) -> None:
    rows = [PLACES[0], *((*row[:3], 1) for row in MACHINES)]
    assert await found(rows, "name", "place") is None


async def test_without_a_column_for_the_place_nothing_is_looked_for(found: Find) -> None:
    assert await found([*PLACES, *MACHINES], "name") is None
