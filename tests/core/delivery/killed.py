"""A process for test_sigkill: answers questions over a real state, to a platform that is a file.

It is killed without warning, so everything that it says goes to the disk at once. ``python killed.py URL FILE COUNT``
ends by itself when all is answered.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from pathlib import Path

from core.conversation.sessions import SessionStore
from core.delivery.adapter import Receipt, Step
from core.delivery.inbox import Inbox
from core.delivery.outbox import Outbox
from core.delivery.owner import Owner
from core.delivery.worker import Worker
from core.kernel.errors import DeliveryRejected
from core.kernel.messages import Question, Reply
from core.state.database import State
from tests.core.helpers import plan, question, reply, result, thread


class FilePlatform:
    """Every line of the file is a message that people see."""

    platform = "fake"

    def __init__(self, path: Path) -> None:
        self.path = path

    def steps(self, question: Question, reply: Reply) -> list[Step]:
        return [Step(index=n, kind=kind, payload={"text": reply.text}) for n, kind in enumerate(("message", "files"))]

    async def working(self, question: Question) -> None:
        return None

    async def send(self, question: Question, step: Step, receipts: list[Receipt]) -> Receipt:
        await asyncio.sleep(0.002)
        line = json.dumps({"id": question.id, "index": step.index, "text": step.payload["text"]}) + "\n"
        file = os.open(self.path, os.O_APPEND | os.O_CREAT | os.O_WRONLY)
        try:
            os.write(file, line.encode())
        finally:
            os.close(file)
        await asyncio.sleep(0.002)  # to be killed between the platform's acceptance and our record
        return {"ts": f"{question.id}.{step.index}"}

    async def find(self, question: Question, step: Step) -> Receipt | None:
        for line in self.path.read_text().splitlines() if self.path.exists() else ():
            seen = json.loads(line)
            if (seen["id"], seen["index"]) == (question.id, step.index):
                return {"ts": f"{question.id}.{step.index}"}
        return None

    def late(self, question: Question, step: Step, note: str) -> Step:
        return step

    def fallback(self, question: Question, step: Step, error: DeliveryRejected) -> Step | None:
        return None


async def main(url: str, path: Path, count: int) -> None:
    state = await State.open(url)
    store, inbox = SessionStore(state), Inbox(state)

    async def answer(asked: Question) -> Reply:
        session = await store.load(asked)
        await asyncio.sleep(0.005)
        said = reply(asked.id, text=f"{asked.id} answered by {os.getpid()}")
        await store.record(session, asked, plan(), result(), said)
        return said

    worker = Worker(
        inbox, Outbox(state), answer, owner=Owner(state), replied=store.reply, concurrency=8, poll_seconds=0.05
    )
    worker.use(FilePlatform(path))
    await worker.start()
    for n in range(count):  # the platform delivers again what it was not told that we have
        await inbox.put(f"e{n}", question(f"q{n}", at=thread(f"t{n % 12}")))
        worker.wake()
    while await inbox.backlog():
        await asyncio.sleep(0.01)
    await worker.drain(5)
    await state.close()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])))
