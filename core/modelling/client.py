"""The one way out to a model server: one retry policy, one deadline, one circuit breaker, a bounded number of calls.

The SDK is imported when the first call is made (or by ``warm``), in a thread: it takes a quarter of a second (sdk.py).
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import structlog

from core.kernel.errors import ModelUnavailable
from core.kernel.pace import waits_elsewhere
from core.kernel.settings import Settings
from core.modelling import sdk
from core.modelling.attempts import Attempts
from core.modelling.breaker import Breaker
from core.modelling.faults import Fault, Kind, from_status
from core.modelling.server import Server
from core.modelling.show import Call, observer
from core.modelling.wire import DROPPABLE, Ask, Completion, Usage, read, request, without
from core.telemetry import traces

if TYPE_CHECKING:
    from openai import AsyncOpenAI

T = TypeVar("T")
log = structlog.get_logger(__name__)

PROBE_PATIENCE = 1.0
"""Seconds that a question waits for a probe of a circuit that was open; the probe itself goes on."""
CONNECT_TIMEOUT = 3.0
_SHARE = 0.6
"""The part of the deadline that one attempt may take, so that a second one has some left."""


@dataclass(frozen=True)
class ModelAnswer(Generic[T]):
    """An accepted answer (or the model's refusal, then ``value`` is None), with what all attempts used."""

    value: T | None
    refusal: str | None
    usage: Usage
    seconds: float


class ModelClient:
    """Asks the model server.

    Args:
        stream: ask for a stream and read it whole, for gateways that give nothing else.
        sleep: how waits between attempts are slept; tests pass their own.
    """

    def __init__(
        self,
        server: Server,
        *,
        timeout: float,
        max_concurrent: int,
        breaker: Breaker | None = None,
        stream: bool = False,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.server = server
        self.timeout = timeout
        self.breaker = breaker or Breaker()
        self._max_concurrent = max_concurrent
        self._slots = asyncio.Semaphore(max_concurrent)
        self._stream = stream
        self._sleep = sleep
        self._refused: set[str] = set()
        self._last_success = float("-inf")
        self._building: asyncio.Task[AsyncOpenAI] | None = None
        self._probes: set[asyncio.Task[Any]] = set()

    @classmethod
    def of(cls, settings: Settings) -> ModelClient | None:
        """The client that the settings ask for, None without a key or a server."""
        server = Server.of(settings)
        if server is None:
            return None
        return cls(server, timeout=settings.openai_timeout, max_concurrent=settings.openai_max_concurrent)

    async def warm(self) -> None:
        """Import the SDK and build its client now, so that the first question does not pay for it."""
        await self._client()

    async def close(self) -> None:
        """Close connections; probes under way are cancelled."""
        for probe in tuple(self._probes):
            probe.cancel()
        await asyncio.gather(*self._probes, return_exceptions=True)
        if self._building is not None:
            with contextlib.suppress(Exception):
                await (await self._building).close()
            self._building = None

    async def ask(self, ask: Ask, accept: Callable[[str], T]) -> ModelAnswer[T]:
        """One answer that ``accept`` takes, within OPENAI_TIMEOUT, over as many attempts as its faults deserve.

        Args:
            accept: reads the text; raises Fault("malformed") for one that breaks the schema.

        Raises:
            ModelUnavailable: ``detail`` is the fault's kind, ``values["usage"]`` what failed attempts have used.
        """
        waits_elsewhere()
        with traces.step("model"):
            return await self._ask(ask, accept)

    async def _ask(self, ask: Ask, accept: Callable[[str], T]) -> ModelAnswer[T]:
        admitted = self.breaker.admit()
        if admitted == "refuse":
            raise ModelUnavailable("circuit_open")
        if admitted == "call":
            return await self._within_deadline(ask, accept, attempts=None)
        probe = asyncio.create_task(self._within_deadline(ask, accept, attempts=1))
        self._probes.add(probe)
        probe.add_done_callback(self._probed)
        done, _ = await asyncio.wait({probe}, timeout=PROBE_PATIENCE)
        if not done:
            raise ModelUnavailable("circuit_open")
        return probe.result()

    def _probed(self, probe: asyncio.Task[Any]) -> None:
        self._probes.discard(probe)
        self.breaker.released()
        if not probe.cancelled():
            probe.exception()  # retrieved, so that nothing is logged about it at exit

    async def _within_deadline(self, ask: Ask, accept: Callable[[str], T], *, attempts: int | None) -> ModelAnswer[T]:
        started = time.monotonic()
        run = Attempts(deadline=asyncio.get_running_loop().time() + self.timeout, limit=attempts)
        try:
            async with asyncio.timeout(self.timeout):
                value, refusal = await self._attempts(ask, accept, run)
        except TimeoutError as error:
            # Waiting for a slot or for Retry-After says nothing about the server; waiting for its answer does.
            if run.in_flight:
                self.breaker.failed("timeout", open_for=self.breaker.cool_down)
            kind = "timeout" if run.in_flight or run.last is None else run.last.kind
            log.warning("model_unavailable", fault=kind, attempts=run.number, seconds=round(self.timeout, 2))
            raise ModelUnavailable(kind, usage=run.usage) from error
        except Fault as fault:
            if fault.kind == "rate_limited":
                # All its attempts were turned away: the next question need not find that out again.
                self.breaker.failed(fault.kind, open_for=self.breaker.cool_down)
            seconds = round(time.monotonic() - started, 3)
            log.warning("model_unavailable", fault=fault.kind, cause=fault.detail, attempts=run.number, seconds=seconds)
            raise ModelUnavailable(fault.kind, usage=run.usage) from fault
        seconds = time.monotonic() - started
        log.info(
            "model_answered",
            attempts=run.number,
            seconds=round(seconds, 3),
            tokens_in=run.usage.tokens_in,
            tokens_cached=run.usage.tokens_cached,
            tokens_out=run.usage.tokens_out,
        )
        return ModelAnswer(value, refusal, run.usage, seconds)

    async def _attempts(self, ask: Ask, accept: Callable[[str], T], run: Attempts) -> tuple[T | None, str | None]:
        from tenacity import AsyncRetrying, retry_if_exception

        def again(error: BaseException) -> bool:
            if not isinstance(error, Fault):
                return False
            run.last = error
            return run.worth_another(error, self.breaker)

        retrying = AsyncRetrying(retry=retry_if_exception(again), wait=run.wait, sleep=self._sleep, reraise=True)
        async for attempt in retrying:
            with attempt:
                run.number += 1
                completion = await self._attempt(ask, run)
                run.usage += completion.usage
                if completion.refusal is not None:
                    return None, completion.refusal
                return accept(completion.text), None
        raise AssertionError("unreachable: tenacity returns or raises")

    async def _attempt(self, ask: Ask, run: Attempts) -> Completion:
        async with self._slots:
            if self.breaker.position == "open":  # opened by others meanwhile
                raise run.last or Fault("circuit_open")
            client = await self._client()
            body = without(request(self.server.api, ask), frozenset(self._refused))
            if self._stream:
                body["stream"] = True
            started = time.monotonic()
            received: bytes | None = None
            fault: Fault | None = None
            run.in_flight = True
            try:
                content_type, received = await self._send(client, body)
                completion = read(self.server.api, content_type, received)
            except Fault as caught:
                fault = caught
            finally:
                # A cancellation by the deadline leaves in_flight set: that is how it is told from a wait.
                if received is not None or fault is not None:
                    run.in_flight = False
                self._show(run.number, body, received, fault, time.monotonic() - started)
        if fault is None or fault.kind == "content_filter":
            self.breaker.succeeded()
            self._last_success = time.monotonic()
        if fault is None:
            return completion
        if fault.kind == "content_filter":
            return Completion("", "content_filter", Usage(calls=1))
        if fault.kind == "bad_request" and (parameter := _droppable(fault)) and parameter not in self._refused:
            self._refused.add(parameter)
            log.info("model_parameter_dropped", parameter=parameter)
            fault = Fault("bad_request", fault.detail, parameter=parameter)
            fault.dropped = True
        if fault.policy.outage or fault.policy.open_for is not None:
            open_for = fault.policy.open_for
            if fault.kind == "timeout" and self._last_success < started:
                # Nobody has been answered since: the server hangs, and no other question should wait as long.
                open_for = self.breaker.cool_down
            self.breaker.failed(fault.kind, open_for=open_for)
        raise fault

    async def _send(self, client: AsyncOpenAI, body: dict[str, Any]) -> tuple[str, bytes]:
        """One HTTP exchange; status 200 gives content type and body.

        Raises:
            Fault: anything else.
        """
        import httpx2

        # Not responses.create(): it walks through the whole body, the schema too, to turn names that need no turning.
        path = "/responses" if self.server.api == "responses" else "/chat/completions"
        return await self._exchange(lambda: client.post(path, body=body, cast_to=httpx2.Response))

    async def models(self) -> list[dict[str, Any]]:
        """What the server says of the models that it has (GET /models, which costs nothing).

        Raises:
            ModelUnavailable: ``detail`` is the fault's kind.
        """
        try:
            client = await self._client()
            import httpx2

            async with asyncio.timeout(self.timeout):
                _, content = await self._exchange(lambda: client.get("/models", cast_to=httpx2.Response))
            document = json.loads(content)
            return [entry for entry in document["data"] if isinstance(entry, dict)]
        except Fault as fault:
            raise ModelUnavailable(fault.kind) from fault
        except TimeoutError as error:
            raise ModelUnavailable("timeout") from error
        except (ValueError, KeyError, TypeError) as error:
            raise ModelUnavailable("not_json") from error

    async def _exchange(self, send: Callable[[], Awaitable[Any]]) -> tuple[str, bytes]:
        openai = sdk.imported()
        started = time.monotonic()
        try:
            response = await send()
            content: bytes = await response.aread()
        except openai.APIStatusError as error:
            try:
                document = error.response.json()
            except ValueError:
                document = None
            raise from_status(error.status_code, document, error.response.headers) from error
        except openai.APITimeoutError as error:
            # The transport calls a dropped connection a time-out too; a real one takes its time.
            waited = time.monotonic() - started
            kind: Kind = "timeout" if waited >= min(CONNECT_TIMEOUT, self.timeout * _SHARE) * 0.9 else "connection"
            raise Fault(kind, type(error.__cause__ or error).__name__) from error
        except openai.APIConnectionError as error:
            raise Fault("connection", type(error.__cause__ or error).__name__) from error
        except Exception as error:  # the transport's own, on a body that breaks off
            raise Fault("connection", type(error).__name__) from error
        return response.headers.get("content-type", ""), content

    def _show(self, number: int, body: dict[str, Any], received: bytes | None, fault: Fault | None, s: float) -> None:
        if (show := observer.get()) is not None:
            answer = None if received is None else received.decode("utf-8", "replace")
            show(Call(self.server.api, self.server.address, number, body, answer, str(fault) if fault else None, s))

    async def _client(self) -> AsyncOpenAI:
        if self._building is None:
            self._building = asyncio.create_task(asyncio.to_thread(self._build))
        return await asyncio.shield(self._building)

    def _build(self) -> AsyncOpenAI:
        openai = sdk.imported()
        import httpx2

        timeout = httpx2.Timeout(self.timeout * _SHARE, connect=min(CONNECT_TIMEOUT, self.timeout), pool=self.timeout)
        limits = httpx2.Limits(max_connections=self._max_concurrent, max_keepalive_connections=self._max_concurrent)
        http = openai.DefaultAioHttpClient(timeout=timeout, limits=limits)
        common: dict[str, Any] = {"api_key": self.server.key, "max_retries": 0, "timeout": timeout, "http_client": http}
        if self.server.azure_version:
            azure: AsyncOpenAI = openai.AsyncAzureOpenAI(
                azure_endpoint=self.server.base_url, api_version=self.server.azure_version, **common
            )
            return azure
        client: AsyncOpenAI = openai.AsyncOpenAI(base_url=self.server.base_url, **common)
        return client


def _droppable(fault: Fault) -> str | None:
    name = fault.parameter.split(".")[0].split("[")[0]
    if name in DROPPABLE:
        return name
    return "prompt_cache_options" if "prompt_cache_breakpoint" in fault.parameter else None
