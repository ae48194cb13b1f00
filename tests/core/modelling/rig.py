"""What the tests of the model client share: a request, a key, and time that is not spent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from core.kernel.clock import Clock
from core.kernel.settings import Settings
from core.modelling.client import ModelClient
from core.modelling.making import Making
from core.modelling.names.schema import NAME, schema_of
from core.modelling.names.vocabulary import Vocabulary
from core.modelling.planner import ModelPlanner
from core.modelling.prompts import Prompts
from core.modelling.tongues import Tongues
from core.modelling.values import CurrentValues, FieldValues
from core.modelling.wire import Ask
from core.planning.own import OwnQueries
from core.semantics.load import load_model
from core.semantics.sql.compile import Compiler
from tests.core.lexicons import lexicon_of

KEY = "sk-test-0123456789abcdef"

ASK = Ask(
    static="You plan.",
    changing="Today: 2026-11-22.\nQuestion: how many machines are there?",
    model="gpt-6-luna",
    cache_key="c0ffee",
    person="0" * 32,
    schema=schema_of(Vocabulary.of(load_model())).document,
    schema_name=NAME,
)


@dataclass
class Waits:
    """A ``sleep`` that records how long it was asked to sleep, and does not."""

    seconds: list[float] = field(default_factory=list)

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        await asyncio.sleep(0)


@dataclass
class Time:
    """A clock that is moved by hand."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


MakeClient = Callable[..., ModelClient]


def making(values: FieldValues | None = None, dialect: str = "sqlite") -> Making:
    """Plans over the demo plant's model.

    Args:
        values: what occurs in its columns; None: nobody has read them.
    """
    model = load_model()
    own = OwnQueries(model, Compiler(model, dialect))
    return Making(own, CurrentValues(model, lambda: values), Tongues(lexicon_of(model).languages))


def a_planner(
    client: ModelClient,
    settings: Settings | None = None,
    values: FieldValues | None = None,
    observe: Callable[[str], None] = lambda kind: None,
) -> ModelPlanner:
    """A planner over the demo plant's model."""
    settings = settings or Settings(_env_file=None)  # type: ignore[call-arg]
    made = making(values)
    clock = Clock("America/Mexico_City")
    return ModelPlanner(
        client, Prompts(made.own.model, "sqlite"), made, settings=settings, clock=clock, observe=observe
    )
