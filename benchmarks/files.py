"""How long a workbook and a CSV take.

    python -m benchmarks files

The workbook's bar is in seconds of CPU of a chart process, where it is written; the best of three runs.
"""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from benchmarks.figure import Figure
from core.kernel.messages import Cell, Column
from core.kernel.result import Result
from core.replies.csv_file import to_csv
from core.replies.workbook.job import AboutLine, WorkbookJob
from core.replies.workbook.write import write
from core.wording import numbers as wording
from core.wording.precision import with_decimals

_NOW = datetime(2026, 11, 22, 14, 15, tzinfo=UTC)
COLUMNS = (
    Column(name="number", label="OT"),
    Column(name="tag", label="Equipo"),
    Column(name="status", label="Estado"),
    Column(name="due_on", label="Vence", kind="date"),
    Column(name="started_at", label="Inicio", kind="datetime"),
    Column(name="labor_hours", label="Horas hombre", kind="hours"),
    Column(name="cost", label="Costo", kind="money"),
    Column(name="minutes", label="Duración", kind="minutes"),
)


def orders(count: int) -> Result:
    """Rows of work orders, each column with a kind of its own."""
    states = ("abierta", "en proceso", "en espera de refacciones", "completada")
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            f"WO-2026-{at:05d}",
            f"P-{at % 240}",
            states[at % 4],
            f"{_NOW - timedelta(days=at % 700):%Y-%m-%d}",
            f"{_NOW - timedelta(minutes=at * 37):%Y-%m-%d %H:%M:%S}",
            at % 997 / 7,
            None if at % 11 == 0 else at * 3.17,
            at % 1440,
        )
        for at in range(count)
    )
    return Result(tuple(column.name for column in COLUMNS), rows, False, 0.0, _NOW)


def _job(count: int) -> WorkbookJob:
    result = orders(count)
    about = (AboutLine("Pregunta", "lista las OT"), AboutLine("SQL", "SELECT …", code=True))
    columns = tuple(with_decimals(COLUMNS, result, "MXN"))
    return WorkbookJob("OT", columns, result, about, "es", "MXN", _NOW)


def best(work: Callable[[], object], times: int = 3) -> float:
    """Seconds of CPU of the fastest run."""
    found = float("inf")
    for _ in range(times):
        begun = time.process_time()
        work()
        found = min(found, time.process_time() - begun)
    return found


def workbooks() -> Iterator[Figure]:
    """A workbook of ten rows, as most answers have, and one of as many as an answer may have."""
    small, large = _job(10), _job(10_000)
    write(small)  # imports
    yield Figure("workbook of 10 rows", best(lambda: write(small)) * 1000, "ms", 30)
    yield Figure("workbook of 10,000 rows", best(lambda: write(large)), "s", 1.5)
    yield Figure("its size", len(write(large)) / 1e6, "MB", 1)


def csvs() -> Iterator[Figure]:
    """A CSV of 50,000 rows beside csv.writer alone, and worded values."""
    result = orders(50_000)

    def bare() -> bytes:
        text = io.StringIO(newline="")
        csv.writer(text).writerows(result.rows)
        return text.getvalue().encode()

    plain, ours = best(bare), best(lambda: to_csv(COLUMNS, result))
    yield Figure("CSV of 50,000 × 8", ours * 1000, "ms")
    yield Figure("CSV of 50,000 × 8, against csv.writer alone", ours / plain, "×", 1.3)
    decided = best(lambda: with_decimals(COLUMNS, result, "MXN"))
    yield Figure("decimals of 50,000 × 8", decided * 1000, "ms", 100)
    thousand = best(lambda: [wording.money(at + 0.5, "MXN", "es") for at in range(1000)])
    yield Figure("a worded amount", thousand, "ms")


def measure() -> Iterator[Figure]:
    """Workbooks, then CSV files."""
    yield from workbooks()
    yield from csvs()
