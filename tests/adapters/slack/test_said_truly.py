"""What a person is told when an answer cannot go where they asked is true."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.kernel.messages import Question, Reply, Table
from tests.adapters.slack.replies import COLUMNS, ROWS
from tests.adapters.slack.rig import Rig, rig, simple
from tests.fakes.slack import Channel
from tests.fakes.slack_people import words

CLOSED = {
    "restricted_action": "no se me permite publicar",
    "restricted_action_read_only_channel": "no se me permite publicar",
    "restricted_action_thread_only_channel": "no se me permite publicar",
    "restricted_action_thread_locked": "está cerrado",
    "cannot_reply_to_message": "está cerrado",
    "thread_not_found": "el mensaje ya no existe",
    "is_archived": "está archivado",
    "no_permission": "no se me permite publicar",
    "access_denied": "no se me permite publicar",
    "team_access_not_granted": "no se me permite publicar",
    "not_in_channel": "/invite",
}


@pytest.mark.parametrize(("error", "said"), CLOSED.items(), ids=CLOSED)
async def test_why_there_is_no_answer(tmp_path: Path, error: str, said: str) -> None:
    async with rig(tmp_path) as r:
        r.slack.fail("chat.postMessage", "error", channel="C0MAINT", times=9, error=error)
        await r.people.ask("bombas paradas")
        dm = r.slack.dm("U0ASHA").id
        (told,) = await r.slack.until(lambda: r.slack.said(dm))
        assert said in told["text"]
        assert ("/invite" in told["text"]) == (error == "not_in_channel")
        assert "<#C0MAINT>" in told["text"]


def with_files(running: list[Rig]) -> Any:
    async def answer(question: Question) -> Reply:
        files = await running[0].save("data")
        return simple(question, artifacts=files, table=Table(columns=COLUMNS, rows=ROWS, total=30))

    return answer


async def test_a_shortcut_between_two_people_is_answered_to_who_used_it(tmp_path: Path) -> None:
    running: list[Rig] = []
    async with rig(tmp_path, with_files(running)) as r:
        running.append(r)
        r.slack.channels["D0TWO"] = Channel("D0TWO", "im", {"U0ASHA", "U0BRUNO"})
        human = {"type": "message", "ts": r.slack.ts(), "user": "U0BRUNO", "text": "la P-101 vibra"}
        await r.people.shortcut(human, channel="D0TWO")
        (view,) = await r.slack.until(lambda: r.slack.views)
        assert "te llega a ti" in str(view)
        await r.people.submit(view, "¿qué OT tiene?")
        dm = r.slack.dm("U0ASHA").id
        answer, files = await r.slack.until(lambda: len(r.slack.said(dm)) == 2 and r.slack.said(dm))
        assert "3 bombas paradas" in words(answer)
        assert files["files"]
        # It is a conversation like any other: who goes on in it goes on from there.
        await r.people.write("¿y cuáles?", channel=dm)
        await r.slack.until(lambda: len(r.core.asked) == 2)
        assert r.core.asked[0].thread.key == r.core.asked[1].thread.key
        assert r.slack.said("D0TWO") == []


@pytest.mark.parametrize("told", [True, False], ids=["Slack says so at once", "only when we post"])
async def test_a_shortcut_in_direct_messages_of_several_people(tmp_path: Path, told: bool) -> None:
    async with rig(tmp_path) as r:
        group = r.slack.channels["C0GROUP"] = Channel("C0GROUP", "mpim", {"U0ASHA", "U0BRUNO"})
        if not told:
            r.slack.fail("conversations.history", "500", 1)
        human = {"type": "message", "ts": r.slack.ts(), "user": "U0BRUNO", "text": "la P-101 vibra"}
        await r.people.shortcut(human, channel=group.id)
        (view,) = await r.slack.until(lambda: r.slack.views)
        await r.people.submit(view, "¿qué OT tiene?")
        (answer,) = await r.slack.until(lambda: r.slack.said(r.slack.dm("U0ASHA").id))
        assert "3 bombas paradas" in words(answer)
        assert "/invite" not in words(answer)


async def test_and_also_when_slack_did_not_say_at_once_whose_messages_they_are(tmp_path: Path) -> None:
    async with rig(tmp_path) as r:
        r.slack.channels["D0TWO"] = Channel("D0TWO", "im", {"U0ASHA", "U0BRUNO"})
        r.slack.fail("conversations.open", "500", 1)
        human = {"type": "message", "ts": r.slack.ts(), "user": "U0BRUNO", "text": "la P-101 vibra"}
        await r.people.shortcut(human, channel="D0TWO")
        (view,) = await r.slack.until(lambda: r.slack.views)
        await r.people.submit(view, "¿qué OT tiene?")
        (answer,) = await r.slack.until(lambda: r.slack.said(r.slack.dm("U0ASHA").id))
        assert "3 bombas paradas" in words(answer)
