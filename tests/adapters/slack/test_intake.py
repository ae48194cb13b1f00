"""Storing before the 200: signatures, redeliveries, failed stores, the message copy of a mention."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path

import pytest

from adapters.slack import app as slack_app
from core.kernel.messages import Question, Reply
from tests.adapters.slack.rig import rig, settings_for, simple
from tests.fakes.slack import FakeSlack


async def test_a_wrong_signature_and_an_old_one_are_refused(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        body = json.dumps(
            r.people.envelope({"type": "app_mention", "user": "U0ASHA", "ts": "1.000001", "channel": "C0MAINT"})
        )
        assert (await r.people.post(body, "application/json", secret="wrong"))[0] == 401
        assert (await r.people.post(body, "application/json", at=time.time() - 301))[0] == 401
        assert await r.core.inbox.unfinished() == []
        assert (await r.people.post(body, "application/json"))[0] == 200


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("not json", "application/json"),
        ("payload={bad", "application/x-www-form-urlencoded"),
        ("[1]", "application/json"),
    ],
)
async def test_what_cannot_be_read_is_refused(tmp_path: Path, body: str, kind: str) -> None:
    async with rig(tmp_path) as r:
        status, _ = await r.people.post(body, kind)
        assert 400 <= status < 500
        assert await r.core.inbox.unfinished() == []


async def test_the_url_is_verified(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        status, text = await r.people.post(
            json.dumps({"type": "url_verification", "challenge": "abc"}), "application/json"
        )
        assert (status, json.loads(text)) == (200, {"challenge": "abc"})


async def test_a_redelivery_is_answered_once(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        event = {
            "type": "app_mention",
            "user": "U0ASHA",
            "ts": r.slack.ts(),
            "channel": "C0MAINT",
            "text": "<@U0BOT> x",
        }
        envelope = r.people.envelope(event)
        await asyncio.gather(*(r.people.deliver(envelope) for _ in range(5)))
        await r.people.deliver(r.people.envelope(event))  # the same message under another event id
        await r.slack.until(lambda: r.slack.said("C0MAINT"))
        last = await r.people.ask("otra")
        await r.slack.until(lambda: r.slack.said("C0MAINT", last))
        assert len(r.slack.said("C0MAINT")) == 2


@pytest.mark.parametrize("mention_first", [True, False])
async def test_a_mention_and_its_copy_are_one_question_in_either_order(tmp_path: Path, mention_first: bool) -> None:
    async with rig(tmp_path) as r:
        root = await r.people.ask("bombas paradas", mention_first=mention_first)
        await r.slack.until(lambda: r.slack.said("C0MAINT", root))
        await r.people.ask("¿y en soldadura?", thread_ts=root, mention_first=mention_first)
        await r.slack.until(lambda: len(r.slack.said("C0MAINT", root)) == 2)
        assert [question.text for question in r.core.asked] == ["bombas paradas", "¿y en soldadura?"]


async def test_a_failed_store_is_a_503_and_the_redelivery_is_answered(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        r.core.broken = True

        async def mend() -> None:
            await r.slack.until(lambda: r.core.refused)
            r.core.broken = False

        mending = asyncio.create_task(mend())
        event = {
            "type": "app_mention",
            "user": "U0ASHA",
            "ts": r.slack.ts(),
            "channel": "C0MAINT",
            "text": "<@U0BOT> x",
        }
        met = await r.people.deliver(r.people.envelope(event))
        await mending
        assert met[0] == 503
        assert met[-1] == 200
        await r.slack.until(lambda: len(r.slack.said("C0MAINT")) == 1)


async def test_an_event_is_stored_while_slacks_api_is_away(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        r.slack.fail("chat.postMessage", "lost", times=3)
        r.slack.fail("auth.test", "lost", times=99)
        r.slack.fail("conversations.replies", "lost", times=2)
        ts = await r.people.ask("bombas paradas")
        assert len(r.people.acknowledged) == 2
        await r.slack.until(lambda: r.slack.said("C0MAINT", ts))
        assert len(r.slack.said("C0MAINT", ts)) == 1


async def test_what_is_not_for_us_is_acknowledged_and_forgotten(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        root = await r.people.ask("bombas paradas")
        await r.slack.until(lambda: r.slack.said("C0MAINT", root))
        answer = r.slack.said("C0MAINT", root)[0]
        for event in (
            {"type": "reaction_added", "user": "U0ASHA"},
            {"type": "message", "subtype": "message_changed", "channel": "C0MAINT", "message": {"ts": root}},
            {"type": "message", "subtype": "message_changed", "channel": "C0MAINT", "message": answer},
            {"type": "message", "subtype": "message_deleted", "channel": "C0MAINT"},
            {"type": "message", "channel": "C0MAINT", **{k: answer[k] for k in ("user", "bot_id", "ts", "thread_ts")}},
            {"type": "message", "channel": "C0MAINT", "bot_id": "B9", "user": "U9", "ts": "9.1", "thread_ts": root},
            {"type": "message", "subtype": "channel_join", "channel": "C0MAINT", "user": "U0BRUNO", "ts": "9.2"},
        ):
            assert await r.people.deliver(r.people.envelope(event)) == [200]
        await r.people.write("una charla sin el bot")
        await r.people.write("otra charla", thread_ts="1.000001")
        await r.people.write("gracias", thread_ts=root)
        await r.people.write("<@U0BRUNO> ¿vas?", thread_ts=root)
        last = await r.people.ask("otra")
        await r.slack.until(lambda: r.slack.said("C0MAINT", last))
        assert [question.text for question in r.core.asked] == ["bombas paradas", "otra"]


async def test_one_thread_in_order_and_many_at_once(tmp_path: Path) -> None:
    waiting: dict[str, asyncio.Event] = {"lenta": asyncio.Event()}

    async def answer(question: Question) -> Reply:
        if question.text in waiting:
            await waiting[question.text].wait()
        return simple(question, question.text)

    async with rig(tmp_path, answer) as r:
        slow = await r.people.ask("lenta")
        await r.slack.until(lambda: r.core.asked)
        second = await r.people.ask("segunda", thread_ts=slow)
        quick = await r.people.ask("rápida")
        await r.slack.until(lambda: r.slack.said("C0MAINT", quick))
        assert r.slack.said("C0MAINT", slow) == []
        waiting["lenta"].set()
        await r.slack.until(lambda: len(r.slack.said("C0MAINT", slow)) == 2)
        assert [message["text"] for message in r.slack.said("C0MAINT", slow)] == ["lenta", "segunda"]
        assert second != slow


async def test_an_unknown_command_or_action_is_no_crash(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        assert (await r.people.command("/otro"))[0] == 404
        status, _ = await r.people.act(
            {"ts": "1.000001"}, "C0MAINT", {"type": "button", "action_id": "ask:0", "value": "{}"}
        )
        assert status == 200
        status, _ = await r.people.act(
            {"ts": "1.000001"}, "C0MAINT", {"type": "button", "action_id": "ask:0", "value": "x"}
        )
        assert status == 200
        assert r.core.asked == []


async def test_without_a_signing_secret_there_is_no_http_route(tmp_path: Path) -> None:
    from aiohttp import web

    from core.state.database import State
    from tests.adapters.slack.rig import Core

    async with FakeSlack() as slack:
        settings = settings_for(slack, tmp_path, slack_signing_secret=None, slack_app_token=slack.app_token)
        state = await State.open(f"sqlite:///{tmp_path / 'state.sqlite'}")

        async def nothing(question: Question) -> Reply:
            return simple(question)

        app = web.Application()
        slack_app.mount(app, Core(settings, state, tmp_path, nothing), settings)  # type: ignore[arg-type]
        assert "/slack/events" not in [resource.canonical for resource in app.router.resources()]
        await state.close()


async def test_a_deleted_state_file_ends_acceptance(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        ts = await r.people.ask("bombas paradas")
        await r.slack.until(lambda: r.slack.said("C0MAINT", ts))
        (tmp_path / "state.sqlite").rename(tmp_path / "gone.sqlite")
        r.people.retries = ()
        event = {"type": "app_mention", "user": "U0ASHA", "ts": r.slack.ts(), "channel": "C0MAINT", "text": "x"}
        assert await r.people.deliver(r.people.envelope(event)) == [503]
        assert len(r.core.asked) == 1
