"""The demo plant's semantic model, and its database on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.data.database import Database
from core.kernel.settings import with_async_driver
from core.semantics.load import load_model
from core.semantics.model import SemanticModel
from tests.core.opening import AS_OF
from tests.postgres import PostgresServer


@pytest.fixture(scope="session")
def model() -> SemanticModel:
    return load_model()


@pytest.fixture
async def plant(demo_file: Path) -> AsyncIterator[Database]:
    """The demo plant on SQLite."""
    database = await Database.open(f"sqlite:///{demo_file}")
    yield database
    await database.close()


@pytest.fixture(scope="session")
def loaded_url(postgres_server: PostgresServer) -> str:
    """A PostgreSQL database that holds the demo plant, with its driver; loaded once, and only read."""
    from core.demo.generate import load

    url = with_async_driver(postgres_server.create_database())
    asyncio.run(load(url, AS_OF))
    return url


@pytest.fixture
async def postgres_plant(loaded_url: str) -> AsyncIterator[Database]:
    database = await Database.open(loaded_url)
    yield database
    await database.close()
