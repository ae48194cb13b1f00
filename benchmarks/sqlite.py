"""What a query on the plant's SQLite costs beyond SQLite itself: alone, and twenty at once.

    python -m benchmarks sqlite

The query looks one row up by its key, so that nearly all of the time is the way to the connection's thread and back.
The same query by plain sqlite3, which blocks whoever asks, is what it is compared with.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TypeVar

from benchmarks.figure import Figure
from core.data.database import Database
from core.demo.generate import generate

SQL = "SELECT name FROM equipment WHERE id = 3"
TODAY = date(2026, 11, 22)
AT_ONCE = 20
ALONE_MS, AT_ONCE_MS = 0.2, 0.1
"""Bars, in milliseconds a query."""
# Rounds are short, about a millisecond, so that other work on the machine falls into few of them.
_ROUNDS, _QUERIES = 300, 20

T = TypeVar("T")


async def fetched(database: Database) -> None:
    """One query; the wrong answer would be no use, however fast."""
    assert len((await database.run(SQL)).rows) == 1


async def alone(ask: Callable[[], Awaitable[T]]) -> list[float]:
    """Milliseconds a call, one after the other; one figure a round."""
    took = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        for _ in range(_QUERIES):
            await ask()
        took.append((time.perf_counter() - began) * 1000 / _QUERIES)
    return took


async def at_once(ask: Callable[[], Awaitable[T]]) -> list[float]:
    """Milliseconds a call, twenty at a time; one figure a round."""
    took = []
    for _ in range(_ROUNDS):
        began = time.perf_counter()
        for _ in range(_QUERIES // AT_ONCE):
            await asyncio.gather(*(ask() for _ in range(AT_ONCE)))
        took.append((time.perf_counter() - began) * 1000 / _QUERIES)
    return took


def plain(path: Path) -> float:
    """Milliseconds that sqlite3 takes for the query, median of the rounds."""
    took = []
    with closing(sqlite3.connect(path)) as connection:
        for _ in range(_ROUNDS):
            began = time.perf_counter()
            for _ in range(_QUERIES):
                connection.execute(SQL).fetchall()
            took.append((time.perf_counter() - began) * 1000 / _QUERIES)
    return statistics.median(took)


async def _figures(path: Path) -> list[Figure]:
    database = await Database.open(f"sqlite:///{path}")
    try:
        await at_once(lambda: fetched(database))  # connections are opened, code is warm
        one = statistics.median(await alone(lambda: fetched(database)))
        many = statistics.median(await at_once(lambda: fetched(database)))
        version = statistics.median(await alone(database.version))
    finally:
        await database.close()
    itself = plain(path)
    return [
        Figure("plain sqlite3", itself, "ms"),
        Figure("a query alone", one, "ms", ALONE_MS),
        Figure(f"a query, {AT_ONCE} at once", many, "ms", AT_ONCE_MS),
        Figure("the data's version", version, "ms", ALONE_MS),
        Figure("a query alone, against plain sqlite3", one / itself, "×"),
        Figure(f"a query, {AT_ONCE} at once, against plain sqlite3", many / itself, "×"),
    ]


def measure() -> Iterator[Figure]:
    """The demo plant, one row of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plant.sqlite"
        generate(path, TODAY)
        yield from asyncio.run(_figures(path))
