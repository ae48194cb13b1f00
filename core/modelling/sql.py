"""Parsing the model's SQL once for all checks on it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlglot import exp


@lru_cache(maxsize=32)
def parsed(sql: str, dialect: str) -> exp.Query | None:
    """The tree of a query, None for what is none or cannot be parsed (the guard says why).

    The tree is shared: copy it before changing it.
    """
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    try:
        tree = sqlglot.parse_one(sql, dialect=dialect)
    except (SqlglotError, RecursionError):
        return None
    return tree if isinstance(tree, exp.Query) else None
