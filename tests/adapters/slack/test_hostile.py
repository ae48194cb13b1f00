"""Signed payloads that are not as Slack makes them, and events of kinds and orders that nobody asked for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from adapters.slack.listeners.shapes import readable
from tests.adapters.slack.rig import Rig, rig

WRONG: tuple[Any, ...] = (None, [], {}, 5, "", {"a": 1}, ["x"], True)
MENTION = {"type": "app_mention", "user": "U0ASHA", "channel": "C0MAINT", "text": "<@U0BOT> x"}


async def deliver(r: Rig, body: Any) -> int:
    status, _ = await r.people.post(json.dumps(body), "application/json")
    return status


async def interact(r: Rig, payload: Any) -> int:
    status, _ = await r.people.post(urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded")
    return status


async def test_no_field_of_an_event_makes_an_outage(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        number = 0
        for field in (*MENTION, "subtype", "bot_id", "thread_ts", "ts", "files", "hidden", "channel_type"):
            for value in WRONG:
                number += 1
                event = {**MENTION, "ts": f"7.{number:06d}", field: value}
                assert await deliver(r, r.people.envelope(event)) in (200, 400), event
        for field in (
            "event",
            "authorizations",
            "team_id",
            "context_team_id",
            "enterprise_id",
            "enterprise",
            "event_id",
        ):
            for value in WRONG:
                number += 1
                body = {**r.people.envelope({**MENTION, "ts": f"7.{number:06d}"}), field: value}
                assert await deliver(r, body) in (200, 400), body


async def test_no_field_of_a_press_makes_an_outage(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        action = {"type": "button", "action_id": "ask:0", "value": '{"t": "x"}', "action_ts": "1.1", "block_id": "b"}
        press = {
            **r.people.interaction("block_actions", "U0ASHA"),
            "container": {"type": "message", "message_ts": "1.000001", "channel_id": "C0MAINT"},
            "channel": {"id": "C0MAINT"},
            "message": {"ts": "1.000001"},
            "actions": [action],
        }
        for name in ("ask:0", "chart", "choose:1", "choose_from", "home_language"):
            for field in ("value", "selected_option", "action_ts", "text"):
                for value in (*WRONG, '"x"', '{"t": 5, "q": []}'):
                    sent = {**press, "actions": [{**action, "action_id": name, field: value}]}
                    assert await interact(r, sent) in (200, 400), sent["actions"]
        for field in ("container", "channel", "message", "user", "team", "actions", "enterprise"):
            for value in WRONG:
                assert await interact(r, {**press, field: value}) in (200, 400), (field, value)


@pytest.mark.parametrize("callback", ["ask_about", "what_was_wrong"])
@pytest.mark.parametrize("kept", ["", "x", "5", "[]", "{}", '{"channel": "C0MAINT"}'])
async def test_a_modal_that_kept_nonsense_is_closed(tmp_path: Path, callback: str, kept: str) -> None:
    async with rig(tmp_path) as r:
        values = {"question": {"text": {"value": "hola"}}, "wrong": {"text": {"value": "hola"}}}
        view = {"type": "modal", "callback_id": callback, "private_metadata": kept, "state": {"values": values}}
        assert await interact(r, {**r.people.interaction("view_submission", "U0ASHA"), "view": view}) == 200
        assert await r.core.inbox.unfinished() == []


async def test_slacks_own_warning_is_acknowledged(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        warning = {"type": "app_rate_limited", "team_id": "T0PLANT", "minute_rate_limited": 1_760_000_000}
        assert await deliver(r, warning) == 200


async def test_edits_deletions_and_unfurls_are_no_questions(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        root = await r.people.ask("bombas paradas")
        await r.slack.until(lambda: r.slack.said("C0MAINT", root))
        answer = r.slack.said("C0MAINT", root)[0]
        edited = {"type": "message", "user": "U0ASHA", "ts": root, "thread_ts": root, "text": "<@U0BOT> y motores?"}
        unfurled = {**answer, "attachments": [{"title": "x"}]}
        for subtype, inner in (("message_changed", edited), ("message_changed", unfurled), ("message_deleted", None)):
            event = {"type": "message", "subtype": subtype, "channel": "C0MAINT", "ts": r.slack.ts(), "hidden": True}
            event |= {"message": inner, "previous_message": inner} if inner else {"deleted_ts": root}
            assert await deliver(r, r.people.envelope(event)) == 200
        for subtype in ("me_message", "reminder_add", "pinned_item", "bot_add", "ekm_access_denied", "never_heard_of"):
            event = {"type": "message", "subtype": subtype, "channel": "C0MAINT", "user": "U0ASHA", "ts": r.slack.ts()}
            assert await deliver(r, r.people.envelope({**event, "thread_ts": root, "text": "¿y motores?"})) == 200
        # An edit that adds a mention comes as a mention of the same message; what was answered is not answered again.
        mention = {**MENTION, "ts": root, "text": "<@U0BOT> bombas paradas?", "edited": {"user": "U0ASHA", "ts": "9.9"}}
        assert await deliver(r, r.people.envelope(mention)) == 200
        last = await r.people.ask("otra")
        await r.slack.until(lambda: r.slack.said("C0MAINT", last))
        assert [question.text for question in r.core.asked] == ["bombas paradas", "otra"]


async def test_a_reply_that_is_shown_in_the_channel_too_is_one_question(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        root = await r.people.ask("bombas paradas")
        await r.slack.until(lambda: r.slack.said("C0MAINT", root))
        event = {
            "type": "message",
            "user": "U0ASHA",
            "ts": r.slack.ts(),
            "thread_ts": root,
            "channel": "C0MAINT",
            "channel_type": "channel",
            "text": "¿y motores?",
        }
        for subtype in ({"subtype": "thread_broadcast", "root": {"ts": root}}, {}):
            assert await deliver(r, r.people.envelope({**event, **subtype})) == 200
        await r.slack.until(lambda: len(r.slack.said("C0MAINT", root)) == 2)
        assert [question.text for question in r.core.asked] == ["bombas paradas", "¿y motores?"]


async def test_other_bots_and_another_workspaces_people_in_our_threads(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        root = await r.people.ask("bombas paradas")
        await r.slack.until(lambda: r.slack.said("C0MAINT", root))
        for more in ({"bot_id": "B9"}, {"bot_profile": {"id": "B9"}}, {"subtype": "bot_message", "user": None}):
            event = {**MENTION, "type": "message", "ts": r.slack.ts(), "thread_ts": root, "text": "¿y motores?", **more}
            assert await deliver(r, r.people.envelope(event)) == 200
            assert await deliver(r, r.people.envelope({**event, "type": "app_mention"})) == 200
        last = await r.people.ask("otra")
        await r.slack.until(lambda: r.slack.said("C0MAINT", last))
        assert [question.text for question in r.core.asked] == ["bombas paradas", "otra"]


async def test_a_huge_text_is_acknowledged_before_slack_gives_up(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        root = await r.people.ask("bombas paradas")
        await r.slack.until(lambda: r.slack.said("C0MAINT", root))
        for text in ("<@U0BRUNO> " * 4_000, "<" * 40_000, ":ok" * 13_000, "@a" * 20_000, "¿" * 40_000):
            before = len(r.people.acknowledged)
            await r.people.write(text, thread_ts=root)
            assert len(r.people.acknowledged) == before + 1


@pytest.mark.parametrize("body", [None, [], "x", {"type": 5}, {"type": "block_actions"}, {"type": "event_callback"}])
def test_unreadable_shapes(body: Any) -> None:
    assert not readable(body)
