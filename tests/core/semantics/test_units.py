"""Calendar units: those without rows count and show, whatever the period and the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.data.database import Database
from core.data.guard.guard import Guard
from core.semantics.calendar import buckets
from core.semantics.load import load_model
from core.semantics.query import Compare, FieldRef, Grain, GroupBy, Measure, Period, SemanticQuery
from core.semantics.sql.compile import Compiler
from core.semantics.sql.joins import NotCompilable
from core.semantics.sql.now import at
from tests.core.opening import AS_OF

MODEL = load_model()
COUNT = Measure(aggregate="count")
GRAINS: tuple[Grain, ...] = ("day", "week", "month", "quarter", "year")
periods = st.tuples(st.dates(date(2024, 1, 1), AS_OF), st.integers(0, 300)).map(
    lambda drawn: Period(start=drawn[0], end=drawn[0] + timedelta(days=drawn[1]))
)
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def rows_of(demo_file: Path) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(f"file:{demo_file}?mode=ro", uri=True)
    yield connection
    connection.close()


def run(connection: sqlite3.Connection, query: SemanticQuery) -> list[tuple[object, ...]]:
    return connection.execute(Compiler(MODEL, "sqlite").compile(query, AS_OF, "en").sql).fetchall()


def of_one(tag: str) -> Compare:
    return Compare(field=FieldRef(dataset="equipment", field="tag"), op="=", values=(tag,))


@few
@given(periods, st.sampled_from(GRAINS))
def test_a_series_has_each_unit_once(rows_of: sqlite3.Connection, period: Period, grain: Grain) -> None:
    query = SemanticQuery(
        dataset="failure", shape="breakdown", measures=(COUNT,), groups=(GroupBy(grain=grain),),
        filters=(of_one("P-124"),), period=period,
    )  # fmt: skip
    found = run(rows_of, query)
    assert period.start is not None and period.end is not None
    wanted = [label for label, _, _ in buckets(grain, period.start, min(period.end, AS_OF))]
    assert [row[0] for row in found] == wanted
    whole = query.model_copy(update={"groups": (), "shape": "count"})
    assert sum(int(row[1]) for row in found) == run(rows_of, whole)[0][0]  # type: ignore[call-overload]


@few
@given(periods, st.sampled_from(GRAINS))
def test_an_average_times_its_units_is_the_total(rows_of: sqlite3.Connection, period: Period, grain: Grain) -> None:
    query = SemanticQuery(
        dataset="failure", shape="measure", measures=(Measure(aggregate="average_per", per=grain),), period=period
    )
    [(average, total, units)] = run(rows_of, query)
    assert period.start is not None and period.end is not None
    assert units == len(list(buckets(grain, period.start, min(period.end, AS_OF))))
    assert float(average) * units == pytest.approx(total)  # type: ignore[arg-type, operator]


def test_an_average_per_day_by_month_divides_by_each_months_days(rows_of: sqlite3.Connection) -> None:
    query = SemanticQuery(
        dataset="failure", shape="breakdown", measures=(Measure(aggregate="average_per", per="day"),),
        groups=(GroupBy(grain="month"),), period=Period(start=date(2026, 10, 1), end=AS_OF),
    )  # fmt: skip
    found = run(rows_of, query)
    assert [(row[0], row[3]) for row in found] == [("2026-10", 31), ("2026-11", 22)]
    assert all(row[1] == row[2] / row[3] for row in found)  # type: ignore[operator]
    with pytest.raises(NotCompilable):
        run(rows_of, query.model_copy(update={"measures": (Measure(aggregate="average_per", per="week"),)}))


@pytest.mark.parametrize("per", ["month", "equipment"])
@pytest.mark.parametrize(
    "measure",
    [
        Measure(metric="mttr"),
        Measure(metric="average_stop"),
        Measure(metric="availability"),
        Measure(aggregate="avg", field=FieldRef(dataset="work_order", field="labor_hours")),
        Measure(aggregate="count_distinct", field=FieldRef(dataset="equipment", field="tag")),
    ],
)
def test_what_is_no_total_is_not_averaged_again(measure: Measure, per: str) -> None:
    query = SemanticQuery(
        dataset="work_order", shape="measure", measures=(measure.model_copy(update={"per": per}),),
        period=Period(start=date(2026, 1, 1), end=AS_OF),
    )  # fmt: skip
    with pytest.raises(NotCompilable):
        Compiler(MODEL, "sqlite").compile(query, AS_OF, "en")


def test_two_formulas_of_other_rows_stand_side_by_side(rows_of: sqlite3.Connection) -> None:
    period = Period(start=date(2026, 1, 1), end=AS_OF)

    def held(kind: str) -> Compare:
        return Compare(field=FieldRef(dataset="equipment", field="type"), op="=", values=(kind,))

    def alone(kind: str) -> object:
        query = SemanticQuery(
            dataset="equipment",
            shape="measure",
            measures=(Measure(metric="mtbf"),),
            filters=(held(kind),),
            period=period,
        )
        return run(rows_of, query)[0][0]

    both = SemanticQuery(
        dataset="equipment", shape="measure", period=period,
        measures=tuple(Measure(metric="mtbf", only=(held(kind),)) for kind in ("pump", "motor")),
    )  # fmt: skip
    assert run(rows_of, both)[0][:2] == (alone("pump"), alone("motor"))


def test_what_falls_due_later_has_its_empty_units(rows_of: sqlite3.Connection) -> None:
    period = Period(start=date(2026, 12, 1), end=date(2027, 6, 30))
    query = SemanticQuery(
        dataset="work_order", shape="breakdown", measures=(COUNT,), groups=(GroupBy(grain="month"),), period=period,
        date_field="due_on",
    )  # fmt: skip
    assert [row[0] for row in run(rows_of, query)] == [
        label for label, _, _ in buckets("month", period.start, period.end)
    ]  # type: ignore[arg-type]


def test_units_of_an_average_over_machines_are_all_machines(rows_of: sqlite3.Connection) -> None:
    query = SemanticQuery(dataset="failure", shape="measure", measures=(Measure(aggregate="count", per="equipment"),))
    [(average, members, events)] = run(rows_of, query)
    [(present,)] = rows_of.execute("SELECT COUNT(*) FROM equipment WHERE status <> 'retired'").fetchall()
    assert members == present and average == events / present  # type: ignore[operator]


def test_what_lies_ahead_has_its_units_too(rows_of: sqlite3.Connection) -> None:
    period = Period(start=AS_OF, end=AS_OF + timedelta(days=20))
    query = SemanticQuery(
        dataset="work_order", shape="breakdown", measures=(COUNT,), groups=(GroupBy(grain="week"),), period=period,
        date_field="due_on",
    )  # fmt: skip
    assert len(run(rows_of, query)) == len(list(buckets("week", AS_OF, AS_OF + timedelta(days=20))))


async def test_the_guard_lets_ten_years_of_days_through(plant: Database) -> None:
    guard = Guard(await plant.catalog(), plant.dialect, 10_000)
    for metric in ("downtime_hours", "availability"):
        query = SemanticQuery(
            dataset="equipment" if metric == "availability" else "downtime",
            shape="breakdown",
            measures=(Measure(metric=metric),),
            groups=(GroupBy(grain="day"),),
            period=Period(start=AS_OF - timedelta(days=3_650), end=AS_OF),
        )
        sql = guard.check(Compiler(MODEL, plant.dialect).compile(query, AS_OF, "en").sql).sql
        assert len((await plant.run(sql)).rows) == 3_651


@pytest.mark.postgres
async def test_units_are_the_same_on_postgres(plant: Database, postgres_plant: Database) -> None:
    for grain in GRAINS:
        for measures in (
            (Measure(metric="downtime_hours"),),
            (COUNT, Measure(metric="downtime_hours")),
            (Measure(metric="availability"), Measure(metric="mtbf")),
        ):
            query = SemanticQuery(
                dataset="downtime", shape="breakdown", measures=measures, groups=(GroupBy(grain=grain),),
                period=Period(start=date(2026, 1, 5), end=date(2026, 11, 30)),
            )  # fmt: skip
            found = []
            for database in (plant, postgres_plant):
                sql = Compiler(MODEL, database.dialect).compile(query, AS_OF, "en").sql
                found.append([[_close(cell) for cell in row] for row in (await database.run(sql)).rows])
            assert found[0] == found[1], (grain, measures)


@pytest.mark.postgres
async def test_averages_without_a_period_are_the_same_on_postgres(plant: Database, postgres_plant: Database) -> None:
    for grain in GRAINS:
        query = SemanticQuery(dataset="failure", shape="measure", measures=(Measure(aggregate="count", per=grain),))
        found = []
        for database in (plant, postgres_plant):
            sql = Compiler(MODEL, database.dialect).compile(query, AS_OF, "en").sql
            found.append([_close(cell) for cell in (await database.run(sql)).rows[0]])
        assert found[0] == found[1], grain


def _close(cell: object) -> object:
    return pytest.approx(cell) if isinstance(cell, int | float) else cell


@pytest.mark.postgres
async def test_today_up_to_now_is_the_same_on_postgres(plant: Database, postgres_plant: Database) -> None:
    """Hours of a day that is not over, and what goes on past the newest data, with the time of day filled in."""
    now = datetime(2026, 11, 22, 14, 2)
    for today in (AS_OF, AS_OF + timedelta(days=8)):
        for days in (0, 1):
            day = today - timedelta(days=days)
            for metric in ("downtime_hours", "availability", "mtbf"):
                query = SemanticQuery(
                    dataset="downtime" if metric == "downtime_hours" else "equipment", shape="measure",
                    measures=(Measure(metric=metric),), period=Period(start=day, end=day),
                )  # fmt: skip
                found = []
                for database in (plant, postgres_plant):
                    compiled = Compiler(MODEL, database.dialect, to_now=True).compile(query, today, "en")
                    row = (await database.run(at(compiled.sql, now))).rows[0]
                    found.append([_close(cell) for cell in row])
                assert found[0] == found[1], (today, day, metric)


def test_today_up_to_now_is_sql_that_mysql_reads() -> None:
    import sqlglot

    period = Period(start=AS_OF, end=AS_OF)
    query = SemanticQuery(
        dataset="equipment", shape="measure", measures=(Measure(metric="availability"),), period=period
    )
    sql = at(Compiler(MODEL, "mysql", to_now=True).compile(query, AS_OF, "en").sql, datetime(2026, 11, 22, 14, 2))
    assert sqlglot.parse_one(sql, dialect="mysql").sql("mysql").count("2026-11-22 14:05:00") >= 2
