"""KeyValue: small settings that outlive a restart, as JSON under a dotted key ("slack.team.T1.token").

What is secret is put in sealed (core/state/crypto).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from core.state.database import State
from core.state.tables import keyvalues
from core.state.upsert import upsert


class KeyValue:
    """Values by key."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def get(self, key: str) -> Any:
        """The value, None when there is none."""
        wanted = select(keyvalues.c.value).where(keyvalues.c.key == key)
        body = await self._state.read(lambda connection: connection.scalar(wanted))
        return json.loads(body) if body is not None else None

    async def set(self, key: str, value: Any) -> None:
        """Store a value that is JSON; it replaces an earlier one."""
        fields = {"value": json.dumps(value, ensure_ascii=False), "updated_at": datetime.now(UTC)}
        stored = upsert(keyvalues, self._state.dialect).values(key=key, **fields)
        stored = stored.on_conflict_do_update(index_elements=["key"], set_=fields)

        def work(connection: Connection) -> None:
            connection.execute(stored)

        await self._state.write(work)

    async def delete(self, key: str) -> bool:
        """Remove a value; False when there was none."""

        def work(connection: Connection) -> bool:
            return connection.execute(delete(keyvalues).where(keyvalues.c.key == key)).rowcount > 0

        return await self._state.write(work)

    async def keys(self, prefix: str = "") -> list[str]:
        """The keys that begin with ``prefix``, sorted."""
        wanted = select(keyvalues.c.key).where(keyvalues.c.key.startswith(prefix, autoescape=True))
        found = await self._state.read(lambda connection: connection.execute(wanted).scalars().all())
        return sorted(key for key in found if key.startswith(prefix))  # SQLite's LIKE ignores case
