"""The bot as processes of its own: one on SQLite, or several replicas on one PostgreSQL."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from tests.bots.process import environment

START_LIMIT = 120.0
STOP_LIMIT = 40.0


@dataclass
class Killed:
    """One death: when, by which signal, and how the process ended."""

    at: float
    signal: int
    code: int | None = None
    seconds: float = 0.0


class Replica:
    """One server."""

    def __init__(self, number: int, home: Path, settings: dict[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.output = home / f"replica-{number}.log"
        self._home = home
        self._environment = environment(home, **settings, API_PORT=str(self.port))
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begin, or begin again."""
        with self.output.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bots", "serve"],
                env=self._environment,
                cwd=self._home,
                stdout=output,
                stderr=output,
            )

    async def ready(self, session: aiohttp.ClientSession) -> float:
        """Wait until it takes questions; how many seconds that took. Called right after ``start``."""
        begun = time.monotonic()
        while time.monotonic() < begun + START_LIMIT:
            with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError):
                async with session.get(f"{self.url}/health/ready", timeout=aiohttp.ClientTimeout(total=2)) as answer:
                    if answer.status == 200:
                        return time.monotonic() - begun
            await asyncio.sleep(0.05)
        raise AssertionError(f"not ready after {START_LIMIT:g} s: {self.output.read_text('utf-8')[-2000:]}")

    async def end(self, number: int) -> Killed:
        """Send a signal and wait for the end."""
        assert self.process is not None
        told = Killed(time.monotonic(), number)
        self.process.send_signal(number)
        try:
            told.code = await asyncio.to_thread(self.process.wait, STOP_LIMIT)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        told.seconds = time.monotonic() - told.at
        return told


class Workers(Replica):
    """A server of several processes (WORKERS): one of them dies, and the parent starts it again."""

    def start(self) -> None:
        """Begin; afterwards that is the parent's business."""
        if self.process is None:
            super().start()

    async def end(self, number: int) -> Killed:
        """Send a signal to one of the processes and wait for its end."""
        told = Killed(time.monotonic(), number)
        pid = random.choice(self._children())
        os.kill(pid, number)
        while pid in self._children() and time.monotonic() < told.at + STOP_LIMIT:
            await asyncio.sleep(0.02)
        told.code = 0 if pid not in self._children() else None
        told.seconds = time.monotonic() - told.at
        return told

    def _children(self) -> list[int]:
        assert self.process is not None
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in listed.read_text().split()]


@dataclass
class Fleet:
    """All replicas, and how they fared."""

    replicas: list[Replica]
    chance: random.Random
    session: aiohttp.ClientSession
    killed: list[Killed] = field(default_factory=list)
    starts: list[float] = field(default_factory=list)
    _up: dict[Replica, asyncio.Task[float]] = field(default_factory=dict)

    async def begin(self) -> None:
        """Start all; they are ready when this returns."""
        for replica in self.replicas:
            self._start(replica)
        await self.all_up()

    async def all_up(self) -> None:
        """Wait until all are ready."""
        await asyncio.gather(*self._up.values())

    def _start(self, replica: Replica) -> None:
        replica.start()
        up = self._up[replica] = asyncio.create_task(replica.ready(self.session))
        up.add_done_callback(self._noted)

    def _noted(self, up: asyncio.Task[float]) -> None:
        if not up.cancelled() and up.exception() is None:
            self.starts.append(up.result())

    def somewhere(self) -> str:
        """The address of any replica, dead or alive, as a balancer that knows nothing would choose."""
        return self.chance.choice(self.replicas).url

    async def kill_one(self, stops: float) -> None:
        """End one at random and start it again. Most often it has become ready before it is the next one's turn.

        Args:
            stops: the share of polite ends (SIGTERM).
        """
        replica = self.chance.choice(self.replicas)
        if self.chance.random() > 0.15:  # else it dies while it starts
            await self._up[replica]
            await asyncio.sleep(self.chance.uniform(0.0, 1.5))
        number = signal.SIGTERM if self.chance.random() < stops else signal.SIGKILL
        self._up[replica].cancel()
        self.killed.append(await replica.end(number))
        self._start(replica)

    def logged(self, event: str) -> int:
        """How often the replicas' logs have an event."""
        return sum(replica.output.read_text("utf-8").count(f'"{event}"') for replica in self.replicas)

    def close(self) -> None:
        """End all for good."""
        for replica in self.replicas:
            if replica.process is not None:
                replica.process.kill()
                replica.process.wait()

    def told(self) -> str:
        """How often and how long, in a line."""
        stops = [one for one in self.killed if one.signal == signal.SIGTERM]
        clean = sum(one.code == 0 for one in stops)  # the others were only just starting
        longest = max((one.seconds for one in stops), default=0.0)
        return (
            f"kills {len(self.killed)}: SIGKILL {len(self.killed) - len(stops)}, SIGTERM {len(stops)} "
            f"({clean} drained, the longest in {longest:.1f} s); "
            f"starts: median {statistics.median(self.starts):.1f} s, longest {max(self.starts):.1f} s"
        )
