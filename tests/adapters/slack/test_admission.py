"""Outsiders in shared channels, and channels that are not on the list."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.adapters.slack.rig import Rig, rig

OUTSIDER = {"id": "U9EXT", "team_id": "T9OTHER", "is_stranger": True}


def shared(r: Rig) -> None:
    """A channel shared with another company."""
    r.slack.users["U9EXT"] = dict(OUTSIDER)
    r.slack.users["U9GRID"] = {"id": "U9GRID", "team_id": "T8SISTER", "enterprise_user": {"enterprise_id": "E1"}}
    r.slack.channel("C0SHARED", external=True)


async def asked_by(r: Rig, user: str, **more: Any) -> list[str]:
    """Ask in the shared channel; gives the users whose questions were answered once a last one is through."""
    await r.people.ask("bombas paradas", channel="C0SHARED", user=user, is_ext_shared_channel=True, **more)
    last = await r.people.ask("otra")
    await r.slack.until(lambda: r.slack.said("C0MAINT", last))
    return [question.viewer.id for question in r.core.asked if question.thread.channel == "C0SHARED"]


async def test_an_outsider_is_refused_and_told_alone(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        shared(r)
        assert await asked_by(r, "U9EXT") == []
        (told,) = await r.slack.until(lambda: r.slack.called("chat.postEphemeral"))
        assert told.args["user"] == "U9EXT"
        assert "solo para las personas de esta empresa" in told.args["text"]
        assert r.slack.said("C0SHARED") == []


async def test_an_outsider_is_told_once_for_a_message(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        shared(r)
        event = {
            "type": "app_mention",
            "user": "U9EXT",
            "ts": r.slack.ts(),
            "channel": "C0SHARED",
            "team": "T9OTHER",
            "text": "x",
        }
        for _ in range(3):
            await r.people.deliver(r.people.envelope(event, is_ext_shared_channel=True))
        await asked_by(r, "U0ASHA")
        assert len(r.slack.called("chat.postEphemeral")) == 1


async def test_our_own_people_are_answered_in_a_shared_channel(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        shared(r)
        assert await asked_by(r, "U0ASHA") == ["U0ASHA"]
        assert r.slack.called("users.info") == []


async def test_a_workspace_of_the_same_organisation_is_ours(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        shared(r)
        assert await asked_by(r, "U9GRID", context_enterprise_id="E1") == ["U9GRID"]
        assert await asked_by(r, "U9GRID", context_enterprise_id="E2") == ["U9GRID", "U9GRID"]  # remembered an hour


async def test_another_organisation_is_not(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        shared(r)
        assert await asked_by(r, "U9GRID", context_enterprise_id="E2") == []


async def test_when_slack_cannot_tell_the_event_is_not_accepted(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        shared(r)
        r.slack.fail("users.info", "500")
        event = {
            "type": "app_mention",
            "user": "U9EXT",
            "ts": r.slack.ts(),
            "channel": "C0SHARED",
            "team": "T9OTHER",
            "text": "x",
        }
        met = await r.people.deliver(r.people.envelope(event, is_ext_shared_channel=True))
        assert met == [503, 200]
        assert await asked_by(r, "U9EXT") == []


async def test_a_person_whom_slack_does_not_show_us_is_an_outsider(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        shared(r)
        event = {
            "type": "app_mention",
            "user": "U0NOBODY",
            "ts": r.slack.ts(),
            "channel": "C0SHARED",
            "team": "T9OTHER",
            "text": "x",
        }
        assert await r.people.deliver(r.people.envelope(event, is_ext_shared_channel=True)) == [200]
        assert await r.core.inbox.unfinished() == []


async def test_outsiders_are_answered_when_the_setting_says_so(tmp_path: Path) -> None:
    async with rig(tmp_path, slack_allow_external=True) as r:
        shared(r)
        assert await asked_by(r, "U9EXT") == ["U9EXT"]


async def test_an_outsider_cannot_press_either(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        shared(r)
        root = await r.people.ask("bombas paradas", channel="C0SHARED")
        (message,) = await r.slack.until(lambda: r.slack.said("C0SHARED", root))
        await r.people.press(message, "Ver SQL", channel="C0SHARED", user="U9EXT")
        ask = {"type": "button", "action_id": "ask:0", "value": json.dumps({"q": "x", "t": "paros"})}
        await r.people.act(message, "C0SHARED", ask, user="U9EXT")
        await r.slack.until(lambda: r.slack.called("chat.postEphemeral"))
        last = await r.people.ask("otra")
        await r.slack.until(lambda: r.slack.said("C0MAINT", last))
        assert r.slack.views == []
        assert len(r.core.asked) == 2


async def test_only_allowed_channels_are_answered(tmp_path: Path) -> None:
    async with rig(tmp_path, slack_allowed_channels=("C0OK",)) as r:
        r.slack.channel("C0OK")
        refused = await r.people.ask("bombas paradas")
        (told,) = await r.slack.until(lambda: r.slack.called("chat.postEphemeral"))
        assert "<#C0OK>" in told.args["text"]
        allowed = await r.people.ask("bombas paradas", channel="C0OK")
        await r.slack.until(lambda: r.slack.said("C0OK", allowed))
        dm = r.slack.dm("U0ASHA").id
        direct = await r.people.write("bombas paradas", channel=dm)
        await r.slack.until(lambda: r.slack.said(dm, direct))
        assert r.slack.said("C0MAINT", refused) == []
        _, body = await r.people.command("/equipos", "parados")
        assert "En este canal no puedo contestar" in body["text"]
        _, body = await r.people.command("/equipos", "parados", channel="C0OK")
        assert body["text"] == "3 bombas paradas"
