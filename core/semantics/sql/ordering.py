"""The order of a breakdown's rows, and where a ranking is cut."""

from __future__ import annotations

from collections.abc import Sequence

from core.kernel.messages import Column
from core.semantics.model import SemanticModel
from core.semantics.query import FieldRef, Order, SemanticQuery
from core.semantics.sql.dialect import Dialect, literal
from core.semantics.sql.joins import NotCompilable


def ordered(
    model: SemanticModel,
    dialect: Dialect,
    query: SemanticQuery,
    select: list[str],
    body: str,
    columns: list[Column],
    groups: list[Column],
    values: list[Column],
    aggregates: list[str],
    by: Sequence[str],
    *,
    grouped: bool,
) -> str:
    """Sort a breakdown; cut a ranking at its places, ties kept.

    Args:
        by: the breakdowns as SQL, as ORDER BY may name them where a field's values have an order of their own.
        grouped: True when the body ends in GROUP BY, so that a ranking's condition stands in HAVING.
    """
    names = [column.name for column in groups]
    order = query.order or _natural(model, query)
    keys = []
    if order is not None and order.measure is not None:
        direction = "DESC" if order.descending else "ASC"
        amount = aggregates[order.measure]
        if query.limit is not None:
            if grouped and not amount.startswith("COUNT("):
                # Only the outer GROUP BY's: a filter by related rows has a HAVING of its own inside WHERE.
                outer = body.rpartition(" GROUP BY ")[2]
                body += f" AND {amount} IS NOT NULL" if " HAVING " in outer else f" HAVING {amount} IS NOT NULL"
            partition = ""
            if query.limit_within is not None:
                at = _group_of(query, query.limit_within)
                partition = f"PARTITION BY {by[at]} "
                names = [names[at], *("place" if name == names[at] else name for name in names)]
                names = [names[0], "place", *(name for name in names[1:] if name != "place")]
            else:
                names = ["place", *names]
            place = f"{rank_of(query)}() OVER ({partition}ORDER BY {amount} {direction}) AS place"
            shown = ", ".join(column.name for column in columns)
            return (
                f"SELECT {shown} FROM (SELECT {', '.join([*select, place])} {body}) AS ranked "
                f"WHERE {places_kept(query)} ORDER BY {', '.join(names)}"
            )
        name = values[order.measure].name
        keys.append(dialect.sort_key(name, descending=order.descending, word=" ASC"))
    elif order is not None and order.field is not None:
        index = next((i for i, group in enumerate(query.groups) if group.field == order.field), 0)
        key = in_order(model, order.field, by[index], names[index])
        keys.append(dialect.sort_key(key, descending=order.descending, word=" ASC"))
        names = [name for name in names if name != names[index]]
    for name, group, expression in zip((column.name for column in groups), query.groups, by, strict=True):
        if name in names and not any(key.split(" ")[0] == name for key in keys):
            key = in_order(model, group.field, expression, name) if group.field and not group.grain else name
            keys.append(dialect.sort_key(key, descending=False))
    limit = f" LIMIT {query.limit}" if query.limit is not None else ""
    if limit and query.offset:
        limit += f" OFFSET {query.offset}"
    return f"SELECT {', '.join(select)} {body} ORDER BY {', '.join(keys)}{limit}"


def rank_of(query: SemanticQuery) -> str:
    """How places are counted. One place alone (the second) is that of the second value, however many share the first;
    what is cut off after some (the next 5) goes on where the rows before it ended."""
    return "DENSE_RANK" if query.offset and query.limit == 1 else "RANK"


def places_kept(query: SemanticQuery) -> str:
    """Which places of a ranking are shown."""
    last = query.offset + (query.limit or 0)
    return f"place > {query.offset} AND place <= {last}" if query.offset else f"place <= {last}"


def in_order(model: SemanticModel, field: FieldRef, sql: str, otherwise: str | None = None) -> str:
    """What a field sorts by: the place of its value in the order that the model says; itself where it says none.

    Args:
        otherwise: what to sort by where the model says none.
    """
    values = model.field(field.dataset, field.field).order
    if not values:
        return otherwise or sql
    cases = " ".join(f"WHEN {literal(value)} THEN {place}" for place, value in enumerate(values))
    return f"CASE {sql} {cases} ELSE {len(values)} END"


def _group_of(query: SemanticQuery, field: FieldRef) -> int:
    for index, group in enumerate(query.groups):
        if group.field == field and not group.grain:
            return index
    raise NotCompilable(f"the places of each {field} need a breakdown by it")


def _natural(model: SemanticModel, query: SemanticQuery) -> Order | None:
    """Time and ordered values in their order; another breakdown by size; two in the order that they were asked."""
    if any(group.grain for group in query.groups) or len(query.groups) > 1:
        return None
    field = query.groups[0].field if query.groups else None
    if field is not None and model.field(field.dataset, field.field).order:
        return None
    return Order(measure=0)
