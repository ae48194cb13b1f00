"""The values that occur are read once, again when the data have changed, and kept while the database is away."""

from __future__ import annotations

import pytest

from core.kernel.errors import DatabaseUnavailable
from core.understanding.reading import current
from core.understanding.reading.current import CurrentReader
from tests.core.understanding.rig import Bench, Sqlite


class Changing(Sqlite):
    """The plant's file, whose version the test sets; it counts how often its values are asked for."""

    told: str | None = "1"
    away = False
    asked = 0

    async def version(self) -> str | None:
        if self.away:
            raise DatabaseUnavailable("gone")
        return self.told

    async def values_of(self, source: str, value: str, *, limit: int):  # type: ignore[no-untyped-def]
        self.asked += 1
        return await super().values_of(source, value, limit=limit)


class Time:
    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Time:
    found = Time()
    monkeypatch.setattr(current, "time", found)
    return found


@pytest.fixture
def data(bench: Bench) -> Changing:
    return Changing(bench.data.path)


@pytest.fixture
def reader(bench: Bench, data: Changing) -> CurrentReader:
    return CurrentReader(bench.planner.model, bench.planner.lexicon, data)


async def test_the_values_are_read_once_while_the_data_stay(reader: CurrentReader, data: Changing, clock: Time) -> None:
    assert reader.values is None
    first = await reader.get()
    asked = data.asked
    clock.now += 60
    assert await reader.get() is first
    assert (data.asked, reader.generation) == (asked, 1)


async def test_they_are_looked_at_again_when_the_data_have_changed(
    reader: CurrentReader, data: Changing, clock: Time
) -> None:
    await reader.get()
    asked = data.asked
    data.told = "2"
    await reader.get()
    assert data.asked == asked  # a moment later nothing is asked yet
    clock.now += 60
    await reader.get()
    assert data.asked > asked


async def test_values_that_are_the_same_ones_make_no_new_reader(
    reader: CurrentReader, data: Changing, clock: Time
) -> None:
    first = await reader.get()
    data.told = "2"
    clock.now += 60
    assert await reader.get() is first
    assert reader.generation == 1


async def test_a_database_that_tells_no_version_is_read_each_time(
    reader: CurrentReader, data: Changing, clock: Time
) -> None:
    data.told = None
    await reader.get()
    asked = data.asked
    clock.now += 60
    await reader.get()
    assert data.asked == 2 * asked


async def test_while_it_is_away_the_last_values_hold_and_before_the_first_it_says_so(
    reader: CurrentReader, data: Changing, clock: Time
) -> None:
    data.away = True
    with pytest.raises(DatabaseUnavailable):
        await reader.get()
    data.away = False
    first = await reader.get()
    data.away = True
    clock.now += 60
    assert await reader.get() is first
