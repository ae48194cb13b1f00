"""The demo plant of one day and the planner over it, made once for a test process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.core.understanding.rig import Bench


@pytest.fixture(scope="session")
def bench(demo_plant: Path) -> Iterator[Bench]:
    """The planner, ready to be asked."""
    found = Bench(demo_plant)
    yield found
    found.close()
