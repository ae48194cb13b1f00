"""The doubt gate: of readings that are as good, are the rows the same? Then any will do; else it is asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import date

from core.kernel.errors import MaintbotError
from core.kernel.result import Result
from core.semantics.query import SemanticQuery
from core.semantics.sql.compile import Compiler
from core.semantics.sql.joins import NotCompilable
from core.understanding.derive import Derivation

MOST = 4
"""Readings that are offered."""

Near = tuple[SemanticQuery, Derivation]


def _rows_of(query: SemanticQuery) -> SemanticQuery:
    """The query whose rows they are: whether there are any, and which, is answered by the same ones, whatever is shown
    of them, and in whatever order they are limited."""
    query = query.model_copy(update={"filters": tuple(sorted(query.filters, key=repr))})
    if query.shape not in ("list", "exists") or query.spans or query.measures:
        return query
    return query.model_copy(update={"shape": "list", "select": ()})


class Doubt:
    """Looks at readings that are near each other.

    Args:
        run: guards and runs a query; None asks without looking.
    """

    def __init__(self, compiler: Compiler, run: Callable[[str], Awaitable[Result]] | None) -> None:
        self.compiler, self._run = compiler, run

    async def left(self, readings: Sequence[Near], today: date) -> list[Near]:
        """The readings that differ in their rows, best first; one alone needs no question."""
        usable = list({_rows_of(query): (query, reading) for query, reading in reversed(readings)}.values())[::-1]
        usable = [item for item in usable if self.compiles(item[0], today)][:MOST]
        if len(usable) < 2 or self._run is None:
            return usable
        kept: list[Near] = []
        rows: list[object] = []
        for query, reading in usable:
            try:
                result = await self._run(self.compiler.compile(query, today, "en").sql)
            except MaintbotError:
                return usable
            found = (tuple(result.rows), query.shape in ("list", "lookup", "exists"))
            empty = not any(value for row in result.rows for value in row)
            if empty or found not in rows:  # none by each reading is no answer to which was meant
                rows.append(found)
                kept.append((query, reading))
        return kept

    def compiles(self, query: SemanticQuery, today: date) -> bool:
        """Whether there is SQL for a reading; one that there is none for is neither answered nor offered."""
        try:
            self.compiler.compile(query, today, "en")
        except (NotCompilable, ValueError, KeyError, AssertionError):
            return False
        return True
