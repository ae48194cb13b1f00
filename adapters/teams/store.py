"""Small things to remember beside the Sessions: where the bot is installed, and which answer a message was.

They live in the state database's table of keys and values, under ``teams:``, as JSON.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, select

from core.memory.state import State
from core.memory.tables import keyvalues
from core.memory.upsert import upsert


class Store:
    """JSON objects by key."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def put(self, key: str, value: Mapping[str, Any]) -> None:
        """Keep a value; the newest wins. It is on disk when this returns."""
        body, now = json.dumps(dict(value)), datetime.now(UTC)
        kept = upsert(keyvalues, self._state.dialect).values(key=key, value=body, updated_at=now)
        kept = kept.on_conflict_do_update(index_elements=["key"], set_={"value": body, "updated_at": now})

        def work(connection: Connection) -> None:
            connection.execute(kept)

        await self._state.write(work)

    async def get(self, key: str) -> dict[str, Any] | None:
        """A kept value, or None."""
        async with self._state.read() as connection:
            body = await connection.scalar(select(keyvalues.c.value).where(keyvalues.c.key == key))
        return json.loads(body) if body else None

    async def forget(self, key: str) -> None:
        """Drop a value."""

        def work(connection: Connection) -> None:
            connection.execute(delete(keyvalues).where(keyvalues.c.key == key))

        await self._state.write(work)

    async def under(self, prefix: str) -> dict[str, dict[str, Any]]:
        """All values whose keys begin so."""
        wanted = select(keyvalues.c.key, keyvalues.c.value).where(keyvalues.c.key.startswith(prefix, autoescape=True))
        async with self._state.read() as connection:
            return {row.key: json.loads(row.value) for row in await connection.execute(wanted)}

    async def prune(self, prefix: str, before: datetime) -> int:
        """Drop values of before a moment; gives how many."""
        old = delete(keyvalues).where(
            keyvalues.c.key.startswith(prefix, autoescape=True), keyvalues.c.updated_at < before
        )

        def work(connection: Connection) -> int:
            return connection.execute(old).rowcount

        return await self._state.write(work)


def key(*parts: str) -> str:
    """A key under ``teams:``; ids of Teams are long and of any form, so they are hashed."""
    name, *ids = parts
    return f"teams:{name}:" + hashlib.sha256("\n".join(ids).encode()).hexdigest()[:40]
