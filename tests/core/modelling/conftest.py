"""Model clients against the fake server, whose waits are recorded instead of slept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from typing import Any

import pytest

from core.modelling.breaker import Breaker
from core.modelling.client import ModelClient
from core.modelling.server import Server
from core.modelling.wire import Api
from tests.core.modelling.rig import KEY, MakeClient, Time, Waits
from tests.fakes.openai_server import FakeOpenAI


@pytest.fixture
async def fake() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI() as server:
        yield server


@pytest.fixture
def waits() -> Waits:
    return Waits()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def make_client(fake: FakeOpenAI, waits: Waits, time: Time) -> AsyncIterator[MakeClient]:
    """Builds clients for the fake server; all are closed after the test."""
    made: list[ModelClient] = []

    def make(api: Api = "responses", *, url: str | None = None, azure: str = "", **options: Any) -> ModelClient:
        settings: dict[str, Any] = {
            "timeout": 20.0,
            "max_concurrent": 10,
            "breaker": Breaker(clock=time),
            "sleep": waits,
        }
        base = url if url is not None else fake.url if azure else f"{fake.url}/v1"
        made.append(ModelClient(Server(api, base, KEY, azure), **(settings | options)))
        return made[-1]

    yield make
    closing: list[Awaitable[None]] = [client.close() for client in made]
    await asyncio.gather(*closing)


@pytest.fixture(params=["responses", "chat"])
def api(request: pytest.FixtureRequest) -> Api:
    """Both APIs, one after the other."""
    return request.param  # type: ignore[no-any-return]
