"""A file never holds a conversation: the host that takes uploads is down, refuses or is out of reach; texts go on."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from core.kernel.messages import Question, Reply, Table
from tests.adapters.slack.replies import COLUMNS, ROWS
from tests.adapters.slack.rig import Rig, rig, simple
from tests.fakes.slack import Fault
from tests.fakes.slack_people import words

FAR = {"public_url": "https://bot.planta.mx"}


def with_files(running: list[Rig]) -> Any:
    async def answer(question: Question) -> Reply:
        files = await running[0].save("data", "image")
        table = Table(columns=COLUMNS, rows=ROWS, total=3)
        return simple(question, action="data_image", artifacts=files, table=table, chart_title="OT por área")

    return answer


HOSTS = [
    *[Fault("upload", "odd", 999, status=status, body="<h1>no</h1>") for status in (403, 404, 413, 503)],
    Fault("upload", "lost", 999),
    Fault("upload address", "refused", 999),
]


@pytest.mark.parametrize("host", HOSTS, ids=lambda fault: f"{fault.kind}-{fault.status}")
async def test_the_text_comes_the_next_question_is_answered_and_links_follow(tmp_path: Path, host: Fault) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_files(running), **FAR) as r:
        running.append(r)
        r.slack.faults.append(host)
        with capture_logs() as logs:
            first = await r.people.ask("OT por área")
            await r.slack.until(lambda: r.slack.said("C0MAINT", first), 5)
            await r.people.write("¿y por prioridad?", thread_ts=first)
            said = await r.slack.until(
                lambda: (
                    len([one for one in r.slack.said("C0MAINT", first) if "/files/" in words(one)]) == 2
                    and r.slack.said("C0MAINT", first)
                ),
                10,
            )
        assert len(said) == 4  # two answers, two notes with links
        refused = host.kind == "odd" and host.status < 500
        retries = [line for line in logs if line["event"] == "delivery_retried"]
        assert len(retries) == (0 if refused else 4)  # two files, two tries each after the first
        assert all(line["detail"].startswith("files.host: ") for line in retries)
        assert [line["event"] for line in logs].count("slack_upload_failed") == 2
        assert not r.slack.called("files.completeUploadExternal")


async def test_a_host_that_hangs_delays_nobodys_text(tmp_path: Path) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_files(running), **FAR) as r:
        running.append(r)
        r.slack.fail("upload", "hold", 999)
        threads = [await r.people.ask("OT por área") for _ in range(30)]
        began = time.monotonic()
        await r.slack.until(lambda: all(r.slack.said("C0MAINT", ts) for ts in threads), 10)
        assert time.monotonic() - began < 10
        while await r.core.inbox.backlog():  # no question waits for its file
            await asyncio.sleep(0.05)
        assert not any(file["content"] for file in r.slack.files.values())
        r.slack.released.set()


async def test_a_limit_on_completing_uploads_delays_no_text(tmp_path: Path) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_files(running), **FAR) as r:
        running.append(r)
        r.slack.fail("files.completeUploadExternal", "429", 1, seconds=2.0)
        first = await r.people.ask("OT por área")
        await r.slack.until(lambda: [c for c in r.slack.calls if c.method == "files.completeUploadExternal"])
        began = time.monotonic()
        second = await r.people.ask("OT por prioridad")
        await r.slack.until(lambda: r.slack.said("C0MAINT", second))
        assert time.monotonic() - began < 1.0
        await r.slack.until(lambda: len(r.slack.said("C0MAINT", first)) == 2)  # the file comes when its rest is over
        assert any(one.get("files") for one in r.slack.said("C0MAINT", first))


async def test_files_that_are_gone_are_not_offered_as_links(tmp_path: Path) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_files(running), **FAR) as r:
        running.append(r)
        r.slack.fail("files.getUploadURLExternal", "500", 1)

        async def gone(path: str) -> bytes:
            from core.kernel.errors import ArtifactNotFound

            raise ArtifactNotFound(path)

        r.core.artifacts.read = gone  # type: ignore[method-assign]
        ts = await r.people.ask("OT por área")
        _, note = await r.slack.until(lambda: len(r.slack.said("C0MAINT", ts)) == 2 and r.slack.said("C0MAINT", ts))
        assert "ya no están guardados" in words(note)
        assert "/files/" not in words(note)
