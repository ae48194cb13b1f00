"""Workers over a state of the test's own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from core.state.database import State
from tests.core.delivery.worker_bench import Bench


@pytest.fixture
async def bench(state: State) -> AsyncIterator[Bench]:
    made = Bench(state)
    yield made
    for worker in made.workers:
        await worker.drain(0)
