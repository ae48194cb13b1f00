"""Brings the state database to the newest form, with alembic, in one transaction and off the event loop."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, inspect, text

from core.kernel.errors import ConfigurationError
from core.state.connections import Work
from core.state.migrations import HEAD

T = TypeVar("T")

FOLDER = Path(__file__).parent / "migrations"

_LOCK = 0x6D61696E74  # "maint": replicas that start together migrate one after the other


class Migratable(Protocol):
    """The state, as far as migrating needs it."""

    async def read(self, work: Work[T]) -> T:
        """What ``work`` reads."""

    async def write(self, work: Work[T]) -> T:
        """What ``work`` gives, in a transaction."""


async def migrate(state: Migratable) -> bool:
    """Migrate when needed; True when something was done. When nothing is to do this is one query.

    Raises:
        ConfigurationError: the database was written by a newer version of the bot.
    """
    if await state.read(version) == HEAD:
        return False
    config = await asyncio.to_thread(_config)

    def work(connection: Connection) -> bool:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        if version(connection) == HEAD:  # another process was faster
            return False
        upgrade(connection, config)
        return True

    return await state.write(work)


def version(connection: Connection) -> str | None:
    """The database's revision, None when it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _config() -> Any:
    """Alembic's configuration, and its imports, which take long enough to be felt on the event loop."""
    import alembic.command
    import alembic.runtime.migration  # noqa: F401
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    return config


def upgrade(connection: Connection, config: Any = None) -> None:
    """Run alembic over an open transaction.

    Raises:
        ConfigurationError: the revision found is not one of ours.
    """
    from alembic import command
    from alembic.util import CommandError

    config = config or _config()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise ConfigurationError(
            str(error),
            reason="the state database was written by a newer version of maintbot; install that version, or name "
            "another one in STATE_DATABASE_URL",
        ) from error
