"""Keys for what is remembered beside the Sessions: where the bot is installed, and which answer a message was."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import Connection, delete

from core.state.database import State
from core.state.tables import keyvalues


def key(*parts: str) -> str:
    """A key under ``teams.``; ids of Teams are long and of any form, so they are hashed."""
    name, *ids = parts
    return f"teams.{name}." + hashlib.sha256("\n".join(ids).encode()).hexdigest()[:40]


async def prune(state: State, name: str, before: datetime) -> int:
    """Drop the values under ``teams.<name>.`` that were last written before a moment; gives how many."""
    under = keyvalues.c.key.startswith(f"teams.{name}.", autoescape=True)
    old = delete(keyvalues).where(under, keyvalues.c.updated_at < before)

    def work(connection: Connection) -> int:
        return connection.execute(old).rowcount

    return await state.write(work)
