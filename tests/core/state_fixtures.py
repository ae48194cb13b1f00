"""Every test of the state runs on a SQLite file and on PostgreSQL."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from core.kernel.settings import with_async_driver
from core.state.database import State
from core.state.tables import metadata


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return with_async_driver(f"sqlite:///{tmp_path / 'state.sqlite'}")


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def state_url(request: pytest.FixtureRequest) -> str:
    if request.param == "sqlite":
        return str(request.getfixturevalue("sqlite_url"))
    return with_async_driver(str(request.getfixturevalue("postgres_url")))


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new SQLite state: copying it costs less than migrating again."""
    path = tmp_path_factory.mktemp("state") / "state.sqlite"

    async def make() -> None:
        await (await State.open(f"sqlite:///{path}")).close()

    asyncio.run(make())
    return path


@pytest.fixture
async def state(state_url: str, migrated: Path) -> AsyncIterator[State]:
    """An open, empty state."""
    if state_url.startswith("sqlite"):
        shutil.copy(migrated, state_url.partition("///")[2])
    opened = await State.open(state_url)
    if opened.dialect == "postgresql":

        def empty(connection: Connection) -> None:
            for table in reversed(metadata.sorted_tables):
                connection.execute(table.delete())

        await opened.write(empty)
    yield opened
    await opened.close()
