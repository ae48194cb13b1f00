"""Text literals of the model's SQL, matched against the values that really occur in the plant's columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from core.modelling.problem import PlanProblem
from core.modelling.sql import parsed

if TYPE_CHECKING:
    from sqlglot import exp

_SHOWN = 5
_DATE = re.compile(r"\d{4}-\d{2}(?:-\d{2}|$)")


class KnownValues(Protocol):
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


@dataclass(frozen=True)
class Lookup:
    """A literal, and the query that gives a row when it occurs."""

    table: str
    column: str
    value: str
    sql: str

    @property
    def problem(self) -> PlanProblem:
        """What to tell when it gives none."""
        return PlanProblem("unknown_value", f"{self.table}.{self.column} has no value {self.value!r}", self.value)


def matched(
    sql: str, dialect: str, tables: Mapping[str, Mapping[str, object]], values: KnownValues
) -> tuple[str, PlanProblem | None]:
    """The SQL with literals written as in the data (``bottling`` → ``Bottling``), or the problem that one has.

    Args:
        tables: table → columns, of the catalog.

    Returns:
        The SQL, unchanged when nothing had to be; and None or an ``unknown_value`` problem.
    """
    from sqlglot import exp

    tree = parsed(sql, dialect)
    if tree is None or not any(literal.is_string for literal in tree.find_all(exp.Literal)):
        return sql, None
    changes: list[tuple[exp.Literal, str, str]] = []
    for table, column, literal in _compared(tree, tables):
        value = literal.name
        if values.known(table, column, value) is not False:
            continue
        if (meant := values.meant(table, column, value)) is not None:
            changes.append((literal, value, meant))
            continue
        near = values.nearest(table, column, value)
        hint = f"; nearest: {', '.join(repr(v) for v in near[:_SHOWN])}" if near else ""
        message = f"{table}.{column} has no value {value!r}{hint}"
        return sql, PlanProblem("unknown_value", message, value, tuple(near[:_SHOWN]))
    if not changes:
        return sql, None
    # The tree is shared, so it is put back as it was; copying it for every question costs more than all checks.
    for literal, _, meant in changes:
        literal.set("this", meant)
    mended = tree.sql(dialect=dialect)
    for literal, value, _ in changes:
        literal.set("this", value)
    return mended, None


def untold(
    sql: str, dialect: str, tables: Mapping[str, Mapping[str, object]], values: KnownValues | None
) -> list[Lookup]:
    """Text literals that no index tells about; each with the query that finds out whether it occurs."""
    from sqlglot import exp

    tree = parsed(sql, dialect)
    if tree is None:
        return []
    found: dict[tuple[str, str, str], Lookup] = {}
    for table, column, literal in _compared(tree, tables):
        value = literal.name
        if _DATE.match(value):  # a day without rows is no misspelling
            continue
        if values is not None and values.known(table, column, value) is not None:
            continue
        name = exp.column(column, quoted=True)
        wanted = name.copy().eq(exp.Literal.string(value))
        query = exp.select(name).from_(exp.to_table(table)).where(wanted).limit(1)
        found[table, column, value] = Lookup(table, column, value, query.sql(dialect=dialect))
    return list(found.values())


def _compared(tree: exp.Query, tables: Mapping[str, Mapping[str, object]]) -> Iterator[tuple[str, str, exp.Literal]]:
    """(table, column, text literal) of every ``=``, ``<>`` and ``IN`` between a base table's column and a literal."""
    from sqlglot import exp
    from sqlglot.optimizer.scope import traverse_scope

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
