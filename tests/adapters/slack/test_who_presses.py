"""Presses are checked like questions: on Enterprise Grid they name no workspace, in shared channels the presser's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from core.kernel.messages import Question, Viewer
from core.sentences import slack as sentences
from tests.adapters.slack.oauth import OAUTH, grant, install
from tests.adapters.slack.rig import Rig, rig
from tests.fakes.slack_people import elements

GRID = {"team": None, "enterprise": {"id": "E1", "name": "Group"}, "is_enterprise_install": True}
NAMED: dict[str, dict[str, Any]] = {
    "no team": {"team": None},
    "the presser's own": {"team": {"id": "T9OTHER", "domain": "other"}},
    "the presser's own organisation": {"team": None, "enterprise": {"id": "E9"}, "is_enterprise_install": True},
    "ours": {},
}


async def answered(r: Rig) -> tuple[str, dict[str, Any]]:
    """A shared channel with an answer of ours."""
    r.slack.users["U9EXT"] = {"id": "U9EXT", "team_id": "T9OTHER"}
    r.slack.channel("C0SHARED", external=True)
    root = await r.people.ask("bombas paradas", channel="C0SHARED")
    (message,) = await r.slack.until(lambda: r.slack.said("C0SHARED", root))
    return root, message


async def settled(r: Rig) -> None:
    """Everything before has had its effect."""
    last = await r.people.ask("otra")
    await r.slack.until(lambda: r.slack.said("C0MAINT", last))


@pytest.mark.parametrize("named", NAMED.values(), ids=NAMED)
async def test_another_company_gets_nothing_by_pressing(tmp_path: Path, named: dict[str, Any]) -> None:
    async with rig(tmp_path) as r:
        _, message = await answered(r)
        r.people.payloads_say = named
        await r.people.press(message, "Ver SQL", channel="C0SHARED", user="U9EXT")
        about = json.loads(elements(message)[0]["value"])["q"]
        ask = {"type": "button", "action_id": "ask:0", "value": json.dumps({"q": about, "t": "paros"})}
        choose = {
            "type": "static_select",
            "action_id": "choose_from",
            "selected_option": {"text": {"type": "plain_text", "text": "x"}, "value": f"1|{about}"},
        }
        for action in (ask, choose):
            await r.people.act(message, "C0SHARED", action, user="U9EXT")
        await r.people.thumb(message, "negative", channel="C0SHARED", user="U9EXT")
        await r.people.shortcut(message, channel="C0SHARED", user="U9EXT")
        await r.people.press_home(
            {"type": "button", "action_id": "home_ask:example:0", "value": '{"t": "x"}'}, user="U9EXT"
        )
        view = {
            "id": "V1",
            "type": "modal",
            "callback_id": "ask_about",
            "private_metadata": json.dumps(
                {"channel": "C0SHARED", "thread_ts": "1.1", "thread": "1.1", "team": "T0PLANT"}
            ),
            "blocks": [{"type": "input", "block_id": "question", "element": {"action_id": "text"}}],
        }
        await r.people.submit(view, "¿qué bombas?", user="U9EXT")
        await settled(r)
        assert r.slack.views == []
        assert [question.viewer.id for question in r.core.asked] == ["U0ASHA", "U0ASHA"]


async def test_when_slack_cannot_say_who_pressed_nobody_is_let_in(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        _, message = await answered(r)
        r.people.payloads_say = {"team": None}
        r.slack.fail("users.info", "500", 5)
        about = json.loads(elements(message)[0]["value"])["q"]
        ask = {"type": "button", "action_id": "ask:0", "value": json.dumps({"q": about, "t": "paros"})}
        status, _ = await r.people.act(message, "C0SHARED", ask, user="U9EXT")
        assert status == 503
        await settled(r)
        assert len(r.core.asked) == 2


@pytest.mark.parametrize("named", [{"team": None}, GRID, {"team": {"id": "T8SISTER", "domain": "sister"}}])
async def test_our_own_people_press_whatever_the_payload_names(tmp_path: Path, named: dict[str, Any]) -> None:
    """A sister workspace of the same organisation is ours; the press joins the Thread of the answer."""
    async with rig(tmp_path) as r:
        r.slack.tokens[r.slack.bot_token]["enterprise"] = "E1"
        r.app.desk.workspaces.forget()  # who we are was asked before that
        r.slack.users["U8SISTER"] = {
            "id": "U8SISTER",
            "team_id": "T8SISTER",
            "enterprise_user": {"enterprise_id": "E1"},
        }
        root, message = await answered(r)
        r.people.payloads_say = named
        about = json.loads(elements(message)[0]["value"])["q"]
        ask = {"type": "button", "action_id": "ask:0", "value": json.dumps({"q": about, "t": "paros"})}
        for user in ("U0ASHA", "U8SISTER"):
            assert (await r.people.act(message, "C0SHARED", ask, user=user))[0] == 200
        await r.slack.until(lambda: len(r.core.asked) == 3)
        assert {question.thread.key for question in r.core.asked} == {r.core.asked[0].thread.key}
        asha = r.core.asked[0].viewer
        assert [question.viewer for question in r.core.asked][1:] == [
            asha,
            Viewer(platform="slack", workspace="T0PLANT", id="U8SISTER"),
        ]
        assert all(question.thread.thread == root for question in r.core.asked)


def hers(r: Rig) -> list[Question]:
    return [question for question in r.core.asked if question.viewer.id == "U0ASHA"]


async def test_on_grid_home_shortcut_and_language_belong_to_the_same_person_and_thread(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        dm = r.slack.dm("U0ASHA").id
        first = await r.people.write("bombas paradas", channel=dm)
        await r.slack.until(lambda: r.slack.said(dm, first))
        r.people.payloads_say = GRID
        option = {"text": {"type": "plain_text", "text": "English"}, "value": "en"}
        await r.people.press_home({"type": "static_select", "action_id": "home_language", "selected_option": option})
        await r.people.press_home({"type": "button", "action_id": "home_ask:example:0", "value": '{"t": "paros"}'})
        written, pressed = await r.slack.until(lambda: len(hers(r)) == 2 and hers(r))
        assert pressed.thread.key == written.thread.key
        assert pressed.viewer == written.viewer
        assert pressed.language == "en"
        assert await r.core.people.language(written.viewer) == "en"

        root = await r.people.ask("motores")
        await r.slack.until(lambda: r.slack.said("C0MAINT", root))
        human = {"type": "message", "ts": root, "user": "U0BRUNO", "text": "la bomba vibra"}
        await r.people.shortcut(human)
        (view,) = await r.slack.until(lambda: r.slack.views)
        await r.people.submit(view.get("view", view), "¿qué OT tiene?")
        *_, mentioned, used = await r.slack.until(lambda: len(hers(r)) == 4 and hers(r))
        assert used.thread.key == mentioned.thread.key
        assert used.viewer == mentioned.viewer


async def test_with_oauth_a_stranger_reads_our_refusal_and_is_no_trouble(tmp_path: Path) -> None:
    async with rig(tmp_path, **OAUTH) as r:
        await install(r, grant(r, "T0PLANT", "xoxb-one"))
        _, message = await answered(r)
        r.people.payloads_say = {"team": {"id": "T9OTHER", "domain": "other"}}
        status, body = await r.people.press(message, "Ver SQL", channel="C0SHARED", user="U9EXT")
        assert (status, body) == (200, "")
        await r.slack.until(lambda: r.slack.called("chat.postEphemeral"))
        about = json.loads(elements(message)[0]["value"])["q"]
        ask = {"type": "button", "action_id": "ask:0", "value": json.dumps({"q": about, "t": "paros"})}
        await r.people.act(message, "C0SHARED", ask, user="U9EXT")
        told = await r.slack.until(lambda: len(r.slack.called("chat.postEphemeral")) == 2 and r.slack.calls)
        told = [call.args for call in told if call.method == "chat.postEphemeral"]
        assert {(one["user"], one["text"]) for one in told} == {("U9EXT", sentences.OUTSIDER["es"])}
        await r.people.shortcut(message, channel="C0SHARED", user="U9EXT")
        await r.slack.until(lambda: [one for said in r.slack.responses.values() for one in said])
        (one,) = [one for said in r.slack.responses.values() for one in said]
        assert (one["response_type"], one["text"]) == ("ephemeral", sentences.OUTSIDER["es"])
        _, answer = await r.people.command("/equipos", team_id="T9OTHER", user="U9EXT")
        assert answer["text"] == sentences.OUTSIDER["es"]
        assert r.slack.views == []
        assert len(r.core.asked) == 1
        assert r.core.troubles.all() == ["slack T9OTHER: not_installed"]  # of the command: Slack sends none elsewhere


async def test_on_grid_somebody_of_a_sister_workspace_is_one_person_in_one_thread(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        r.slack.tokens[r.slack.bot_token]["enterprise"] = "E1"
        r.app.desk.workspaces.forget()
        r.slack.users["U8SISTER"] = {
            "id": "U8SISTER",
            "team_id": "T8SISTER",
            "enterprise_user": {"enterprise_id": "E1"},
        }
        root = await r.people.ask("motores")
        await r.slack.until(lambda: r.slack.said("C0MAINT", root))
        r.people.payloads_say = {**GRID, "user": {"id": "U8SISTER", "team_id": "T8SISTER"}}
        human = {"type": "message", "ts": root, "user": "U0BRUNO", "team": "T0PLANT", "text": "la bomba vibra"}
        await r.people.shortcut(human, user="U8SISTER")
        (view,) = await r.slack.until(lambda: r.slack.views)
        await r.people.submit({**view.get("view", view), "team_id": "T8SISTER"}, "¿qué OT tiene?", user="U8SISTER")
        mentioned, used = await r.slack.until(lambda: len(r.core.asked) == 2 and r.core.asked)
        assert used.thread.key == mentioned.thread.key

        option = {"text": {"type": "plain_text", "text": "English"}, "value": "en"}
        await r.people.press_home(
            {"type": "static_select", "action_id": "home_language", "selected_option": option}, user="U8SISTER"
        )
        event = {"type": "message", "channel": r.slack.dm("U8SISTER").id, "channel_type": "im", "user": "U8SISTER"}
        event |= {"ts": r.slack.ts(), "text": "paros"}
        await r.people.deliver(r.people.envelope(event, context_enterprise_id="E1"))
        written = await r.slack.until(lambda: [one for one in r.core.asked if one.kind == "message"])
        assert [one.language for one in written] == ["en"]
