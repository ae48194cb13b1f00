"""A small plant on SQLite and on PostgreSQL, opened as the product opens it."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.data.database import Database
from core.kernel.settings import with_async_driver
from tests.core.data.plant import fill_postgres, fill_sqlite, open_file


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill_sqlite(tmp_path_factory.mktemp("filled") / "plant.sqlite")


@pytest.fixture
def plant_file(filled_file: Path, tmp_path: Path) -> Path:
    """A file of the test's own, under a name that a careless URL would break."""
    return Path(shutil.copy(filled_file, tmp_path / "plant ñ #1?%20.sqlite"))


@pytest.fixture
async def plant(plant_file: Path) -> AsyncIterator[Database]:
    database = await open_file(plant_file)
    yield database
    await database.close()


@pytest.fixture(scope="module")
def filled_url(postgres_url: str) -> str:
    """A PostgreSQL database that holds the plant, with its driver."""
    import asyncio

    url = with_async_driver(postgres_url)
    asyncio.run(fill_postgres(url))
    return url


@pytest.fixture
async def postgres_plant(filled_url: str) -> AsyncIterator[Database]:
    database = await Database.open(filled_url, query_timeout=1.0, max_rows=100, timezone="America/Mexico_City")
    yield database
    await database.close()
