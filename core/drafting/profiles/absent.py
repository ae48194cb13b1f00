"""Columns that a known system has in some versions only: a profile's view does without those that a database lacks."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlglot import exp

from core.kernel.folding import fold


def without_absent(tree: exp.Expr, known: Mapping[str, Collection[str]]) -> exp.Expr:
    """A SELECT without the columns that its table lacks: they are not shown, and stand for NULL, or for nothing to be
    added, where they are part of what is shown.

    Args:
        known: the folded columns of each table, by its folded name; tables that are not named are left as they are.
    """
    tables = {table.alias_or_name: fold(table.name) for table in tree.find_all(exp.Table)}
    only = next(iter(tables.values())) if len(tables) == 1 else None
    for column in list(tree.find_all(exp.Column)):
        table = tables.get(column.table) if column.table else only
        if (
            table is None
            or table not in known
            or isinstance(column.this, exp.Star)
            or fold(column.name) in known[table]
        ):
            continue
        parent = column.parent
        shown = parent if isinstance(parent, exp.Alias) else column
        if isinstance(shown.parent, exp.Select) and shown.arg_key == "expressions":
            shown.pop()
        else:
            column.replace(exp.Literal.number(0) if isinstance(parent, exp.Add | exp.Sub) else exp.null())
    return tree
