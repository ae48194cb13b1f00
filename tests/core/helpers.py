"""Questions, Replies and a platform of our own for the tests of what is remembered."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.delivery.adapter import Receipt, Step
from core.delivery.owner import Owner
from core.kernel.errors import DeliveryRejected
from core.kernel.messages import Action, Question, Reply, Span, Thread, Viewer
from core.kernel.result import Result
from core.planning.plan import Plan
from core.state.database import State
from tests.plans import a_plan

EVER = datetime(2000, 1, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def thread(name: str = "t1", platform: str = "fake", channel: str = "c") -> Thread:
    return Thread(platform=platform, workspace="w", channel=channel, thread=name)


def viewer(name: str = "ana", platform: str = "fake") -> Viewer:
    return Viewer(platform=platform, workspace="w", id=name)


def question(id: str = "q1", *, text: str = "¿Cuántos equipos hay?", at: Thread | None = None, **more: Any) -> Question:
    more.setdefault("viewer", viewer())
    return Question(id=id, thread=at or thread(), text=text, received_at=NOW, **more)


def plan(action: Action = "data", sql: str | None = None, **more: Any) -> Plan:
    return a_plan(action=action, sql=sql, **more)


def result(rows: int = 3) -> Result:
    return Result(("equipo", "paros"), tuple((f"Línea {n} «ñ»", n) for n in range(rows)), False, 0.25, NOW)


def reply(
    id: str = "q1", action: Action = "data", rows: Result | None = None, text: str = "Hay 3.", **more: Any
) -> Reply:
    if rows is not None:
        more |= {"columns": rows.columns, "rows": rows.rows}
    more.setdefault("language", "es")
    return Reply(question_id=id, action=action, headline=(Span(text=text, bold=True),), **more)


class Platform:
    """What a platform holds: it outlives the processes that send to it. ``messages`` in order of arrival."""

    def __init__(self) -> None:
        self.messages: list[tuple[str, int, str]] = []

    def of(self, question_id: str) -> list[tuple[int, str]]:
        return [(index, text) for id, index, text in self.messages if id == question_id]


class FakeAdapter:
    """Sends to a Platform. ``faults`` are raised (or awaited) one a call before what is sent arrives, ``after`` once
    it has arrived."""

    platform = "fake"

    def __init__(
        self, to: Platform | None = None, *, parts: int = 2, findable: bool = True, optional: bool = False
    ) -> None:
        self.to = to or Platform()
        self.parts = parts
        self.findable = findable
        self.optional = optional
        self.faults: list[Exception | None] = []
        self.after: list[Exception | None] = []
        self.find_faults: list[Exception | None] = []
        self.calls: list[tuple[str, str, int]] = []
        self.receipts: list[list[Receipt]] = []
        self.pause: Callable[[str], Awaitable[None]] | None = None

    def steps(self, question: Question, reply: Reply) -> list[Step]:
        return [
            Step(
                index=n,
                kind="files" if n else "message",
                payload={"text": reply.text},
                optional=self.optional and n > 0,
            )
            for n in range(self.parts)
        ]

    async def working(self, question: Question) -> None:
        self.calls.append(("working", question.id, -1))

    async def send(self, question: Question, step: Step, receipts: list[Receipt]) -> Receipt:
        self.calls.append(("send", question.id, step.index))
        self.receipts.append(receipts)
        if self.pause:
            await self.pause("before send")
        if self.faults and (fault := self.faults.pop(0)):
            raise fault
        self.to.messages.append((question.id, step.index, str(step.payload.get("text"))))
        if self.pause:
            await self.pause("after send")
        if self.after and (fault := self.after.pop(0)):
            raise fault
        return {"ts": f"{question.id}.{step.index}"}

    async def find(self, question: Question, step: Step) -> Receipt | None:
        self.calls.append(("find", question.id, step.index))
        if self.find_faults and (fault := self.find_faults.pop(0)):
            raise fault
        there = any((id, index) == (question.id, step.index) for id, index, _ in self.to.messages)
        return {"ts": f"{question.id}.{step.index}"} if there and self.findable else None

    def late(self, question: Question, step: Step, note: str) -> Step:
        return step.model_copy(update={"payload": {**step.payload, "text": f"{note} {step.payload['text']}"}})

    def fallback(self, question: Question, step: Step, error: DeliveryRejected) -> Step | None:
        return None


def die(owner: Owner, state: State) -> None:
    """What the operating system does to an owner's claim when its process is killed: it closes the file."""
    claim = Path(f"{state.url.database}-owners") / owner.name
    if not claim.exists():
        return
    claimed = claim.stat()
    for name in os.listdir("/dev/fd"):
        with contextlib.suppress(OSError):  # the one that lists them is gone already
            if os.path.samestat(os.fstat(int(name)), claimed):
                os.close(int(name))


def workers_tasks(*kinds: str) -> set[asyncio.Task[Any]]:
    """What the workers of this loop are at: their loops, ``worker-…`` and ``beside-…``, and the questions they hold."""
    return {
        task for task in asyncio.all_tasks() if task.get_name().startswith(kinds or ("worker-", "question-", "beside-"))
    }


async def until(true: Callable[[], Any] | Callable[[], Awaitable[Any]], *, turns: int = 1500) -> None:
    """Wait until something holds; fails after so many looks, 20 ms apart."""
    for _ in range(turns):
        held = true()
        if asyncio.iscoroutine(held):
            held = await held
        if held:
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it never came true")
