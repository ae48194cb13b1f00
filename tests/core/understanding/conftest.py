"""The demo plant of one day and the planner over it, made once for a test process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.demo.generate import generate
from tests.core.understanding.rig import TODAY, Bench


@pytest.fixture(scope="session")
def planner_plant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plant's file; only to be read."""
    path = tmp_path_factory.mktemp("planner") / "plant.sqlite"
    generate(path, TODAY)
    return path


@pytest.fixture(scope="session")
def bench(planner_plant: Path) -> Iterator[Bench]:
    """The planner, ready to be asked."""
    found = Bench(planner_plant)
    yield found
    found.close()
