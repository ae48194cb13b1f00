"""SQL of PostgreSQL, which the compiler writes and the guard has read, as another database understands it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot.expressions import Expr

# Words that Oracle lets nobody use as a name without quotes; such a name gets a stroke behind it, and loses it again in
# the result. https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/Oracle-SQL-Reserved-Words.html
_RESERVED = {
    "oracle": frozenset(
        "access add comment date file index initial level long mode number offline online option order public raw "
        "resource row rows session share size start uid user values view".split()
    )
}


_PLAIN = re.compile(r"[a-z_][a-z0-9_]*")


def rewritten(sql: str, dialect: str) -> str:
    """One SELECT in another dialect.

    Args:
        dialect: sqlglot's name of it: ``tsql``, ``oracle`` …

    Raises:
        sqlglot.errors.SqlglotError: it cannot be said there.
    """
    import sqlglot
    from sqlglot import ErrorLevel

    tree = sqlglot.parse_one(sql, dialect="postgres").transform(_seconds, dialect).transform(_same)
    if dialect in _RESERVED:
        tree = tree.transform(_named, _RESERVED[dialect])
    return tree.sql(dialect, unsupported_level=ErrorLevel.RAISE if dialect in _RESERVED else ErrorLevel.WARN)


def shown_name(name: str, dialect: str) -> str:
    """A result's column as the compiler called it: Oracle writes names that are not quoted in capitals."""
    if dialect != "oracle":
        return name
    plain = name.lower() if name.isupper() else name
    return plain[:-1] if plain.endswith("_") and plain[:-1] in _RESERVED["oracle"] else plain


def _seconds(node: Expr, dialect: str) -> Expr:
    """``EXTRACT(EPOCH FROM a - b)``: the seconds between two moments."""
    import sqlglot
    from sqlglot import exp

    if not (isinstance(node, exp.Extract) and node.name.upper() == "EPOCH"):
        return node
    span = node.expression.unnest()
    if not isinstance(span, exp.Sub):
        return node
    later, earlier = (side.sql("postgres") for side in (span.this, span.expression))
    if dialect == "tsql":
        return sqlglot.parse_one(f"DATEDIFF_BIG(second, {earlier}, {later})", dialect="postgres")
    if dialect == "oracle":
        text = f"((CAST({later} AS DATE) - CAST({earlier} AS DATE)) * 86400)"
        return sqlglot.parse_one(text, dialect="postgres")
    return node


def _same(node: Expr) -> Expr:
    """``a IS NOT DISTINCT FROM b``, which SQL Server has since 2022 and Oracle has not."""
    from sqlglot import exp

    if not isinstance(node, exp.NullSafeEQ):
        return node
    left, right = node.this, node.expression
    both = exp.and_(left.copy().is_(exp.null()), right.copy().is_(exp.null()))
    return exp.paren(exp.or_(exp.EQ(this=left, expression=right), both))


def _named(node: Expr, reserved: frozenset[str]) -> Expr:
    from sqlglot import exp

    if not isinstance(node, exp.Identifier):
        return node
    if node.quoted:
        # What the catalog names in small letters is written in capitals there, unless somebody quoted it.
        plain = _PLAIN.fullmatch(node.name) is not None
        return exp.to_identifier(node.name.upper(), quoted=node.name in reserved) if plain else node
    return exp.to_identifier(f"{node.name}_") if node.name.lower() in reserved else node
