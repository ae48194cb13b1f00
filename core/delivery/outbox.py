"""Outbox: sends the essential Steps of a Reply in order, each once as far as the platform lets us know.

Throttled → wait as long as the platform says, that kind of call in that channel. Uncertain (dropped, timed out, 5xx, an
odd answer) → look whether it arrived, then send again, ever more seldom and with jitter, until ``give_up_after``.
Rejected → the adapter's replacement once, else the question is given up with a log line. With the last essential Step
the question is done; what is optional goes out beside.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type

from core.delivery.adapter import Adapter, Receipt, Step
from core.delivery.beside import BesideLanes
from core.delivery.inbox import Item, LeaseLost
from core.delivery.lateness import told_late
from core.delivery.observer import Observer, nobody
from core.delivery.paced_sending import PacedSending, words_of
from core.delivery.stored_steps import StoredStep, StoredSteps
from core.kernel.errors import DeliveryRateLimited, DeliveryRejected, DeliveryUncertain, StateUnavailable
from core.state.database import State

log = structlog.get_logger(__name__)

UNEXPECTED: Final = 3
"""How often a Step is tried whose adapter raises what it should not: a defect seldom mends itself."""
_TOO_LATE: Final = "the platform did not take the answer in time; look at its status page"


class Stopped(Exception):
    """The outbox is draining: what waits is left for the next start."""


@dataclass
class _Tries:
    """What the attempts at one Step have come to.

    Attributes:
        look: whether it may have arrived, so that it is looked for before it is sent again.
        uncertain, unexpected: how many attempts ended without an answer, or with an error that no adapter should raise.
    """

    look: bool
    uncertain: int = 0
    unexpected: int = 0


class _Again(Exception):
    """An attempt that failed and is worth another one after ``wait`` seconds."""

    def __init__(self, cause: Exception, wait: float) -> None:
        super().__init__(words_of(cause))
        self.wait = wait


class Outbox:
    """Delivers.

    Args:
        state: the open state database.
        send_limit: seconds for one call of an adapter (an upload included).
        give_up_after: seconds from the answer on, after which an outage ends the attempts.
        first_wait, longest_wait: seconds between attempts; they double, with jitter. The first is long enough for what
            arrived to be seen when it is looked for.
    """

    def __init__(
        self,
        state: State,
        *,
        send_limit: float = 60.0,
        give_up_after: float = 6 * 3600.0,
        first_wait: float = 1.0,
        longest_wait: float = 60.0,
        observer: Observer | None = None,
    ) -> None:
        self._steps = StoredSteps(state)
        self._attempts = PacedSending(send_limit=send_limit, first_wait=first_wait, longest_wait=longest_wait)
        self._give_up_after = give_up_after
        self._observe: Observer = observer or nobody
        self.beside = BesideLanes(state, self._attempts, give_up_after=give_up_after, observer=self._observe)
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """End every wait between attempts; calls under way are not cut."""
        self._stopping.set()

    async def store(self, item: Item, steps: list[Step]) -> list[StoredStep]:
        """Store an answer's Steps before the first is sent."""
        return await self._steps.store(item, steps)

    async def deliver(self, item: Item, adapter: Adapter, stored: list[StoredStep] | None = None) -> bool:
        """Send the essential Steps that are left to send; False when the question had to be given up.

        Args:
            stored: as ``store`` gave them; None after a restart, when they are read back.

        Raises:
            LeaseLost: another worker has taken the question over.
            Stopped: the outbox is draining; the rest is sent after the next start.
        """
        if item.answered_at is None:
            item = replace(item, answered_at=datetime.now(UTC))
        stored = stored if stored is not None else await self._steps.load(item.question.id)
        essential = [one for one in stored if not one.step.optional]
        if essential and all(one.ended for one in essential):
            await self._steps.done(item)
        receipts: list[Receipt] = []
        following = [*essential[1:], None]
        for one, after in zip(essential, following, strict=False):
            if not one.ended and not await self._deliver_one(item, adapter, one, receipts, after):
                return False
            receipts.append(one.receipt or {})
        if len(essential) < len(stored):
            self.beside.wake()
        seconds = max(0.0, (datetime.now(UTC) - item.answered_at).total_seconds()) if item.answered_at else 0.0
        self._observe("delivered", {"platform": adapter.platform, "steps": len(stored), "seconds": seconds})
        return True

    async def give_up(self, item: Item, error: str) -> None:
        """End a question that cannot even be rendered."""
        await self._steps.fail(item, None, error)

    async def _deliver_one(
        self, item: Item, adapter: Adapter, one: StoredStep, receipts: list[Receipt], after: StoredStep | None
    ) -> bool:
        try:
            one.receipt = await self._send(item, adapter, one, receipts)
        except DeliveryRejected as error:
            if not await self._stand_in(item, adapter, one, receipts, error):
                fields = _fields(item, one)
                log.error("delivery_failed", **fields, detail=error.detail, advice=error.advice)
                self._observe("delivery_failed", fields)
                await self._steps.fail(item, one, error.detail)
                return False
        await self._steps.end(item, one, after)
        return True

    async def _stand_in(
        self, item: Item, adapter: Adapter, one: StoredStep, receipts: list[Receipt], error: DeliveryRejected
    ) -> bool:
        """Send what the adapter offers in a Step's place, once; False when it offers nothing or that fails too."""
        if one.fallback:
            return False
        try:
            offered = adapter.fallback(item.question, one.step, error)
            if offered is None:
                return False
            await self._steps.replace(item, one, offered)
            one.status = "waiting"
            one.receipt = await self._send(item, adapter, one, receipts)
            return True
        except (LeaseLost, Stopped, StateUnavailable):
            raise
        except Exception as second:
            log.warning("delivery_fallback_failed", question_id=item.question.id, detail=words_of(second))
            return False

    async def _send(self, item: Item, adapter: Adapter, one: StoredStep, receipts: list[Receipt]) -> Receipt:
        """Send one Step until it is there.

        Raises:
            DeliveryRejected: it will not get there, or not within ``give_up_after``.
        """
        tries = _Tries(look=one.status == "sending")

        async def attempt() -> Receipt:
            # Said as late as it is now, and not stored: what was stored is the answer.
            step = one.step if receipts else told_late(adapter, item, one.step)
            try:
                return await self._attempts.attempt(
                    adapter, item.question, step, receipts, look=tries.look, sleep=self._pause
                )
            except (DeliveryRejected, LeaseLost, Stopped, StateUnavailable):
                raise
            except Exception as error:
                raise self._again(error, tries, item, adapter) from error

        async def told(state: RetryCallState) -> None:
            again = _failure(state)
            await self._steps.retried(item, one, str(again))
            fields = {"attempts": one.attempts, "detail": str(again), "seconds": round(again.wait, 2)}
            log.warning("delivery_retried", **_fields(item, one), **fields)
            self._observe("delivery_retried", {"platform": adapter.platform, "attempts": one.attempts})

        retrying = AsyncRetrying(
            retry=retry_if_exception_type(_Again),
            wait=lambda state: _failure(state).wait,
            sleep=self._pause,
            before_sleep=told,
            reraise=True,
        )
        return await retrying(attempt)

    def _again(self, error: Exception, tries: _Tries, item: Item, adapter: Adapter) -> _Again:
        """What to do after this error: when to try again.

        Raises:
            DeliveryRejected: it has gone on for too long, or the adapter fails in a way that it should not.
        """
        give_up_after, advice = self._give_up_after, _TOO_LATE
        if isinstance(error, DeliveryRateLimited):
            self._observe("delivery_throttled", {"platform": adapter.platform, "seconds": error.retry_after})
            tries.look = tries.look or error.may_be_there
            wait = 0.0  # its turn comes when the rest is over
        elif isinstance(error, DeliveryUncertain):
            tries.look = tries.look or error.may_be_there
            give_up_after = give_up_after if error.keep is None else min(error.keep, give_up_after)
            advice = error.advice or advice
            wait = max(self._attempts.back_off(tries.uncertain), error.not_before)
            tries.uncertain += 1
        else:
            tries.look = True
            tries.unexpected += 1
            log.error("delivery_defect", question_id=item.question.id, platform=adapter.platform, exc_info=error)
            if tries.unexpected >= UNEXPECTED:
                raise DeliveryRejected(words_of(error), advice="a defect of the adapter; see the log") from error
            wait = self._attempts.back_off(tries.unexpected)
        now = datetime.now(UTC)
        if (now - (item.answered_at or now)).total_seconds() > give_up_after:
            raise DeliveryRejected(words_of(error), advice=advice) from error
        return _Again(error, wait)

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return
        raise Stopped


def _fields(item: Item, one: StoredStep) -> dict[str, Any]:
    return {
        "question_id": item.question.id,
        "platform": item.question.thread.platform,
        "step": one.position,
        "kind": one.step.kind,
    }


def _failure(state: RetryCallState) -> _Again:
    error = state.outcome.exception() if state.outcome else None
    assert isinstance(error, _Again)
    return error
