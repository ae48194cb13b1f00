"""Calls to the connector, again when that helps: the SDK never repeats a POST.

429, 412, 408, 5xx, odd answers and dropped connections are tried again with back-off and jitter; ``Retry-After`` wins
over our own waiting. What stays wrong becomes one of the three delivery errors, with advice for the operator. Only 429
is a limit on us; every other failure is an outage, which a file waits for only a few times.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import aiohttp
import structlog
from botbuilder.schema import ErrorResponseException
from tenacity import AsyncRetrying, RetryCallState, stop_after_attempt

from core.kernel.errors import DeliveryError, DeliveryRateLimited, DeliveryRejected, DeliveryUncertain

log = structlog.get_logger(__name__)
T = TypeVar("T")

ATTEMPTS = 4
FIRST_WAIT = 0.5
PATIENCE = 5.0
"""Seconds that are waited here; when Teams asks for more, the outbox waits, which survives a restart."""

THROTTLED = 429
NOT_TAKEN = frozenset({412, 503})
"""Away for now and not taken: sending again is safe."""
UNCLEAR = frozenset({407, 408, 409, 423, 425, 499})
"""May have been taken, as with every other 5xx; 407 is a proxy's."""
TOO_LARGE = 413
"""Also a proxy's or a gateway's, whose limit is as true as Teams' own."""

_ADVICE = {
    401: "Teams refused our token: check MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANTID",
    403: "the bot is blocked in, or no longer part of, this conversation: install the app there again",
    404: "the conversation is gone, or the bot was removed from it: install the app there again",
    413: "the message was too large although it was shortened: report it",
}


class Refused(DeliveryRejected):
    """The connector will not take it; ``http_status`` and Teams' own ``reason`` (BotNotInConversationRoster, …), which
    is empty when the refusal is another's."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(f"{status} {reason}".strip(), advice=_ADVICE.get(status, "see the reason in detail"))
        self.http_status = status
        self.reason = reason


class Retry:
    """How often and how long; tests give their own ``sleep``."""

    def __init__(
        self,
        *,
        attempts: int = ATTEMPTS,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        jitter: Callable[[], float] = random.random,
    ) -> None:
        self._attempts = attempts
        self._sleep = sleep
        self._jitter = jitter

    async def __call__(self, call: Callable[[], Awaitable[T]]) -> T:
        """The result of ``call``, repeated while that may help.

        Raises:
            DeliveryRateLimited: still throttled, or for longer than we wait here.
            DeliveryUncertain: it may have arrived.
            DeliveryRejected: it will never succeed.
        """
        retrying = AsyncRetrying(
            retry=_helps,
            stop=stop_after_attempt(self._attempts),
            wait=self._wait,
            sleep=self._sleep,
            before_sleep=_log,
            reraise=True,
        )
        return await retrying(_understood, call)

    def _wait(self, state: RetryCallState) -> float:
        """Seconds until the next attempt."""
        failure = _failure(state)
        if isinstance(failure, Refused):
            return 0.0  # once more with a new token
        return max(_asked(failure), FIRST_WAIT * 2.0 ** (state.attempt_number - 1) * (0.5 + self._jitter()))


async def _understood(call: Callable[[], Awaitable[T]]) -> T:
    """One attempt, its failure as one of the delivery errors."""
    try:
        return await call()
    except (ErrorResponseException, aiohttp.ClientError, TimeoutError) as error:
        raise understand(error) from error


def _failure(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome is not None else None


def _helps(state: RetryCallState) -> bool:
    """Whether another attempt may help, and here: not when Teams asks for more patience than we have."""
    failure = _failure(state)
    if isinstance(failure, Refused):
        return failure.http_status == 401 and state.attempt_number == 1
    return isinstance(failure, DeliveryError) and _asked(failure) <= PATIENCE


def _asked(failure: BaseException | None) -> float:
    """Seconds that the other side asked us to wait, 0 when it did not."""
    if isinstance(failure, DeliveryRateLimited):
        return failure.retry_after
    return failure.not_before if isinstance(failure, DeliveryUncertain) else 0.0


def _log(state: RetryCallState) -> None:
    failure = _failure(state)
    detail = failure.detail if isinstance(failure, DeliveryError) else ""
    log.info("teams_retry", attempt=state.attempt_number, seconds=round(state.upcoming_sleep, 2), detail=detail)


def understand(error: Exception) -> DeliveryError:
    """What a failed call means for delivery."""
    if not isinstance(error, ErrorResponseException):
        return DeliveryUncertain(type(error).__name__)
    response = error.response  # aiohttp's own: the SDK unwraps what our transport gave it
    status, asked = int(response.status), retry_after(response.headers)
    if status == THROTTLED:
        return DeliveryRateLimited(str(status), retry_after=asked)
    if status in NOT_TAKEN | UNCLEAR or status >= 500:
        return DeliveryUncertain(str(status), may_be_there=status not in NOT_TAKEN, not_before=asked)
    reason = _reason(error)
    if not reason and status != TOO_LARGE:
        # A page, or somebody else's JSON: a proxy, a portal or a gateway has answered.
        return DeliveryUncertain(f"{status} without a reason", advice=_ADVICE.get(status, ""))
    return Refused(status, reason)


def retry_after(headers: Mapping[str, str]) -> float:
    """``Retry-After`` in seconds: a number or an HTTP date; 0 when there is none."""
    value = headers.get("Retry-After", "").strip()
    if not value:
        return 0.0
    try:
        return max(float(value), 0.0)
    except ValueError:
        pass
    try:
        return max(parsedate_to_datetime(value).timestamp() - time.time(), 0.0)
    except ValueError:
        return 0.0


def _reason(error: Any) -> str:
    inner = getattr(getattr(error, "error", None), "error", None)
    code = getattr(inner, "code", None)
    return code if isinstance(code, str) else ""
