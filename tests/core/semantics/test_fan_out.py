"""Nothing is counted twice: parts sum to the whole, and rows come in one order only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from core.data.database import Database
from core.semantics.load import load_model
from core.semantics.model import Field, SemanticModel
from core.semantics.query import FieldRef, GroupBy, Measure, Order, Period, Related, SemanticQuery
from core.semantics.sql.compile import Compiler
from core.semantics.sql.joins import NotCompilable
from tests.core.opening import AS_OF
from tests.golden.notation import read

MODEL = load_model()
METRICS = [metric.name for metric in MODEL.metrics.values() if not metric.hidden]
ADDITIVE = [name for name in METRICS if MODEL.metrics[name].additive]
FACTS = [name for name, dataset in MODEL.datasets.items() if dataset.default_date]
YEAR = Period(start=AS_OF.replace(month=1, day=1), end=AS_OF)


def home_of(metric: str) -> str:
    """The dataset that a question about a metric is about."""
    return MODEL.metrics[metric].dataset or "equipment"


def breakdowns(dataset: str) -> Iterator[GroupBy]:
    """Every text or yes-and-no field that each row has at most one of; identities are left out, since a breakdown by
    them names present machines and technicians only."""
    for field in MODEL.fields():
        if not MODEL.reaches(dataset, field.dataset) or _is_name(field) or field.is_date or field.is_number:
            continue
        population = MODEL.datasets[field.dataset].population_fields
        if field.name not in population and field.name != "description":
            yield GroupBy(field=FieldRef(dataset=field.dataset, field=field.name))


def _is_name(field: Field) -> bool:
    meaning = MODEL.datasets[field.dataset]
    return bool(meaning.population) and field.name in (meaning.identity, meaning.beside, "serial_number")


async def rows(plant: Database, query: SemanticQuery) -> list[tuple[object, ...]]:
    compiled = Compiler(MODEL, plant.dialect).compile(query, AS_OF, "en")
    result = await plant.run(compiled.sql)
    at = result.columns.index(compiled.values[0])
    return [(row[at], *row) for row in result.rows]


def about(metric: str, **more: object) -> SemanticQuery:
    shape = "breakdown" if "groups" in more else "measure"
    return SemanticQuery(dataset=home_of(metric), shape=shape, measures=(Measure(metric=metric),), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("metric", ADDITIVE)
async def test_the_parts_of_a_metric_sum_to_the_whole(metric: str, plant: Database) -> None:
    period = YEAR if MODEL.metrics[metric].date else None
    [(whole, *_)] = await rows(plant, about(metric, period=period))
    tried = list(breakdowns(home_of(metric)))
    if period is not None:
        tried += [GroupBy(grain=grain) for grain in ("day", "week", "month", "quarter", "year")]
    assert tried
    for group in tried:
        parts = [row[0] or 0 for row in await rows(plant, about(metric, groups=(group,), period=period))]
        assert sum(parts) == pytest.approx(whole), group


@pytest.mark.parametrize("fact", FACTS)
async def test_the_parts_of_a_count_sum_to_the_whole(fact: str, plant: Database) -> None:
    count = (Measure(aggregate="count"),)
    [(whole, *_)] = await rows(plant, SemanticQuery(dataset=fact, shape="count", measures=count))
    for group in breakdowns(fact):
        query = SemanticQuery(dataset=fact, shape="breakdown", measures=count, groups=(group,))
        assert sum(row[0] for row in await rows(plant, query)) == whole, group


@pytest.mark.parametrize("metric", METRICS)
async def test_every_metric_runs_alone_by_area_by_type_and_by_month(metric: str, plant: Database) -> None:
    [(alone, *_)] = await rows(plant, about(metric, period=YEAR))
    assert alone is not None
    home = home_of(metric)
    groups = [GroupBy(grain="month")] if MODEL.metrics[metric].date or MODEL.metrics[metric].is_formula else []
    for dataset, field in (("area", "name"), ("equipment", "type"), ("technician", "trade")):
        if MODEL.reaches(home, dataset):
            groups.append(GroupBy(field=FieldRef(dataset=dataset, field=field)))
    for group in groups:
        found = await rows(plant, about(metric, period=YEAR, groups=(group,)))
        labels = [row[1] for row in found]
        assert len(found) > 1 and len(set(labels)) == len(labels), (metric, group)


@pytest.mark.postgres
async def test_every_metric_and_breakdown_is_the_same_on_postgres(plant: Database, postgres_plant: Database) -> None:
    for metric in METRICS:
        for group in [*breakdowns(home_of(metric)), GroupBy(grain="month")]:
            if group.grain and not (MODEL.metrics[metric].date or MODEL.metrics[metric].is_formula):
                continue
            query = about(metric, period=YEAR, groups=(group,))
            one, other = await rows(plant, query), await rows(postgres_plant, query)
            assert len(one) == len(other), (metric, group)
            # Averages that tie may differ in their last digit, so groups are matched by name.
            for ours, theirs in zip(sorted(one, key=_names), sorted(other, key=_names), strict=True):
                assert list(map(_close, ours)) == list(theirs), (metric, group)


def _names(row: tuple[object, ...]) -> str:
    return str([cell for cell in row if cell is None or isinstance(cell, str)] or row[1])


def ref(text: str) -> FieldRef:
    dataset, _, name = text.partition(".")
    return FieldRef(dataset=dataset, field=name)


@pytest.mark.postgres
@pytest.mark.parametrize(
    "query",
    [
        SemanticQuery(
            dataset="equipment",
            shape="list",
            select=(ref("equipment.tag"), ref("equipment.next_maintenance")),
            order=Order(field=ref("equipment.next_maintenance"), descending=descending),
        )
        for descending in (True, False)
    ]
    + [
        about("mtbf", period=YEAR, groups=(GroupBy(field=ref("equipment.tag")),)),
        about("mtbf", period=YEAR, groups=(GroupBy(field=ref("equipment.tag")),), order=Order(measure=0, descending=False)),
        about("backlog", groups=(GroupBy(field=ref("technician.shift")), GroupBy(field=ref("work_order.type")))),
    ],
    ids=["latest first", "earliest first", "best first", "worst first", "two breakdowns"],
)  # fmt: skip
async def test_empty_values_stand_at_the_same_end_on_postgres(
    query: SemanticQuery, plant: Database, postgres_plant: Database
) -> None:
    found = []
    for database in (plant, postgres_plant):
        sql = Compiler(MODEL, database.dialect).compile(query, AS_OF, "en").sql
        found.append([list(map(_close, row)) for row in (await database.run(sql)).rows])
    assert any(None in row for row in found[0]) and found[0] == found[1]


async def test_a_ranking_of_rows_that_have_so_many_others_runs(plant: Database) -> None:
    often = Related(dataset="failure", measure=Measure(aggregate="count"), op=">", values=(3,))
    query = SemanticQuery(
        dataset="downtime",
        shape="ranking",
        measures=(Measure(metric="downtime_hours"),),
        groups=(GroupBy(field=ref("equipment.tag")),),
        filters=(often,),
        order=Order(measure=0),
        limit=3,
    )
    with pytest.raises(NotCompilable):
        Compiler(MODEL, plant.dialect).compile(query, AS_OF, "en")
    orders = query.model_copy(
        update={
            "dataset": "equipment",
            "measures": (Measure(aggregate="sum", field=ref("equipment.replacement_cost")),),
        }
    )
    assert len(await rows(plant, orders)) == 3


def _close(cell: object) -> object:
    return pytest.approx(cell) if isinstance(cell, int | float) else cell


@pytest.mark.parametrize("dataset", list(MODEL.datasets))
async def test_rows_come_in_one_order_whatever_order_the_database_reads_them_in(dataset: str, plant: Database) -> None:
    """Sorted by each field in turn, two runs that read the table forwards and backwards agree."""
    for field in MODEL.datasets[dataset].fields.values():
        order = Order(field=FieldRef(dataset=dataset, field=field.name))
        query = SemanticQuery(dataset=dataset, shape="list", order=order, everyone=True)
        sql = Compiler(MODEL, plant.dialect).compile(query, AS_OF, "en").sql
        sort = sql.rpartition(" ORDER BY ")[2]
        keys = [re.sub(r" (DESC|ASC)$", "", key).strip() for key in sort.split(", ")]
        meaning = MODEL.datasets[dataset]
        unique = [(f"{dataset}.{key[0]}",) for key in (*meaning.unique_keys, meaning.primary_key) if len(key) == 1]
        assert any(key[0] in keys for key in unique), f"{dataset} by {field.name}: {sort}"


def test_the_model_is_not_empty(model: SemanticModel) -> None:
    assert len(ADDITIVE) >= 8 and len(FACTS) >= 5 and len(list(breakdowns("work_order"))) > 8


@pytest.mark.parametrize(
    ("query", "language", "headings"),
    [
        ("breakdown equipment: availability | by area.name | period 2026-11-01..2026-11-22", "es",
         ["Área", "Disponibilidad", "Equipos presentes", "Horas de paro", "Horas del periodo"]),
        ("breakdown equipment: availability | by area.name | period 2026-11-01..2026-11-22", "en",
         ["Area", "Availability", "Present machines", "Downtime hours", "Hours of the period"]),
        ("measure equipment: mtbf | period 2026-11-01..2026-11-22", "es",
         ["MTBF", "Equipos presentes", "Horas de paro no programado", "Fallas", "Horas del periodo"]),
        ("breakdown failure: average_per per equipment | by area.name", "es", ["Área", "Fallas por equipo", "Equipos", "Fallas"]),
        ("breakdown failure: average_per per equipment | by area.name", "en",
         ["Area", "Failures per machine", "Machines", "Failures"]),
    ],
)  # fmt: skip
def test_the_parts_of_a_formula_are_headed_in_the_language_of_the_answer(
    query: str, language: Any, headings: list[str]
) -> None:
    compiled = Compiler(MODEL, "sqlite").compile(read(query), AS_OF, language)
    assert [column.label for column in compiled.columns] == headings
