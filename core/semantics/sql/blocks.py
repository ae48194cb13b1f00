"""Joins blocks that were each aggregated alone: composite metrics, measures of several facts side by side."""

from __future__ import annotations

from datetime import date

from core.kernel.messages import Column, Language
from core.semantics.model import SemanticModel
from core.semantics.query import GroupBy, SemanticQuery
from core.semantics.sql.aggregate import amount_of, units_sql
from core.semantics.sql.block import TODAY_HOURS, Block, Pieces, additive, hours_of, is_today
from core.semantics.sql.columns import Names
from core.semantics.sql.compiled import Compiled
from core.semantics.sql.dialect import Dialect, literal
from core.semantics.sql.fill import fill, in_buckets
from core.semantics.sql.filters import keep
from core.semantics.sql.interval import by_unit_sql, hours_of_today
from core.semantics.sql.joins import NotCompilable, Source
from core.semantics.sql.ordering import ordered
from core.semantics.sql.population import keep_population, reachable
from core.semantics.sql.series import calendar_of, grain_of, share_sql

_PERIOD_HOURS: dict[Language, str] = {"es": "Horas del periodo", "en": "Hours of the period"}


def join_blocks(
    model: SemanticModel,
    dialect: Dialect,
    query: SemanticQuery,
    pieces: Pieces,
    groups: list[Column],
    values: list[Column],
    names: Names,
    today: date,
    language: Language,
) -> Compiled:
    """One CTE a block, keys that hold every group, and the expressions over them.

    Raises:
        NotCompilable: a filter or a breakdown that one of the blocks cannot follow.
    """
    timed = grain_of(query) is not None
    hours = any("period_hours" in text for text in pieces.expressions)
    clipped = dict.fromkeys(block.dataset for block in pieces.blocks.values() if block.clipped)
    today_hours = hours_of_today(model, dialect, clipped, today)
    split = [block for block in pieces.blocks.values() if any(in_buckets(block, group) for group in query.groups)]
    every_unit = timed and (hours or bool(split) or _all_units(query, pieces))
    ctes, joins, columns_sql = [], [], {}
    populations: list[str] = []
    keyed: list[str] = []
    for name, block in pieces.blocks.items():
        kept = query
        if timed and block.date is None:
            kept = query.model_copy(update={"groups": tuple(group for group in query.groups if not group.grain)})
        if block.lenient:
            followed = tuple(group for group in kept.groups if _follows(model, block.dataset, group))
            filters = reachable(model, block.dataset, kept.filters)
            kept = kept.model_copy(update={"filters": filters, "groups": followed})
        source = Source(model, dialect, block.dataset, today)
        expressions, applied = fill(source, block, kept)
        populations += [item for item in applied if item not in populations]
        own = [column.name for column, group in zip(groups, query.groups, strict=True) if group in kept.groups]
        select = [f"{text} AS {key}" for text, key in zip(expressions, own, strict=True)]
        amount_sql = amount_of(source, block.measure)
        if block.measure.per is not None:
            amount_sql = f"1.0 * {amount_sql} / {units_sql(source, block, block.period or query.period)}"
        select.append(f"{amount_sql} AS amount")
        body = f"SELECT {', '.join(select)} {source.sql()}"
        by = [dialect.grouped_by(text, key) for text, key in zip(expressions, own, strict=True)]
        ctes.append(f"{name} AS ({body}{' GROUP BY ' + ', '.join(by) if by else ''})")
        amount = f"{name}.amount"
        columns_sql[name] = f"COALESCE({amount}, 0)" if additive(block) else amount
        if groups and own:
            on = " AND ".join(dialect.same(f"{name}.{key}", f"all_groups.{key}") for key in own)
            joins.append(f"LEFT JOIN {name} ON {on}")
            if len(own) == len(groups):
                keyed.append(name)
        else:
            joins.append(f"CROSS JOIN {name}")
    period_hours = "period_hours"
    if hours and not timed:
        period_hours = f"{TODAY_HOURS}.amount"
        if not is_today(query.period, today):
            period_hours = str(hours_of(query.period, today))
    elif hours:
        period_hours = "calendar.period_hours"
    if every_unit:
        dated = next((block for block in (*split, *pieces.blocks.values()) if block.date is not None), None)
        if dated is None:
            raise NotCompilable("no part of the measure has a date")
        heads = [calendar_of(model, dialect, query, dated, today, today_hours)]
        for dataset in dict.fromkeys(block.dataset for block in split):
            heads.append(by_unit_sql(Source(model, dialect, dataset, today), dataset, query.period))
        ctes = [*heads, *ctes]
    if period_hours.startswith(TODAY_HOURS) or any(TODAY_HOURS in text for text in pieces.expressions):
        ctes.append(f"{TODAY_HOURS} AS (SELECT {today_hours} AS amount)")
        joins.append(f"CROSS JOIN {TODAY_HOURS}")
    if groups:
        ctes.append(
            _keys(
                Source(model, dialect, pieces.entity or query.dataset, today), query, pieces, groups, keyed, every_unit
            )
        )
    select = [f"all_groups.{column.name} AS {column.name}" for column in groups]
    columns = list(groups)
    aggregates: list[str] = []
    extras: list[str] = []
    for expression, column in zip(pieces.expressions, values, strict=True):
        sql = _with_columns(
            dialect, expression, {**columns_sql, "period_hours": period_hours, TODAY_HOURS: f"{TODAY_HOURS}.amount"}
        )
        select.append(f"{sql} AS {column.name}")
        aggregates.append(sql)
        columns.append(column)
    for measure, value, column in zip(query.measures, aggregates, values, strict=True):
        if measure.share and measure.of is None and groups:
            share = Column(name=names.take("share_pct"), label="%", kind="percent", unit="%")
            by = [f"all_groups.{group.name}" for group in groups]
            at = columns.index(column) + 1
            columns.insert(at, share)
            select.insert(at, f"{share_sql(query, measure, value, by)} AS {share.name}")
            extras.append(share.name)
    if any(len(text.split()) > 1 for text in pieces.expressions):
        shown = {text for text in pieces.expressions if len(text.split()) == 1}
        for name, sql in columns_sql.items():
            if name in shown:
                continue
            extra = Column(name=names.take(name), label=_heading(model, pieces.blocks[name], language), kind="number")
            select.append(f"{sql} AS {extra.name}")
            columns.append(extra)
            extras.append(extra.name)
        if hours:
            extra = Column(name=names.take("period_hours"), label=_PERIOD_HOURS[language], kind="number")
            select.append(f"{period_hours} AS {extra.name}")
            columns.append(extra)
            extras.append(extra.name)
    start = "FROM all_groups" if groups else f"FROM {joins.pop(0).removeprefix('CROSS JOIN ')}"
    if hours and timed:
        grain = next(column.name for column, group in zip(groups, query.groups, strict=True) if group.grain)
        joins.append(f"JOIN calendar ON calendar.bucket = all_groups.{grain}")
    body = " ".join([start, *joins])
    conditions = [f"{aggregates[index]} {op} {literal(value)}" for index, op, value in query.having]
    if query.limit is not None and groups:
        conditions += (
            [f"{aggregates[query.order.measure]} IS NOT NULL"]
            if query.order and query.order.measure is not None
            else []
        )
    if conditions:
        body += f" WHERE {' AND '.join(conditions)}"
    head = f"WITH {', '.join(ctes)} "
    value_names = tuple(column.name for column in values)
    group_names = tuple(column.name for column in groups)
    if not groups:
        sql = f"{head}SELECT {', '.join(select)} {body}"
    else:
        by = [f"all_groups.{column.name}" for column in groups]
        sql = head + ordered(
            model, dialect, query, select, body, columns, groups, values, aggregates, by, grouped=False
        )
    return Compiled(sql, tuple(columns), group_names, value_names, tuple(extras), tuple(populations))


def _heading(model: SemanticModel, block: Block, language: Language) -> str:
    """What a part of a formula or an average is called in a file."""
    label = block.metric.label if block.metric is not None else model.datasets[block.dataset].label
    text = label.many[language]
    return text[:1].upper() + text[1:]


def _with_columns(dialect: Dialect, expression: str, replacements: dict[str, str]) -> str:
    import sqlglot
    from sqlglot import exp

    name = dialect.name
    tree = sqlglot.parse_one(expression, dialect=name)

    def put(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and node.name in replacements:
            return sqlglot.parse_one(replacements[node.name], dialect=name)
        return node

    return str(tree.transform(put).sql(dialect=name))


def _all_units(query: SemanticQuery, pieces: Pieces) -> bool:
    """True for a series of counts and sums over a period, whose empty units show."""
    if len(query.groups) != 1 or query.limit is not None or query.having or query.order is not None:
        return False
    begun = query.period is not None and query.period.start is not None
    adds_up = all(additive(block) and block.measure.per is None for block in pieces.blocks.values())
    return begun and adds_up and query.groups[0].field is None


def _follows(model: SemanticModel, dataset: str, group: GroupBy) -> bool:
    owner = group.condition.dataset if group.condition else group.field.dataset if group.field else None
    return owner is not None and model.reaches(dataset, owner)


def _keys(
    source: Source, query: SemanticQuery, pieces: Pieces, groups: list[Column], keyed: list[str], every_unit: bool
) -> str:
    """Every group that any block knows; for a least-ranking every row of the entity; for time every bucket."""
    columns = ", ".join(column.name for column in groups)
    if pieces.entity is not None:
        select = [
            f"{source.field(group.field)} AS {column.name}"
            for group, column in zip(query.groups, groups, strict=True)
            if group.field
        ]
        keep_population(source, pieces.entity, query.filters, ())
        for part in query.filters:
            owner = getattr(part, "dataset", None) or getattr(getattr(part, "field", None), "dataset", None)
            if owner and source.model.reaches(pieces.entity, owner):
                keep(source, part)
        return f"all_groups AS (SELECT DISTINCT {', '.join(select)} {source.sql()})"
    if every_unit and len(groups) == 1:
        return f"all_groups AS (SELECT bucket AS {groups[0].name} FROM calendar)"
    if not keyed:
        raise NotCompilable("no part of the measure knows this breakdown")
    # Groups without a member of the population have no value to show.
    chosen = [pieces.population] if pieces.population in keyed else keyed
    return "all_groups AS (" + " UNION ".join(f"SELECT {columns} FROM {name}" for name in chosen) + ")"
