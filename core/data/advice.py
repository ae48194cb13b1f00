"""Which indexes a query that took too long lacks: what its filters and joins compare and no index begins with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot.expressions import Column, Expr

Indexes = Mapping[str, Sequence[tuple[str, ...]]]
"""Table → the columns of each of its indexes, its primary key among them, in their order."""
_MOST = 3


@dataclass(frozen=True)
class MissingIndex:
    """An index that a database administrator may add."""

    table: str
    column: str

    def __str__(self) -> str:
        return f"{self.table} ({self.column})"


def missing_indexes(sql: str, dialect: str, indexes: Indexes) -> list[MissingIndex]:
    """At most three, those of filters first; none when all that is compared is indexed, or hidden in functions.

    Args:
        sql: the query as it ran.
    """
    import sqlglot
    from sqlglot import exp

    try:
        tree = sqlglot.parse_one(sql, dialect=dialect)
    except sqlglot.errors.ParseError:
        return []
    begun = {table.lower(): {columns[0].lower() for columns in found if columns} for table, found in indexes.items()}
    names = {table.alias_or_name.lower(): table.name for table in tree.find_all(exp.Table)}
    alone = next(iter(names.values())) if len(names) == 1 else None
    found: dict[MissingIndex, None] = {}
    for column in (*_compared(tree, joins=False), *_compared(tree, joins=True)):
        table = names.get(column.table.lower(), "") if column.table else alone
        if table and table.lower() in begun and column.name.lower() not in begun[table.lower()]:
            found.setdefault(MissingIndex(table, column.name))
    return list(found)[:_MOST]


def _compared(tree: Expr, *, joins: bool) -> Iterator[Column]:
    """Columns that are compared as they are: with constants in WHERE, with other columns in joins."""
    from sqlglot import exp

    kinds = (exp.EQ,) if joins else (exp.EQ, exp.GT, exp.GTE, exp.LT, exp.LTE, exp.In, exp.Between)
    for test in tree.find_all(*kinds, bfs=False):
        sides = [side for side in (test.this, test.args.get("expression")) if side is not None]
        columns = [side for side in sides if isinstance(side, exp.Column)]
        if test.find_ancestor(exp.Case) is not None:
            continue
        if joins == (len(columns) == 2):
            yield from columns
