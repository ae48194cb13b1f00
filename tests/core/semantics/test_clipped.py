"""Hours inside a period: they add up over days and months, never exceed the calendar, and nothing is lost or doubled."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.semantics.load import load_model, parse_model
from core.semantics.model import SemanticModel
from core.semantics.query import During, FieldRef, Grain, GroupBy, Measure, Named, Period, Related, SemanticQuery
from core.semantics.sql.compile import Compiler
from tests.core.opening import AS_OF

MODEL = load_model()
HOURS = Measure(metric="downtime_hours")
COUNT = Measure(aggregate="count")
GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")
TAGS = ("P-101", "P-139", "CV-107", "F-105")

days = st.dates(date(2024, 1, 1), AS_OF)
periods = st.tuples(days, st.integers(0, 400)).map(
    lambda drawn: Period(start=drawn[0], end=drawn[0] + timedelta(days=drawn[1]))
)
grains = st.sampled_from(GRAINS)
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def rows_of(demo_file: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"file:{demo_file}?mode=ro", uri=True)
    yield connection
    connection.close()


def run(connection: sqlite3.Connection, query: SemanticQuery) -> list[tuple[object, ...]]:
    return connection.execute(Compiler(MODEL, "sqlite").compile(query, AS_OF, "en").sql).fetchall()


def hours(connection: sqlite3.Connection, period: Period, **more: object) -> float:
    query = SemanticQuery(dataset="downtime", shape="measure", measures=(HOURS,), period=period, **more)  # type: ignore[arg-type]
    return float(run(connection, query)[0][0] or 0)  # type: ignore[arg-type]


def by_hand(connection: sqlite3.Connection, period: Period) -> float:
    """The same over the rows, in Python."""
    assert period.start is not None and period.end is not None
    low = datetime.combine(period.start, datetime.min.time())
    high = datetime.combine(min(period.end, AS_OF) + timedelta(days=1), datetime.min.time())
    total = timedelta()
    for started, minutes in connection.execute("SELECT started_at, minutes FROM downtime"):
        begin = datetime.fromisoformat(started)
        inside = min(begin + timedelta(minutes=minutes), high) - max(begin, low)
        total += max(inside, timedelta())
    return total.total_seconds() / 3600


@few
@given(periods)
def test_they_are_the_hours_that_the_rows_have_inside(rows_of: sqlite3.Connection, period: Period) -> None:
    assert hours(rows_of, period) == pytest.approx(by_hand(rows_of, period))


@few
@given(periods, grains)
def test_the_units_of_a_breakdown_add_up_to_its_total(
    rows_of: sqlite3.Connection, period: Period, grain: Grain
) -> None:
    query = SemanticQuery(
        dataset="downtime", shape="breakdown", measures=(HOURS,), groups=(GroupBy(grain=grain),), period=period
    )
    parts = run(rows_of, query)
    assert sum(float(row[1]) for row in parts) == pytest.approx(hours(rows_of, period))  # type: ignore[arg-type]
    assert [row[0] for row in parts] == sorted({row[0] for row in parts}, key=str)


@few
@given(periods, st.sampled_from(["cause", "planned"]))
def test_the_kinds_of_stops_add_up_to_all(rows_of: sqlite3.Connection, period: Period, field: str) -> None:
    group = GroupBy(field=FieldRef(dataset="downtime", field=field))
    query = SemanticQuery(dataset="downtime", shape="breakdown", measures=(HOURS,), groups=(group,), period=period)
    assert sum(float(row[1]) for row in run(rows_of, query)) == pytest.approx(hours(rows_of, period))  # type: ignore[arg-type]


@few
@given(periods, st.integers(1, 300))
def test_a_period_is_the_sum_of_its_two_parts(rows_of: sqlite3.Connection, period: Period, cut: int) -> None:
    assert period.start is not None and period.end is not None
    middle = min(period.start + timedelta(days=cut), period.end)
    first = Period(start=period.start, end=middle - timedelta(days=1)) if middle > period.start else None
    second = Period(start=middle, end=period.end)
    parts = (hours(rows_of, first) if first else 0.0) + hours(rows_of, second)
    assert parts == pytest.approx(hours(rows_of, period))


@few
@given(periods)
def test_a_machine_is_never_down_for_more_than_the_calendar_has(rows_of: sqlite3.Connection, period: Period) -> None:
    """Planned and unplanned stops of one machine may overlap, so each kind is held to the calendar by itself."""
    assert period.start is not None and period.end is not None
    calendar = ((min(period.end, AS_OF) - period.start).days + 1) * 24
    tag = GroupBy(field=FieldRef(dataset="equipment", field="tag"))
    stop = GroupBy(field=FieldRef(dataset="downtime", field="started_at"))
    query = SemanticQuery(dataset="downtime", shape="breakdown", measures=(HOURS,), groups=(tag, stop), period=period)
    assert all(0 <= float(row[-1]) <= calendar + 1e-9 for row in run(rows_of, query))  # type: ignore[arg-type]


@few
@given(days)
def test_who_was_down_on_a_day_has_hours_on_it(rows_of: sqlite3.Connection, day: date) -> None:
    one = Period(start=day, end=day)
    during = Related(dataset="downtime", filters=(During(dataset="downtime", period=one),))
    measured = Related(dataset="downtime", period=one, measure=HOURS, op=">", values=(0,))
    tag = FieldRef(dataset="equipment", field="tag")
    listed = [
        run(rows_of, SemanticQuery(dataset="equipment", shape="list", select=(tag,), filters=(part,)))
        for part in (during, measured)
    ]
    assert listed[0] == listed[1]
    without = during.model_copy(update={"negated": True})
    counts = [
        run(rows_of, SemanticQuery(dataset="equipment", shape="count", measures=(COUNT,), filters=(part,)))[0][0]
        for part in (during, without)
    ]
    everyone = run(rows_of, SemanticQuery(dataset="equipment", shape="count", measures=(COUNT,)))[0][0]
    assert sum(counts) == everyone  # type: ignore[arg-type]


def test_nothing_lies_past_today(rows_of: sqlite3.Connection) -> None:
    year = Period(start=date(AS_OF.year, 1, 1), end=date(AS_OF.year, 12, 31))
    assert hours(rows_of, year) == hours(rows_of, year.model_copy(update={"end": AS_OF}))
    ahead = Period(start=AS_OF + timedelta(days=3), end=AS_OF + timedelta(days=9))
    assert hours(rows_of, ahead) == 0


@pytest.mark.parametrize("grain", GRAINS)
def test_without_a_period_every_unit_there_is_counts(rows_of: sqlite3.Connection, grain: Grain) -> None:
    query = SemanticQuery(dataset="downtime", shape="breakdown", measures=(HOURS,), groups=(GroupBy(grain=grain),))
    [(whole,)] = run(rows_of, SemanticQuery(dataset="downtime", shape="measure", measures=(HOURS,)))
    assert sum(float(row[1]) for row in run(rows_of, query)) == pytest.approx(whole)  # type: ignore[arg-type]


# ---- other intervals than the demo plant's ----


def with_interval(old: str, new: str) -> SemanticModel:
    text = resources.files("core.demo").joinpath("semantic_model.yaml").read_text("utf-8")
    assert old in text
    return parse_model(text.replace(old, new))


@few
@given(days)
def test_a_day_that_it_ends_on_is_covered_and_no_end_lasts_to_today(rows_of: sqlite3.Connection, day: date) -> None:
    model = with_interval(
        "interval: {start: started_at, end: completed_at, running: open, state: in_progress}",
        "interval: {start: requested_at, end: due_on}",
    )
    during = During(dataset="work_order", period=Period(start=day, end=day))
    query = SemanticQuery(dataset="work_order", shape="count", measures=(COUNT,), filters=(during,))
    found = rows_of.execute(Compiler(model, "sqlite").compile(query, AS_OF, "en").sql).fetchone()
    wanted = rows_of.execute(
        "SELECT COUNT(*) FROM work_order WHERE status <> 'cancelled' AND DATE(requested_at) <= ? AND due_on >= ?",
        (day.isoformat(), day.isoformat()),
    ).fetchone()
    assert found == wanted


@few
@given(periods)
def test_an_end_tells_the_same_hours_as_a_length(rows_of: sqlite3.Connection, period: Period) -> None:
    """Stops that are over, by their end instead of their minutes; those that go on last to the end of today."""
    model = with_interval(
        "interval: {start: started_at, minutes: minutes, running: ongoing}",
        "interval: {start: started_at, end: ended_at, running: ongoing}",
    )
    query = SemanticQuery(
        dataset="downtime", shape="measure", measures=(HOURS,), period=period,
        filters=(Named(dataset="downtime", condition="ended"),),
    )  # fmt: skip
    by_end = rows_of.execute(Compiler(model, "sqlite").compile(query, AS_OF, "en").sql).fetchone()[0]
    by_length = run(rows_of, query)[0][0]
    # Minutes are whole, ends have seconds: half a minute a stop at most.
    assert (by_end or 0) == pytest.approx(by_length or 0, rel=1e-3, abs=0.5)
    going_on = query.model_copy(update={"filters": (Named(dataset="downtime", condition="ongoing"),)})
    today = going_on.model_copy(update={"period": Period(start=AS_OF, end=AS_OF)})
    sql = Compiler(model, "sqlite").compile(today, AS_OF, "en").sql
    started = rows_of.execute("SELECT started_at FROM downtime WHERE ended_at IS NULL").fetchall()
    tomorrow = datetime.combine(AS_OF + timedelta(days=1), datetime.min.time())
    midnight = tomorrow - timedelta(days=1)
    hours_left = sum((tomorrow - max(datetime.fromisoformat(at), midnight)).total_seconds() / 3600 for (at,) in started)
    assert rows_of.execute(sql).fetchone()[0] == pytest.approx(hours_left)
