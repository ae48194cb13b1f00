"""The chart within the answer: shown by the message itself, whatever Slack makes of the upload, and never twice."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from core.kernel.errors import ArtifactNotFound
from core.kernel.messages import Question, Reply, Table
from tests.adapters.slack.replies import COLUMNS, ROWS
from tests.adapters.slack.rig import Rig, rig, simple
from tests.fakes.slack_people import words


def with_chart(running: list[Rig], **more: Any) -> Any:
    """Answers with a chart; their table is whole, so no file is needed."""

    async def answer(question: Question) -> Reply:
        files = await running[0].save("data", "image")
        table = Table(columns=COLUMNS, rows=ROWS, total=3)
        fields: dict[str, Any] = {"action": "data_image", "chart_title": "OT por área", "table": table, **more}
        return simple(question, artifacts=files, **fields)

    return answer


def said(r: Rig, ts: str) -> list[dict[str, Any]]:
    return r.slack.said("C0MAINT", ts)


def shown(message: dict[str, Any]) -> list[str]:
    return [block["slack_file"]["id"] for block in message["blocks"] if block["type"] == "image"]


async def all_done(r: Rig) -> None:
    """When a later question is answered and no file waits, nothing of the earlier one can follow any more."""
    while await r.core.inbox.backlog() or await r.core.outbox.beside.steps.waiting():
        await asyncio.sleep(0.02)


async def test_one_message_holds_answer_table_chart_and_buttons(tmp_path: Path) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_chart(running)) as r:
        running.append(r)
        ts = await r.people.ask("OT por área")
        await r.slack.until(lambda: said(r, ts))
        await all_done(r)
        (message,) = said(r, ts)
        kinds = [block["type"] for block in message["blocks"]]
        assert kinds.index("table") < kinds.index("image") < kinds.index("actions")
        (identity,) = shown(message)
        assert r.slack.files[identity]["content"] == b"content of image"
        assert r.slack.files[identity]["shares"] == {}
        assert next(block for block in message["blocks"] if block["type"] == "image")["alt_text"] == (
            "Gráfica: OT por área"
        )
        assert len(r.slack.files) == 1


async def test_the_file_that_is_asked_for_follows_alone(tmp_path: Path) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_chart(running, file_asked="data")) as r:
        running.append(r)
        ts = await r.people.ask("OT por área, en csv")
        message, files = await r.slack.until(lambda: len(said(r, ts)) == 2 and said(r, ts))
        assert len(shown(message)) == 1
        assert [part["name"].rpartition(".")[2] for part in files["files"]] == ["csv"]


async def test_a_file_that_slack_is_still_looking_into_is_waited_for(tmp_path: Path) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_chart(running), share_waits=(0.05,) * 20) as r:
        running.append(r)
        r.slack.looking = 0.3
        ts = await r.people.ask("OT por área")
        (message,) = await r.slack.until(lambda: said(r, ts))
        assert len(shown(message)) == 1
        assert len([call for call in r.slack.calls if call.method == "chat.postMessage"]) == 1
        assert len(r.slack.called("files.info")) > 1


@pytest.mark.parametrize("told", [True, False])
async def test_a_message_refused_for_its_picture_is_sent_again(tmp_path: Path, told: bool) -> None:
    """Without the scope to look, only the message tells that the file is not ready."""
    running: list[Rig] = []
    async with rig(tmp_path, with_chart(running)) as r:
        running.append(r)
        r.slack.tokens[r.slack.bot_token]["scopes"].discard("files:read")
        r.slack.looking, r.slack.said_of_pictures = 0.3, told
        ts = await r.people.ask("OT por área")
        (message,) = await r.slack.until(lambda: said(r, ts))
        assert len(shown(message)) == 1
        assert len([call for call in r.slack.calls if call.method == "chat.postMessage"]) == 2


async def test_what_slack_never_shows_comes_in_the_thread_once(tmp_path: Path) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_chart(running)) as r:
        running.append(r)
        r.slack.looking = None
        ts = await r.people.ask("OT por área")
        message, files = await r.slack.until(lambda: len(said(r, ts)) == 2 and said(r, ts))
        await all_done(r)
        assert shown(message) == []
        assert "OT abiertas" in words(message)  # its table is there all the same
        assert [part["title"] for part in files["files"]] == ["Gráfica (PNG) · OT por área"]
        assert len(said(r, ts)) == 2
        assert len(r.slack.files) == 1  # what was uploaded for the message is deleted
        again = await r.people.ask("OT por área")
        await r.slack.until(lambda: len(said(r, again)) == 2)
        assert len(r.slack.called("files.completeUploadExternal")) == 3  # nobody waits for pictures for a while


async def test_a_workspace_that_takes_no_image_blocks_gets_the_rest(tmp_path: Path) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_chart(running)) as r:
        running.append(r)
        r.slack.refused_block_types = {"image", "table", "context_actions"}
        ts = await r.people.ask("OT por área")
        message, files = await r.slack.until(lambda: len(said(r, ts)) == 2 and said(r, ts))
        assert "Packaging           41" in words(message)
        assert len(files["files"]) == 1
        assert len(r.slack.files) == 1


@pytest.mark.parametrize(
    ("method", "kind", "more"),
    [
        ("files.getUploadURLExternal", "429", {"seconds": 30.0}),
        ("files.getUploadURLExternal", "500", {}),
        ("files.getUploadURLExternal", "error", {"error": "file_uploads_disabled"}),
        ("upload", "odd", {"status": 403}),
        ("upload", "lost", {}),
        ("files.completeUploadExternal", "lost", {}),
        ("files.completeUploadExternal", "dropped", {}),
        ("files.info", "odd", {"status": 403}),
    ],
)
async def test_an_upload_that_fails_costs_no_answer(
    tmp_path: Path, method: str, kind: str, more: dict[str, Any]
) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_chart(running)) as r:
        running.append(r)
        r.slack.fail(method, kind, **more)
        began = time.monotonic()
        ts = await r.people.ask("OT por área")
        message, files = await r.slack.until(lambda: len(said(r, ts)) == 2 and said(r, ts))
        await all_done(r)
        assert time.monotonic() - began < 10
        assert shown(message) == []
        assert len(files["files"]) == 1
        assert len(said(r, ts)) == 2


@pytest.mark.parametrize("method", ["upload", "files.completeUploadExternal", "files.info"])
async def test_an_upload_that_hangs_leaves_nothing_behind(tmp_path: Path, method: str) -> None:
    """Slack has taken it, or takes it later; the answer has gone out without."""
    running: list[Rig] = []
    async with rig(tmp_path, with_chart(running)) as r:
        running.append(r)
        r.app.adapter.pictures.within = 0.3
        r.slack.fail(method, "hold")
        ts = await r.people.ask("OT por área")
        message, files = await r.slack.until(lambda: len(said(r, ts)) == 2 and said(r, ts))
        r.slack.released.set()
        await all_done(r)
        assert shown(message) == []
        shared = {identity for identity, file in r.slack.files.items() if file["completed"]}
        assert shared == {part["id"] for part in files["files"]}


async def test_a_chart_that_is_no_longer_stored_is_only_missing(tmp_path: Path) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_chart(running)) as r:
        running.append(r)

        async def gone(path: str) -> bytes:
            raise ArtifactNotFound(path)

        r.core.artifacts.read = gone  # type: ignore[method-assign]
        ts = await r.people.ask("OT por área")
        message, note = await r.slack.until(lambda: len(said(r, ts)) == 2 and said(r, ts))
        assert "Packaging" in words(message)
        assert "ya no están guardados" in words(note)


@pytest.mark.parametrize("kind", ["dropped", "lost", "500", "429"])
async def test_an_uncertain_end_shows_the_chart_once(tmp_path: Path, kind: str) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_chart(running)) as r:
        running.append(r)
        r.slack.fail("chat.postMessage", kind, seconds=0.2)
        ts = await r.people.ask("OT por área")
        await r.slack.until(lambda: said(r, ts) and len([c for c in r.slack.calls if c.method == "chat.postMessage"]))
        await all_done(r)
        (message,) = said(r, ts)
        assert list(r.slack.files) == shown(message)
        assert len(r.slack.called("files.completeUploadExternal")) == 1


@pytest.mark.parametrize("kind", ["dropped", "lost"])
async def test_a_new_process_neither_repeats_nor_leaves_anything(tmp_path: Path, kind: str) -> None:
    """It knows that the message may have been sent, and nothing of its picture."""
    running: list[Rig] = []
    async with rig(tmp_path, with_chart(running)) as r:
        running.append(r)
        find = r.app.adapter.find

        async def find_anew(*given: Any) -> Any:
            r.app.adapter.pictures.remembered.clear()  # as a restart does
            return await find(*given)

        r.app.adapter.find = find_anew  # type: ignore[method-assign]
        r.slack.fail("chat.postMessage", kind)
        ts = await r.people.ask("OT por área")
        await r.slack.until(lambda: said(r, ts))
        await all_done(r)
        (message,) = said(r, ts)
        assert list(r.slack.files) == shown(message)
        assert len(r.slack.called("files.completeUploadExternal")) == (1 if kind == "dropped" else 2)


async def test_a_channel_that_cannot_be_written_in_keeps_no_picture(tmp_path: Path) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_chart(running)) as r:
        running.append(r)
        r.slack.fail("chat.postMessage", "error", channel="C0MAINT", times=9, error="not_in_channel")
        with capture_logs() as logs:
            await r.people.ask("OT por área")
            dm = r.slack.dm("U0ASHA").id
            await r.slack.until(lambda: r.slack.said(dm))
            await all_done(r)
        assert r.slack.files == {}
        assert not [line for line in logs if line["event"] == "question_defect"]
