"""How long it takes to accept an event: until it is on disk, when the platform is told that we have it.

    python -m benchmarks inbox

Two hundred a second for INBOX_SECONDS (30), as they come and not as fast as they are taken, on SQLite and on the
embedded PostgreSQL. Beside them what the disk itself takes for such a write, since every figure is at least that, and
the processor time of our process, which other work on the machine hardly changes.
"""

from __future__ import annotations

import asyncio
import os
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.figure import Figure
from core.delivery.inbox import Inbox
from core.kernel.messages import Question, Thread, Viewer
from core.kernel.settings import with_async_driver
from core.state.database import State
from tests.postgres import CannotStart, PostgresServer

RATE = 200
SECONDS = float(os.environ.get("INBOX_SECONDS", "30"))


def question(number: int) -> Question:
    """One of many Threads."""
    return Question(
        id=f"q{number}",
        thread=Thread(platform="bench", channel=f"c{number % 50}", thread=f"t{number % 500}"),
        viewer=Viewer(platform="bench", id=f"u{number % 100}"),
        text="¿Qué equipos están parados ahora en Embotellado?",
        received_at=datetime.now(UTC),
    )


async def accepted(url: str) -> tuple[list[float], float, int, int]:
    """Milliseconds that each event took, processor seconds, how many were sent, and how many are there."""
    state = await State.open(url)
    inbox = Inbox(state, limit=1_000_000)
    took: list[float] = []

    async def put(number: int) -> None:
        began = time.perf_counter()
        assert await inbox.put(f"e{number}", question(number))
        took.append((time.perf_counter() - began) * 1000)

    sent = int(RATE * SECONDS)
    cpu, began = time.process_time(), time.perf_counter()
    async with asyncio.TaskGroup() as group:
        for number in range(sent):
            group.create_task(put(number))
            await asyncio.sleep(max(0.0, began + (number + 1) / RATE - time.perf_counter()))
    cpu = time.process_time() - cpu
    there = await inbox.backlog()
    await state.close()
    return took, cpu, sent, there


def disk(folder: Path) -> float:
    """Median milliseconds of a plain sqlite3's commit of one row, synced."""
    took = []
    with closing(sqlite3.connect(folder / "plain.sqlite", isolation_level=None)) as plain:
        for statement in (
            "PRAGMA journal_mode=WAL",
            "PRAGMA synchronous=FULL",
            "CREATE TABLE t (id INTEGER, body TEXT)",
        ):
            plain.execute(statement)
        for number in range(200):
            began = time.perf_counter()
            plain.execute("INSERT INTO t VALUES (?, ?)", (number, "x" * 600))
            took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took)


def measure() -> Iterable[Figure]:
    """SQLite, then PostgreSQL where it can be had."""
    with tempfile.TemporaryDirectory() as folder:
        bare = disk(Path(folder))
        yield Figure("a plain sqlite3's synced commit (median)", bare, "ms")
        yield from _figures("SQLite", f"sqlite:///{folder}/state.sqlite", 5, bare)
    try:
        server = PostgresServer()
    except CannotStart as reason:
        print(f"  not measured on PostgreSQL: {reason}")
        return
    try:
        yield from _figures("PostgreSQL", with_async_driver(server.create_database()), 8, bare)
    finally:
        server.stop()


def _figures(name: str, url: str, bar: float, bare: float) -> Iterator[Figure]:
    took, cpu, sent, there = asyncio.run(accepted(url))
    middle = statistics.median(took)
    yield Figure(f"{name}: accepting an event (median of {sent})", middle, "ms", bar)
    yield Figure(f"{name}: 99 of 100 events are accepted within", statistics.quantiles(took, n=100)[-1], "ms")
    yield Figure(f"{name}: to the plain commit", middle / bare, "×")
    yield Figure(f"{name}: processor time for an event", cpu / sent * 1000, "ms")
    yield Figure(f"{name}: events lost", sent - there, "", 0)
