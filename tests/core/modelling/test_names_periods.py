"""Periods as the model writes them: read, clipped, and written again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.modelling.names.periods import NoPeriod, read_period, written_period
from core.semantics.query import Period

TODAY = date(2026, 11, 22)
"""A Sunday."""


@pytest.mark.parametrize(
    ("text", "start", "end", "relative"),
    [
        ("today", "2026-11-22", "2026-11-22", "current"),
        ("yesterday", "2026-11-21", "2026-11-21", "past"),
        ("this_week", "2026-11-16", "2026-11-22", "current"),
        ("last_week", "2026-11-09", "2026-11-15", "past"),
        ("this_month", "2026-11-01", "2026-11-22", "current"),
        ("This Month", "2026-11-01", "2026-11-22", "current"),
        ("last-month", "2026-10-01", "2026-10-31", "past"),
        ("previous_quarter", "2026-07-01", "2026-09-30", "past"),
        ("this_year_to_date", "2026-01-01", "2026-11-22", "current"),
        ("last_30_days", "2026-10-24", "2026-11-22", "past"),
        ("last 3 months", "2026-08-23", "2026-11-22", "past"),
        ("last_1_year", "2025-11-23", "2026-11-22", "past"),
        ("next_7_days", "2026-11-22", "2026-11-28", "future"),
        ("next_month", "2026-12-01", "2026-12-31", "future"),
        ("2025", "2025-01-01", "2025-12-31", "fixed"),
        ("2026", "2026-01-01", "2026-11-22", "current"),
        ("2026-Q3", "2026-07-01", "2026-09-30", "fixed"),
        ("2026-10", "2026-10-01", "2026-10-31", "fixed"),
        ("2026-11", "2026-11-01", "2026-11-22", "current"),
        ("2026-10-05", "2026-10-05", "2026-10-05", "fixed"),
        ("2026-10-05..2026-10-12", "2026-10-05", "2026-10-12", "fixed"),
        ("2026-03..2026-05", "2026-03-01", "2026-05-31", "fixed"),
        ("2026-10-01..2026-10-31", "2026-10-01", "2026-10-31", "fixed"),
        ("2026-10-05..", "2026-10-05", "2026-11-22", "fixed"),
        ("..2026-10-05", None, "2026-10-05", "fixed"),
        ("since 2026-10-05", "2026-10-05", "2026-11-22", "fixed"),
        ("until 2026-10-05", None, "2026-10-05", "fixed"),
    ],
)
def test_what_each_says(text: str, start: str | None, end: str, relative: str) -> None:
    period = read_period(text, TODAY)
    assert (period.start and period.start.isoformat(), period.end and period.end.isoformat()) == (start, end)
    assert period.relative == relative
    assert period.given


def test_what_may_lie_ahead_is_not_cut_at_today() -> None:
    assert read_period("this_month", TODAY, ahead=True).end == date(2026, 11, 30)
    assert read_period("2026-11-20..", TODAY, ahead=True).end is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "..",
        "soon",
        "last_0_days",
        "last_9999_years",
        "2026-13",
        "2026-02-30",
        "2026-10..2026-09",
        "0000",
        "Q5",
        "x..y",
    ],
)
def test_what_is_none(text: str) -> None:
    with pytest.raises(NoPeriod):
        read_period(text, TODAY)


@given(st.text(max_size=40))
def test_any_text_is_a_period_or_none(text: str) -> None:
    try:
        period = read_period(text, TODAY)
    except NoPeriod:
        return
    assert period.start is None or period.end is None or period.start <= period.end


DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))


@given(st.tuples(DAYS, DAYS).map(sorted), DAYS)
def test_days_are_the_same_when_they_are_read_again(days: list[date], today: date) -> None:
    period = Period(start=days[0], end=days[1])
    again = read_period(written_period(period, today), today, ahead=True)
    assert (again.start, again.end) == (days[0], days[1]) or (days[1] == today and again.end is None)


@pytest.mark.parametrize("text", ["this_month", "last_week", "last_30_days", "next_7_days", "2026-Q3", "2025", "today"])
def test_words_stay_words(text: str) -> None:
    assert written_period(read_period(text, TODAY), TODAY) == text
    assert written_period(read_period(text, TODAY, ahead=True), TODAY) == text
