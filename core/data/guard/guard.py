"""The guard: only one read-only SELECT over known tables, columns and functions comes through, with a row limit.

What runs is written anew from the tree that was checked, never the text that came in: a comment or a quoting trick
that our parser reads one way and the database another has nothing left to work with.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from cachetools import LRUCache

from core.data.catalog import Catalog
from core.data.guard.names import NameResolver
from core.data.guard.parse import parse
from core.data.guard.rules import check_tree, refuse

if TYPE_CHECKING:
    from sqlglot import exp


REMEMBERED: Final = 256
"""Queries that came through and are known by their text: a repeated question's parsing is a fifth of its time."""


@dataclass(frozen=True)
class Guarded:
    """A query that may run.

    Attributes:
        sql: what to run: at most ``max_rows + 1`` rows, so that one too many tells that there are more.
        tables: names of the catalog's tables that it reads.
        columns: (table, column) pairs of the catalog that it reads; COUNT(*) reads none.
    """

    sql: str
    tables: frozenset[str]
    columns: frozenset[tuple[str, str]]
    _checked: list[Any] = field(repr=False, compare=False)
    """The tree, until ``pretty`` has been written: it takes fifty times the memory of its text."""
    _dialect: str = field(repr=False, compare=False)
    _limited: bool = field(repr=False, compare=False)

    @cached_property
    def pretty(self) -> str:
        """The query formatted for people, without the technical row limit that the guard added."""
        tree = self._checked.pop()
        if not self._limited:
            tree.set("limit", None)
        sql: str = tree.sql(dialect=self._dialect, pretty=True, comments=False, copy=False)
        return sql


class Guard:
    """Checks queries against one catalog.

    Args:
        catalog: the database's tables and columns.
        dialect: ``sqlite``, ``postgres`` or ``mysql``.
        max_rows: rows that an answer may have.
    """

    def __init__(self, catalog: Catalog, dialect: str, max_rows: int) -> None:
        self.catalog = catalog
        self.dialect = dialect
        self.max_rows = max_rows
        self._names = NameResolver(catalog, dialect)
        self._passed: LRUCache[str, Guarded] = LRUCache(REMEMBERED)

    def check(self, sql: str) -> Guarded:
        """Check one query; a text that came through is not checked again, since it is all that the answer depends on.

        Raises:
            GuardRefused: ``values["reason"]`` is a code of ``guard_rules.Reason``; ``detail`` says what is not allowed
                or not known, and for a syntax error where.
        """
        guarded: Guarded | None = self._passed.get(sql)
        if guarded is None:
            guarded = self._passed[sql] = self._check(sql)
        return guarded

    def _check(self, sql: str) -> Guarded:
        tree = parse(sql, self.dialect)
        check_tree(tree, self.dialect)
        names = self._names.fresh()
        names.query(tree, {}, None)
        limited = tree.args.get("limit") is not None
        if (limit := self._limit(tree)) is not None:
            _set_limit(tree, limit)
        return Guarded(
            sql=tree.sql(dialect=self.dialect, comments=False),
            tables=frozenset(names.tables),
            columns=frozenset(names.columns),
            _checked=[tree],
            _limited=limited,
            _dialect=self.dialect,
        )

    def _limit(self, tree: exp.Expr) -> int | None:
        """The row limit to set, or None when the query's own is small enough."""
        from sqlglot import exp

        most = self.max_rows + 1
        clause = tree.args.get("limit")
        if (offset := tree.args.get("offset")) is not None:
            _whole_number(offset.args.get("expression"), "OFFSET")
        if clause is None:
            return most
        if isinstance(clause, exp.Fetch):
            options = clause.args.get("limit_options")
            if options is not None and (options.args.get("percent") or options.args.get("with_ties")):
                refuse("limit", "FETCH with PERCENT or TIES is not allowed")
            asked = _whole_number(clause.args.get("count"), "FETCH")
            return min(asked, most)
        if clause.args.get("offset") is not None:
            _whole_number(clause.args["offset"], "OFFSET")
        asked = _whole_number(clause.args.get("expression"), "LIMIT")
        return None if asked <= most else most


def _set_limit(tree: exp.Expr, count: int) -> None:
    from sqlglot import exp

    old = tree.args.get("limit")
    limit = exp.Limit(expression=exp.Literal.number(count))
    if isinstance(old, exp.Limit) and old.args.get("offset") is not None:
        limit.set("offset", old.args["offset"])
    tree.set("limit", limit)


def _whole_number(node: Any, clause: str) -> int:
    from sqlglot import exp

    if not (isinstance(node, exp.Literal) and not node.is_string and node.name.isascii() and node.name.isdigit()):
        refuse("limit", f"{clause} needs a whole number")
    return int(node.name)
