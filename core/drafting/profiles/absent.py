"""Tables and columns that a known system has in some versions only: a profile's view does without those that a database
lacks."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlglot import exp

from core.kernel.folding import fold


def without_absent(tree: exp.Expr, known: Mapping[str, Collection[str]]) -> exp.Expr:
    """A SELECT without what its tables lack: what is made of nothing that is there is not shown; beside other things it
    stands for NULL, or for nothing to be added. What is joined from a table that is not there is not joined.

    Args:
        known: the folded columns of each table of the database, by its folded name; empty to leave all as it is.
    """
    if not known or not isinstance(tree, exp.Select):
        return tree
    joined = [join for join in tree.args.get("joins") or [] if join.side == "LEFT" and _reads_absent(join, known)]
    gone = {join.this.alias_or_name for join in joined}
    for join in joined:
        join.pop()
    for shown in [*tree.expressions]:
        if any(_reads_absent(inner, known) for inner in shown.find_all(exp.Subquery)):
            shown.pop()
            continue
        own = list(shown.find_all(exp.Column))
        if own and all(_is_absent(column, tree, known, gone) for column in own):
            shown.pop()
    for column in list(tree.find_all(exp.Column)):
        if not _is_absent(column, tree, known, gone):
            continue
        parent = column.parent
        shown = parent if isinstance(parent, exp.Alias) else column
        if isinstance(shown.parent, exp.Select) and shown.arg_key == "expressions":
            shown.pop()
        else:
            column.replace(exp.Literal.number(0) if isinstance(parent, exp.Add | exp.Sub) else exp.null())
    return tree


def _reads_absent(part: exp.Expr, known: Mapping[str, Collection[str]]) -> bool:
    return any(fold(table.name) not in known for table in part.find_all(exp.Table))


def _is_absent(column: exp.Column, tree: exp.Expr, known: Mapping[str, Collection[str]], gone: Collection[str]) -> bool:
    """True for a column that its table lacks, or whose table is not there itself."""
    if column.table in gone:
        return True
    tables = {table.alias_or_name: fold(table.name) for table in tree.find_all(exp.Table)}
    only = next(iter(tables.values())) if len(tables) == 1 else None
    table = tables.get(column.table) if column.table else only
    if table is None or table not in known or isinstance(column.this, exp.Star):
        return False
    return fold(column.name) not in known[table]
