"""FROM and WHERE of one block: its filters, its period, and who is counted."""

from __future__ import annotations

from core.semantics.query import FieldRef, GroupBy, SemanticQuery
from core.semantics.sql.block import Block
from core.semantics.sql.filters import filter_sql, keep
from core.semantics.sql.interval import bounds_of, by_unit, covers_sql, row_key, seconds_sql
from core.semantics.sql.joins import NotCompilable, Source
from core.semantics.sql.population import keep_population


def fill(source: Source, block: Block, query: SemanticQuery) -> tuple[list[str], tuple[str, ...]]:
    """Put a block's joins and conditions into a SELECT over its dataset.

    Returns:
        the breakdowns as SQL, and the datasets whose population was kept.

    Raises:
        NotCompilable: a filter or a breakdown that its rows have no part in; a breakdown by time of a measure that has
            days of its own.
    """
    if block.period is not None:
        if any(group.grain for group in query.groups):
            raise NotCompilable("a measure of days of its own has no breakdown by time")
        query = query.model_copy(update={"period": block.period})
    clipped = block.clipped and (query.period is not None or any(group.grain for group in query.groups))
    expressions = [_group_sql(source, block, group) for group in query.groups]
    for part in (*query.filters, *block.filters):
        keep(source, part)
    own = query.model_copy(update={"filters": (*query.filters, *block.filters)})
    ranked = query.shape == "ranking"
    applied = populate(source, own, or_none=not ranked)
    for dataset, condition in block.where_of:
        source.keep_sql(source.condition(source.model.datasets[dataset].conditions[condition]))
    if clipped:
        if any(in_buckets(block, group) for group in query.groups):
            split = by_unit(block.dataset)
            source.beside.append(f"JOIN {split} ON {split}.row_key = {row_key(source, block.dataset)}")
            source.seconds = f"{split}.seconds"
        else:
            bounds = bounds_of(source, query.period)
            source.seconds = seconds_sql(source, block.dataset, bounds)
            source.keep_sql(covers_sql(source, block.dataset, bounds))
    elif query.period is not None and block.date is not None:
        column = source.field(FieldRef(dataset=block.dataset, field=block.date))
        source.keep_sql(source.within(column, query.period))
    if ranked:
        for expression, group in zip(expressions, query.groups, strict=True):
            if group.field and source.is_optional(group.field.dataset):
                source.keep_sql(f"{expression} IS NOT NULL")
    return expressions, applied


def populate(source: Source, query: SemanticQuery, *, or_none: bool) -> tuple[str, ...]:
    """The root's population, and that of machines or technicians when they are listed by name in a breakdown."""
    applied = []
    if not query.everyone and keep_population(source, source.root, query.filters, query.groups):
        applied.append(source.root)
    for group in query.groups:
        field = group.field
        if field is None or field.dataset == source.root or source.model.datasets[field.dataset].population_alone:
            continue
        if field.field == source.model.datasets[field.dataset].identity and keep_population(
            source, field.dataset, query.filters, query.groups, or_none=or_none
        ):
            applied.append(field.dataset)
    return tuple(applied)


def in_buckets(block: Block, group: GroupBy) -> bool:
    """True for a breakdown of clipped hours by calendar units: a row counts in each that it has time in."""
    return block.clipped and group.grain is not None and (group.field is None or group.field.field == block.date)


def _group_sql(source: Source, block: Block, group: GroupBy) -> str:
    if group.condition is not None:
        return f"CASE WHEN {filter_sql(source, group.condition)} THEN 1 ELSE 0 END"
    if in_buckets(block, group):
        return f"{by_unit(block.dataset)}.bucket"
    if group.grain:
        if block.date is None and group.field is None:
            raise NotCompilable(f"{block.dataset} has no date for a breakdown by {group.grain}")
        reference = group.field or FieldRef(dataset=block.dataset, field=block.date or "")
        return source.dialect.bucket(source.field(reference), group.grain)
    if group.field is None:
        raise NotCompilable("a breakdown needs a field")
    return source.field(group.field)
