"""The demo plant as a file, made once a session, and the whole Core over a copy of it."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from core.app import Core
from core.data.database import Database
from core.kernel.settings import with_async_driver
from core.semantics.load import load_model
from core.semantics.model import SemanticModel
from tests.core import renamed_plant
from tests.core.opening import AS_OF, Opens, opener
from tests.core.renamed_plant import Names
from tests.core.state_fixtures import migrated, sqlite_url, state, state_url
from tests.core.understanding.rig import Bench
from tests.postgres import PostgresServer

__all__ = ["migrated", "sqlite_url", "state", "state_url"]


@pytest.fixture(scope="session")
def demo_file(demo_plant: Path) -> Path:
    """Nobody writes into it."""
    return demo_plant


@pytest.fixture
def plant_copy(demo_file: Path, tmp_path: Path) -> Path:
    """A demo plant that the test may write into or spoil."""
    return Path(shutil.copy(demo_file, tmp_path / "plant.sqlite"))


@pytest.fixture
def opens(demo_file: Path, tmp_path: Path) -> Opens:
    """``open_core`` on the demo plant, in a folder of the test's own."""
    return opener(demo_file, tmp_path)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Core]:
    """One Core for a module whose tests leave it as it was; each speaks in a Thread of its own.

    The module says ``pytestmark = pytest.mark.asyncio(loop_scope="module")``.
    """
    async with opener(demo_file, tmp_path_factory.mktemp("shared"))() as core:
        yield core


@pytest.fixture(scope="session")
def names_and_model(tmp_path_factory: pytest.TempPathFactory) -> tuple[Names, SemanticModel]:
    """The names of the renamed plant, and its semantic model."""
    text, names = renamed_plant.renamed_model()
    path: Path = tmp_path_factory.mktemp("renamed") / "model.yaml"
    path.write_text(text, "utf-8")
    return names, load_model(path)


@pytest.fixture(scope="session")
def renamed(names_and_model: tuple[Names, SemanticModel], demo_file: Path) -> Iterator[Bench]:
    """The planner over the demo plant's data and the renamed model."""
    found = Bench(demo_file, model=names_and_model[1])
    yield found
    found.close()


@pytest.fixture(scope="session")
def loaded_url(postgres_server: PostgresServer) -> str:
    """A PostgreSQL database that holds the demo plant, with its driver; loaded once, and only read."""
    from core.demo.generate import load

    url = with_async_driver(postgres_server.create_database())
    asyncio.run(load(url, AS_OF))
    return url


@pytest.fixture
async def postgres_plant(loaded_url: str) -> AsyncIterator[Database]:
    """The demo plant on PostgreSQL."""
    database = await Database.open(loaded_url)
    yield database
    await database.close()
