"""Worker: takes questions from the inbox, has them answered, and has the answers delivered.

One question of a Thread at a time and in order, many Threads at once. Planning is bounded by ``concurrency``; a
delivery that waits for a platform holds no place there. What a crash interrupted goes on where it stopped: a question
with stored Steps is only delivered, one whose answer is in the Session is not planned again.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from core.delivery.adapter import Adapter
from core.delivery.answering import Answering
from core.delivery.inbox import Inbox, Item, LeaseLost
from core.delivery.observer import Observer, nobody
from core.delivery.outbox import Outbox, Stopped
from core.delivery.owner import Owner
from core.delivery.stops import Stops
from core.delivery.taking import TakeLoop
from core.kernel.errors import StateUnavailable
from core.kernel.messages import Language, Question, Reply
from core.telemetry import traces

__all__ = ["KEEP", "MAX_ATTEMPTS", "Worker"]

log = structlog.get_logger(__name__)

MAX_ATTEMPTS: Final = 6
"""A question that was being answered when the process died so often is answered with an error instead."""

KEEP: Final = timedelta(days=7)
"""How long finished questions stay known, for redeliveries."""


class Worker:
    """The loop between inbox and outbox.

    Args:
        answer: the pipeline's ``answer``; it should not raise, and is cut after ``answer_limit`` seconds.
        replied: ``SessionStore.reply``: the answer that a question got before a crash, if any.
        concurrency: how many questions are answered at once.
        in_flight: how many are held at once, those that wait for a platform included.
        max_attempts: so many deaths of the process that answers a question end it with an apology.
        lease_seconds: after so long without a sign of life another process takes over.
        poll_seconds: how often to look without being woken: for other processes' questions and ended leases.
        observer: told of ``question_taken``, ``question_answered``, ``question_failed`` and the outbox's events.
        housekeeping: called at the start and every hour: retention, for one.
        stops: where other processes say which questions are to be stopped.
    """

    def __init__(
        self,
        inbox: Inbox,
        outbox: Outbox,
        answer: Callable[[Question], Awaitable[Reply]],
        *,
        owner: Owner,
        replied: Callable[[str], Awaitable[Reply | None]] | None = None,
        default_language: Language = "es",
        concurrency: int = 32,
        in_flight: int = 500,
        answer_limit: float = 90.0,
        max_attempts: int = MAX_ATTEMPTS,
        lease_seconds: float = 20.0,
        poll_seconds: float = 1.0,
        observer: Observer | None = None,
        housekeeping: Callable[[], Awaitable[object]] | None = None,
        stops: Stops | None = None,
    ) -> None:
        self._housekeeping = housekeeping
        self._stops = stops
        self._inbox = inbox
        self._outbox = outbox
        self._owner = owner
        self._in_flight = in_flight
        self._lease_seconds = lease_seconds
        self._poll_seconds = poll_seconds
        self._observe: Observer = observer or nobody
        self._answering = Answering(
            outbox,
            answer,
            replied=replied,
            default_language=default_language,
            concurrency=concurrency,
            answer_limit=answer_limit,
            max_attempts=max_attempts,
            observe=self._observe,
            stops=stops,
        )
        self._adapters: dict[str, Adapter] = {}
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._suspects: set[int] = set()
        self._give_back: set[int] = set()
        self._taking = TakeLoop(self._take, poll_seconds)
        self._background: list[asyncio.Task[None]] = []

    @property
    def running(self) -> int:
        """How many questions are held right now."""
        return len(self._tasks)

    def use(self, adapter: Adapter) -> None:
        """Take questions of this Adapter's platform from now on."""
        self._adapters[adapter.platform] = adapter
        self._taking.wake()

    def wake(self) -> None:
        """Look into the inbox now: something was put there."""
        self._taking.wake()

    async def stop(self, question_id: str, *, quiet: bool = False) -> bool:
        """Stop a question, wherever it is being answered: here at once, elsewhere within a few seconds.

        Args:
            quiet: nothing is said instead of the answer: the person has deleted the question.

        Returns:
            False when it has its answer already, or was never asked.

        Raises:
            StateUnavailable: it could not be stored.
        """
        if not await self._inbox.awaits(question_id):
            return False
        if self._stops is not None:
            await self._stops.want(question_id, quiet=quiet)
        self._answering.stop(question_id, quiet=quiet)
        return True

    async def start(self) -> None:
        """Take up what is unfinished and go on with what comes."""
        if self._background:
            return
        self._owner.claim()
        dead = self._owner.dead()
        if dead:
            freed = await self._inbox.release_dead(dead)
            await self._outbox.beside.steps.release(dead)
            self._owner.bury(dead)
            log.info("questions_taken_up", questions=freed, processes=len(dead))
        self._background = [
            asyncio.create_task(self._taking.run(), name="worker-take"),
            asyncio.create_task(self._keep_loop(), name="worker-keep"),
        ]
        self._outbox.beside.start(self._owner.name, self._adapters, poll_seconds=self._poll_seconds)

    async def drain(self, seconds: float) -> int:
        """Take nothing new, let what runs end for at most ``seconds``, give the rest back; how many those were."""
        self._taking.stop()
        self._outbox.stop()
        await asyncio.gather(self._end_questions(seconds), self._outbox.beside.drain(seconds))
        left = dict(self._tasks)
        for task in (*left.values(), *self._background):
            task.cancel()
        await asyncio.gather(*left.values(), *self._background, return_exceptions=True)
        await self._answering.end()
        self._background = []
        given_back = 0
        with contextlib.suppress(StateUnavailable):  # then the leases run out by themselves
            given_back = await self._inbox.release(self._owner.name)
        self._owner.leave()
        log.info("worker_drained", given_back=given_back)
        return given_back

    async def _end_questions(self, seconds: float) -> None:
        if self._tasks:
            await asyncio.wait(self._tasks.values(), timeout=seconds)

    async def _take(self) -> int:
        free = self._in_flight - len(self._tasks)
        if free <= 0 or not self._adapters:
            return 0
        items = await self._inbox.lease(
            self._owner.name,
            [*self._adapters],
            limit=free,
            seconds=self._lease_seconds,
            without=[*self._tasks, *self._give_back],
            suspects=0 if self._suspects else 1,
        )
        for item in items:
            if item.suspect:
                self._suspects.add(item.id)
            task = asyncio.create_task(self._handle(item), name=f"question-{item.id}")
            self._tasks[item.id] = task
            task.add_done_callback(lambda _, id=item.id: self._ended(id))  # type: ignore[misc]
        return len(items)

    def _ended(self, id: int) -> None:
        self._tasks.pop(id, None)
        self._acquitted(id)
        self._taking.wake()

    def _acquitted(self, id: int) -> None:
        """It has its answer, and waits at most for its platform: the next suspect's turn."""
        if id in self._suspects:
            self._suspects.discard(id)
            self._taking.wake()

    async def _keep_loop(self) -> None:
        """Renew leases, give back what went wrong, and once an hour clear away what is long done."""
        purge_at = time.monotonic()
        while True:
            await asyncio.sleep(self._lease_seconds / 4)
            try:
                held = set(self._tasks)
                if held:
                    for lost in held - await self._inbox.renew(self._owner.name, held, seconds=self._lease_seconds):
                        if task := self._tasks.get(lost):
                            task.cancel()
                if self._stops is not None:
                    for stopped, quiet in (await self._stops.wanted([*self._answering.asked])).items():
                        self._answering.stop(stopped, quiet=quiet)
                if back := set(self._give_back):
                    await self._inbox.release(self._owner.name, back, delay=self._poll_seconds)
                    self._give_back -= back
                if time.monotonic() >= purge_at:
                    purge_at = time.monotonic() + 3600
                    await self._inbox.purge(datetime.now(UTC) - KEEP)
                    if self._housekeeping:
                        await self._housekeeping()
            except StateUnavailable as error:
                log.error("inbox_unavailable", detail=error.detail)
            except Exception:
                log.exception("worker_defect")

    async def _handle(self, item: Item) -> None:
        """One question from its lease to its end. Whatever goes wrong is logged and, if it can be, tried again."""
        adapter = self._adapters[item.question.thread.platform]
        identity = item.question.id
        with (
            traces.span("question", platform=adapter.platform, question_id=identity),
            structlog.contextvars.bound_contextvars(correlation_id=identity, **traces.for_log()),
        ):
            self._observe("question_taken", {"platform": adapter.platform, "attempts": item.attempts})
            try:
                stored = None if item.answered_at else await self._answering.answer(item, adapter)
                self._acquitted(item.id)
                with traces.step("deliver"):
                    arrived = await self._outbox.deliver(item, adapter, stored)
                if not arrived:
                    self._observe("question_failed", {"platform": adapter.platform})
            except LeaseLost:
                log.warning("lease_lost", question_id=item.question.id)
            except Stopped:
                self._give_back.add(item.id)
            except StateUnavailable as error:
                log.error("state_unavailable", question_id=item.question.id, detail=error.detail)
                self._give_back.add(item.id)
            except Exception:
                log.exception("question_defect", question_id=item.question.id)
                self._observe("question_failed", {"platform": adapter.platform})
                with contextlib.suppress(LeaseLost, StateUnavailable):
                    await self._excuse(item, adapter)

    async def _excuse(self, item: Item, adapter: Adapter) -> None:
        """After a defect of ours outside the answer itself: say so, and end the question whatever comes of that."""
        try:
            if item.answered_at is None:
                await self._answering.apologise(item, adapter)
                await self._outbox.deliver(item, adapter)
                return
        except (LeaseLost, StateUnavailable):
            raise
        except Exception:
            log.exception("question_defect", question_id=item.question.id)
        await self._outbox.give_up(item, "defect")
