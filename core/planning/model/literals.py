"""Text literals of the model's SQL, matched against the values that really occur in the plant's columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Protocol

from core.planning.model.problem import Problem

if TYPE_CHECKING:
    from sqlglot import exp

_SHOWN = 5


class ValueIndex(Protocol):
    """What is known of the values in the plant's columns."""

    def known(self, table: str, column: str, value: str) -> bool | None:
        """Whether the value occurs; None when the column is not indexed, so nobody can tell."""
        ...

    def meant(self, table: str, column: str, value: str) -> str | None:
        """The one value that it certainly stands for: the same but for case and accents, or a word for it."""
        ...

    def nearest(self, table: str, column: str, value: str) -> list[str]:
        """Values of the column that resemble it, best first."""
        ...


def matched(
    sql: str, dialect: str, tables: Mapping[str, Mapping[str, object]], values: ValueIndex
) -> tuple[str, Problem | None]:
    """The SQL with literals written as in the data (``bottling`` → ``Bottling``), or the problem that one has.

    Args:
        tables: table → columns, of the catalog.

    Returns:
        The SQL, unchanged when nothing had to be; and None or an ``unknown_value`` problem.
    """
    import sqlglot
    from sqlglot.errors import SqlglotError

    try:
        tree = sqlglot.parse_one(sql, dialect=dialect)
    except SqlglotError:
        return sql, None  # the guard says it better
    changed = False
    for table, column, literal in _compared(tree, tables):
        value = literal.name
        if values.known(table, column, value) is not False:
            continue
        if (meant := values.meant(table, column, value)) is not None:
            literal.set("this", meant)
            changed = True
            continue
        near = values.nearest(table, column, value)
        hint = f"; nearest: {', '.join(repr(v) for v in near[:_SHOWN])}" if near else ""
        message = f"{table}.{column} has no value {value!r}{hint}"
        return sql, Problem("unknown_value", message, value, tuple(near[:_SHOWN]))
    return (tree.sql(dialect=dialect) if changed else sql), None


def _compared(tree: exp.Expr, tables: Mapping[str, Mapping[str, object]]) -> Iterator[tuple[str, str, exp.Literal]]:
    """(table, column, text literal) of every ``=``, ``<>`` and ``IN`` between a base table's column and a literal."""
    from sqlglot import exp
    from sqlglot.optimizer.scope import traverse_scope

    if not isinstance(tree, exp.Query):
        return
    for scope in traverse_scope(tree):
        sources = {alias: source.name for alias, source in scope.sources.items() if isinstance(source, exp.Table)}
        for node in scope.find_all(exp.EQ, exp.NEQ, exp.In):
            column = node.this
            others = node.expressions if isinstance(node, exp.In) else [node.expression]
            if not isinstance(column, exp.Column):
                if isinstance(node, exp.In) or not isinstance(node.expression, exp.Column):
                    continue
                column, others = node.expression, [node.this]
            table = _table_of(column, sources, tables)
            if table is None:
                continue
            for other in others:
                if isinstance(other, exp.Literal) and other.is_string:
                    yield table, column.name, other


def _table_of(column: exp.Column, sources: Mapping[str, str], tables: Mapping[str, Mapping[str, object]]) -> str | None:
    if column.table:
        return sources.get(column.table)
    owners = {table for table in sources.values() if column.name in tables.get(table, {})}
    return owners.pop() if len(owners) == 1 else None
