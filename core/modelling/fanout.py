"""Joins that multiply rows: a sum over a parent joined with its children, or over two children of one parent.

Decided from the SQL and the foreign keys alone, before anything runs. Only what is certain is reported: aggregates
that do not mind repetition (MIN, MAX, DISTINCT), derived tables and joins on other columns are left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from core.modelling.sql import parsed

if TYPE_CHECKING:
    from sqlglot import exp
    from sqlglot.optimizer.scope import Scope


class ForeignKeyLike(Protocol):
    """``table.columns`` points at ``to_table``: many rows belong to one."""

    @property
    def table(self) -> str: ...
    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def to_table(self) -> str: ...
    @property
    def to_columns(self) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class _Edge:
    """A join between two aliases; ``to_many`` when one row of ``start`` may meet many of ``end``."""

    start: str
    end: str
    to_many: bool


def fan_out(
    sql: str,
    dialect: str,
    foreign_keys: Iterable[ForeignKeyLike],
    columns: Mapping[str, Mapping[str, object]] | None = None,
) -> str | None:
    """What is multiplied and by what, in English, or None.

    Args:
        columns: table → its columns, to tell whose a column without its table is.
    """
    from sqlglot import exp
    from sqlglot.optimizer.scope import traverse_scope

    tree = parsed(sql, dialect)
    if tree is None or len(list(tree.find_all(exp.Table))) < 2:
        return None
    one_side = {
        (key.table, key.columns[0]): (key.to_table, key.to_columns[0])
        for key in foreign_keys
        if len(key.columns) == 1 and len(key.to_columns) == 1
    }
    for scope in traverse_scope(tree):
        if message := _in_scope(scope, one_side, columns or {}):
            return message
    return None


def _in_scope(
    scope: Scope, one_side: Mapping[tuple[str, str], tuple[str, str]], known: Mapping[str, Mapping[str, object]]
) -> str | None:
    from sqlglot import exp

    tables = {alias: source.name for alias, source in scope.sources.items() if isinstance(source, exp.Table)}
    if len(tables) < 2:
        return None

    def owner(column: exp.Column) -> str:
        """The alias of a column's table; empty when nobody can tell."""
        if column.table or len(tables) != len(scope.sources):
            return column.table
        owners = [alias for alias, table in tables.items() if column.name in known.get(table, {})]
        return owners[0] if len(owners) == 1 else ""

    if message := _unjoined(scope, tables, owner):
        return message
    edges = _edges(scope, tables, one_side, owner)
    multiplied = {alias: by for alias in tables if (by := _multiplier(alias, edges)) is not None}
    if not multiplied:
        return None
    for aggregate in scope.find_all(exp.Sum, exp.Avg, exp.Count):
        if isinstance(aggregate.this, exp.Distinct) or aggregate.find_ancestor(exp.Window):
            continue
        owners = [owner(column) for column in aggregate.find_all(exp.Column)]
        if not all(owners):
            continue  # whose it is cannot be told
        used = set(owners) or set(tables)
        if used <= multiplied.keys():
            alias = min(used)
            return (
                f"{aggregate.sql()} counts rows of {tables[alias]} several times, since the join with "
                f"{tables[multiplied[alias]]} repeats them; aggregate each in its own CTE first"
            )
    return None


def _unjoined(scope: Scope, tables: Mapping[str, str], owner: Callable[[exp.Column], str]) -> str | None:
    """Two tables whose every row meets every row of the other, since no condition speaks of both."""
    from sqlglot import exp

    if len(tables) != len(scope.sources) or not any(scope.find_all(exp.AggFunc)):
        return None
    joined = {alias: {alias} for alias in tables}
    for condition in scope.find_all(exp.Predicate):
        owners = [owner(column) for column in condition.find_all(exp.Column)]
        if "" in owners:
            return None
        met = set().union(*(joined.get(alias, set()) for alias in owners))
        for alias in met:
            joined[alias] = met
    groups = {frozenset(group) for group in joined.values()}
    if len(groups) < 2:
        return None
    one, two = sorted(min(group) for group in groups)[:2]
    return f"no condition joins {tables[one]} with {tables[two]}, so rows of one count once per row of the other"


def _edges(
    scope: Scope,
    tables: Mapping[str, str],
    one_side: Mapping[tuple[str, str], tuple[str, str]],
    owner: Callable[[exp.Column], str],
) -> list[_Edge]:
    from sqlglot import exp

    edges: list[_Edge] = []
    for equal in scope.find_all(exp.EQ):
        left, right = equal.left, equal.right
        if not (isinstance(left, exp.Column) and isinstance(right, exp.Column)):
            continue
        a, b = owner(left), owner(right)
        if a not in tables or b not in tables or a == b:
            continue
        target_of_a = one_side.get((tables[a], left.name))
        target_of_b = one_side.get((tables[b], right.name))
        if target_of_a == (tables[b], right.name):
            edges += [_Edge(a, b, False), _Edge(b, a, True)]
        elif target_of_b == (tables[a], left.name):
            edges += [_Edge(b, a, False), _Edge(a, b, True)]
        elif target_of_a is not None and target_of_a == target_of_b:
            edges += [_Edge(a, b, True), _Edge(b, a, True)]
    return edges


def _multiplier(alias: str, edges: list[_Edge]) -> str | None:
    """The first alias on the way from ``alias`` that repeats its rows."""
    seen, queue = {alias}, [alias]
    while queue:
        at = queue.pop(0)
        for edge in edges:
            if edge.start == at and edge.end not in seen:
                if edge.to_many:
                    return edge.end
                seen.add(edge.end)
                queue.append(edge.end)
    return None
