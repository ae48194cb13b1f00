"""The demo plant of one day and the planner over it, made once for a test process; and the plant under other names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.semantics.model import SemanticModel
from tests.core.renamed_plant import Names
from tests.core.understanding.called import every_step_called
from tests.core.understanding.plants import Plant
from tests.core.understanding.rig import Bench


@pytest.fixture(scope="module", autouse=True)
def steps() -> Iterator[None]:
    """Whatever is asked, a step of understanding that is skipped would have found nothing."""
    with every_step_called():
        yield


@pytest.fixture(scope="session")
def bench(demo_plant: Path) -> Iterator[Bench]:
    """The planner, ready to be asked."""
    found = Bench(demo_plant)
    yield found
    found.close()


@pytest.fixture(params=["demo", "renamed"])
def plant(
    request: pytest.FixtureRequest, names_and_model: tuple[Names, SemanticModel], bench: Bench, renamed: Bench
) -> Plant:
    """The demo plant, then the same under other names: what a part of the planner does, it does on both."""
    names = names_and_model[0]
    return Plant(bench) if request.param == "demo" else Plant(renamed, names)
