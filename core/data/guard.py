"""The guard: only one read-only SELECT over known tables, columns and functions comes through, with a row limit.

What runs is written anew from the tree that was checked, never the text that came in: a comment or a quoting trick
that our parser reads one way and the database another has nothing left to work with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from core.data.catalog import Catalog
from core.data.guard_names import Names
from core.data.guard_rules import MAX_DEPTH, MAX_LENGTH, check_tree, refuse

if TYPE_CHECKING:
    from sqlglot import exp

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_STRING = re.compile(r"'[^']*'")
_PLAIN_TOKEN = re.compile(r"[A-Za-z_]{1,30}|[^\w\s'\"]{1,3}")


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
    _tree: Any = field(repr=False, compare=False)
    _dialect: str = field(repr=False, compare=False)
    _limited: bool = field(repr=False, compare=False)

    @cached_property
    def pretty(self) -> str:
        """The query formatted for people, without the technical row limit that the guard added."""
        tree = self._tree
        if not self._limited:
            tree = tree.copy()
            tree.set("limit", None)
        return _render(tree, self._dialect, pretty=True)


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
        self._names = Names(catalog, dialect)

    def check(self, sql: str) -> Guarded:
        """Check one query.

        Raises:
            GuardRefused: ``values["reason"]`` is a code of ``guard_rules.Reason``; ``detail`` says what is not allowed
                or not known, and for a syntax error where.
        """
        tree = self._parse(sql)
        check_tree(tree, self.dialect)
        names = self._names.fresh()
        names.query(tree, {}, None)
        limited = tree.args.get("limit") is not None
        if (limit := self._limit(tree)) is not None:
            _set_limit(tree, limit)
        return Guarded(
            sql=_render(tree, self.dialect),
            tables=frozenset(names.tables),
            columns=frozenset(names.columns),
            _tree=tree,
            _limited=limited,
            _dialect=self.dialect,
        )

    def _parse(self, sql: str) -> exp.Expr:
        import sqlglot
        from sqlglot import exp
        from sqlglot.errors import ParseError, SqlglotError

        if len(sql) > MAX_LENGTH:
            refuse("size", f"the query has {len(sql)} characters; the limit is {MAX_LENGTH}")
        if found := _CONTROL.search(sql):
            refuse("character", f"the character U+{ord(found[0]):04X} is not allowed in a query")
        if _nesting(sql) > MAX_DEPTH // 3:
            refuse("size", "the query is nested too deeply")
        try:
            statements = [statement for statement in sqlglot.parse(sql, read=self.dialect) if statement is not None]
        except ParseError as error:
            refuse("syntax", _where(error))
        except (SqlglotError, RecursionError, ValueError, AttributeError, IndexError, KeyError, TypeError) as error:
            refuse("syntax", f"the query cannot be read: {type(error).__name__}")
        if len(statements) != 1:
            refuse("statements", f"exactly one statement is allowed, not {len(statements)}")
        tree: exp.Expr = statements[0]
        while isinstance(tree, exp.Subquery) and not any(v for k, v in tree.args.items() if k != "this"):
            tree = tree.this
        if not isinstance(tree, exp.Select | exp.SetOperation):
            refuse("not_select", f"only a SELECT is allowed, not {_statement_name(tree)}")
        if tree.parent is not None:
            tree.pop()
        return tree

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


def _render(tree: exp.Expr, dialect: str, *, pretty: bool = False) -> str:
    return tree.sql(dialect=dialect, pretty=pretty, comments=False)


def _nesting(sql: str) -> int:
    """How deep parentheses go, before the parser has to find out on the stack."""
    depth = deepest = 0
    for character in _STRING.sub("", sql):
        if character == "(":
            depth += 1
            deepest = max(deepest, depth)
        elif character == ")":
            depth -= 1
    return deepest


def _statement_name(tree: exp.Expr) -> str:
    from sqlglot import exp

    if isinstance(tree, exp.Command):
        return str(tree.this).upper()[:20]
    return str(tree.key).upper()


def _where(error: Any) -> str:
    """``line 1, column 20: Invalid expression / Unexpected token near FORM``, without the query's literals."""
    if not error.errors:
        return "the query cannot be read"
    first = error.errors[0]
    near = str(first.get("highlight") or "")
    near = f" near {near}" if _PLAIN_TOKEN.fullmatch(near) else ""
    description = str(first.get("description") or "syntax error").split(". Line")[0].splitlines()[0][:120]
    return f"line {first.get('line')}, column {first.get('col')}: {description}{near}"
