"""Whatever a well-signed payload holds, it is a 4xx or a 200, never an outage, and the next person is answered."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.adapters.slack.rig import Rig, rig
from tests.payloads import CHANGES, changed

FORM = "application/x-www-form-urlencoded"


def recorded(r: Rig) -> dict[str, Any]:
    """One of each that Slack sends us."""
    people, slack = r.people, r.slack
    message = {"user": "U0ASHA", "channel": "C0MAINT", "ts": "7.000001", "text": "<@U0BOT> x", "team": slack.team}
    reply = {**message, "thread_ts": "7.000000", "type": "message", "channel_type": "channel"}
    about = {"q": f"slack:{slack.team}:C0MAINT:7.000001", "t": "paros", "c": "1", "v": "down"}
    button = {"type": "button", "action_id": "ask:0", "value": json.dumps(about), "action_ts": "7.5", "block_id": "b"}
    press = {
        **people.interaction("block_actions", "U0ASHA"),
        "container": {"type": "message", "message_ts": "7.000002", "channel_id": "C0MAINT", "thread_ts": "7.000001"},
        "channel": {"id": "C0MAINT", "name": "maint"},
        "message": {"ts": "7.000002", "thread_ts": "7.000001", "text": "x"},
        "actions": [button],
    }
    option = {"text": {"type": "plain_text", "text": "costo"}, "value": f"1|{about['q']}"}
    values = {"question": {"text": {"type": "plain_text_input", "value": "hola"}}, "wrong": {"text": {"value": "no"}}}
    kept = {"channel": "C0MAINT", "thread_ts": "7.000001", "thread": "7.000001", "team": slack.team, "q": about["q"]}
    view = {"id": "V1", "type": "modal", "team_id": slack.team, "private_metadata": json.dumps(kept)}
    submitted = {**people.interaction("view_submission", "U0ASHA"), "response_urls": []}
    return {
        "mention": people.envelope({**message, "type": "app_mention"}),
        "reply": people.envelope(reply),
        "direct": people.envelope({**message, "type": "message", "channel": "D0ASHA", "channel_type": "im"}),
        "shared": people.envelope({**message, "type": "app_mention", "team": "T9"}, is_ext_shared_channel=True),
        "home": people.envelope({"type": "app_home_opened", "user": "U0ASHA", "channel": "D0ASHA", "tab": "home"}),
        "prompts": people.envelope(
            {"type": "app_home_opened", "user": "U0ASHA", "channel": "D0ASHA", "tab": "messages"}
        ),
        "joined": people.envelope({"type": "member_joined_channel", "user": "U0BOT", "channel": "C0MAINT"}),
        "revoked": people.envelope({"type": "tokens_revoked", "tokens": {"bot": ["U0BOT"]}}),
        "press": press,
        "choice": {**press, "actions": [{**button, "action_id": "choose:1"}]},
        "select": {**press, "actions": [{**button, "action_id": "choose_from", "selected_option": option}]},
        "show sql": {**press, "actions": [{**button, "action_id": "show_sql"}]},
        "thumb": {**press, "actions": [{**button, "action_id": "feedback"}]},
        "example": {**press, "view": view, "actions": [{**button, "action_id": "home_ask:example:0"}]},
        "language": {
            **press,
            "view": view,
            "actions": [{**button, "action_id": "home_language", "selected_option": option}],
        },
        "shortcut": {
            **people.interaction("message_action", "U0ASHA"),
            "callback_id": "ask_about_message",
            "channel": {"id": "C0MAINT", "name": "maint"},
            "message": {"type": "message", "ts": "7.000001", "user": "U0BRUNO", "text": "x"},
        },
        "ask about": {**submitted, "view": {**view, "callback_id": "ask_about", "state": {"values": values}}},
        "what was wrong": {**submitted, "view": {**view, "callback_id": "what_was_wrong", "state": {"values": values}}},
        "command": {
            "command": "/equipos",
            "text": "parados",
            "team_id": slack.team,
            "channel_id": "C0MAINT",
            "user_id": "U0ASHA",
            "response_url": "https://hooks.slack.test/x",
            "trigger_id": "1.2",
        },
    }


def test_no_payload_makes_an_outage(tmp_path: Path) -> None:
    with asyncio.Runner() as runner:
        running = rig(tmp_path)
        r = runner.run(running.__aenter__())
        shapes = recorded(r)

        async def send(name: str, payload: Any) -> int:
            if name == "command":
                fields = payload if isinstance(payload, dict) else {}
                body = urlencode({str(key): str(value) for key, value in fields.items()}, errors="replace")
                return (await r.people.post(body, FORM))[0]
            text = json.dumps(payload)
            if payload.get("type") == "event_callback" or "event" in payload:
                return (await r.people.post(text, "application/json"))[0]
            return (await r.people.post(urlencode({"payload": text}), FORM))[0]

        @settings(max_examples=400, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
        @given(name=st.sampled_from(sorted(shapes)), changes=CHANGES)
        def one(name: str, changes: list[tuple[int, str, Any]]) -> None:
            payload = changed(shapes[name], changes)
            assert runner.run(send(name, payload)) < 500, payload

        try:
            one()
            ts = runner.run(r.people.ask("bombas paradas"))
            runner.run(r.slack.until(lambda: r.slack.said("C0MAINT", ts)))
        finally:
            runner.run(running.__aexit__(None, None, None))


async def test_a_timestamp_that_is_no_number(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        body = json.dumps(recorded(r)["mention"])
        for moment in ("soon", "", "1e5", "9" * 40, "-1"):
            status, _ = await r.people.post(body, "application/json", moment=moment)
            assert 400 <= status < 500, moment


async def test_a_body_that_is_nested_without_end(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        for body in ("[" * 100_000, '{"type":' * 50_000, '{"a":' + "[" * 5_000 + "]" * 5_000 + "}"):
            assert 400 <= (await r.people.post(body, "application/json"))[0] < 500
