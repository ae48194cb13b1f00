"""One running plant for all Slack scenarios of a test process: each uses conversations and people of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.homes import furnish
from tests.scenarios.slack.plant import Plant, running


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The scenarios share a server, so they share its event loop."""
    for item in items:
        if "scenarios/slack" in item.path.as_posix():
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def plant(tmp_path_factory: pytest.TempPathFactory, demo_plant: Path) -> AsyncIterator[Plant]:
    """The demo plant with its bot."""
    async with running(furnish(tmp_path_factory.mktemp("slack-plant"), demo_plant)) as made:
        yield made
