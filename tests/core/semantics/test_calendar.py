"""Calendar buckets, for any day: they hold their days, touch, and are labelled as the databases label them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data.database import Database
from core.semantics.calendar import add, buckets, end_of, label_of, next_start, same_days, start_of, year_before
from core.semantics.query import Grain, Period
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


# ---- periods beside periods ----


def period(start: str, end: str, grain: str = "range") -> Period:
    return Period(start=date.fromisoformat(start), end=date.fromisoformat(end), grain=grain)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (period("2026-11-01", "2026-11-30", "month"), ("2025-11-01", "2025-11-30")),
        (period("2026-11-01", "2026-11-22", "month"), ("2025-11-01", "2025-11-22")),
        (period("2024-02-01", "2024-02-29", "month"), ("2023-02-01", "2023-02-28")),
        (period("2025-02-01", "2025-02-28", "month"), ("2024-02-01", "2024-02-29")),
        (period("2026-01-01", "2026-12-31", "year"), ("2025-01-01", "2025-12-31")),
        (period("2026-11-02", "2026-11-08", "week"), ("2025-11-03", "2025-11-09")),
        (period("2026-11-16", "2026-11-18", "week"), ("2025-11-17", "2025-11-19")),
        (period("2026-12-28", "2027-01-03", "week"), ("2025-12-22", "2025-12-28")),
        (period("2024-02-29", "2024-02-29", "day"), ("2023-02-28", "2023-02-28")),
    ],
)
def test_the_same_period_a_year_before(now: Period, before: tuple[str, str]) -> None:
    found = year_before(now)
    assert (str(found.start), str(found.end)) == before
    assert found.relative == "past"


@given(DAYS, st.integers(0, 400))
def test_a_year_before_is_as_long_but_for_leap_days(start: date, length: int) -> None:
    found = year_before(Period(start=start, end=start + timedelta(days=length)))
    assert found.start is not None and found.end is not None
    assert abs((found.end - found.start).days - length) <= 1
    assert year_before(Period(end=start)).start is None


@pytest.mark.parametrize(
    ("now", "other", "cut"),
    [
        (period("2026-11-01", "2026-11-22", "month"), period("2026-10-01", "2026-10-31", "month"), "2026-10-22"),
        (period("2026-11-01", "2026-11-30", "month"), period("2026-10-01", "2026-10-31", "month"), "2026-10-22"),
        (period("2026-10-01", "2026-10-31", "month"), period("2026-09-01", "2026-09-30", "month"), "2026-09-30"),
        (period("2026-11-16", "2026-11-22", "week"), period("2026-11-09", "2026-11-15", "week"), "2026-11-15"),
        (period("2026-01-01", "2026-11-22", "year"), period("2025-01-01", "2025-12-31", "year"), "2025-11-22"),
        (period("2026-11-10", "2026-11-12"), period("2026-10-01", "2026-10-31", "month"), "2026-10-31"),
    ],
)
def test_an_unfinished_period_is_held_against_the_same_days(now: Period, other: Period, cut: str) -> None:
    assert str(same_days(now, other, date(2026, 11, 22)).end) == cut
