"""Brings the state database to the newest form, in one transaction and off the event loop.

An empty database gets the tables as they are declared; an older one is migrated by alembic, which is imported only then
(a process that never migrates is 6 MB smaller). A test compares what the two ways give.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, inspect, text

from core.kernel.errors import ConfigurationError
from core.sentences import settings
from core.state.connections import Work
from core.state.migrations import HEAD
from core.state.tables import metadata

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
    empty = await state.read(_is_empty)
    config = None if empty else await asyncio.to_thread(_config)

    def work(connection: Connection) -> bool:
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        if version(connection) == HEAD:  # another process was faster
            return False
        if _is_empty(connection):
            create(connection)
        else:
            upgrade(connection, config)
        return True

    return await state.write(work)


def version(connection: Connection) -> str | None:
    """The database's revision, None when it is empty."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _is_empty(connection: Connection) -> bool:
    """No tables at all: what has some and no version is not ours to fill, and alembic says so."""
    return not inspect(connection).get_table_names()


def create(connection: Connection) -> None:
    """The tables of an empty database, and the revision that they are of."""
    if connection.dialect.name == "postgresql":
        for table in metadata.tables.values():
            for index in table.indexes:
                index.dialect_kwargs["postgresql_where"] = index.dialect_kwargs.get("sqlite_where")
    metadata.create_all(connection)
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})


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
            reason=settings.STATE_NEWER,
        ) from error
