"""Calendar buckets, for any day: they hold their days, touch, and are labelled as the databases label them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.database import Database
from core.semantics.calendar import add, buckets, end_of, label_of, next_start, start_of
from core.semantics.query import Grain
from core.semantics.sql.dialect import Dialect

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))
GRAINS: list[Grain] = ["day", "week", "month", "quarter", "year"]
ANY = st.sampled_from(GRAINS)


@given(ANY, DAYS)
def test_a_day_lies_in_its_bucket_and_buckets_touch(grain: Grain, day: date) -> None:
    assert start_of(grain, day) <= day <= end_of(grain, day)
    assert end_of(grain, day) + timedelta(days=1) == next_start(grain, day)
    assert start_of(grain, start_of(grain, day)) == start_of(grain, day)


@given(ANY, DAYS, DAYS)
def test_two_days_share_a_label_just_when_they_share_a_bucket(grain: Grain, one: date, other: date) -> None:
    assert (label_of(grain, one) == label_of(grain, other)) == (start_of(grain, one) == start_of(grain, other))


@given(ANY, DAYS, DAYS)
def test_labels_sort_as_days_do(grain: Grain, one: date, other: date) -> None:
    if start_of(grain, one) < start_of(grain, other):
        assert label_of(grain, one) < label_of(grain, other)


@given(DAYS)
def test_weeks_begin_on_monday(day: date) -> None:
    assert start_of("week", day).weekday() == 0


@given(ANY, DAYS, st.integers(0, 400))
def test_the_buckets_of_a_period_cover_each_of_its_days_once(grain: Grain, start: date, length: int) -> None:
    end = start + timedelta(days=length)
    parts = list(buckets(grain, start, end))
    days = [first + timedelta(days=n) for _, first, last in parts for n in range((last - first).days + 1)]
    assert days == [start + timedelta(days=n) for n in range(length + 1)]
    assert len({label for label, _, _ in parts}) == len(parts)


@given(st.sampled_from(["month", "quarter", "year"]), DAYS, st.integers(-60, 60))
def test_the_same_day_so_many_buckets_on_is_that_day_or_the_months_last(grain: Grain, day: date, count: int) -> None:
    moved = add(grain, day, count)
    assert moved.day == day.day or (moved + timedelta(days=1)).day == 1
    assert start_of("month", add(grain, start_of("month", day), count)) == start_of("month", moved)


@given(ANY, DAYS)
def test_nothing_moved_by_none(grain: Grain, day: date) -> None:
    assert add(grain, day, 0) == day


@pytest.mark.parametrize(
    ("day", "count", "moved"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_months_that_are_shorter(day: date, count: int, moved: date) -> None:
    assert add("month", day, count) == moved


EDGES = [date(2024, 12, 29), date(2024, 12, 30), date(2024, 12, 31), date(2025, 1, 1), date(2026, 2, 28),
         date(2024, 2, 29), date(2026, 3, 31), date(2026, 4, 1), date(2026, 11, 22), date(2026, 11, 23)]  # fmt: skip


@pytest.mark.parametrize("grain", GRAINS)
async def test_sqlite_labels_alike(grain: Grain, plant: Database) -> None:
    await labels_alike(grain, plant, "'{}'")


@pytest.mark.postgres
@pytest.mark.parametrize("grain", GRAINS)
async def test_postgres_labels_alike(grain: Grain, postgres_plant: Database) -> None:
    await labels_alike(grain, postgres_plant, "TIMESTAMP '{} 23:59:59'")


async def labels_alike(grain: Grain, database: Database, moment: str) -> None:
    dialect = Dialect(database.dialect)
    for day in EDGES:
        sql = f"SELECT {dialect.bucket(moment.format(day.isoformat()), grain)}"
        assert (await database.run(sql)).rows == ((label_of(grain, day),),), day
