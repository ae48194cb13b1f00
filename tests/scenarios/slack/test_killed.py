"""The server is killed, five times over sixty mentions: nothing is lost and nothing comes twice, charts likewise.

The worst moments are chosen: when Slack has taken a message or an upload and its answer is not yet read. Slack delivers
again what was not acknowledged.
"""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.fakes.slack import Call, FakeSlack
from tests.fakes.slack_people import People
from tests.homes import furnish

MENTIONS, CHANNELS = 60, 12
KILLED_AT = {  # how many calls of a method have been carried out
    "chat.postMessage": {4, 25, 47},
    "files.completeUploadExternal": {12, 38},
}


class Server:
    """``maintbot serve`` as a process of its own, begun anew whenever it was killed."""

    def __init__(self, slack: FakeSlack, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.environment = {
            **{key: value for key, value in os.environ.items() if not key.startswith(("SLACK_", "OPENAI_"))},
            "SLACK_BOT_TOKEN": slack.bot_token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "MAINTBOT_HOME": str(folder / "home"),
            "CHAT_DOCS_DIR": str(folder / "files"),
            "MAINTBOT_TODAY": "2026-11-22",
            "PLANNER": "offline",
            "API_PORT": str(self.port),
            "LOG_LEVEL": "WARNING",
            "LOG_FILE": str(folder / "server.log"),
        }
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None
        self.kills = 0

    def start(self) -> None:
        """Begin."""
        with (self.folder / "output.log").open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "bots", "serve"],
                env=self.environment,
                cwd=self.folder,
                stdout=output,
                stderr=output,
            )

    def kill(self) -> None:
        """SIGKILL, and begin again."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.kills += 1
        self.start()

    async def ready(self) -> None:
        """Wait until the port is open."""
        for _ in range(600):
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                await asyncio.sleep(0.1)
                continue
            writer.close()
            return
        logs = [(self.folder / name).read_text()[-3000:] for name in ("output.log", "server.log")]
        raise AssertionError("\n".join(logs))


@pytest.mark.slow
@pytest.mark.timeout(600)  # six starts and sixty questions: 20 s alone, two minutes on a machine with other work
async def test_sixty_mentions_and_five_kills(tmp_path: Path, demo_plant: Path) -> None:
    furnish(tmp_path / "home", demo_plant)
    async with FakeSlack() as slack:
        channels = [slack.channel(f"C0KILL{number}").id for number in range(CHANNELS)]
        server = Server(slack, tmp_path)
        people = People(slack, f"http://127.0.0.1:{server.port}/slack/events", retries=(0.2, 0.5, *[1.0] * 60))
        moments = {method: set(counts) for method, counts in KILLED_AT.items()}
        carried_out: Counter[str] = Counter()

        def watch(call: Call) -> None:
            carried_out[call.method] += 1
            if carried_out[call.method] in moments.get(call.method, ()):
                moments[call.method].discard(carried_out[call.method])
                server.kill()

        slack.watchers.append(watch)
        slack.sharing = 0.05
        server.start()
        try:
            await server.ready()
            asking = [
                asyncio.create_task(people.ask("equipos por área", channel=channels[number % CHANNELS]))
                for number in range(MENTIONS)
            ]
            asked = await asyncio.gather(*asking)
            where = {ts: channels[number % CHANNELS] for number, ts in enumerate(asked)}

            def answers(ts: str) -> list[dict[str, object]]:
                return [one for one in slack.said(where[ts], ts) if one.get("text")]

            def charts(ts: str) -> list[object]:
                """In the message, or as a file after it."""
                said = slack.said(where[ts], ts)
                blocks = [block for one in said for block in one.get("blocks") or ()]
                return [b for b in blocks if b["type"] == "image"] + [one for one in said if one.get("files")]

            def complete() -> bool:
                return all(answers(ts) and charts(ts) for ts in asked)

            try:
                await slack.until(complete, 480)
            except AssertionError as late:
                lacking = {ts: (len(answers(ts)), len(charts(ts))) for ts in asked if not (answers(ts) and charts(ts))}
                raise AssertionError(f"answers and charts of {lacking} after {server.kills} kills; {late}") from late
            marker = await people.ask("¿cuántas bombas hay?", channel=channels[0])
            await slack.until(lambda: slack.said(channels[0], marker), 60)
            assert server.kills == 5
            assert Counter(len(answers(ts)) for ts in asked) == {1: MENTIONS}
            assert Counter(len(charts(ts)) for ts in asked) == {1: MENTIONS}
            assert slack.violations == []
            uploads = [identity for identity, file in slack.files.items() if file["completed"]]
            assert len(uploads) == MENTIONS  # no picture is left that nothing shows
        finally:
            await people.close()
            assert server.process is not None
            server.process.kill()
            server.process.wait()
