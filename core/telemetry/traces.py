"""Traces: what a question took, as spans, sent over OTLP when OTEL_EXPORTER_OTLP_ENDPOINT is set.

Without it a span is nothing and OpenTelemetry is never imported (it is the extra ``otel``). A span carries ids, names
of parts and counts; never a question, an answer, SQL, rows, or an exception's text, which may repeat any of these.
"""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import structlog

from core.kernel import version
from core.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.trace import Tracer

    from core.kernel.settings import Settings

log = structlog.get_logger(__name__)

EXPORT_SECONDS: Final = 5
"""How long one sending of spans may take; the answer never waits for it."""

CLOSE_SECONDS: Final = 3.0
"""How long the last spans have to be sent when the process ends."""


_MISSING: Final[Mapping[str, str]] = {
    "es": "OTEL_EXPORTER_OTLP_ENDPOINT necesita el extra otel: pip install 'maintenance-chatbot[otel]'",
    "en": "OTEL_EXPORTER_OTLP_ENDPOINT needs the extra otel: pip install 'maintenance-chatbot[otel]'",
}


def installed(settings: Settings) -> None:
    """Raises: ConfigurationError: the settings ask for traces, and the extra is not installed."""
    if settings.otel_exporter_otlp_endpoint:
        try:
            import opentelemetry.exporter.otlp.proto.http
            import opentelemetry.sdk.trace  # noqa: F401
        except ImportError as error:
            raise ConfigurationError(str(error), reason=_MISSING) from error


class Tracing:
    """Whether spans are taken, and by whom; one for the process."""

    def __init__(self) -> None:
        self._provider: TracerProvider | None = None
        self.tracer: Tracer | None = None

    def start(self, settings: Settings) -> None:
        """Take spans from now on, when the settings say where they go.

        Raises:
            ConfigurationError: the extra is not installed.
        """
        endpoint = settings.otel_exporter_otlp_endpoint
        if not endpoint:
            return
        installed(settings)
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        resource = Resource.create(
            {
                "service.name": os.environ.get("OTEL_SERVICE_NAME") or "maintbot",
                "service.version": version.own(),
                "service.instance.id": f"{socket.gethostname()}-{os.getpid()}",
            }
        )
        self._provider = TracerProvider(resource=resource, shutdown_on_exit=False)
        exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=EXPORT_SECONDS)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self.tracer = self._provider.get_tracer("maintbot")
        log.info("traces_on")

    async def close(self) -> None:
        """Send what is left, within ``CLOSE_SECONDS``, and take no more."""
        provider, self._provider, self.tracer = self._provider, None, None
        if provider is None:
            return
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await asyncio.to_thread(provider.shutdown)
        except TimeoutError:
            log.warning("traces_not_sent", seconds=CLOSE_SECONDS)


TRACING: Final = Tracing()


@contextmanager
def span(name: str, headers: Mapping[str, str] | None = None, **attributes: str | int | float | bool) -> Iterator[None]:
    """Take a span of what is done within; spans of tasks that are begun there are its children.

    Args:
        headers: of a request that may name the span it belongs to (W3C ``traceparent``).
        attributes: ids, names of parts, counts.
    """
    if TRACING.tracer is None:
        yield
        return
    from opentelemetry.trace import Status, StatusCode
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    parent = None
    if headers is not None:
        given = {key.lower(): value for key, value in headers.items() if key.lower() in ("traceparent", "tracestate")}
        parent = TraceContextTextMapPropagator().extract(given)
    with TRACING.tracer.start_as_current_span(
        name,
        context=parent,
        attributes={f"maintbot.{key}": value for key, value in attributes.items()},
        record_exception=False,
        set_status_on_exception=False,
    ) as current:
        try:
            yield
        except BaseException as error:
            current.set_status(Status(StatusCode.ERROR, type(error).__name__))
            raise


@contextmanager
def step(name: str, **attributes: str | int | float | bool) -> Iterator[None]:
    """As ``span``, within another one alone: what nobody's question has caused (a probe of /health) is no trace."""
    if trace_id() is None:
        yield
        return
    with span(name, None, **attributes):
        yield


def trace_id() -> str | None:
    """The id of the trace that is taken now, 32 hexadecimal digits; None when none is."""
    if TRACING.tracer is None:
        return None
    from opentelemetry.trace import get_current_span

    context = get_current_span().get_span_context()
    return f"{context.trace_id:032x}" if context.is_valid else None


def for_log() -> dict[str, str]:
    """``trace_id`` as a field of log lines, so that a line leads to its trace and back; nothing when none is taken."""
    found = trace_id()
    return {"trace_id": found} if found is not None else {}
