"""What the handlers share: the core, the settings, the rate limit, and one turn at a time for each session."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

from aiohttp import web

from adapters.rest.http.rate import RateLimit
from adapters.rest.limits import ANSWER_MARGIN_SECONDS, MAX_ASKING
from core.kernel.errors import InboxFull
from core.kernel.messages import Viewer

if TYPE_CHECKING:
    from core.app import Core
    from core.kernel.settings import Settings

VIEWER = web.RequestKey("viewer", Viewer)
CROSS_ORIGIN: web.RequestKey[dict[str, str]] = web.RequestKey("cross_origin", dict)
"""The headers for a page of another origin, when one that may asks."""


@dataclass(slots=True)
class Rest:
    """Everything a handler needs.

    Attributes:
        answer_seconds: how long one chat request may take in all.
        draining: True once the process was told to stop.
    """

    core: Core
    settings: Settings
    rate: RateLimit
    answer_seconds: float
    draining: bool = False
    _turns: WeakValueDictionary[str, asyncio.Lock] = field(default_factory=WeakValueDictionary)
    _open: int = 0
    _asking: int = 0
    _idle: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    def of(cls, core: Core, settings: Settings) -> Rest:
        """From the settings.

        Raises:
            ConfigurationError: RATE_LIMIT cannot be read.
        """
        attempts = 1 + settings.max_sql_retries
        model = settings.openai_timeout * attempts if settings.openai_api_key or settings.openai_base_url else 0.0
        seconds = min(settings.query_timeout * attempts + model + ANSWER_MARGIN_SECONDS, settings.question_timeout)
        return cls(core, settings, RateLimit(settings.rate_limit), seconds)

    @contextlib.contextmanager
    def request(self) -> Iterator[None]:
        """Around every request, so that a stopping server knows what it is still answering."""
        self._open += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._open -= 1
            if not self._open:
                self._idle.set()

    async def finished(self) -> None:
        """Wait until no request is being answered."""
        if self._open:
            await self._idle.wait()

    @contextlib.asynccontextmanager
    async def turn(self, thread_key: str) -> AsyncIterator[None]:
        """Questions of one session are answered one after the other, in the order that they came.

        Raises:
            InboxFull: ``MAX_ASKING`` are being answered or wait already.
        """
        if self._asking >= MAX_ASKING:
            raise InboxFull(f"{MAX_ASKING} questions over REST")
        self._asking += 1
        try:
            lock = self._turns.setdefault(thread_key, asyncio.Lock())
            async with lock:
                yield
        finally:
            self._asking -= 1


REST: web.AppKey[Rest] = web.AppKey("rest")
