"""What our own compiler writes comes through the guard and runs, on SQLite and on PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from core.data.database import Database
from core.data.guard.guard import Guard
from core.semantics.load import load_model
from core.semantics.query import FieldRef, GroupBy, Measure, Order, Period, SemanticQuery
from core.semantics.sql.compile import Compiler
from tests.core.data.plant import catalog

TODAY = date(2026, 11, 22)
YEAR = Period(start=date(2026, 1, 1), end=TODAY)
MODEL = load_model()


def queries() -> Iterator[tuple[str, SemanticQuery]]:
    """Each metric alone, by area, by month and ranked; each dataset listed, counted and looked up."""
    area = GroupBy(field=FieldRef(dataset="area", field="name"))
    for name, metric in MODEL.metrics.items():
        dataset = getattr(metric, "dataset", None) or "equipment"
        measure = (Measure(metric=name),)
        yield name, SemanticQuery(dataset=dataset, shape="measure", measures=measure)
        yield f"{name} this year", SemanticQuery(dataset=dataset, shape="measure", measures=measure, period=YEAR)
        yield f"{name} by area", SemanticQuery(dataset=dataset, shape="breakdown", measures=measure, groups=(area,))
        month = (GroupBy(grain="month"),)
        yield (
            f"{name} by month",
            SemanticQuery(dataset=dataset, shape="breakdown", measures=measure, groups=month, period=YEAR),
        )
        yield (
            f"{name} ranked",
            SemanticQuery(
                dataset=dataset, shape="ranking", measures=measure, groups=(area,), order=Order(measure=0), limit=3
            ),
        )
    for dataset in MODEL.datasets:
        yield f"list of {dataset}", SemanticQuery(dataset=dataset, shape="list")
        count = (Measure(aggregate="count", dataset=dataset),)
        yield f"count of {dataset}", SemanticQuery(dataset=dataset, shape="count", measures=count)


def guarded(dialect: str) -> Iterator[tuple[str, str]]:
    guard = Guard(catalog(dialect), dialect, 100)
    for name, query in queries():
        try:
            compiled = Compiler(MODEL, dialect).compile(query, TODAY, "es")
        except Exception as error:  # a combination that the model has no way for is the compiler's to refuse
            assert type(error).__name__ == "NotCompilable", f"{name}: {error!r}"
            continue
        yield name, guard.check(compiled.sql).sql


@pytest.mark.parametrize("dialect", ["sqlite", "postgres", "mysql"])
def test_nothing_of_the_compilers_is_refused(dialect: str) -> None:
    assert len(list(guarded(dialect))) >= 50


async def test_it_runs_on_sqlite(plant: Database) -> None:
    for name, sql in guarded("sqlite"):
        assert (await plant.run(sql)).columns, name


@pytest.mark.postgres
async def test_it_gives_the_same_on_postgres(plant: Database, postgres_plant: Database) -> None:
    there = dict(guarded("postgres"))
    for name, sql in guarded("sqlite"):
        here = await plant.run(sql)
        rows = (await postgres_plant.run(there[name])).rows
        assert (await postgres_plant.run(there[name])).columns == here.columns, name
        assert [_rounded(row) for row in rows] == [_rounded(row) for row in here.rows], name


def _rounded(row: tuple[object, ...]) -> tuple[object, ...]:
    return tuple(round(float(cell), 4) if isinstance(cell, int | float) else cell for cell in row)
