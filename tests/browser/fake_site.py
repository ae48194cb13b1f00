"""The server over the fake Core, in a thread of its own: an answer waits, fails or comes as the question says."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from aiohttp import web

from bots import server
from tests.adapters.rest.fake_core import fake_core
from tests.adapters.rest.rig import settings_of


class FakeSite:
    """Attributes:
    url: where it listens.
    core: the fake Core; what it is told from a test goes through ``do``.
    """

    def __init__(self, folder: Path, **settings: Any) -> None:
        self._folder, self._settings = folder, settings_of(folder, **settings)
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), daemon=True)
        self._thread.start()
        assert self._ready.wait(30), "it did not start"

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._over = asyncio.Event()
        async with fake_core(self._folder, self._settings) as core:
            self.core: SimpleNamespace = core
            runner = web.AppRunner(server.build(core, self._settings), access_log=None, shutdown_timeout=1)
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
            self._ready.set()
            await self._over.wait()
            core.pipeline.release.set()
            await runner.cleanup()

    def do(self, work: Callable[[], object]) -> None:
        """Have something done on the server's loop."""
        self._loop.call_soon_threadsafe(work)

    def stop(self) -> None:
        """End it and wait."""
        self.do(self._over.set)
        self._thread.join(30)
