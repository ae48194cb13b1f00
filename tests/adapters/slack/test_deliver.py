"""Delivery when Slack misbehaves: throttled, down, dropped, closed channels, refused blocks, unshared files."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from adapters.slack.sending.lookup import EVENT_TYPE
from core.kernel.messages import Question, Reply
from tests.adapters.slack.replies import COLUMNS, ROWS
from tests.adapters.slack.rig import Rig, rig, simple
from tests.fakes.slack import Call
from tests.fakes.slack_people import words


def with_files(running: list[Rig], **more: Any) -> Any:
    """A script whose answers carry a chart, and a CSV since it is asked for."""
    from core.kernel.messages import Table

    async def answer(question: Question) -> Reply:
        files = await running[0].save("data", "image")
        table = Table(columns=COLUMNS, rows=ROWS, total=3)
        more.setdefault("file_asked", "data")
        return simple(question, action="data_image", artifacts=files, table=table, chart_title="OT por área", **more)

    return answer


def answers(r: Rig, ts: str) -> list[dict[str, Any]]:
    return r.slack.said("C0MAINT", ts)


async def test_an_answer_carries_its_question_and_unfurls_nothing(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        ts = await r.people.ask("bombas paradas")
        (message,) = await r.slack.until(lambda: answers(r, ts))
        assert message["metadata"] == {
            "event_type": EVENT_TYPE,
            "event_payload": {"question": f"slack:T0PLANT:C0MAINT:{ts}", "step": 0},
        }
        assert message["unfurl"] == (False, False)


async def test_the_answer_never_overtakes_the_status(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        r.slack.fail("assistant.threads.setStatus", "hold")
        ts = await r.people.ask("bombas paradas")
        held = (await r.slack.until(lambda: r.slack.called("assistant.threads.setStatus")))[0]
        await r.slack.until(lambda: r.core.asked)
        await asyncio.sleep(0.2)  # long enough for an answer that does not wait
        assert answers(r, ts) == []
        r.slack.released.set()
        await r.slack.until(lambda: answers(r, ts))
        assert held.args["thread_ts"] == ts
        assert "Consultando la base de datos…" in held.args["loading_messages"]


async def test_a_status_that_fails_does_not_matter(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        r.slack.fail("assistant.threads.setStatus", "500")
        ts = await r.people.ask("bombas paradas")
        await r.slack.until(lambda: answers(r, ts))


def tries(r: Rig) -> list[Call]:
    return [c for c in r.slack.calls if c.method == "chat.postMessage" and c.args["channel"] == "C0MAINT"]


async def test_throttling_is_waited_for_in_that_channel_only(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        r.slack.channel("C0OTHER")
        r.slack.fail("chat.postMessage", "429", channel="C0MAINT", seconds=600)
        slow = await r.people.ask("bombas paradas")
        await r.slack.until(lambda: tries(r))
        quick = await r.people.ask("bombas paradas", channel="C0OTHER")
        await r.slack.until(lambda: r.slack.said("C0OTHER", quick))
        assert not answers(r, slow)
        assert len(tries(r)) == 1  # nothing is sent while the channel rests


async def test_a_throttled_answer_is_sent_when_the_rest_is_over(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        r.slack.fail("chat.postMessage", "429", channel="C0MAINT", seconds=0.5)
        ts = await r.people.ask("bombas paradas")
        await r.slack.until(lambda: answers(r, ts))
        throttled, sent = tries(r)
        assert sent.at - throttled.at >= 0.5


@pytest.mark.parametrize("kind", ["500", "lost", "dropped"])
async def test_after_an_uncertain_end_it_looks_and_sends_exactly_once(tmp_path: Path, kind: str) -> None:
    async with rig(tmp_path) as r:
        r.slack.fail("chat.postMessage", kind, times=2 if kind != "dropped" else 1)
        ts = await r.people.ask("bombas paradas")
        await r.slack.until(lambda: answers(r, ts) and r.slack.called("conversations.replies"))
        again = await r.people.ask("otra")  # when this is answered, the first one is certainly through
        await r.slack.until(lambda: answers(r, again))
        assert len(answers(r, ts)) == 1


async def test_the_look_up_reads_every_page(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        r.slack.page_size = 2
        root = await r.people.ask("bombas paradas")
        await r.slack.until(lambda: answers(r, root))
        r.slack.fail("chat.postMessage", "dropped")

        def chat(call: Call) -> None:
            """People go on writing while it works, so that its answer is not on the first page."""
            if call.method == "assistant.threads.setStatus":
                for n in range(6):
                    r.slack.channels["C0MAINT"].messages.append(
                        {"type": "message", "user": "U0BRUNO", "ts": r.slack.ts(), "thread_ts": root, "text": str(n)}
                    )

        r.slack.watchers.append(chat)
        await r.people.ask("¿y en soldadura?", thread_ts=root)
        await r.slack.until(lambda: len(r.slack.called("conversations.replies")) >= 4)
        other = await r.people.ask("otra")
        await r.slack.until(lambda: answers(r, other))
        assert len(answers(r, root)) == 2


async def test_refused_blocks_are_sent_once_more_plain(tmp_path: Path) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_files(running)) as r:
        running.append(r)
        r.slack.refused_block_types = {"table", "context_actions"}
        ts = await r.people.ask("OT por área")
        message = (await r.slack.until(lambda: answers(r, ts)))[0]
        assert {block["type"] for block in message["blocks"]} <= {"section", "context", "actions", "image"}
        assert "Packaging           41" in words(message)


async def test_when_even_plain_blocks_are_refused_the_text_remains(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        r.slack.refused_block_types = {"section", "rich_text"}
        ts = await r.people.ask("bombas paradas")
        message = (await r.slack.until(lambda: answers(r, ts)))[0]
        assert message["blocks"] == []
        assert message["text"] == "3 bombas paradas"


@pytest.mark.parametrize("error", ["channel_not_found", "not_in_channel", "is_archived"])
async def test_a_closed_channel_is_told_by_direct_message_once(
    tmp_path: Path, error: str, capsys: pytest.CaptureFixture[str]
) -> None:
    async with rig(tmp_path) as r:
        r.slack.fail("chat.postMessage", "error", channel="C0MAINT", times=9, error=error)
        await r.people.ask("bombas paradas")
        dm = r.slack.dm("U0ASHA").id
        await r.slack.until(lambda: r.slack.said(dm))
        other = await r.people.write("equipos", channel=dm)
        await r.slack.until(lambda: r.slack.said(dm, other))
        told = [message for message in r.slack.said(dm) if "thread_ts" not in message]
        assert len(told) == 1
        assert "<#C0MAINT>" in told[0]["text"]
        assert "archivado" in told[0]["text"] if error == "is_archived" else "/invite" in told[0]["text"]


@pytest.mark.parametrize("error", ["token_revoked", "missing_scope", "invalid_auth"])
async def test_what_only_the_operator_can_mend_is_not_tried_again(tmp_path: Path, error: str) -> None:
    async with rig(tmp_path) as r:
        r.slack.fail("chat.postMessage", "error", error=error)
        ts = await r.people.ask("bombas paradas")
        await r.slack.until(lambda: [c for c in r.slack.calls if c.method == "chat.postMessage"])
        again = await r.people.ask("otra")
        await r.slack.until(lambda: answers(r, again))
        assert not answers(r, ts)
        assert len([c for c in r.slack.calls if c.method == "chat.postMessage"]) == 2


async def test_both_files_go_in_one_upload_into_the_thread(tmp_path: Path) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_files(running)) as r:
        running.append(r)
        r.charts_in_threads()
        r.slack.sharing = 0.05
        ts = await r.people.ask("OT por área")
        message, files = await r.slack.until(lambda: len(answers(r, ts)) == 2 and answers(r, ts))
        assert message["blocks"]
        names = [part["name"] for part in files["files"]]
        assert len(names) == 2
        assert names[0].startswith("ot_por_area_")
        assert names[0].endswith(".png")
        assert names[1].endswith(".csv")
        titles = [part["title"] for part in files["files"]]
        assert titles[0] == "Gráfica (PNG) · OT por área"
        assert titles[1].startswith("Datos (CSV) · OT por área, 20")
        assert {file["content"] for file in r.slack.files.values()} == {b"content of data", b"content of image"}
        assert len(r.slack.called("files.completeUploadExternal")) == 1
        assert not any("alt_txt" in call.args for call in r.slack.calls)
        assert r.slack.called("files.info")


@pytest.mark.parametrize("public", [True, False])
async def test_files_that_are_never_shared_become_links(tmp_path: Path, public: bool) -> None:
    running: list[Rig] = []
    more = {"public_url": "https://bot.planta.mx/"} if public else {}
    async with rig(tmp_path, with_files(running), **more) as r:
        running.append(r)
        r.charts_in_threads()
        r.slack.sharing = None
        ts = await r.people.ask("OT por área")
        _, note = await r.slack.until(lambda: len(answers(r, ts)) == 2 and answers(r, ts))
        assert r.slack.files == {}  # deleted, so that they cannot appear later beside the links
        if not public:
            assert "pregunta otra vez" in words(note)
            return
        text = words(note)
        assert "<https://bot.planta.mx/files/" in text
        token = text.split("/files/")[1].split("|")[0]
        path = r.core.artifacts.unsign(token)
        assert await r.core.artifacts.read(path) == b"content of image"


@pytest.mark.parametrize("error", ["file_uploads_disabled", "storage_limit_reached"])
async def test_a_refused_upload_becomes_links(tmp_path: Path, error: str) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_files(running), public_url="https://bot.planta.mx") as r:
        running.append(r)
        r.charts_in_threads()
        r.slack.fail("files.getUploadURLExternal", "error", error=error)
        ts = await r.people.ask("OT por área")
        _, note = await r.slack.until(lambda: len(answers(r, ts)) == 2 and answers(r, ts))
        assert "/files/" in words(note)


@pytest.mark.parametrize(
    ("method", "kind"),
    [
        ("files.getUploadURLExternal", "500"),
        ("upload", "500"),
        ("upload", "lost"),
        ("files.completeUploadExternal", "lost"),
        ("files.completeUploadExternal", "dropped"),
        ("files.completeUploadExternal", "500"),
    ],
)
@pytest.mark.parametrize("sharing", [0.0, 0.1])
async def test_an_upload_that_breaks_off_is_there_once(tmp_path: Path, method: str, kind: str, sharing: float) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_files(running)) as r:
        running.append(r)
        r.charts_in_threads()
        r.slack.sharing = sharing
        r.slack.fail(method, kind)
        ts = await r.people.ask("OT por área")
        await r.slack.until(lambda: len(answers(r, ts)) == 2)
        again = await r.people.ask("otra")
        await r.slack.until(lambda: len(answers(r, again)) == 2)
        assert len([one for one in answers(r, ts) if one.get("files")]) == 1
        if kind == "dropped":  # it was carried out, so it is found and not sent again
            assert len(r.slack.called("files.completeUploadExternal")) == 2


async def test_without_the_scope_to_look_an_accepted_upload_is_believed(tmp_path: Path) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_files(running)) as r:
        running.append(r)
        r.charts_in_threads()
        r.slack.tokens[r.slack.bot_token]["scopes"].discard("files:read")
        ts = await r.people.ask("OT por área")
        await r.slack.until(lambda: len(answers(r, ts)) == 2)
        assert answers(r, ts)[1].get("files")
