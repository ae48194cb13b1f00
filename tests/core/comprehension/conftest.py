"""The new planner over the demo plant of one day, made once for a test process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core.semantics.load import load_model
from core.semantics.model import SemanticModel
from tests.core.comprehension.bench import Understood


@pytest.fixture(scope="session")
def model() -> SemanticModel:
    """The demo plant's semantic model."""
    return load_model()


@pytest.fixture(scope="session")
def bench(demo_plant: Path, model: SemanticModel) -> Iterator[Understood]:
    """The planner, ready to be asked."""
    found = Understood(demo_plant, model)
    yield found
    found.close()
