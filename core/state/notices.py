"""Notices: PostgreSQL tells every replica at once that something waits for it. Looking now and then stays beside.

A notice may be lost (the server restarts, a connection dies), so it only ever means "look now". SQLite has no such
thing; there this does nothing.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any, Final

import structlog
from sqlalchemy import func
from sqlalchemy.sql.functions import Function

from core.state.connections import short
from core.state.database import State
from core.state.writer import BUSY_SECONDS

log = structlog.get_logger(__name__)

WORK: Final = "maintbot_work"
"""The channel on which a question that waits is told of."""

ALIVE_SECONDS: Final = 30.0
"""How often the connection is tried: one that a firewall has dropped says nothing by itself."""

LONGEST_WAIT: Final = 30.0
"""Seconds between attempts to connect again; they double from one second on."""


def told(channel: str) -> Function[Any]:
    """As a column of a statement on PostgreSQL: listeners are told when its transaction is committed."""
    return func.pg_notify(channel, "")


class Notices:
    """Listens on a connection of its own, and connects again whenever that is lost.

    Args:
        state: an open state; on SQLite nothing is ever heard.
        channel: what is listened to.
        heard: called on the event loop for each notice, and after each connecting: something may have been missed.
    """

    def __init__(
        self,
        state: State,
        channel: str,
        heard: Callable[[], None],
        *,
        first_wait: float = 1.0,
        alive_seconds: float = ALIVE_SECONDS,
    ) -> None:
        self._state = state
        self._channel = channel
        self._heard = heard
        self._first_wait = first_wait
        self._alive_seconds = alive_seconds
        self._listening: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to listen, in the background."""
        if self._state.dialect == "postgresql" and self._listening is None:
            self._listening = asyncio.create_task(self._listen_on(), name="state-notices")

    async def close(self) -> None:
        """Stop listening."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)
            self._listening = None

    async def _listen_on(self) -> None:
        wait = self._first_wait
        while True:
            begun = asyncio.get_running_loop().time()
            try:
                await self._listen()
            except Exception as error:
                log.warning("notices_lost", detail=short(error), again_in=wait)
            lasted = asyncio.get_running_loop().time() - begun
            wait = self._first_wait if lasted > LONGEST_WAIT else min(wait * 2, LONGEST_WAIT)
            await asyncio.sleep(wait)

    async def _listen(self) -> None:
        """Listen until the connection ends; raises what it ended with."""
        from sqlalchemy.ext.asyncio import create_async_engine
        from sqlalchemy.pool import NullPool

        lost = asyncio.Event()
        engine = create_async_engine(self._state.url, poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS})
        async with engine.connect() as connection:
            driver: Any = (await connection.get_raw_connection()).driver_connection
            driver.add_termination_listener(lambda _: lost.set())
            await driver.add_listener(self._channel, lambda *_: self._heard())
            try:
                self._heard()
                while not lost.is_set():
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(self._alive_seconds):
                            await lost.wait()
                            break
                    await driver.fetchval("SELECT 1", timeout=BUSY_SECONDS)
            except BaseException:
                driver.terminate()  # a goodbye over a dead connection would wait
                raise
        raise ConnectionError("the server closed the connection")
