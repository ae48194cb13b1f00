"""What the tests of the model client share: a request, a key, and time that is not spent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from core.modelling.client import ModelClient
from core.modelling.schema import NAME, SCHEMA
from core.modelling.wire import Ask

KEY = "sk-test-0123456789abcdef"

ASK = Ask(
    static="You plan.",
    changing="Today: 2026-11-22.\nQuestion: how many machines are there?",
    model="gpt-6-luna",
    cache_key="c0ffee",
    person="0" * 32,
    schema=SCHEMA,
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
