"""The order of a breakdown's rows, and where a ranking is cut."""

from __future__ import annotations

from core.kernel.messages import Column
from core.semantics.query import Order, SemanticQuery
from core.semantics.sql.dialect import Dialect


def ordered(
    dialect: Dialect,
    query: SemanticQuery,
    select: list[str],
    body: str,
    columns: list[Column],
    groups: list[Column],
    values: list[Column],
    aggregates: list[str],
) -> str:
    """Sort a breakdown; cut a ranking at its place, ties kept."""
    names = [column.name for column in groups]
    order = query.order or _natural(query)
    keys = []
    if order is not None and order.measure is not None:
        direction = "DESC" if order.descending else "ASC"
        if query.limit is not None:
            if not aggregates[order.measure].startswith("COUNT("):
                keep = f"{aggregates[order.measure]} IS NOT NULL"
                # Only the outer GROUP BY's: a filter by related rows has a HAVING of its own inside WHERE.
                outer = body.rpartition(" GROUP BY ")[2]
                body += f" AND {keep}" if " HAVING " in outer else f" HAVING {keep}"
            place = f"RANK() OVER (ORDER BY {aggregates[order.measure]} {direction}) AS place"
            shown = ", ".join(column.name for column in columns)
            return (
                f"SELECT {shown} FROM (SELECT {', '.join([*select, place])} {body}) AS ranked "
                f"WHERE place <= {query.limit} ORDER BY place, {', '.join(names)}"
            )
        name = values[order.measure].name
        keys.append(dialect.sort_key(name, descending=order.descending, word=" ASC"))
    elif order is not None and order.field is not None:
        index = next((i for i, group in enumerate(query.groups) if group.field == order.field), 0)
        keys.append(dialect.sort_key(names[index], descending=order.descending, word=" ASC"))
    rest = [name for name in names if not any(key.split(" ")[0] == name for key in keys)]
    keys += [dialect.sort_key(name, descending=False) for name in rest]
    limit = f" LIMIT {query.limit}" if query.limit is not None else ""
    return f"SELECT {', '.join(select)} {body} ORDER BY {', '.join(keys)}{limit}"


def _natural(query: SemanticQuery) -> Order | None:
    """Time in its order; one breakdown by size; two in the order that they were asked."""
    if any(group.grain for group in query.groups) or len(query.groups) > 1:
        return None
    return Order(measure=0)
