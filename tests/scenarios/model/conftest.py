"""The whole bot, opened on the demo plant, with a fake model server."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from core.app import Core, open_core
from core.demo.generate import generate
from core.kernel.messages import Question, Reply, Thread, Viewer
from core.kernel.settings import Settings
from tests.fakes.openai_server import FakeOpenAI

AS_OF = date(2026, 11, 22)


@pytest.fixture(scope="package")
def plant_of_the_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("plant") / "plant.sqlite"
    generate(path, AS_OF)
    return path


@pytest.fixture
def plant(plant_of_the_day: Path, tmp_path: Path) -> Path:
    """A copy that a test may write to."""
    return Path(shutil.copy(plant_of_the_day, tmp_path / "plant.sqlite"))


@pytest.fixture
async def model() -> AsyncIterator[FakeOpenAI]:
    async with FakeOpenAI() as server:
        yield server


@dataclass
class Bot:
    """Asks as people do."""

    core: Core
    asked: int = 0

    async def ask(self, text: str, *, thread: str = "t1", person: str = "U1", **fields: Any) -> Reply:
        self.asked += 1
        question = Question(
            id=f"q{self.asked}",
            thread=Thread(platform="test", workspace="T1", channel="C1", thread=thread),
            viewer=Viewer(platform="test", workspace="T1", id=person),
            text=text,
            received_at=datetime.now(UTC),
            today=AS_OF,
            **fields,
        )
        return await self.core.answer(question)

    async def all_at_once(self, text: str, people: int) -> list[Reply]:
        return await asyncio.gather(*(self.ask(text, thread=f"t{n}", person=f"U{n}") for n in range(people)))


OpenBot = Callable[..., Any]


@pytest.fixture
async def open_bot(plant: Path, model: FakeOpenAI, tmp_path: Path) -> AsyncIterator[OpenBot]:
    """Opens bots with settings of the test's own; all are closed after it."""
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
            core = await stack.enter_async_context(open_core(Settings(_env_file=None, **(given | settings))))
            return Bot(core)

        yield open_one
