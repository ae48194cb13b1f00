"""Rates: how often somebody does something, counted over all processes that share a state.

A limit's window moves on in tenths, each with a counter. What is refused is not counted, so whoever keeps trying is let
in as soon as anybody would be.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, delete, select

from core.state.database import State
from core.state.tables import rates
from core.state.upsert import upsert

_PARTS: Final = 10
"""Counters of a window."""


class Rates:
    """The counters. ``clock`` gives seconds since 1970, which processes must agree on within a few seconds."""

    def __init__(self, state: State, clock: Callable[[], float] = time.time) -> None:
        self._state = state
        self._clock = clock

    async def hit(self, who: str, limit: int, seconds: float) -> float:
        """Count one, unless ``limit`` were counted within the last ``seconds``.

        Args:
            who: whoever is limited; only a digest is stored.

        Returns:
            0 when it was counted, else the seconds after which the next one may come.

        Raises:
            StateUnavailable: it cannot be counted.
        """
        now = self._clock()
        part = seconds / _PARTS
        stretch = int(now // part)
        key = hashlib.sha256(f"{who} {limit}/{seconds:g}".encode()).hexdigest()
        # What lies ahead was counted by a clock that has since been put back.
        window = rates.c.stretch.between(stretch - _PARTS + 1, stretch)
        counters = select(rates.c.stretch, rates.c.hits).where(rates.c.key == key, window)
        over = datetime.fromtimestamp((stretch + _PARTS) * part, UTC)
        first = upsert(rates, self._state.dialect).values(key=key, stretch=stretch, hits=1, expires_at=over)

        def work(connection: Connection) -> float:
            found = {row.stretch: row.hits for row in connection.execute(counters)}
            room = limit - sum(hits for one, hits in found.items() if one != stretch)
            if room >= 1:
                counted = first.on_conflict_do_update(
                    index_elements=["key", "stretch"],
                    set_={"hits": rates.c.hits + 1},
                    where=rates.c.hits < room,  # another process may have counted meanwhile
                ).returning(rates.c.hits)
                if connection.execute(counted).first() is not None:
                    return 0.0
            return _until_one_fits({stretch: room, **found}, limit, part) - now

        return await self._state.write(work, first=True)

    async def purge(self) -> int:
        """Drop the counters that tell nothing any more; how many."""
        old = delete(rates).where(rates.c.expires_at < datetime.fromtimestamp(self._clock(), UTC))
        return await self._state.write(lambda connection: connection.execute(old).rowcount)


def _until_one_fits(found: Mapping[int, int], limit: int, part: float) -> float:
    """When, in seconds since 1970, the oldest counters have left the window and one more fits in.

    Args:
        found: hits by stretch.
    """
    left = sum(found.values())
    for stretch in sorted(found):
        left -= found[stretch]
        if left < limit:
            return (stretch + _PARTS) * part
    return (max(found) + _PARTS) * part
