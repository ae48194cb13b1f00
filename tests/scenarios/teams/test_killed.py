"""The server is killed while it answers: every question that got its 200 is answered after the start."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import aiohttp
import pytest

from tests.fakes.teams import Activities, FakeTeams
from tests.homes import furnish

QUESTIONS = 24
KILLED_AFTER = (5, 14)


class Server:
    """``maintbot serve`` in development mode, begun anew whenever it was killed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.url = ""
        self.process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Begin, and wait until it says where it listens."""
        environment = {
            **{
                key: value
                for key, value in os.environ.items()
                if not key.startswith(("MICROSOFT_", "OPENAI_", "SLACK_"))
            },
            "TEAMS_DEV": "1",
            "MAINTBOT_HOME": str(self.folder / "home"),
            "CHAT_DOCS_DIR": str(self.folder / "files"),
            "MAINTBOT_TODAY": "2026-11-22",
            "PLANNER": "offline",
            "API_PORT": "0",
            "LOG_FILE": str(self.folder / "server.log"),
        }
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bots", "serve", env=environment, cwd=self.folder, stdout=subprocess.PIPE
        )
        assert self.process.stdout is not None
        async with asyncio.timeout(60):
            while b"http://" not in (line := await self.process.stdout.readline()):
                assert line, (self.folder / "server.log").read_text("utf-8")
        self.url = next(word for word in line.decode().split() if word.startswith("http://")).rstrip(".")

    async def kill(self) -> None:
        """SIGKILL."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()


@pytest.mark.slow
async def test_nothing_is_lost(tmp_path: Path, demo_plant: Path) -> None:
    furnish(tmp_path / "home", demo_plant)
    server = Server(tmp_path)
    accepted: set[str] = set()
    async with FakeTeams().running() as teams, aiohttp.ClientSession() as session:
        say = Activities(teams.service_url)
        await server.start()

        async def deliver(number: int) -> None:
            """As Teams does: again until it is taken."""
            asked = say.channel("¿cuántas bombas están paradas?", root=str(1000 + number))
            for _ in range(200):
                try:
                    async with session.post(f"{server.url}/api/messages", json=asked) as got:
                        if got.status == 200:
                            accepted.add(asked["conversation"]["id"])
                            return
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.1)

        async def killer() -> None:
            for after in KILLED_AFTER:
                await teams.until(lambda after=after: len(teams.sent()) >= after, seconds=60)
                await server.kill()
                await server.start()

        try:
            await asyncio.gather(killer(), *(deliver(number) for number in range(QUESTIONS)))
            assert len(accepted) == QUESTIONS
            conversations = lambda: {call.conversation for call in teams.received}  # noqa: E731
            await teams.until(lambda: conversations() >= accepted, seconds=60)
            # A message may come twice only when the kill fell between Teams' acceptance and our record of it.
            assert len(teams.sent()) <= QUESTIONS + len(KILLED_AFTER) * 8
        finally:
            await server.kill()
