"""Optional Steps as they are stored: whose answer has arrived, which are due, and how often each was tried.

They are leased like questions, one by one, so several replicas share them and a restart goes on. ``waiting`` means not
sent for certain, ``sending`` that it may be there: look first.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, select, update

from core.delivery.adapter import Receipt, Step
from core.delivery.inbox import LeaseLost, due
from core.kernel.messages import Question
from core.state.database import State
from core.state.seals import StillSealed
from core.state.tables import inbox, steps

LONGEST_REST: Final = timedelta(hours=2)
"""No platform lets a file rest for longer, and no lease of one lasts so long."""


@dataclass(slots=True)
class BesideStep:
    """A leased optional Step.

    Attributes:
        receipts: those of the answer's essential Steps, in order.
        look: it may be there already.
        attempts: how often it was tried in vain in this form.
        since: when its answer was ready.
    """

    question: Question
    position: int
    step: Step
    receipts: list[Receipt]
    owner: str
    look: bool
    attempts: int
    fallback: bool
    since: datetime


class BesideSteps:
    """The optional Steps of all answers that have arrived."""

    def __init__(self, state: State) -> None:
        self._state = state

    async def take(self, owner: str, platforms: Collection[str], *, limit: int, seconds: float) -> list[BesideStep]:
        """Lease up to ``limit`` Steps that are due, those that waited longest first."""
        now = datetime.now(UTC)
        due = _due(now, platforms, limit)
        if await self._state.read(lambda connection: connection.execute(due).first()) is None:
            return []

        def work(connection: Connection) -> list[BesideStep]:
            rows = connection.execute(due.with_for_update(skip_locked=True, of=steps)).mappings().all()
            taken = []
            for row in rows:
                try:
                    opened = self._state.seals.open_text(row["step"])
                except StillSealed as error:  # the answer is there; what no key opens is never sent beside it
                    skipped = {"status": "skipped", "error": error.detail, "updated_at": now}
                    connection.execute(_one(row["question_id"], row["position"]).values(**skipped))
                    continue
                mine = {"status": "sending", "lease_owner": owner, "lease_until": now + timedelta(seconds=seconds)}
                connection.execute(_one(row["question_id"], row["position"]).values(**mine))
                taken.append(_leased(connection, row, owner, Step.model_validate_json(opened)))
            return taken

        return await self._state.write(work)

    async def sent(self, one: BesideStep, receipt: Receipt) -> None:
        """Record that it is there."""
        await self._change(one, status="sent", receipt=json.dumps(receipt), lease_owner=None, lease_until=None)

    async def skipped(self, one: BesideStep, error: str) -> None:
        """Record that it is left out."""
        await self._change(one, status="skipped", error=error, lease_owner=None, lease_until=None)

    async def later(self, one: BesideStep, error: str, *, seconds: float, attempts: int, look: bool) -> None:
        """Give it back, to be tried again after so many seconds."""
        await self._change(
            one,
            status="sending" if look else "waiting",
            attempts=attempts,
            error=error,
            not_before=datetime.now(UTC) + timedelta(seconds=seconds),
            lease_owner=None,
            lease_until=None,
        )

    async def replace(self, one: BesideStep, step: Step, error: str) -> None:
        """Put the adapter's replacement in its place, due now."""
        await self._change(
            one,
            status="waiting",
            step=self._state.seals.seal_text(step.model_dump_json()),
            fallback=True,
            attempts=0,
            error=error,
            not_before=None,
            lease_owner=None,
            lease_until=None,
        )

    async def release(self, owners: Iterable[str]) -> int:
        """Free what owners hold that stop or are dead; gives how many."""
        held = update(steps).where(steps.c.lease_owner.in_(list(owners)))

        def work(connection: Connection) -> int:
            return connection.execute(held.values(lease_owner=None, lease_until=None)).rowcount

        return await self._state.write(work)

    async def waiting(self) -> int:
        """How many are still to send."""
        due = select(steps.c.position).where(steps.c.beside, steps.c.status.in_(("waiting", "sending")))
        return len(await self._state.read(lambda connection: connection.execute(due).all()))

    async def _change(self, one: BesideStep, **values: Any) -> None:
        """Change a Step that is still ours.

        Raises:
            LeaseLost: another one works on it.
        """
        changed = _one(one.question.id, one.position).where(steps.c.lease_owner == one.owner)

        def work(connection: Connection) -> None:
            if not connection.execute(changed.values(**values, updated_at=datetime.now(UTC))).rowcount:
                raise LeaseLost(one.question.id)

        await self._state.write(work)


def _one(question_id: str, position: int) -> Any:
    return update(steps).where(steps.c.question_id == question_id, steps.c.position == position)


def _due(now: datetime, platforms: Collection[str], limit: int) -> Any:
    return (
        select(steps, inbox.c.question, inbox.c.answered_at)
        .join(inbox, inbox.c.question_id == steps.c.question_id)
        .where(
            steps.c.beside,
            steps.c.status.in_(("waiting", "sending")),
            inbox.c.status == "done",
            inbox.c.platform.in_(list(platforms)),
            due(steps.c.not_before, now, LONGEST_REST),
            due(steps.c.lease_until, now, LONGEST_REST),
        )
        .order_by(steps.c.updated_at, steps.c.question_id, steps.c.position)
        .limit(limit)
    )


def _leased(connection: Connection, row: Any, owner: str, step: Step) -> BesideStep:
    before = select(steps.c.receipt).where(steps.c.question_id == row["question_id"], ~steps.c.beside)
    receipts = connection.execute(before.order_by(steps.c.position)).scalars()
    return BesideStep(
        question=Question.model_validate_json(row["question"]),
        position=row["position"],
        step=step,
        receipts=[json.loads(receipt) if receipt else {} for receipt in receipts],
        owner=owner,
        look=row["status"] == "sending",
        attempts=row["attempts"],
        fallback=row["fallback"],
        since=row["answered_at"] or row["updated_at"],
    )
