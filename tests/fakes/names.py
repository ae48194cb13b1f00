"""Names on the network that cannot be looked up for a while."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest


class NameAway:
    """``localhost`` is not found until it is said to be back.

    Attributes:
        looked: how often it was looked for.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.looked = 0
        self._away = True
        found = asyncio.base_events.BaseEventLoop.getaddrinfo

        async def resolve(loop: Any, host: Any, *more: Any, **others: Any) -> Any:
            if host == "localhost":
                self.looked += 1
                if self._away:
                    raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")
            return await found(loop, host, *more, **others)

        monkeypatch.setattr(asyncio.base_events.BaseEventLoop, "getaddrinfo", resolve)

    def is_back(self) -> None:
        """From now on it is found."""
        self._away = False
