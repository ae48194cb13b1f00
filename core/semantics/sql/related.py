"""Semi-joins: rows that have, have not, or have so many related rows. Never a join, so nothing fans out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.kernel.messages import Cell
from core.semantics.query import FieldRef, Filter, Measure, Related, SemanticQuery
from core.semantics.quoting import quoted_source
from core.semantics.sql.block import metric_block
from core.semantics.sql.dialect import literal
from core.semantics.sql.interval import bounds_of, covers_sql, seconds_sql
from core.semantics.sql.joins import NotCompilable, Source
from core.semantics.sql.measure import measure_sql
from core.semantics.sql.population import keep_population
from core.semantics.sql.span import span_sql


def related_sql(outer: Source, part: Related, keep: Callable[[Source, Filter], None]) -> str:
    """``key [NOT] IN (SELECT key FROM related …)``, grouped and compared where a measure is.

    A comparison that zero satisfies (fewer than 3 failures) also holds for rows without any related row, so it is
    written as the negation of its opposite.

    Args:
        keep: adds a filter to a SELECT; a related row's filters may be of any kind, related rows again among them.

    Raises:
        NotCompilable: the related rows do not lead to the outer ones, or lack a date for their period.
    """
    if part.than is not None:
        return _more_than(outer, part, part.than, keep)
    rows = _related_rows(outer, part, keep)
    negated, having = part.negated, ""
    if part.latest:
        return _of_latest(rows, part)
    if part.op is not None:
        value = measure_sql(rows.source, part.measure or Measure(aggregate="count"))
        op, values = part.op, part.values
        if _holds_for_zero(op, values):
            negated = not negated
            having = f" GROUP BY {rows.key} HAVING NOT ({_compared(value, op, values)})"
        else:
            having = f" GROUP BY {rows.key} HAVING {_compared(value, op, values)}"
    return f"{rows.own} {'NOT IN' if negated else 'IN'} (SELECT {rows.key} {rows.source.sql()}{having})"


@dataclass(frozen=True)
class _Rows:
    """Related rows as a SELECT without its columns.

    Attributes:
        key: the column of theirs that names the outer row; own: that of the outer row.
        date: by which they are old or new.
    """

    source: Source
    key: str
    own: str
    date: str | None


def _related_rows(outer: Source, part: Related, keep: Callable[[Source, Filter], None]) -> _Rows:
    model, root = outer.model, part.of or outer.root
    outer.reach(root)
    forward = model.path(part.dataset, root)
    if forward:
        step = forward[-1]
        inner = Source(model, outer.dialect, part.dataset, outer.today)
        inner.fans = part.measure is None or (part.measure.metric is None and part.measure.aggregate == "count")
        if len(forward) > 1:
            inner.reach(step.source)
        key = f"{step.source}.{inner.dialect.name_of(step.source_columns[0])}"
        own = f"{root}.{inner.dialect.name_of(step.target_columns[0])}"
    else:
        raise NotCompilable(f"{part.dataset} does not lead to {root}")
    metric = model.metrics[part.measure.metric] if part.measure is not None and part.measure.metric else None
    clipped = False
    if metric is not None:
        # The measure keeps its own definition: MTTR is that of completed corrective orders, by completion.
        query = SemanticQuery(dataset=part.dataset, shape="measure", filters=part.filters)
        block = metric_block(model, query, metric, part.measure or Measure(metric=metric.name))
        clipped = block.clipped
        part = part.model_copy(
            update={"filters": (*part.filters, *block.filters), "date_field": part.date_field or block.date}
        )
    elif part.measure is not None and part.measure.only:
        part = part.model_copy(update={"filters": (*part.filters, *part.measure.only)})
    for item in part.filters:
        keep(inner, item)
    keep_population(inner, part.dataset, part.filters, ())
    date = part.date_field or model.datasets[part.dataset].default_date
    if part.period is not None and clipped:
        bounds = bounds_of(inner, part.period)
        inner.seconds = seconds_sql(inner, part.dataset, bounds)
        inner.keep_sql(covers_sql(inner, part.dataset, bounds))
    elif part.period is not None:
        if date is None:
            raise NotCompilable(f"{part.dataset} has no date for a period")
        inner.keep_sql(inner.within(inner.field(FieldRef(dataset=part.dataset, field=date)), part.period))
    if any(step.optional for step in forward) or part.negated:
        inner.keep_sql(f"{key} IS NOT NULL")
    return _Rows(inner, key, own, date)


def _of_latest(rows: _Rows, part: Related) -> str:
    """Of the related rows the newest alone, and what it holds."""
    source = rows.source
    if rows.date is None:
        raise NotCompilable(f"{part.dataset} has no date that tells the newest row")
    date = source.field(FieldRef(dataset=part.dataset, field=rows.date))
    meaning = source.model.datasets[part.dataset]
    tie = "".join(f", {part.dataset}.{source.dialect.name_of(column)} DESC" for column in meaning.primary_key)
    source.keep_sql(f"{date} IS NOT NULL")
    amount, held = "", ""
    if part.op is not None and part.measure is not None and (part.measure.field or part.measure.span):
        value = span_sql(source, part.measure.span) if part.measure.span else ""
        value = value or (source.field(part.measure.field) if part.measure.field else "")
        amount, held = f", {value} AS amount", f" AND {_compared('amount', part.op, part.values)}"
    apart = [source.field(FieldRef(dataset=part.dataset, field=field)) for field in meaning.apart]
    place = f"ROW_NUMBER() OVER (PARTITION BY {', '.join([rows.key, *apart])} ORDER BY {date} DESC{tie}) AS newest"
    newest = f"SELECT {rows.key} AS owner{amount}, {place} {source.sql()}"
    kept = f"SELECT owner FROM ({newest}) AS newest_rows WHERE newest = 1{held}"
    return f"{rows.own} {'NOT IN' if part.negated else 'IN'} ({kept})"


def _more_than(outer: Source, left: Related, right: Related, keep: Callable[[Source, Filter], None]) -> str:
    """Outer rows of which one measure of related rows compares with another; none counts as zero where it adds up."""
    sides, amounts, own = [], [], ""
    for name, part in (("one", left.model_copy(update={"than": None, "negated": False})), ("other", right)):
        rows = _related_rows(outer, part, keep)
        own = own or rows.own
        if rows.own != own:
            raise NotCompilable(f"{left.dataset} and {right.dataset} lead to {outer.root} by other keys")
        measure = part.measure or Measure(aggregate="count")
        amount = measure_sql(rows.source, measure)
        rows.source.keep_sql(f"{rows.key} IS NOT NULL")
        grouped = f"SELECT {rows.key} AS owner, {amount} AS amount {rows.source.sql()} GROUP BY {rows.key}"
        column = own.removeprefix(f"{outer.root}.")
        sides.append(f"LEFT JOIN ({grouped}) AS {name} ON {name}.owner = compared.{column}")
        adds_up = measure.metric is not None and outer.model.metrics[measure.metric].additive
        zero = adds_up or measure.aggregate in ("count", "count_distinct", "sum")
        amounts.append(f"COALESCE({name}.amount, 0)" if zero else f"{name}.amount")
    column = own.removeprefix(f"{outer.root}.")
    table = quoted_source(outer.model.datasets[outer.root].source, outer.dialect.name)
    held = f"{amounts[0]} {left.op or '>'} {amounts[1]}"
    inner = f"SELECT compared.{column} FROM {table} AS compared {' '.join(sides)} WHERE {held}"
    return f"{own} {'NOT IN' if left.negated else 'IN'} ({inner})"


def _compared(value: str, op: str, values: tuple[Cell, ...]) -> str:
    if op == "between":
        return f"{value} BETWEEN {literal(values[0])} AND {literal(values[1])}"
    if op in ("in", "not in"):
        return f"{value} {op.upper()} ({', '.join(map(literal, values))})"
    return f"{value} {op} {literal(values[0])}"


def _holds_for_zero(op: str, values: tuple[Cell, ...]) -> bool:
    if not isinstance(values[0], int | float | None):
        return False
    number = float(values[0] or 0)
    match op:
        case "<":
            return number > 0
        case "<=":
            return number >= 0
        case "=":
            return number == 0
        case "between":
            return number <= 0
        case "<>":
            return number != 0
        case _:
            return False
