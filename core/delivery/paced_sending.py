"""One attempt at a Step: look whether it is there when it may be, else send it. Both deliveries, the answer's own and
the one beside it, go through here, so they share what rests.

What rests is one kind of call in one channel: a platform that takes no file there for a minute still takes the text.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import TypeVar

import structlog

from core.delivery.adapter import Adapter, Receipt, Step
from core.delivery.throttle import Throttle
from core.kernel.errors import DeliveryRateLimited, DeliveryRejected, DeliveryUncertain, MaintbotError
from core.kernel.messages import Question

log = structlog.get_logger(__name__)
T = TypeVar("T")


class PacedSending:
    """Looks and sends, within its time, no faster than the platform allows.

    Args:
        send_limit: seconds for one call of an adapter (an upload included).
        first_wait, longest_wait: seconds between attempts, see ``back_off``.
    """

    def __init__(self, *, send_limit: float, first_wait: float, longest_wait: float) -> None:
        self.throttle = Throttle()
        self.send_limit = send_limit
        self._first_wait = first_wait
        self._longest_wait = longest_wait

    async def attempt(
        self,
        adapter: Adapter,
        question: Question,
        step: Step,
        receipts: list[Receipt],
        *,
        look: bool,
        sleep: Callable[[float], Awaitable[None]],
    ) -> Receipt:
        """Look, when ``look``, and send what is not there.

        Raises:
            DeliveryRateLimited: that kind of call rests in that channel now.
            DeliveryUncertain, DeliveryRejected: as the Adapter contract says; a call that hangs is uncertain.
        """
        if look:
            found = await self._paced(
                self._name(adapter, question, "look"), lambda: self._look(adapter, question, step), sleep
            )
            if found is not None:
                return found
        return await self._paced(
            self.name(adapter, question, step), lambda: self._send(adapter, question, step, receipts), sleep
        )

    def name(self, adapter: Adapter, question: Question, step: Step) -> str:
        """What rests when sending this Step is throttled."""
        return self._name(adapter, question, "files" if step.kind == "files" else "messages")

    def back_off(self, tries: int) -> float:
        """Seconds until the next attempt: doubled each time, with jitter."""
        return random.uniform(0.5, 1.0) * min(self._longest_wait, self._first_wait * 2.0 ** min(tries, 30))  # noqa: S311

    def _name(self, adapter: Adapter, question: Question, call: str) -> str:
        return f"{adapter.platform}:{question.thread.workspace}:{question.thread.channel}:{call}"

    async def _paced(self, name: str, call: Callable[[], Awaitable[T]], sleep: Callable[[float], Awaitable[None]]) -> T:
        async with self.throttle.turn(name, sleep):
            try:
                return await call()
            except DeliveryRateLimited as error:
                self.throttle.rest(name, error.retry_after)
                raise

    async def _send(self, adapter: Adapter, question: Question, step: Step, receipts: list[Receipt]) -> Receipt:
        try:
            async with asyncio.timeout(self.send_limit):
                return await adapter.send(question, step, list(receipts))
        except TimeoutError as error:
            raise DeliveryUncertain(f"no answer within {self.send_limit:g} s") from error

    async def _look(self, adapter: Adapter, question: Question, step: Step) -> Receipt | None:
        """What ``find`` says; a platform that refuses to be read counts as one that cannot be."""
        try:
            async with asyncio.timeout(self.send_limit):
                return await adapter.find(question, step)
        except TimeoutError as error:
            raise DeliveryUncertain(f"no look within {self.send_limit:g} s") from error
        except DeliveryRejected as error:
            log.warning("delivery_cannot_look", question_id=question.id, detail=error.detail, advice=error.advice)
            return None


def words_of(error: Exception) -> str:
    """An error for the log and the record."""
    return (error.detail or error.code) if isinstance(error, MaintbotError) else f"{type(error).__name__}: {error}"
