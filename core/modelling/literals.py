"""Text literals of the model's SQL, matched against the values that really occur in the plant's columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, Protocol

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

    def tellable(self, table: str, column: str) -> bool:
        """Whether the column's values stand in the semantic model's file, so that naming them tells no data."""
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
    for table, column, literal, how in _compared(tree, tables):
        value, text = literal.name, how.bare(literal.name)
        known = values.known(table, column, text) if text is not None else None
        if text is None or known is None:
            continue
        meant = text if known else values.meant(table, column, text)
        if meant is not None:
            if (written := how.written(meant, value)) != value and not how.finds(value, meant):
                changes.append((literal, value, written))
            continue
        if how.partly:
            continue  # a part of a text may stand in values that resemble it in no way
        near = values.nearest(table, column, text)
        told = near[:_SHOWN] if values.tellable(table, column) else []
        hint = f"; nearest: {', '.join(map(repr, told))}" if told else ""
        message = f"{table}.{column} has no value {text!r}{hint}"
        return sql, PlanProblem("unknown_value", message, text, tuple(near[:_SHOWN]))
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
    for table, column, literal, how in _compared(tree, tables):
        value = literal.name
        if how != PLAIN:
            continue
        if _DATE.match(value):  # a day without rows is no misspelling
            continue
        if values is not None and values.known(table, column, value) is not None:
            continue
        name = exp.column(column, quoted=True)
        wanted = name.copy().eq(exp.Literal.string(value))
        query = exp.select(name).from_(exp.to_table(table)).where(wanted).limit(1)
        found[table, column, value] = Lookup(table, column, value, query.sql(dialect=dialect))
    return list(found.values())


@dataclass(frozen=True)
class How:
    """How a column is compared with a literal.

    Attributes:
        case: LOWER or UPPER around the column, so that the literal is written so; ``any`` where case does not count.
        pattern: LIKE, whose literal may begin and end with %.
        partly: one that does, so that a part of the value is enough.
    """

    case: Literal["", "lower", "upper", "any"] = ""
    pattern: bool = False
    partly: bool = False

    def bare(self, literal: str) -> str | None:
        """What is looked for, without wildcards; None for a pattern that is none of ours to judge."""
        if not self.pattern:
            return literal
        text = literal.strip("%")
        return None if not text or "%" in text or "_" in text else text

    def finds(self, literal: str, value: str) -> bool:
        """Whether the literal as it stands finds a value already."""
        text = (self.bare(literal) or literal).casefold()
        if self.partly:
            return text in value.casefold()
        return self.case == "any" and text == value.casefold()

    def written(self, value: str, literal: str) -> str:
        """A value as the literal must be written to find it."""
        value = {"lower": value.lower(), "upper": value.upper()}.get(self.case, value)
        start, end = ("%" if literal.startswith("%") else ""), ("%" if literal.endswith("%") else "")
        return f"{start}{value}{end}" if self.pattern else value


PLAIN: Final = How()


def _compared(
    tree: exp.Query, tables: Mapping[str, Mapping[str, object]]
) -> Iterator[tuple[str, str, exp.Literal, How]]:
    """(table, column, text literal, how) of every comparison between a base table's column and a literal."""
    from sqlglot import exp
    from sqlglot.optimizer.scope import traverse_scope

    for scope in traverse_scope(tree):
        sources = {alias: source.name for alias, source in scope.sources.items() if isinstance(source, exp.Table)}
        for node in scope.find_all(exp.EQ, exp.NEQ, exp.In, exp.Like, exp.ILike):
            column, others = node.this, node.expressions if isinstance(node, exp.In) else [node.expression]
            unwrapped, how = _unwrapped(column)
            if unwrapped is None and isinstance(node, exp.EQ | exp.NEQ):
                others = [node.this]
                unwrapped, how = _unwrapped(node.expression)
            table = _table_of(unwrapped, sources, tables) if unwrapped is not None else None
            if table is None or unwrapped is None:
                continue
            for other in others:
                # COLLATE may stand on either side.
                literal = other.this if isinstance(other, exp.Collate) else other
                if not isinstance(literal, exp.Literal) or not literal.is_string:
                    continue
                if isinstance(node, exp.Like | exp.ILike):
                    how = How("any" if how.case == "" else how.case, True, "%" in literal.name)
                yield table, unwrapped.name, literal, how if literal is other else replace(how, case="any")


def _unwrapped(node: exp.Expression) -> tuple[exp.Column | None, How]:
    """The column inside of LOWER(…), UPPER(…), TRIM(…) and COLLATE."""
    from sqlglot import exp

    how = PLAIN
    while isinstance(node, exp.Lower | exp.Upper | exp.Collate | exp.Trim | exp.Paren):
        if isinstance(node, exp.Lower | exp.Upper):
            how = How("lower" if isinstance(node, exp.Lower) else "upper")
        elif isinstance(node, exp.Collate):
            how = How("any")
        node = node.this
    return (node if isinstance(node, exp.Column) else None), how


def _table_of(column: exp.Column, sources: Mapping[str, str], tables: Mapping[str, Mapping[str, object]]) -> str | None:
    if column.table:
        return sources.get(column.table)
    owners = {table for table in sources.values() if column.name in tables.get(table, {})}
    return owners.pop() if len(owners) == 1 else None
