"""The whole bot, opened on the demo plant, with a fake model server."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from core.app import open_core
from core.kernel.settings import Settings
from tests.core.lexicons import lexicon_of
from tests.fakes.openai_server import FakeOpenAI
from tests.scenarios.model.bot import Bot, OpenBot


@pytest.fixture
def plant(demo_plant: Path, tmp_path: Path) -> Path:
    """A copy that a test may write to."""
    return Path(shutil.copy(demo_plant, tmp_path / "plant.sqlite"))


@pytest.fixture
async def model() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI() as server:
        yield server


@pytest.fixture
async def open_bot(
    plant: Path, model: FakeOpenAI, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[OpenBot]:
    """Opens bots with settings of the test's own; all are closed after it."""
    monkeypatch.setattr("core.understanding.planner.Lexicon", lexicon_of)
    async with AsyncExitStack() as stack:

        async def open_one(**settings: Any) -> Bot:
            given: dict[str, Any] = {
                "openai_base_url": f"{model.url}/v1",
                "openai_api_key": "sk-test",
                "openai_timeout": 5.0,
                "maintenance_database_url": f"sqlite:///{plant}",
                "maintbot_home": tmp_path / "home",
                "chat_docs_dir": str(tmp_path / "docs"),
            }
            core = await stack.enter_async_context(
                open_core(Settings(_env_file=None, **(given | settings)), chart_workers=0)
            )
            return Bot(core)

        yield open_one
