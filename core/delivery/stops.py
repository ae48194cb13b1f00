"""Stops: questions to which somebody wants no answer any more, known to every process that may be answering them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from sqlalchemy import Connection, select

from core.state.database import State
from core.state.tables import events
from core.state.upsert import upsert

_SAID, _QUIET = "stop.said.", "stop.quiet."


class Stops:
    """Kept among the events, and forgotten with them."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def want(self, question_id: str, *, quiet: bool) -> None:
        """Somebody wants a question stopped; on disk when this returns.

        Args:
            quiet: the question itself is gone, so that nothing is to be said about it.

        Raises:
            StateUnavailable: it could not be stored.
        """
        key = f"{_QUIET if quiet else _SAID}{question_id}"
        made = upsert(events, self._state.dialect).values(key=key, at=datetime.now(UTC))
        made = made.on_conflict_do_nothing(index_elements=["key"])

        def work(connection: Connection) -> None:
            connection.execute(made)

        await self._state.write(work, first=True)

    async def wanted(self, question_ids: Collection[str]) -> dict[str, bool]:
        """Those of the questions that somebody wants stopped; True for one of which nothing is to be said.

        Raises:
            StateUnavailable: the state database does not answer.
        """
        if not question_ids:
            return {}
        keys = [f"{start}{one}" for one in question_ids for start in (_SAID, _QUIET)]
        found = select(events.c.key).where(events.c.key.in_(keys))
        stopped: dict[str, bool] = {}
        for key in await self._state.read(lambda connection: connection.execute(found).scalars().all()):
            one = key.removeprefix(_SAID).removeprefix(_QUIET)
            stopped[one] = stopped.get(one, False) or key.startswith(_QUIET)
        return stopped
