"""Blocks: one fact dataset aggregated alone, with its own date, filters and population."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from core.semantics.model import Metric, SemanticModel
from core.semantics.query import Compare, FieldRef, Filter, Measure, Named, Period, SemanticQuery
from core.semantics.sql.joins import NotCompilable
from core.semantics.sql.population import fields_in

GRAINS = ("day", "week", "month", "quarter", "year")
TODAY_HOURS = "today_hours"
"""In an expression: how many hours of today there are to count."""


@dataclass(frozen=True)
class Block:
    """What one measure aggregates over.

    Attributes:
        date: the field that the question's period binds to; None when the dataset has no say in time.
        filters: the metric's own, beside the question's.
        where_of: conditions of datasets on the way (failures of present machines).
        lenient: leave out the question's filters that its rows have no part in (all machines, for failures by wear
            per machine).
        clipped: its rows count with their hours inside the period, and lie in it when they have some there.
        period: its own days, instead of the question's.
    """

    dataset: str
    date: str | None
    filters: tuple[Filter, ...]
    where_of: tuple[tuple[str, str], ...]
    measure: Measure
    metric: Metric | None
    lenient: bool = False
    clipped: bool = False
    period: Period | None = None


def additive(block: Block) -> bool:
    """True when no rows make zero, and parts sum to the whole."""
    if block.metric is not None:
        return block.metric.additive or block.metric.hidden
    return block.measure.aggregate in ("count", "sum", "average_per")


def same_block(block: Block) -> tuple[object, ...]:
    """Equal for measures that one GROUP BY can hold."""
    return (block.dataset, block.date, block.filters, block.where_of, block.clipped, block.period)


def block_of(model: SemanticModel, query: SemanticQuery, measure: Measure) -> Block | None:
    """The block of a measure; None for what has several: a formula, a part of a sum, an average over the rows of a
    dataset."""
    if (measure.per is not None and measure.per not in GRAINS) or is_part_of_sum(measure):
        return None
    if measure.metric is None:
        dataset = measure.dataset or query.dataset
        bound = query.date_field if dataset == query.dataset else None
        own = () if measure.aggregate == "share" else measure.only
        day = bound or model.datasets[dataset].default_date
        return Block(dataset, day, own, (), measure, None, period=measure.period)
    metric = model.metrics[measure.metric]
    if metric.is_formula:
        return None
    return metric_block(model, query, metric, measure)


def metric_block(model: SemanticModel, query: SemanticQuery, metric: Metric, measure: Measure) -> Block:
    """A metric's block. Its own conditions yield where the question speaks of the same field (hours of open orders)."""
    dataset = metric.dataset
    if dataset is None:
        raise NotCompilable(f"{metric.name} has no dataset")
    held = (*query.filters, *measure.only)
    asked = {(ref.dataset, ref.field) for ref in fields_in(held)}
    asked |= {
        (part.dataset, model.datasets[part.dataset].conditions[part.condition].field or "")
        for part in held
        if isinstance(part, Named)
    }
    filters: list[Filter] = list(measure.only)
    yields = {(dataset, name) for name in metric.where_yields_to}
    if not yields & asked:
        filters += [Named(dataset=dataset, condition=name) for name in metric.where]
    for name, values in metric.where_values.items():
        filters.append(Compare(field=FieldRef(dataset=dataset, field=name), op="in", values=values))
    explicit = query.date_field if query.date_field in model.datasets[dataset].fields else None
    where_of = tuple(metric.where_of.items())
    if metric.clipped:
        begins = metric.date or metric_interval(model, dataset)
        return Block(dataset, begins, tuple(filters), where_of, measure, metric, clipped=True, period=measure.period)
    return Block(dataset, explicit or metric.date, tuple(filters), where_of, measure, metric, period=measure.period)


def metric_interval(model: SemanticModel, dataset: str) -> str:
    """The date on which the rows of a dataset with an interval begin.

    Raises:
        NotCompilable: it has none.
    """
    interval = model.datasets[dataset].interval
    if interval is None:
        raise NotCompilable(f"{dataset} has no interval")
    return interval.start


def is_part_of_sum(measure: Measure) -> bool:
    """True for what part of a metric's sum falls on some of its rows."""
    return measure.aggregate == "share" and measure.metric is not None


def is_derived(measure: Measure) -> bool:
    """True for a measure that is computed from two others of the query."""
    return measure.aggregate in ("ratio", "difference")


def derived_sql(measure: Measure, expressions: list[str]) -> str:
    """A ratio or a difference of measures that stand before it, from their SQL.

    Raises:
        NotCompilable: it has no two measures before it.
    """
    if measure.of is None or not all(0 <= place < len(expressions) for place in measure.of):
        raise NotCompilable(f"{measure.aggregate} needs two measures that stand before it")
    left, right = (f"({expressions[place]})" for place in measure.of)
    if measure.aggregate == "difference":
        return f"{left} - {right}"
    return f"{'100.0' if measure.share else '1.0'} * {left} / NULLIF({right}, 0)"


@dataclass(frozen=True)
class Pieces:
    """What a several-block question is made of.

    Attributes:
        blocks: by the name that formulas use.
        expressions: one a measure, over block names, ``period_hours`` and ``today_hours``.
        entity: the dataset whose every row is kept, with zero where it has no fact (least-ranking).
        population: the block whose groups alone are shown, since the others say nothing without it: the members of a
            formula or an average.
    """

    blocks: dict[str, Block]
    expressions: list[str]
    entity: str | None = None
    population: str | None = None


def hours_of(period: Period | None, today: date) -> int:
    """Calendar hours of a period, to the end of today.

    Raises:
        NotCompilable: it has no beginning.
    """
    if period is None or period.start is None:
        raise NotCompilable("the metric needs a period with a beginning")
    end = min(period.end or today, today)
    return max(0, ((end - period.start).days + 1) * 24)


def is_today(period: Period | None, today: date) -> bool:
    """True for a period of which only today has begun, so that its hours are not those of whole days."""
    return period is not None and period.start == today


def formula_blocks(model: SemanticModel, query: SemanticQuery, entity: str | None, today: date) -> Pieces:
    """Take the measures apart into blocks and expressions over them."""
    blocks: dict[str, Block] = {}
    expressions: list[str] = []
    population = None
    for index, measure in enumerate(query.measures):
        if is_derived(measure):
            expressions.append(derived_sql(measure, expressions))
            continue
        block = block_of(model, query, measure)
        if block is not None:
            name = measure.metric or f"measure_{index}"
            if name in blocks:  # the same metric twice, each with conditions of its own
                name = f"{name}_{index}"
            blocks[name] = block
            expressions.append(name)
        elif is_part_of_sum(measure):
            expressions.append(_part_of_sum(model, query, measure, blocks, index))
        elif measure.per is not None:
            expressions.append(_average_per(model, query, measure, blocks, index))
            population = population or "members"
        elif measure.metric is not None:
            metric = model.metrics[measure.metric]
            population = population or metric.bases[0]
            expression = metric.expression
            for base in metric.bases:
                own = Measure(metric=base, only=measure.only, period=measure.period)
                part = metric_block(model, query, model.metrics[base], own)
                name = base
                if blocks.get(base, part) != part:  # another measure's, with conditions of its own
                    name = f"{base}_{index}"
                    expression = re.sub(rf"\b{base}\b", name, expression)
                blocks[name] = part
            if measure.period is not None:
                hours = TODAY_HOURS if is_today(measure.period, today) else str(hours_of(measure.period, today))
                expression = re.sub(r"\bperiod_hours\b", hours, expression)
            expressions.append(expression)
    alone = len(query.measures) == 1 or (population in blocks and next(iter(blocks)) == population)
    return Pieces(blocks, expressions, entity, population if alone else None)


def _part_of_sum(
    model: SemanticModel, query: SemanticQuery, measure: Measure, blocks: dict[str, Block], index: int
) -> str:
    """What part of a metric's sum falls on some rows, as a percentage: the sum over those, and over all of them.

    Raises:
        NotCompilable: the metric is no sum.
    """
    metric = model.metrics[measure.metric or ""]
    whole = Measure(metric=metric.name, period=measure.period)
    if not metric.additive or metric.is_formula:
        raise NotCompilable(f"{metric.name} is no sum to tell a part of")
    number = f"_{index}" if "part" in blocks else ""
    block = metric_block(model, query, metric, whole)
    blocks[f"part{number}"] = replace(block, filters=(*block.filters, *measure.only))
    blocks[f"total{number}"] = block
    return f"100.0 * part{number} / NULLIF(total{number}, 0)"


def _average_per(
    model: SemanticModel, query: SemanticQuery, measure: Measure, blocks: dict[str, Block], index: int
) -> str:
    """A total over all rows of what its rows belong to: failures per machine, whether or not a machine had one."""
    per = measure.per or ""
    total = measure.model_copy(update={"per": None, "share": False})
    if total.aggregate == "average_per":
        total = total.model_copy(update={"aggregate": "count"})
    block = block_of(model, query, total)
    adds_up = block is not None and additive(block)
    if block is None or not adds_up or per not in model.datasets or not model.reaches(block.dataset, per):
        raise NotCompilable(f"{measure.metric or measure.aggregate} cannot be averaged per {per}")
    population = model.datasets[per].population_name
    where_of = dict(block.where_of) | ({per: population} if population else {})
    number = f"_{index}" if "events" in blocks else ""
    members = Measure(aggregate="count", dataset=per)
    blocks[f"members{number}"] = Block(per, None, (), (), members, None, lenient=True)
    blocks[f"events{number}"] = replace(block, where_of=tuple(where_of.items()))
    return f"1.0 * events{number} / NULLIF(members{number}, 0)"
