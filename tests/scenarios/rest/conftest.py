"""One real server on the demo plant for this folder's tests."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from typing import Any

import aiohttp
import pytest

from tests.bots.process import Server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """``maintbot serve`` with nothing set but its folder and the date."""
    running = Server(tmp_path_factory.mktemp("rest"))
    yield running
    assert running.stop() == 0


@pytest.fixture
async def http(server: Server) -> AsyncIterator[aiohttp.ClientSession]:
    """A client of it."""
    async with aiohttp.ClientSession(server.url) as session:
        yield session


@pytest.fixture
def sql(server: Server) -> Any:
    """Runs a query on the plant that the server answers from."""

    def run(query: str) -> list[tuple[Any, ...]]:
        with closing(sqlite3.connect(server.home / "data" / "demo_plant.sqlite")) as connection:
            return connection.execute(query).fetchall()

    return run
