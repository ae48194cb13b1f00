"""One flight for many who want the same at once: the first makes it, the others wait for what it makes."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Any, TypeVar

T = TypeVar("T")


class SingleFlight:
    """Lets many who want the same thing at once share one making of it.

    Attributes:
        shared: how often somebody joined a flight instead of starting one.
    """

    def __init__(self) -> None:
        self.shared = 0
        self._flights: dict[Hashable, _Flight] = {}

    async def do(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """What ``make`` gives, made once for all who ask while it is under way.

        Its exception goes to all of them and is not kept. A caller that is cancelled leaves the others' flight alone;
        when the last one leaves, the flight is cancelled too.
        """
        flight = self._flights.get(key)
        if flight is None:
            flight = self._flights[key] = _Flight(asyncio.ensure_future(_run(make)))
            flight.task.add_done_callback(lambda _: self._land(key, flight))
        else:
            self.shared += 1
        flight.passengers += 1
        try:
            value: T = await asyncio.shield(flight.task)
            return value
        except asyncio.CancelledError:
            if flight.passengers == 1 and not flight.task.done():
                self._land(key, flight)  # who comes now starts a new one
                flight.task.cancel()
            raise
        finally:
            flight.passengers -= 1

    def _land(self, key: Hashable, flight: _Flight) -> None:
        if self._flights.get(key) is flight:
            del self._flights[key]


class _Flight:
    def __init__(self, task: asyncio.Future[Any]) -> None:
        self.task = task
        self.passengers = 0


async def _run(make: Callable[[], Awaitable[T]]) -> T:
    return await make()
