"""Blocks: one fact dataset aggregated alone, with its own date, filters and population."""

from __future__ import annotations

from dataclasses import dataclass

from core.semantics.model import Metric, SemanticModel
from core.semantics.query import Compare, FieldRef, Filter, Measure, Named, SemanticQuery
from core.semantics.sql.joins import NotCompilable
from core.semantics.sql.population import fields_in

GRAINS = ("day", "week", "month", "quarter", "year")


@dataclass(frozen=True)
class Block:
    """What one measure aggregates over.

    Attributes:
        date: the field that the question's period binds to; None when the dataset has no say in time.
        filters: the metric's own, beside the question's.
        where_of: conditions of datasets on the way (failures of present machines).
        lenient: leave out the question's filters that its rows have no part in (all machines, for failures by wear
            per machine).
    """

    dataset: str
    date: str | None
    filters: tuple[Filter, ...]
    where_of: tuple[tuple[str, str], ...]
    measure: Measure
    metric: Metric | None
    lenient: bool = False


def same_block(block: Block) -> tuple[object, ...]:
    """Equal for measures that one GROUP BY can hold."""
    return (block.dataset, block.date, block.filters, block.where_of)


def block_of(model: SemanticModel, query: SemanticQuery, measure: Measure) -> Block | None:
    """The block of a measure; None for a formula, which has several."""
    if measure.aggregate == "average_per" and measure.per not in GRAINS:
        return None
    if measure.metric is None:
        dataset = measure.dataset or query.dataset
        date = query.date_field if dataset == query.dataset else None
        return Block(dataset, date or model.datasets[dataset].default_date, (), (), measure, None)
    metric = model.metrics[measure.metric]
    if metric.is_formula:
        return None
    return metric_block(model, query, metric, measure)


def metric_block(model: SemanticModel, query: SemanticQuery, metric: Metric, measure: Measure) -> Block:
    """A metric's block. Its own conditions yield where the question speaks of the same field (hours of open orders)."""
    dataset = metric.dataset
    if dataset is None:
        raise NotCompilable(f"{metric.name} has no dataset")
    asked = {(ref.dataset, ref.field) for ref in fields_in(query.filters)}
    asked |= {
        (part.dataset, model.datasets[part.dataset].conditions[part.condition].field or "")
        for part in query.filters
        if isinstance(part, Named)
    }
    filters: list[Filter] = []
    yields = {(dataset, name) for name in metric.where_yields_to}
    if not yields & asked:
        filters += [Named(dataset=dataset, condition=name) for name in metric.where]
    for name, values in metric.where_values.items():
        filters.append(Compare(field=FieldRef(dataset=dataset, field=name), op="in", values=values))
    explicit = query.date_field if query.date_field in model.datasets[dataset].fields else None
    where_of = tuple(metric.where_of.items())
    return Block(dataset, explicit or metric.date, tuple(filters), where_of, measure, metric)


@dataclass(frozen=True)
class Pieces:
    """What a several-block question is made of.

    Attributes:
        blocks: by the name that formulas use.
        expressions: one a measure, over block names and ``period_hours``.
        entity: the dataset whose every row is kept, with zero where it has no fact (least-ranking).
    """

    blocks: dict[str, Block]
    expressions: list[str]
    entity: str | None = None


def formula_blocks(model: SemanticModel, query: SemanticQuery, entity: str | None) -> Pieces:
    """Take the measures apart into blocks and expressions over them."""
    blocks: dict[str, Block] = {}
    expressions = []
    for index, measure in enumerate(query.measures):
        block = block_of(model, query, measure)
        if block is not None:
            name = measure.metric or f"measure_{index}"
            blocks[name] = block
            expressions.append(name)
        elif measure.metric is not None:
            metric = model.metrics[measure.metric]
            for base in metric.bases:
                part = model.metrics[base]
                blocks[base] = metric_block(model, query, part, Measure(metric=base))
            expressions.append(metric.expression)
        else:
            expressions.append(_average_per(model, query, measure, blocks))
    return Pieces(blocks, expressions, entity)


def _average_per(model: SemanticModel, query: SemanticQuery, measure: Measure, blocks: dict[str, Block]) -> str:
    """Rows of a fact over rows of what it belongs to: failures per machine, whether or not a machine had one."""
    fact, per = measure.dataset or query.dataset, measure.per or ""
    if per not in model.datasets or not model.reaches(fact, per):
        raise NotCompilable(f"{fact} cannot be averaged per {per}")
    rows = Measure(aggregate="count", dataset=fact)
    date = query.date_field if fact == query.dataset else None
    population = model.datasets[per].population_name
    where_of = ((per, population),) if population else ()
    blocks["events"] = Block(fact, date or model.datasets[fact].default_date, (), where_of, rows, None)
    blocks["members"] = Block(per, None, (), (), Measure(aggregate="count", dataset=per), None, lenient=True)
    return "1.0 * events / NULLIF(members, 0)"
