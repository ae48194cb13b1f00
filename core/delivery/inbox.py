"""Inbox: questions that a platform was told we received, until they are answered and delivered.

A worker takes a question by a lease that it keeps renewing; a lease that runs out lets another worker take over.
Within a Thread one question is taken at a time, in the order of receipt. Lease times are the processes' own clocks, so
replicas' clocks must agree within a few seconds (NTP); when they do not, a question may change hands early, which the
outbox notices (``held``) before anything is sent twice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, case, delete, exists, func, or_, select, text, update

from core.kernel.errors import InboxFull
from core.kernel.messages import Question
from core.state.database import State
from core.state.notices import WORK, told
from core.state.tables import inbox
from core.state.upsert import upsert

_LEASING: Final = 0x6C65617365  # "lease": PostgreSQL's advisory lock, so that two replicas never share out at once


SUSPECT: Final = 2
"""From so many deaths of its process on a question may be what kills: it is answered with no other such beside it, so
that those that were only there each time get through, and do not end as it does. One death may be anybody's."""

AHEAD: Final = timedelta(minutes=5)
"""A lease that ends later than so far ahead was made by a clock that has since been put back: nobody renews it."""


class LeaseLost(Exception):
    """Another worker has taken this question over; whoever sees this stops and records nothing."""


@dataclass(frozen=True, slots=True)
class Item:
    """A leased question.

    Attributes:
        attempts: how often answering it was begun, this time included.
        crashes: how many of the earlier attempts ended with the process that made them.
        suspect: it may be what killed them.
        answered_at: when its Steps were stored; None while it has no answer.
    """

    id: int
    question: Question
    owner: str
    attempts: int
    crashes: int
    received_at: datetime
    answered_at: datetime | None

    @property
    def suspect(self) -> bool:
        return self.answered_at is None and self.crashes >= SUSPECT


@dataclass(frozen=True, slots=True)
class Backlog:
    """How far behind the answers are.

    Attributes:
        unfinished: questions received and neither delivered nor given up.
        waiting: those of them that no process holds.
        oldest_seconds: since when the one that has waited longest for its answer waits; 0 when none does. One that is
            answered and waits for its platform does not count.
    """

    unfinished: int
    waiting: int
    oldest_seconds: float


_COUNTED_EVERY: Final = 8
"""The unfinished questions are counted when an eighth of the room that there was is taken."""

# Made once: building a statement anew takes longer than the database does.
_KNOWN: Final = select(
    exists().where(inbox.c.platform == bindparam("platform"), inbox.c.event_id == bindparam("event_id"))
)
_UNFINISHED: Final = select(func.count()).select_from(
    select(inbox.c.id).where(inbox.c.finished_at.is_(None)).limit(bindparam("most")).subquery()
)


@cache
def _storing(dialect: str) -> Any:
    stored = upsert(inbox, dialect).on_conflict_do_nothing()
    return stored.returning(inbox.c.id, *([told(WORK)] if dialect == "postgresql" else ()))


class Inbox:
    """The stored questions.

    Args:
        limit: so many may be unfinished; one more is refused.
    """

    def __init__(self, state: State, *, limit: int = 5_000) -> None:
        self._state = state
        self._limit = limit
        self._room = 0
        """So many may be put before all are counted again: counting thousands at each would be felt."""

    async def put(self, event_id: str, question: Question) -> bool:
        """Store a question; it is on disk when this returns. False when its event or its id is known already.

        Raises:
            InboxFull: too many wait; the platform must be told so, and sends it again.
            StateUnavailable: it could not be stored, and the platform must be told so.
        """
        row = {
            "platform": question.thread.platform,
            "event_id": event_id,
            "question_id": question.id,
            "thread_key": question.thread.key,
            "question": question.model_dump_json(),
            "status": "new",
            "attempts": 0,
            "excused": 0,
            "received_at": datetime.now(UTC),
        }
        stored = _storing(self._state.dialect)

        def work(connection: Connection) -> bool:
            if self._room <= 0:
                waiting = int(connection.scalar(_UNFINISHED, {"most": self._limit}) or 0)
                if waiting >= self._limit and not connection.scalar(_KNOWN, row):
                    raise InboxFull(f"{self._limit} questions wait")
                self._room = (self._limit - waiting) // _COUNTED_EVERY
            self._room -= 1
            return connection.execute(stored, row).first() is not None

        return await self._state.write(work, first=True)

    async def holds(self, question_id: str) -> bool:
        """Whether a question was received here, finished or not; finished ones are known for a week."""
        wanted = select(exists().where(inbox.c.question_id == question_id))
        return bool(await self._state.read(lambda connection: connection.scalar(wanted)))

    async def awaits(self, question_id: str) -> bool:
        """Whether a question is here that has no answer yet."""
        unanswered = (inbox.c.question_id == question_id, inbox.c.answered_at.is_(None), inbox.c.finished_at.is_(None))
        wanted = select(exists().where(*unanswered))
        return bool(await self._state.read(lambda connection: connection.scalar(wanted)))

    async def lease(
        self,
        owner: str,
        platforms: Collection[str],
        *,
        limit: int,
        seconds: float,
        without: Collection[int] = (),
        suspects: int | None = None,
    ) -> list[Item]:
        """Take up to ``limit`` questions for ``seconds``: those whose turn it is in their Thread and nobody holds.

        Args:
            without: ids that this owner still works on although their lease has run out.
            suspects: how many at most of those that may be what killed a process, the least suspect first; None for
                no limit of their own.
        """
        now = datetime.now(UTC)
        waiting = _takeable(now, platforms, without)
        calm = waiting.where(~_IS_SUSPECT).order_by(inbox.c.id).limit(limit)
        suspicious = waiting.where(_IS_SUSPECT).order_by(_CRASHES, inbox.c.id)
        suspicious = suspicious.limit(limit if suspects is None else min(limit, suspects))

        def any_there(connection: Connection) -> bool:
            return connection.execute(calm.limit(1)).first() is not None or (
                suspects != 0 and connection.execute(suspicious.limit(1)).first() is not None
            )

        if not await self._state.read(any_there):  # most often, and then nothing is written
            return []

        def work(connection: Connection) -> list[Item]:
            if self._state.dialect == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({_LEASING})"))
            rows = list(connection.execute(calm).mappings().all())
            if suspects != 0:
                rows = sorted([*rows, *connection.execute(suspicious).mappings().all()], key=lambda row: row["id"])
                rows = rows[:limit]
            begun = inbox.c.attempts + case((inbox.c.answered_at.is_(None), 1), else_=0)
            taken = update(inbox).where(inbox.c.id.in_([row["id"] for row in rows]))
            connection.execute(
                taken.values(
                    status="leased", lease_owner=owner, lease_until=now + timedelta(seconds=seconds), attempts=begun
                )
            )
            return [_item(row, owner) for row in rows]

        return await self._state.write(work)

    async def renew(self, owner: str, ids: Collection[int], *, seconds: float) -> set[int]:
        """Keep the leases; gives those that are still this owner's."""
        until = datetime.now(UTC) + timedelta(seconds=seconds)
        kept = update(inbox).where(inbox.c.id.in_(ids), inbox.c.lease_owner == owner, inbox.c.finished_at.is_(None))

        def work(connection: Connection) -> set[int]:
            return set(connection.execute(kept.values(lease_until=until).returning(inbox.c.id)).scalars())

        return await self._state.write(work)

    async def release(self, owner: str, ids: Collection[int] | None = None, *, delay: float = 0.0) -> int:
        """Give questions back, unfinished and through no fault of theirs; they may be taken after ``delay`` seconds.

        Args:
            ids: None for all that this owner holds.

        Returns:
            How many were given back.
        """
        not_before = datetime.now(UTC) + timedelta(seconds=delay) if delay else None
        mine = update(inbox).where(inbox.c.lease_owner == owner, inbox.c.finished_at.is_(None))
        if ids is not None:
            mine = mine.where(inbox.c.id.in_(ids))
        excused = inbox.c.excused + case((inbox.c.answered_at.is_(None), 1), else_=0)
        back = mine.values(status="new", lease_owner=None, lease_until=None, not_before=not_before, excused=excused)

        def work(connection: Connection) -> int:
            freed = connection.execute(back).rowcount
            if freed and not delay and self._state.dialect == "postgresql":
                connection.execute(select(told(WORK)))
            return freed

        return await self._state.write(work)

    async def release_dead(self, owners: Iterable[str]) -> int:
        """Free what processes held that are known to be dead; gives how many. Their attempts count as crashes."""
        held = update(inbox).where(inbox.c.lease_owner.in_(list(owners)), inbox.c.finished_at.is_(None))

        def work(connection: Connection) -> int:
            freed = connection.execute(held.values(status="new", lease_owner=None, lease_until=None))
            return freed.rowcount

        return await self._state.write(work)

    async def unfinished(self, *, limit: int = 1000) -> list[Question]:
        """Questions that are neither delivered nor given up, in the order of receipt."""
        waiting = select(inbox.c.question).where(inbox.c.finished_at.is_(None)).order_by(inbox.c.id).limit(limit)
        bodies = await self._state.read(lambda connection: connection.execute(waiting).scalars().all())
        return [Question.model_validate_json(body) for body in bodies]

    async def backlog(self) -> int:
        """How many questions are unfinished."""
        counted = select(func.count()).select_from(inbox).where(inbox.c.finished_at.is_(None))
        return await self._state.read(lambda connection: int(connection.scalar(counted) or 0))

    async def queue(self) -> Backlog:
        """How many questions wait, and for how long; counted over all replicas."""
        counted = select(
            func.count(),
            func.count().filter(inbox.c.lease_owner.is_(None)),
            func.min(inbox.c.received_at).filter(inbox.c.answered_at.is_(None)),
        ).where(inbox.c.finished_at.is_(None))
        found = await self._state.read(lambda connection: connection.execute(counted).one())
        unfinished, waiting, oldest = found
        # Another process's clock may be ahead of ours.
        age = max(0.0, (datetime.now(UTC) - oldest).total_seconds()) if oldest is not None else 0.0
        return Backlog(int(unfinished), int(waiting), age)

    async def purge(self, before: datetime) -> int:
        """Drop finished questions, and their Steps, that ended before a moment; gives how many.

        Platforms send an event again for an hour at most, so what is older need not be known any more.
        """
        old = delete(inbox).where(inbox.c.finished_at < before)

        def work(connection: Connection) -> int:
            return connection.execute(old).rowcount

        return await self._state.write(work)


def held(connection: Connection, item: Item) -> None:
    """Make sure, inside a transaction, that an Item is still its owner's; until its end nobody can take it.

    Raises:
        LeaseLost: it is not.
    """
    row = (
        connection.execute(
            select(inbox.c.lease_owner, inbox.c.finished_at).where(inbox.c.id == item.id).with_for_update()
        )
    ).first()
    if row is None or row.lease_owner != item.owner or row.finished_at is not None:
        raise LeaseLost(item.question.id)


def finish(connection: Connection, item: Item, status: str) -> None:
    """Mark an Item done or failed, inside a transaction."""
    ended = update(inbox).where(inbox.c.id == item.id)
    connection.execute(ended.values(status=status, finished_at=datetime.now(UTC), lease_owner=None, lease_until=None))


def due(until: Any, now: datetime, ahead: timedelta = AHEAD) -> Any:
    """Whether a time that something waits for is over, or so far ahead that only another clock can have set it."""
    return or_(until.is_(None), until <= now, until > now + ahead)


_CRASHES: Final = inbox.c.attempts - inbox.c.excused
_IS_SUSPECT: Final = and_(inbox.c.answered_at.is_(None), _CRASHES >= SUSPECT)


def _takeable(now: datetime, platforms: Collection[str], without: Collection[int]) -> Any:
    other = inbox.alias("other")
    in_its_way = (
        select(other.c.id)
        .where(
            other.c.thread_key == inbox.c.thread_key,
            other.c.id != inbox.c.id,
            other.c.finished_at.is_(None),
            # PostgreSQL may show a lower id after a higher one: who is being answered keeps the Thread.
            or_(other.c.id < inbox.c.id, and_(other.c.lease_until > now, other.c.lease_until <= now + AHEAD)),
        )
        .exists()
    )
    return select(inbox).where(
        inbox.c.finished_at.is_(None),
        inbox.c.platform.in_(list(platforms)),
        due(inbox.c.lease_until, now),
        due(inbox.c.not_before, now),
        inbox.c.id.not_in(list(without)),
        ~in_its_way,
    )


def _item(row: Any, owner: str) -> Item:
    return Item(
        id=row["id"],
        question=Question.model_validate_json(row["question"]),
        owner=owner,
        attempts=row["attempts"] + (row["answered_at"] is None),
        crashes=row["attempts"] - row["excused"],
        received_at=row["received_at"],
        answered_at=row["answered_at"],
    )
