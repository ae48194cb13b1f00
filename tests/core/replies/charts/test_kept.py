"""What was drawn already is not drawn again, and what differs is."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from core.kernel.messages import Column
from core.replies.charts.job import chart_job
from core.replies.charts.kept import KEPT_BYTES, KeptFiles, digest
from core.replies.workbook.job import AboutLine, WorkbookJob
from tests.core.replies.samples import every_kind

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def chart():
    return chart_job(*every_kind()["bar"], "MXN")


def book():
    _, columns, found = every_kind()["bar"]
    return WorkbookJob("OT por área", tuple(columns), found, (AboutLine("Pregunta", "¿?"),), "es", "MXN", NOW)


class Press:
    """Makes something else each time, and counts."""

    def __init__(self, size: int = 10) -> None:
        self.made = 0
        self.size = size
        self.go = asyncio.Event()
        self.go.set()

    async def __call__(self) -> bytes:
        self.made += 1
        number = self.made
        await self.go.wait()
        return bytes([number]) * self.size


async def test_the_same_chart_is_drawn_once_also_when_its_rows_were_read_anew() -> None:
    kept, press = KeptFiles(60), Press()
    first = chart()
    again = replace(
        first, result=replace(first.result, seconds=9.0, queried_at=first.result.queried_at + timedelta(hours=1))
    )
    assert await kept.get(first, press) == await kept.get(again, press) == b"\x01" * 10
    assert (press.made, kept.hits) == (1, 1)


async def test_who_asks_while_it_is_drawn_waits_for_that_one() -> None:
    kept, press = KeptFiles(60), Press()
    press.go.clear()
    asked = [asyncio.create_task(kept.get(chart(), press)) for _ in range(5)]
    await asyncio.sleep(0)
    press.go.set()
    assert await asyncio.gather(*asked) == [b"\x01" * 10] * 5
    assert press.made == 1


def changed_charts():
    job = chart()
    spec, rows = job.spec, job.result.rows
    yield "title", replace(job, spec=spec.model_copy(update={"title": "otra"}))
    yield "kind", replace(job, spec=spec.model_copy(update={"kind": "barh"}))
    yield "a row", replace(job, result=replace(job.result, rows=rows[:-1]))
    yield "the type of a cell", replace(job, result=replace(job.result, rows=((*rows[0][:-1], True), *rows[1:])))
    yield "cut off", replace(job, result=replace(job.result, truncated=True))
    yield "label", replace(job, columns=(job.columns[0].model_copy(update={"label": "Zona"}), *job.columns[1:]))
    yield "currency", replace(job, currency="USD")


def changed_books():
    job = book()
    yield "title", replace(job, title="otro")
    yield "a row", replace(job, result=replace(job.result, rows=job.result.rows[1:]))
    yield "column", replace(job, columns=(Column(name=job.columns[0].name, label="Zona"), *job.columns[1:]))
    yield "about", replace(job, about=(AboutLine("Pregunta", "¿otra?"),))
    yield "language", replace(job, language="en")
    yield "currency", replace(job, currency="USD")
    yield "when", replace(job, made_at=NOW + timedelta(minutes=1))


@pytest.mark.parametrize(("what", "other"), [*changed_charts(), *changed_books()])
def test_whatever_shows_tells_two_jobs_apart(what: str, other) -> None:
    assert digest(other) != digest(book() if isinstance(other, WorkbookJob) else chart())


def test_equal_jobs_made_of_other_objects_are_one() -> None:
    job = chart()
    copied = tuple(
        tuple("".join(list(cell)) if isinstance(cell, str) else cell for cell in row) for row in job.result.rows
    )
    assert digest(replace(job, result=replace(job.result, rows=copied))) == digest(job)


async def test_what_failed_is_tried_again() -> None:
    kept, press = KeptFiles(60), Press()

    async def fails() -> bytes:
        raise ValueError("odd data")

    with pytest.raises(ValueError, match="odd"):
        await kept.get(chart(), fails)
    assert await kept.get(chart(), press) == b"\x01" * 10


@pytest.mark.parametrize(("seconds", "size"), [(0, 10), (60, KEPT_BYTES // 5 + 1)])
async def test_switched_off_or_too_large_nothing_is_kept(seconds: float, size: int) -> None:
    kept, press = KeptFiles(seconds), Press(size)
    await kept.get(book(), press)
    await kept.get(book(), press)
    assert press.made == 2


async def test_the_oldest_goes_when_all_take_too_much() -> None:
    kept, press = KeptFiles(60), Press(KEPT_BYTES // 10)
    jobs = [replace(book(), title=str(number)) for number in range(11)]
    for job in jobs:
        await kept.get(job, press)
    await kept.get(jobs[10], press)
    assert press.made == 11
    await kept.get(jobs[0], press)
    assert press.made == 12
