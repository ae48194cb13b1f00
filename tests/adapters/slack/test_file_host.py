"""A file never holds a conversation: the host that takes uploads is down, refuses or is out of reach; texts go on."""

from __future__ import annotations

import asyncio
import re
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
        asked: dict[str, Any] = {"action": "data_image", "file_asked": "data", "chart_title": "OT por área"}
        return simple(question, artifacts=files, table=table, **asked)

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
        r.charts_in_threads()
        r.slack.faults.append(host)
        with capture_logs() as logs:
            first = await r.people.ask("OT por área")
            await r.slack.until(lambda: r.slack.said("C0MAINT", first))
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
        r.charts_in_threads()
        r.slack.fail("upload", "hold", 999)
        threads = [await r.people.ask("OT por área") for _ in range(30)]
        await r.slack.until(lambda: all(r.slack.said("C0MAINT", ts) for ts in threads))
        while await r.core.inbox.backlog():  # no question waits for its file
            await asyncio.sleep(0.05)
        assert not any(file["content"] for file in r.slack.files.values())
        r.slack.released.set()


async def test_a_limit_on_completing_uploads_delays_no_text(tmp_path: Path) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_files(running), **FAR) as r:
        running.append(r)
        r.charts_in_threads()
        r.slack.fail("files.completeUploadExternal", "429", 1, seconds=600)
        first = await r.people.ask("OT por área")
        await r.slack.until(lambda: [c for c in r.slack.calls if c.method == "files.completeUploadExternal"])
        second = await r.people.ask("OT por prioridad")
        await r.slack.until(lambda: r.slack.said("C0MAINT", second))
        assert not any(one.get("files") for one in r.slack.said("C0MAINT", first))


async def test_a_limit_on_completing_uploads_is_logged_and_uploads_nothing_anew(tmp_path: Path) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_files(running), **FAR) as r:
        running.append(r)
        r.charts_in_threads()
        r.slack.fail("files.completeUploadExternal", "429", 2, seconds=0.05)
        with capture_logs() as logs:
            ts = await r.people.ask("OT por área")
            await r.slack.until(lambda: len(r.slack.said("C0MAINT", ts)) == 2)
        assert len(r.slack.called("upload")) == 2  # the CSV and the chart
        retries = [line["detail"] for line in logs if line["event"] == "delivery_retried"]
        assert retries == ["files.completeUploadExternal: ratelimited"] * 2


UNSEEN = [
    Fault("files.info", "429", 999, seconds=0.05),
    Fault("files.info", "odd", 999, status=403, body="<h1>no</h1>"),
    Fault("files.info", "odd", 999, body='{"ok": true}', content_type="application/json"),
    Fault("files.info", "error", 999, error="access_denied"),
]


@pytest.mark.parametrize("fault", UNSEEN, ids=lambda fault: f"{fault.kind}-{fault.status}-{fault.error}")
async def test_files_that_cannot_be_looked_at_are_left_to_people(tmp_path: Path, fault: Fault) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_files(running), **FAR) as r:
        running.append(r)
        r.charts_in_threads()
        r.slack.faults.append(fault)
        with capture_logs() as logs:
            ts = await r.people.ask("OT por área")
            await r.slack.until(lambda: [line for line in logs if line["event"] == "delivery_retried"])
            await beside_done(r)
        assert [one.get("files") is not None for one in r.slack.said("C0MAINT", ts)] == [False, True]
        assert not r.slack.called("files.delete")
        assert len(r.slack.called("files.completeUploadExternal")) == 1


async def beside_done(r: Rig) -> None:
    while await r.core.outbox.beside.steps.waiting():
        await asyncio.sleep(0.02)


@pytest.mark.parametrize("host", [None, Fault("upload", "odd", 999, status=403, body="<h1>no</h1>")])
async def test_when_one_file_is_gone_only_that_one_is_said_to_be(tmp_path: Path, host: Fault | None) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_files(running), **FAR) as r:
        running.append(r)
        r.charts_in_threads()
        r.slack.faults += [host] if host else []
        read = r.core.artifacts.read

        async def without_data(path: str) -> bytes:
            from core.kernel.errors import ArtifactNotFound

            if path.endswith(".csv"):
                raise ArtifactNotFound(path)
            return await read(path)

        r.core.artifacts.read = without_data  # type: ignore[method-assign]
        ts = await r.people.ask("OT por área")
        _, second = await r.slack.until(lambda: len(r.slack.said("C0MAINT", ts)) == 2 and r.slack.said("C0MAINT", ts))
        if host is None:
            assert re.fullmatch(r"Ya no está guardado: Datos \(CSV\)[^:]*\. Para recibirlo, .*", second["text"])
            assert [part["title"] for part in second["files"]] == ["Gráfica (PNG) · OT por área"]
        else:
            assert words(second).count("/files/") == 1
            assert "Gráfica (PNG)" in words(second)


async def test_files_that_are_gone_are_not_offered_as_links(tmp_path: Path) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_files(running), **FAR) as r:
        running.append(r)
        r.charts_in_threads()
        r.slack.fail("files.getUploadURLExternal", "500", 1)

        async def gone(path: str) -> bytes:
            from core.kernel.errors import ArtifactNotFound

            raise ArtifactNotFound(path)

        r.core.artifacts.read = gone  # type: ignore[method-assign]
        ts = await r.people.ask("OT por área")
        _, note = await r.slack.until(lambda: len(r.slack.said("C0MAINT", ts)) == 2 and r.slack.said("C0MAINT", ts))
        assert "ya no están guardados" in words(note)
        assert "/files/" not in words(note)
