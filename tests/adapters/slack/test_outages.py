"""Slack is away for minutes, its name is not found, it hangs: answered later, once, in order, and whoever waited is told."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from core.delivery import lateness, outbox
from tests.adapters.slack.rig import Rig, rig
from tests.clocks import set_ahead
from tests.core.helpers import until
from tests.fakes.names import NameAway
from tests.fakes.slack import Fault
from tests.fakes.slack_people import words

TWENTY = timedelta(minutes=20)


async def three_in_a_thread(r: Rig) -> str:
    """Three questions one after the other, and their thread."""
    root = await r.people.ask("pregunta 0")
    for n in (1, 2):
        await r.people.ask(f"pregunta {n}", thread_ts=root)
    return root


def answers(r: Rig, root: str) -> list[dict[str, Any]]:
    return r.slack.said("C0MAINT", root)


def tries(r: Rig) -> int:
    return sum(call.method == "chat.postMessage" for call in r.slack.calls)


async def answered_in_order(r: Rig, root: str) -> None:
    """Each once, in the order of the questions, and each says that it is late, in both forms of its blocks."""
    await r.slack.until(lambda: len(answers(r, root)) >= 3)
    await asyncio.sleep(0.3)  # what came twice would come soon
    said = answers(r, root)
    asked = [question.id for question in r.core.asked]
    assert [one["metadata"]["event_payload"]["question"] for one in said] == asked
    for one in said:
        assert words(one).startswith("Esta respuesta llega 20 minutos después de tu pregunta.")
        assert "Esta respuesta llega" in one["text"] and one["text"].startswith("3 bombas paradas")
    assert r.slack.violations == []


@pytest.mark.parametrize("kind", ["500", "lost", "dropped", "odd"])
async def test_away_for_twenty_minutes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    async with rig(tmp_path) as r:
        down = Fault("chat.postMessage", kind, 10**6, status=503, body="<html>")
        # A call that is carried out and then dropped is there when it is looked for; everything else is not.
        if kind == "dropped":
            r.slack.faults.append(Fault("conversations.replies", "500", 10**6))
        r.slack.faults.append(down)
        root = await three_in_a_thread(r)
        await r.slack.until(lambda: tries(r) >= (1 if kind == "dropped" else 4))
        set_ahead(monkeypatch, TWENTY, outbox, lateness)
        assert await r.core.inbox.backlog() == 3
        if kind != "dropped":
            before = tries(r)
            await r.slack.until(lambda: tries(r) >= before + 2)  # the attempt that is under way knows the old time
        r.slack.faults.clear()
        if kind != "dropped":
            await answered_in_order(r, root)
            return
        await r.slack.until(lambda: len(answers(r, root)) >= 3)
        await asyncio.sleep(0.3)
        said = [one["metadata"]["event_payload"]["question"] for one in answers(r, root)]
        assert said == [question.id for question in r.core.asked]
        assert "espera" not in words(answers(r, root)[0])  # it was there in time, and it was seen


async def test_its_name_is_not_found_for_a_while(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = NameAway(monkeypatch)
    async with rig(tmp_path, by_name=True) as r:
        root = await three_in_a_thread(r)
        await r.slack.until(lambda: name.looked >= 3)
        assert answers(r, root) == [] and await r.core.inbox.backlog() == 3
        set_ahead(monkeypatch, TWENTY, outbox, lateness)
        before = name.looked
        await r.slack.until(lambda: name.looked >= before + 4)
        name.is_back()
        await answered_in_order(r, root)


async def test_it_hangs_and_the_others_go_on(tmp_path: Path) -> None:
    """A call that is never answered ends after its time; meanwhile other channels get their answers."""
    async with rig(tmp_path, send_limit=0.3) as r:
        other = r.slack.channel("C0OTHER")
        r.slack.faults.append(Fault("chat.postMessage", "hold", 1, channel="C0MAINT"))
        held = await r.people.ask("pregunta")
        elsewhere = await r.people.ask("otra", channel=other.id)
        await r.slack.until(lambda: r.slack.said(other.id, elsewhere))
        await r.slack.until(lambda: answers(r, held))
        await asyncio.sleep(0.6)
        assert len(answers(r, held)) == 1  # it had arrived: it was looked for and not sent again

        async def nothing_left() -> bool:
            return await r.core.inbox.backlog() == 0

        await until(nothing_left)
        r.slack.released.set()
