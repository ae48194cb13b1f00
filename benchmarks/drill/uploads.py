"""Slack's host of uploads is down for a minute (refuses, is out of reach, hangs, by turns) while people ask.

Every question has one follow-up in its thread, and the time from a question to its text is measured: texts must not
wait for files. Ends with 1 when a figure misses its bar.
"""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import aiohttp

from benchmarks.figure import Figure
from tests.bots.process import environment
from tests.fakes.slack import FakeSlack, Fault
from tests.fakes.slack_people import People

SECONDS = 60.0
EVERY = 1.5
"""Seconds between questions, each with its follow-up."""
LONGEST_WAIT = 10.0
START_LIMIT = 120.0
CHANNELS = 10


class Drill:
    """A server as a process of its own, the fake Slack, and people who ask."""

    def __init__(self, slack: FakeSlack, folder: Path) -> None:
        self.slack, self.folder = slack, folder
        self.people = People(slack, "http://127.0.0.1:8017/slack/events", retries=(0.2, 0.5, *[1.0] * 60))
        self.process: subprocess.Popen[bytes] | None = None
        self.waits: list[float] = []
        self.asked: list[tuple[str, str]] = []
        self.starts: list[float] = []

    def start(self) -> None:
        """Begin, or begin again."""
        settings = {
            "SLACK_BOT_TOKEN": self.slack.bot_token,
            "SLACK_SIGNING_SECRET": self.slack.signing_secret,
            "SLACK_API_URL": self.slack.api_url,
            "PUBLIC_URL": "https://bot.example.com",
            "API_PORT": "8017",
            "LOG_LEVEL": "WARNING",
        }
        with (self.folder / "output.log").open("ab") as output:
            command = [sys.executable, "-m", "bots", "serve"]
            self.process = subprocess.Popen(
                command, env=environment(self.folder, **settings), cwd=self.folder, stdout=output, stderr=output
            )

    async def listening(self) -> None:
        """Wait until the server answers, and note how long its start took. Called right after ``start``."""
        began = time.monotonic()
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=1)) as session:
            while time.monotonic() < began + START_LIMIT:
                try:
                    async with session.get("http://127.0.0.1:8017/health/live") as response:
                        if response.status == 200:
                            self.starts.append(time.monotonic() - began)
                            return
                except (aiohttp.ClientError, TimeoutError):
                    pass
                await asyncio.sleep(0.05)
        raise AssertionError(f"the server does not listen after {START_LIMIT:g} s; see {self.folder}/output.log")

    def kill(self) -> None:
        """As a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    async def ask(self, number: int) -> None:
        """One question and its follow-up; each is waited for."""
        channel = f"C0DRILL{number % CHANNELS}"
        began = time.monotonic()
        ts = await self.people.ask("OT abiertas por área", channel=channel)
        self.asked.append((channel, ts))
        await self._text(channel, ts, 1, began)
        began = time.monotonic()
        await self.people.write("¿y en soldadura?", channel=channel, thread_ts=ts)
        await self._text(channel, ts, 2, began)

    async def _text(self, channel: str, ts: str, count: int, began: float) -> None:
        await self.slack.until(lambda: len(self.texts(channel, ts)) >= count, 120)
        self.waits.append(time.monotonic() - began)

    def texts(self, channel: str, ts: str) -> list[str]:
        """Answers in a thread: what has words and is no note about files."""
        said = [one["text"] for one in self.slack.said(channel, ts) if one.get("text")]
        return [text for text in said if "enlaces" not in text and "archivos" not in text]


async def host_down(drill: Drill, seconds: float) -> None:
    """The file host is down, in a different way each third of the time."""
    third = seconds / 3
    for fault in (
        Fault("upload", "odd", 10**9, status=503, body="down"),
        Fault("upload address", "refused", 10**9),
        Fault("upload", "hold", 10**9),
    ):
        drill.slack.faults.append(fault)
        await asyncio.sleep(third)
        drill.slack.faults.remove(fault)
    drill.slack.released.set()


async def run(seconds: float = SECONDS) -> list[Figure]:
    """One drill; gives its figures."""
    with tempfile.TemporaryDirectory() as folder:
        async with FakeSlack() as slack:
            for number in range(CHANNELS):
                slack.channel(f"C0DRILL{number}")
            drill = Drill(slack, Path(folder))
            drill.start()
            try:
                await drill.listening()
                await drill.people.ask("¿cuántas bombas hay?", channel="C0DRILL0")
                await slack.until(lambda: slack.said("C0DRILL0"), 120)  # it is up
                trouble = asyncio.ensure_future(host_down(drill, seconds))
                asking = []
                for number in range(int(seconds / EVERY)):
                    asking.append(asyncio.create_task(drill.ask(number)))
                    await asyncio.sleep(EVERY)
                await trouble
                done, _ = await asyncio.wait(asking, timeout=120)
                lost = len(asking) - sum(task.exception() is None for task in done)
                await asyncio.sleep(5)
                twice = sum(len(drill.texts(channel, ts)) > 2 for channel, ts in drill.asked)
            finally:
                await drill.people.close()
                drill.kill()
    return [
        Figure("files: questions and follow-ups", 2.0 * len(asking), ""),
        Figure("files: lost", float(lost), "", 0.0),
        Figure("files: twice", float(twice), "", 0.0),
        Figure("files: the longest wait for a text", max(drill.waits, default=0.0), "s", LONGEST_WAIT),
        Figure("files: starts", float(len(drill.starts)), ""),
        Figure("files: the longest start-up, to listening", max(drill.starts, default=0.0), "s"),
    ]


def main() -> int:
    """Run it; 1 when a figure misses its bar."""
    missed = 0
    for figure in asyncio.run(run()):
        print(f" {'✗' if figure.missed else ' '} {figure.name:<50}{figure.value:>10.2f} {figure.unit}", flush=True)
        missed += figure.missed
    return 1 if missed else 0
