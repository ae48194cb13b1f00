"""A Reply's Steps as they are stored: what is still to send, what is being sent, what was sent and how it ended.

A Step is marked ``sending`` in the transaction before it goes out: the one that stores all Steps, or the one that
records the Step before it. So each delivery costs one commit a Step, and a Step found ``sending`` after a restart may
or may not be there. The question ends with its last essential Step; the optional ones are left to ``BesideSteps``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select, update

from core.delivery.adapter import Receipt, Step
from core.delivery.inbox import Item, finish, held
from core.state.database import State
from core.state.tables import inbox, steps
from core.state.upsert import upsert


@dataclass(slots=True)
class StoredStep:
    """A Step and how far it has come.

    Attributes:
        position: its place in the Reply, from 0.
        status: waiting, sending, sent, skipped or failed. ``sending`` means: look before it is sent.
        fallback: True once the adapter's replacement stands in for the first form.
    """

    position: int
    step: Step
    status: str
    attempts: int = 0
    fallback: bool = False
    receipt: Receipt | None = None

    @property
    def ended(self) -> bool:
        return self.status in ("sent", "skipped", "failed")


class StoredSteps:
    """The Steps of all Replies. Every change first makes sure that the question is still this worker's."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def store(self, item: Item, rendered: list[Step]) -> list[StoredStep]:
        """Store an answer's Steps; from here on this answer is the one that is delivered, come what may.

        Raises:
            LeaseLost: another worker has taken the question over.
        """
        now = datetime.now(UTC)
        first = next((position for position, step in enumerate(rendered) if not step.optional), None)
        rows = [
            {
                "question_id": item.question.id,
                "position": position,
                "step": self._state.seals.seal_text(step.model_dump_json()),
                "status": "sending" if position == first else "waiting",
                "attempts": 0,
                "fallback": False,
                "beside": step.optional,
                "updated_at": now,
            }
            for position, step in enumerate(rendered)
        ]

        def work(connection: Connection) -> None:
            held(connection, item)
            if rows:
                connection.execute(upsert(steps, self._state.dialect).on_conflict_do_nothing(), rows)
                connection.execute(update(inbox).where(inbox.c.id == item.id).values(answered_at=now))
            if first is None:
                finish(connection, item, "done")

        await self._state.write(work)
        return [StoredStep(position, step, "waiting") for position, step in enumerate(rendered)]

    async def load(self, question_id: str) -> list[StoredStep]:
        """A question's Steps in order, as a worker before us left them. Raises StillSealed."""
        wanted = select(steps).where(steps.c.question_id == question_id).order_by(steps.c.position)
        rows = await self._state.read(lambda connection: connection.execute(wanted).mappings().all())
        return [
            StoredStep(
                position=row["position"],
                step=Step.model_validate_json(self._state.seals.open_text(row["step"])),
                status=row["status"],
                attempts=row["attempts"],
                fallback=row["fallback"],
                receipt=json.loads(row["receipt"]) if row["receipt"] else None,
            )
            for row in rows
        ]

    async def end(self, item: Item, one: StoredStep, after: StoredStep | None) -> None:
        """Record that a Step was sent and, in the same transaction, that the next essential one goes out.

        Args:
            after: the next essential Step; None when there is none, which ends the question.
        """
        receipt = json.dumps(one.receipt) if one.receipt is not None else None

        def work(connection: Connection) -> None:
            held(connection, item)
            self._change(connection, item, one.position, status="sent", receipt=receipt)
            if after is None:
                finish(connection, item, "done")
            else:
                self._change(connection, item, after.position, status="sending")

        await self._state.write(work)
        one.status = "sent"

    async def done(self, item: Item) -> None:
        """End a question whose essential Steps are all sent."""

        def work(connection: Connection) -> None:
            held(connection, item)
            finish(connection, item, "done")

        await self._state.write(work)

    async def retried(self, item: Item, one: StoredStep, error: str) -> None:
        """Record that a Step did not get through and will be tried again."""
        one.attempts += 1

        def work(connection: Connection) -> None:
            held(connection, item)
            self._change(connection, item, one.position, attempts=one.attempts, error=error)

        await self._state.write(work)

    async def replace(self, item: Item, one: StoredStep, step: Step) -> None:
        """Put the adapter's replacement in a Step's place, about to go out."""
        body = self._state.seals.seal_text(step.model_dump_json())

        def work(connection: Connection) -> None:
            held(connection, item)
            self._change(connection, item, one.position, step=body, fallback=True, status="sending")

        await self._state.write(work)
        one.step, one.fallback = step, True

    async def fail(self, item: Item, one: StoredStep | None, error: str) -> None:
        """Give a question up: this Step failed and those that wait are not sent."""

        def work(connection: Connection) -> None:
            held(connection, item)
            if one is not None:
                self._change(connection, item, one.position, status="failed", error=error)
                after = update(steps).where(steps.c.question_id == item.question.id, steps.c.status == "waiting")
                connection.execute(after.values(status="skipped", updated_at=datetime.now(UTC)))
            finish(connection, item, "failed")

        await self._state.write(work)

    def _change(self, connection: Connection, item: Item, position: int, **values: Any) -> None:
        changed = update(steps).where(steps.c.question_id == item.question.id, steps.c.position == position)
        connection.execute(changed.values(**values, updated_at=datetime.now(UTC)))
