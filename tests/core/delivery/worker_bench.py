"""What the worker's tests stand on: workers over one state, their inbox and one platform."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from core.delivery.inbox import Inbox
from core.delivery.outbox import Outbox
from core.delivery.owner import Owner
from core.delivery.worker import Worker
from core.kernel.messages import Question, Reply
from core.state.database import State
from tests.core.helpers import FakeAdapter, reply, until

Answer = Callable[[Question], Awaitable[Reply]]


async def plainly(asked: Question) -> Reply:
    return reply(asked.id)


class Bench:
    """Workers over one state, all drained at the end."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.inbox = Inbox(state)
        self.adapter = FakeAdapter(parts=1)
        self.workers: list[Worker] = []
        self.seen: list[tuple[str, Mapping[str, Any]]] = []

    def worker(self, answer: Answer = plainly, **more: Any) -> Worker:
        more = {"poll_seconds": 0.02, "lease_seconds": 5.0, "observer": self._see, **more}
        outbox = Outbox(self.state, first_wait=0.001, longest_wait=0.002)
        worker = Worker(self.inbox, outbox, answer, owner=Owner(self.state), **more)
        worker.use(self.adapter)
        self.workers.append(worker)
        return worker

    def _see(self, name: str, fields: Mapping[str, Any]) -> None:
        self.seen.append((name, fields))

    async def put(self, *asked: Question) -> None:
        for one in asked:
            await self.inbox.put(f"event of {one.id}", one)

    async def done(self) -> None:
        async def empty() -> bool:
            return await self.inbox.backlog() == 0

        await until(empty)

    @property
    def sent(self) -> list[str]:
        return [id for id, _, _ in self.adapter.to.messages]

    @property
    def texts(self) -> list[str]:
        return [text for _, _, text in self.adapter.to.messages]
