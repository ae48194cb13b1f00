"""Beside: sends the optional Steps of answers whose text has arrived: files, offers to keep them, links.

They run in a few lanes of their own, so neither a Thread nor the worker waits for a file host that is down. Between two
tries a Step lies in the database and holds nothing. Refused → the adapter's replacement at once. Uncertain → a few
tries, then the replacement. Throttled → when the platform says, for some minutes, then the replacement. The replacement
is only words, so it is tried for as long as an answer is.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Final

import structlog

from core.delivery.adapter import Adapter
from core.delivery.beside_steps import BesideStep, BesideSteps
from core.delivery.inbox import LeaseLost
from core.delivery.observer import Observer
from core.delivery.paced_sending import PacedSending, words_of
from core.delivery.taking import TakeLoop
from core.kernel.errors import DeliveryRateLimited, DeliveryRejected, DeliveryUncertain, StateUnavailable
from core.state.database import State

log = structlog.get_logger(__name__)

TRIES: Final = 3
"""How often a file is tried before its links are sent."""
PATIENCE: Final = 600.0
"""Seconds after which a file that is only throttled is given up for its links."""
LANES: Final = 16
_GIVE_UP: Final = "the platform did not take it in time; look at its status page"


class BesideLanes:
    """The lanes.

    Args:
        attempts: shared with the outbox, so that both know what rests.
        give_up_after: seconds from the answer on, after which nothing is tried any more.
        poll_seconds: how often to look without being woken: for other processes' Steps and for what is due.
    """

    def __init__(
        self,
        state: State,
        attempts: PacedSending,
        *,
        give_up_after: float,
        observer: Observer,
        lanes: int = LANES,
        poll_seconds: float = 1.0,
    ) -> None:
        self.steps = BesideSteps(state)
        self._attempts = attempts
        self._give_up_after = give_up_after
        self._observe = observer
        self._lanes = lanes
        self._owner = ""
        self._adapters: Mapping[str, Adapter] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._taking = TakeLoop(self._take, poll_seconds)
        self._loop: asyncio.Task[None] | None = None

    def wake(self) -> None:
        """Look now: an answer with optional Steps has arrived."""
        self._taking.wake()

    def start(self, owner: str, adapters: Mapping[str, Adapter], *, poll_seconds: float | None = None) -> None:
        """Begin to send.

        Args:
            owner: the worker's name.
            adapters: by platform; those that come later are seen too.
        """
        self._owner, self._adapters = owner, adapters
        self._loop = self._loop or asyncio.create_task(self._taking.run(poll_seconds), name="beside-take")

    async def drain(self, seconds: float) -> None:
        """Take nothing new, let what runs end for at most so long, give the rest back."""
        self._taking.stop()
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=seconds)
        for task in (*self._tasks, *([self._loop] if self._loop else ())):
            task.cancel()
        await asyncio.gather(*self._tasks, *([self._loop] if self._loop else ()), return_exceptions=True)
        self._loop = None
        if self._owner:
            with contextlib.suppress(StateUnavailable):  # then the leases run out by themselves
                await self.steps.release([self._owner])

    async def _take(self) -> int:
        free = self._lanes - len(self._tasks)
        if free <= 0 or not self._adapters:
            return 0
        # A try is a look, a send and what they wait for; whoever takes longer has lost it to another.
        seconds = 4 * self._attempts.send_limit + 60
        taken = await self.steps.take(self._owner, [*self._adapters], limit=free, seconds=seconds)
        for one in taken:
            task = asyncio.create_task(self._handle(one), name=f"beside-{one.question.id}")
            self._tasks.add(task)
            task.add_done_callback(self._ended)
        return len(taken)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._taking.wake()

    async def _handle(self, one: BesideStep) -> None:
        adapter = self._adapters[one.question.thread.platform]
        with structlog.contextvars.bound_contextvars(correlation_id=one.question.id):
            try:
                await self._try(one, adapter)
            except LeaseLost:
                log.warning("lease_lost", question_id=one.question.id)
            except StateUnavailable as error:
                log.error("state_unavailable", question_id=one.question.id, detail=error.detail)
            except Exception:
                log.exception("question_defect", question_id=one.question.id)
                with contextlib.suppress(LeaseLost, StateUnavailable):
                    await self.steps.skipped(one, "defect")

    async def _try(self, one: BesideStep, adapter: Adapter) -> None:
        """One try, and what comes of it."""
        name = self._attempts.name(adapter, one.question, one.step)
        if (rest := self._attempts.throttle.left(name)) > 0:
            await self._rests(one, adapter, rest, "that channel rests", look=one.look)
            return
        try:
            receipt = await self._attempts.attempt(
                adapter, one.question, one.step, one.receipts, look=one.look, sleep=asyncio.sleep
            )
        except DeliveryRejected as error:
            await self._refused(one, adapter, error)
        except DeliveryRateLimited as error:
            self._observe("delivery_throttled", {"platform": adapter.platform, "seconds": error.retry_after})
            await self._throttled(one, adapter, error)
        except DeliveryUncertain as error:
            await self._again(one, adapter, error, look=one.look or error.may_be_there)
        except (LeaseLost, StateUnavailable):
            raise
        except Exception as error:
            log.exception("delivery_defect", question_id=one.question.id, platform=adapter.platform)
            await self._again(one, adapter, error, look=True)
        else:
            await self.steps.sent(one, receipt)
            self._observe("delivered_beside", self._fields(one))

    async def _throttled(self, one: BesideStep, adapter: Adapter, error: DeliveryRateLimited) -> None:
        """Try again when the platform says; said in the log as any other retry."""
        self._told(one, one.attempts, words_of(error), error.retry_after)
        look = one.look or error.may_be_there
        await self._rests(one, adapter, error.retry_after, words_of(error), look=look)

    async def _rests(self, one: BesideStep, adapter: Adapter, seconds: float, detail: str, *, look: bool) -> None:
        if self._age(one) > (self._give_up_after if one.fallback else PATIENCE):
            await self._refused(one, adapter, DeliveryRejected(detail, advice=_GIVE_UP))
            return
        await self.steps.later(one, detail, seconds=max(seconds, 0.01), attempts=one.attempts, look=look)

    async def _again(self, one: BesideStep, adapter: Adapter, error: Exception, *, look: bool) -> None:
        """Try again later; a file only a few times."""
        attempts, detail = one.attempts + 1, words_of(error)
        if (attempts >= TRIES and not one.fallback) or self._age(one) > self._give_up_after:
            await self._refused(one, adapter, DeliveryRejected(detail, advice=_GIVE_UP))
            return
        wait = self._attempts.back_off(one.attempts)
        if isinstance(error, DeliveryUncertain):
            wait = max(wait, error.not_before)
        self._told(one, attempts, detail, wait)
        self._observe("delivery_retried", {"platform": adapter.platform, "attempts": attempts})
        await self.steps.later(one, detail, seconds=wait, attempts=attempts, look=look)

    async def _refused(self, one: BesideStep, adapter: Adapter, error: DeliveryRejected) -> None:
        """It will not be there: the replacement takes its place, once; else it is left out."""
        instead = None if one.fallback else adapter.fallback(one.question, one.step, error)
        if instead is not None:
            await self.steps.replace(one, instead, error.detail)
            self.wake()
            return
        log.warning("delivery_step_skipped", **self._fields(one), detail=error.detail, advice=error.advice)
        self._observe("delivery_step_skipped", self._fields(one))
        await self.steps.skipped(one, error.detail)

    def _told(self, one: BesideStep, attempts: int, detail: str, seconds: float) -> None:
        fields = {"attempts": attempts, "detail": detail, "seconds": round(seconds, 2)}
        log.warning("delivery_retried", **self._fields(one), **fields)

    def _age(self, one: BesideStep) -> float:
        return (datetime.now(UTC) - one.since).total_seconds()

    def _fields(self, one: BesideStep) -> dict[str, Any]:
        return {
            "question_id": one.question.id,
            "platform": one.question.thread.platform,
            "step": one.position,
            "kind": one.step.kind,
        }
