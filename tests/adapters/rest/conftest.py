"""A REST server on loopback over the fake Core, with any settings."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp.test_utils import TestClient, TestServer

from bots import server
from tests.adapters.rest.fake_core import fake_core
from tests.adapters.rest.rig import Client, Serve, settings_of


@pytest.fixture
def serve(tmp_path: Path) -> Serve:
    """``async with serve(api_keys=("k",)) as (client, core)``."""

    @contextlib.asynccontextmanager
    async def started(**values: Any) -> AsyncIterator[tuple[Client, SimpleNamespace]]:
        settings = settings_of(tmp_path, **values)
        async with AsyncExitStack() as stack:
            core = await stack.enter_async_context(fake_core(tmp_path, settings))
            client: Client = TestClient(TestServer(server.build(core, settings)))
            await stack.enter_async_context(client)
            yield client, core

    return started


@pytest.fixture
async def client(serve: Serve) -> AsyncIterator[Client]:
    """A server with no keys and English as its language."""
    async with serve() as (client, _):
        yield client
