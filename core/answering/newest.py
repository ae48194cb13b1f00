"""Looks up the newest rows of the facts that an answer stands on; what cannot be looked up is left out."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import date

import structlog

from core.answering.cache import Cache
from core.answering.queries import Queries
from core.kernel.errors import MaintbotError
from core.semantics.freshness import Newest, facts_of, newest_query
from core.semantics.query import SemanticQuery
from core.semantics.sql.compile import Compiler

log = structlog.get_logger(__name__)

SECONDS = 30.0
"""So long the newest row of a fact is taken to be that; a large table is not searched for each question."""


@dataclass(frozen=True)
class NewestRows:
    """Asks the plant's database, a fact at a time, beside the query itself.

    Attributes:
        compiler: writes the SQL.
    """

    queries: Queries
    compiler: Compiler
    _kept: Cache[tuple[Newest | None]] = field(default_factory=lambda: Cache(100, SECONDS))

    async def of(self, query: SemanticQuery | None, today: date) -> tuple[Newest, ...]:
        """The newest row of each fact of the query that has one; nothing where the query is not known."""
        if query is None:
            return ()
        facts = facts_of(query, self.compiler.model)
        found = await asyncio.gather(*(self._newest(dataset, today) for dataset in facts))
        return tuple(item for item in found if item is not None)

    async def _newest(self, dataset: str, today: date) -> Newest | None:
        key = (dataset, today)
        if (kept := self._kept.get(key)) is not None:
            return kept[0]
        try:
            asked = newest_query(self.compiler.model, dataset, today)
            result = await self.queries.rows(self.compiler.compile(asked, today, "en").sql)
        except MaintbotError as error:
            # The answer itself says what is wrong, if anything is; how fresh it is need not be known.
            log.info("newest_row_unknown", code=error.code, dataset=dataset)
            return None
        newest = Newest.of(dataset, result.rows[0][0] if result.rows else None)
        self._kept.put(key, (newest,))
        return newest
