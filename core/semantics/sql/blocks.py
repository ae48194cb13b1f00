"""Joins blocks that were each aggregated alone: composite metrics, measures of several facts side by side."""

from __future__ import annotations

from datetime import date, timedelta

from core.kernel.messages import Column, Language
from core.semantics.calendar import buckets
from core.semantics.model import SemanticModel
from core.semantics.query import Period, SemanticQuery
from core.semantics.sql.block import Pieces
from core.semantics.sql.columns import Names
from core.semantics.sql.compiled import Compiled
from core.semantics.sql.dialect import Dialect, literal
from core.semantics.sql.fill import fill
from core.semantics.sql.filters import keep
from core.semantics.sql.joins import NotCompilable, Source
from core.semantics.sql.measure import measure_sql
from core.semantics.sql.ordering import ordered
from core.semantics.sql.population import keep_population, reachable


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
    timed = any(group.grain for group in query.groups)
    hours = any("period_hours" in text for text in pieces.expressions)
    ctes, joins, columns_sql = [], [], {}
    populations: list[str] = []
    keyed: list[str] = []
    for name, block in pieces.blocks.items():
        kept = query
        if timed and block.date is None:
            kept = query.model_copy(update={"groups": tuple(group for group in query.groups if not group.grain)})
        if block.lenient:
            kept = kept.model_copy(update={"filters": reachable(model, block.dataset, kept.filters)})
        source = Source(model, dialect, block.dataset, today)
        expressions, applied = fill(source, block, kept)
        populations += [item for item in applied if item not in populations]
        own = [column.name for column, group in zip(groups, query.groups, strict=True) if group in kept.groups]
        select = [f"{text} AS {key}" for text, key in zip(expressions, own, strict=True)]
        select.append(f"{measure_sql(source, block.measure)} AS amount")
        body = f"SELECT {', '.join(select)} {source.sql()}"
        ctes.append(f"{name} AS ({body}{' GROUP BY ' + ', '.join(expressions) if expressions else ''})")
        additive = block.metric.additive or block.metric.hidden if block.metric else block.measure.aggregate == "count"
        amount = f"{name}.amount"
        columns_sql[name] = f"COALESCE({amount}, 0)" if additive else amount
        if groups and own:
            on = " AND ".join(f"COALESCE({name}.{key}, '') = COALESCE(keys.{key}, '')" for key in own)
            joins.append(f"LEFT JOIN {name} ON {on}")
            if len(own) == len(groups):
                keyed.append(name)
        else:
            joins.append(f"CROSS JOIN {name}")
    period_hours = "period_hours"
    if hours and not timed:
        period_hours = str(_hours(query.period, today))
    elif hours:
        ctes.insert(0, _calendar_cte(query, today))
        period_hours = "calendar.period_hours"
    if groups:
        ctes.append(_keys(Source(model, dialect, pieces.entity or query.dataset, today), query, pieces, groups, keyed))
    select = [f"keys.{column.name} AS {column.name}" for column in groups]
    columns = list(groups)
    aggregates = []
    for expression, column in zip(pieces.expressions, values, strict=True):
        sql = _with_columns(dialect, expression, {**columns_sql, "period_hours": period_hours})
        select.append(f"{sql} AS {column.name}")
        aggregates.append(sql)
        columns.append(column)
    extras = []
    if any(len(text.split()) > 1 for text in pieces.expressions):
        for name, sql in columns_sql.items():
            extra = Column(name=names.take(name), label=name.replace("_", " "), kind="number")
            select.append(f"{sql} AS {extra.name}")
            columns.append(extra)
            extras.append(extra.name)
        if hours:
            extra = Column(name=names.take("period_hours"), label="h", kind="number")
            select.append(f"{period_hours} AS {extra.name}")
            columns.append(extra)
            extras.append(extra.name)
    start = "FROM keys" if groups else f"FROM {joins.pop(0).removeprefix('CROSS JOIN ')}"
    if hours and timed:
        grain = next(column.name for column, group in zip(groups, query.groups, strict=True) if group.grain)
        joins.append(f"JOIN calendar ON calendar.bucket = keys.{grain}")
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
        sql = head + _sorted(dialect, query, select, body, columns, groups, values, aggregates)
    return Compiled(sql, tuple(columns), group_names, value_names, tuple(extras), tuple(populations))


def _sorted(
    dialect: Dialect,
    query: SemanticQuery,
    select: list[str],
    body: str,
    columns: list[Column],
    groups: list[Column],
    values: list[Column],
    aggregates: list[str],
) -> str:
    """Like a plain breakdown, but a ranking's condition already stands in WHERE, since nothing is grouped here."""
    if query.limit is None or query.order is None or query.order.measure is None:
        return ordered(dialect, query, select, body, columns, groups, values, aggregates)
    direction = "DESC" if query.order.descending else "ASC"
    place = f"RANK() OVER (ORDER BY {aggregates[query.order.measure]} {direction}) AS place"
    shown = ", ".join(column.name for column in columns)
    keys = ", ".join(column.name for column in groups)
    return (
        f"SELECT {shown} FROM (SELECT {', '.join([*select, place])} {body}) AS ranked "
        f"WHERE place <= {query.limit} ORDER BY place, {keys}"
    )


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


def _hours(period: Period | None, today: date) -> float:
    """Calendar hours of a period, to the end of today."""
    if period is None or period.start is None:
        raise NotCompilable("the metric needs a period with a beginning")
    end = min(period.end or today, today)
    return max(0, ((end - period.start).days + 1) * 24)


def _calendar_cte(query: SemanticQuery, today: date) -> str:
    grain = next(group.grain for group in query.groups if group.grain)
    if query.period is None or query.period.start is None or grain is None:
        raise NotCompilable("the metric needs a period with a beginning")
    end = min(query.period.end or today, today)
    rows = []
    for label, first, last in buckets(grain, query.period.start, end):
        hours = ((last - first) + timedelta(days=1)).days * 24
        rows.append(f"SELECT {literal(label)} AS bucket, {hours} AS period_hours")
    if not rows:
        raise NotCompilable("the period holds no day up to today")
    return f"calendar AS ({' UNION ALL '.join(rows)})"


def _keys(source: Source, query: SemanticQuery, pieces: Pieces, groups: list[Column], keyed: list[str]) -> str:
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
        return f"keys AS (SELECT DISTINCT {', '.join(select)} {source.sql()})"
    if not keyed:
        grain = next((column.name for column, group in zip(groups, query.groups, strict=True) if group.grain), None)
        if grain is None or len(groups) > 1:
            raise NotCompilable("no part of the measure knows this breakdown")
        return f"keys AS (SELECT bucket AS {grain} FROM calendar)"
    # A composite's first base is its population: groups without a member have no value to show.
    formula = any(len(text.split()) > 1 for text in pieces.expressions)
    chosen = keyed[:1] if formula and keyed[0] == next(iter(pieces.blocks)) else keyed
    return "keys AS (" + " UNION ".join(f"SELECT {columns} FROM {name}" for name in chosen) + ")"
