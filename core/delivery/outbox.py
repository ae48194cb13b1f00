"""Outbox: sends a Reply's stored Steps in order, each once as far as the platform lets us know.

Throttled → wait as long as the platform says, the whole channel. Uncertain (dropped, timed out, 5xx) → look whether it
arrived, then send again, ever more seldom and with jitter, until ``give_up_after``. Rejected → the adapter's
replacement once, else the Step is skipped when it is optional, else the question is given up with a log line.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Final

import structlog
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type

from core.delivery.adapter import Adapter, Receipt, Step
from core.delivery.inbox import Item, LeaseLost
from core.delivery.stored_steps import StoredStep, StoredSteps
from core.delivery.throttle import Throttle
from core.kernel.errors import DeliveryRateLimited, DeliveryRejected, DeliveryUncertain, MaintbotError, StateUnavailable
from core.state.database import State

log = structlog.get_logger(__name__)

Observer = Callable[[str, Mapping[str, Any]], None]
"""Told of what happens, for metrics: the event's name and its fields."""

UNEXPECTED: Final = 3
"""How often a Step is tried whose adapter raises what it should not: a defect seldom mends itself."""


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
        super().__init__(_words(cause))
        self.wait = wait


def _again(state: RetryCallState) -> _Again:
    error = state.outcome.exception() if state.outcome is not None else None
    assert isinstance(error, _Again)
    return error


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
        self._throttle = Throttle()
        self._send_limit = send_limit
        self._give_up_after = give_up_after
        self._first_wait = first_wait
        self._longest_wait = longest_wait
        self._observe: Observer = observer or (lambda name, fields: None)
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """End every wait between attempts; calls under way are not cut."""
        self._stopping.set()

    async def store(self, item: Item, steps: list[Step]) -> list[StoredStep]:
        """Store an answer's Steps before the first is sent."""
        return await self._steps.store(item, steps)

    async def deliver(self, item: Item, adapter: Adapter, stored: list[StoredStep] | None = None) -> bool:
        """Send what is left to send; False when the question had to be given up.

        Args:
            stored: as ``store`` gave them; None after a restart, when they are read back.

        Raises:
            LeaseLost: another worker has taken the question over.
            Stopped: the outbox is draining; the rest is sent after the next start.
        """
        if item.answered_at is None:
            item = replace(item, answered_at=datetime.now(UTC))
        stored = stored if stored is not None else await self._steps.load(item.question.id)
        receipts: list[Receipt] = []
        for one in stored:
            if not one.ended and not await self._deliver_one(item, adapter, one, receipts, last=one is stored[-1]):
                return False
            receipts.append(one.receipt or {})
        self._observe("delivered", {"platform": adapter.platform, "steps": len(stored)})
        return True

    async def give_up(self, item: Item, error: str) -> None:
        """End a question that cannot even be rendered."""
        await self._steps.fail(item, None, error)

    async def _deliver_one(
        self, item: Item, adapter: Adapter, one: StoredStep, receipts: list[Receipt], *, last: bool
    ) -> bool:
        fields = {
            "question_id": item.question.id,
            "platform": adapter.platform,
            "step": one.position,
            "kind": one.step.kind,
        }
        try:
            one.receipt = await self._send(item, adapter, one, receipts)
        except DeliveryRejected as error:
            stood_in = await self._stand_in(item, adapter, one, receipts, error)
            if not stood_in and not one.step.optional:
                log.error("delivery_failed", **fields, detail=error.detail, advice=error.advice)
                self._observe("delivery_failed", fields)
                await self._steps.fail(item, one, error.detail)
                return False
            if not stood_in:
                log.warning("delivery_step_skipped", **fields, detail=error.detail, advice=error.advice)
                self._observe("delivery_step_skipped", fields)
                await self._steps.end(item, one, "skipped", last=last, error=error.detail)
                return True
        await self._steps.end(item, one, "sent", last=last)
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
            log.warning("delivery_fallback_failed", question_id=item.question.id, detail=_words(second))
            return False

    async def _send(self, item: Item, adapter: Adapter, one: StoredStep, receipts: list[Receipt]) -> Receipt:
        """Send one Step until it is there.

        Raises:
            DeliveryRejected: it will not get there, or not within ``give_up_after``.
        """
        channel = f"{adapter.platform}:{item.question.thread.workspace}:{item.question.thread.channel}"
        tries = _Tries(look=one.status == "sending")

        async def attempt() -> Receipt:
            await self._throttle.wait(channel, self._pause)
            try:
                found = await self._look(item, adapter, one) if tries.look else None
                return found if found is not None else await self._call(item, adapter, one, receipts)
            except (DeliveryRejected, LeaseLost, StateUnavailable):
                raise
            except Exception as error:
                wait = self._wait_after(error, tries, channel, item, adapter)
                now = datetime.now(UTC)
                if (now - (item.answered_at or now)).total_seconds() > self._give_up_after:
                    advice = "the platform did not take the answer in time; look at its status page"
                    raise DeliveryRejected(_words(error), advice=advice) from error
                raise _Again(error, wait) from error

        async def told(state: RetryCallState) -> None:
            await self._steps.retried(item, one, str(_again(state)))
            self._observe("delivery_retried", {"platform": adapter.platform, "attempts": one.attempts})

        retrying = AsyncRetrying(
            retry=retry_if_exception_type(_Again),
            wait=lambda state: _again(state).wait,
            sleep=self._pause,
            before_sleep=told,
            reraise=True,
        )
        return await retrying(attempt)

    def _wait_after(self, error: Exception, tries: _Tries, channel: str, item: Item, adapter: Adapter) -> float:
        """Seconds until a Step may be tried again after this error.

        Raises:
            DeliveryRejected: the adapter fails again and again in a way that it should not.
        """
        if isinstance(error, DeliveryRateLimited):
            self._throttle.rest(channel, error.retry_after)
            self._observe("delivery_throttled", {"platform": adapter.platform, "seconds": error.retry_after})
            return error.retry_after
        tries.look = True
        if isinstance(error, DeliveryUncertain):
            tries.uncertain += 1
            return self._back_off(tries.uncertain - 1)
        tries.unexpected += 1
        log.error("delivery_defect", question_id=item.question.id, platform=adapter.platform, exc_info=error)
        if tries.unexpected >= UNEXPECTED:
            raise DeliveryRejected(_words(error), advice="a defect of the adapter; see the log") from error
        return self._back_off(tries.unexpected)

    async def _call(self, item: Item, adapter: Adapter, one: StoredStep, receipts: list[Receipt]) -> Receipt:
        try:
            async with asyncio.timeout(self._send_limit):
                return await adapter.send(item.question, one.step, list(receipts))
        except TimeoutError as error:
            raise DeliveryUncertain(f"no answer within {self._send_limit:g} s") from error

    async def _look(self, item: Item, adapter: Adapter, one: StoredStep) -> Receipt | None:
        """What ``find`` says; a platform that refuses to be read counts as one that cannot be."""
        try:
            async with asyncio.timeout(self._send_limit):
                return await adapter.find(item.question, one.step)
        except TimeoutError as error:
            raise DeliveryUncertain(f"no look within {self._send_limit:g} s") from error
        except DeliveryRejected as error:
            log.warning("delivery_cannot_look", question_id=item.question.id, detail=error.detail, advice=error.advice)
            return None

    def _back_off(self, tries: int) -> float:
        return random.uniform(0.5, 1.0) * min(self._longest_wait, self._first_wait * 2.0 ** min(tries, 30))  # noqa: S311

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return
        raise Stopped


def _words(error: Exception) -> str:
    return (error.detail or error.code) if isinstance(error, MaintbotError) else f"{type(error).__name__}: {error}"
