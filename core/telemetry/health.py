"""Health: whether each part works right now, how long it took to say so, and whether answers need it.

Whoever asks is answered at once. A part is asked again only when what it said has become old; one that takes its time
goes on being asked in the background, and what it said before is given meanwhile. So a database that hangs makes
nobody wait, and a thousand probes a second cost each part one question.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias

import structlog

from core.kernel.errors import MaintbotError

_log = structlog.get_logger(__name__)

PARTS: Final = ("state", "plant", "model", "slack", "teams", "artifacts", "queue")
"""What /health tells of, in this order; those that the settings switch off are told as ``off``."""

LIMIT_SECONDS: Final = 3.0
"""How long a part may take to say that it works."""

PATIENCE_SECONDS: Final = 0.3
"""How long whoever asks waits for a part that has said something before."""

Status = Literal["ok", "failed", "off"]
Details: TypeAlias = Mapping[str, int | float | str]
Probe: TypeAlias = Callable[[], Awaitable[Details | None]]
"""Asks a part; raises when it does not work. What it gives is shown beside the part's status."""


@dataclass(frozen=True, slots=True)
class PartFound:
    """What became of asking a part.

    Attributes:
        seconds: how long it took; 0 for a part that is off.
        code: of the error, when it failed: ``database_unavailable``, ``too_slow`` … Never a text of a library.
        needed: nothing can be answered without it.
        accepts: no question can be taken in without it.
    """

    status: Status
    seconds: float = 0.0
    code: str | None = None
    needed: bool = False
    accepts: bool = False
    details: Details = field(default_factory=dict)


class Health:
    """All parts.

    Args:
        limit, patience: see ``LIMIT_SECONDS`` and ``PATIENCE_SECONDS``.

    Attributes:
        started: everything has been made ready and questions are taken up.
    """

    def __init__(
        self, names: Sequence[str] = PARTS, *, limit: float = LIMIT_SECONDS, patience: float = PATIENCE_SECONDS
    ) -> None:
        self.started = False
        self._names = tuple(names)
        self._limit = limit
        self._patience = patience
        self._watched: dict[str, _Watched] = {}

    def watch(
        self, name: str, probe: Probe, *, every: float = 1.0, needed: bool = False, accepts: bool = False
    ) -> None:
        """Have a part asked; another probe takes the place of one that it had.

        Args:
            every: seconds that what it said is believed; more for what is far away or costs something.
            needed: nothing can be answered without it.
            accepts: no question can be taken in without it.
        """
        self._watched[name] = _Watched(name, probe, every, needed, accepts, self._limit)

    async def look(self) -> dict[str, PartFound]:
        """What each part says, those that are off too, in the order of the names."""
        names = (*self._names, *(name for name in self._watched if name not in self._names))
        watched = [self._watched[name] for name in names if name in self._watched]
        said = await asyncio.gather(*(one.found(self._patience) for one in watched))
        found = {one.name: what for one, what in zip(watched, said, strict=True)}
        return {name: found.get(name, PartFound("off")) for name in names}

    async def accepting(self) -> dict[str, PartFound]:
        """As ``look``, of those parts alone without which no question can be taken in."""
        watched = [one for one in self._watched.values() if one.accepts]
        said = await asyncio.gather(*(one.found(self._patience) for one in watched))
        return {one.name: what for one, what in zip(watched, said, strict=True)}

    async def close(self) -> None:
        """Ask nobody any more."""
        await asyncio.gather(*(one.close() for one in self._watched.values()))


class _Watched:
    """One part, what it said last, and the question to it that is under way."""

    def __init__(self, name: str, probe: Probe, every: float, needed: bool, accepts: bool, limit: float) -> None:
        self.name = name
        self.needed = needed
        self.accepts = accepts
        self._probe = probe
        self._every = every
        self._limit = limit
        self._said: PartFound | None = None
        self._said_at = float("-inf")
        self._asking: asyncio.Task[None] | None = None

    async def found(self, patience: float) -> PartFound:
        """What it says; what it said before when it takes longer than ``patience`` seconds."""
        if self._said is not None and time.monotonic() - self._said_at < self._every:
            return self._said
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask(), name=f"health-{self.name}")
        await asyncio.wait({self._asking}, timeout=2 * self._limit if self._said is None else patience)
        return self._said or self._failed("too_slow", self._limit)

    async def close(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.wait({self._asking})

    async def _ask(self) -> None:
        begun = time.perf_counter()
        try:
            async with asyncio.timeout(self._limit):
                details = await self._probe()
            seconds = time.perf_counter() - begun
            said = PartFound("ok", seconds, None, self.needed, self.accepts, details or {})
        except Exception as error:
            code = _code(error)
            said = self._failed(code, time.perf_counter() - begun)
            if self._said is None or self._said.code != code:
                _log.warning(
                    "health_check_failed", check=self.name, code=code, error=type(error).__name__, detail=str(error)
                )
        else:
            if self._said is not None and self._said.status == "failed":
                _log.info("health_check_works_again", check=self.name)
        self._said, self._said_at = said, time.monotonic()

    def _failed(self, code: str, seconds: float) -> PartFound:
        return PartFound("failed", seconds, code, self.needed, self.accepts)


def _code(error: Exception) -> str:
    if isinstance(error, MaintbotError):
        return error.code
    return "too_slow" if isinstance(error, TimeoutError) else "unreachable"
