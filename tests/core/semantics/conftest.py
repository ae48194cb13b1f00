"""The demo plant's semantic model, and its database on SQLite."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from core.data.database import Database
from core.semantics.load import load_model
from core.semantics.model import SemanticModel


@pytest.fixture(scope="session")
def model() -> SemanticModel:
    return load_model()


@pytest.fixture
async def plant(demo_file: Path) -> AsyncIterator[Database]:
    """The demo plant on SQLite."""
    database = await Database.open(f"sqlite:///{demo_file}")
    yield database
    await database.close()
