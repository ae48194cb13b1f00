"""Spans as a collector receives them, over OTLP, from a server that answers a question."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from core.kernel.settings import Settings
from core.telemetry import traces
from tests.core.helpers import FakeAdapter, question, until
from tests.core.opening import Opens

collector_pb2 = pytest.importorskip("opentelemetry.proto.collector.trace.v1.trace_service_pb2")


class Collector:
    """An OTLP collector on loopback; ``down`` has it answer 503."""

    def __init__(self) -> None:
        self.spans: list[Any] = []
        self.resource: dict[str, str] = {}
        self.down = False
        app = web.Application()
        app.router.add_post("/v1/traces", self._take)
        self.server = TestServer(app)

    async def _take(self, request: web.Request) -> web.Response:
        if self.down:
            return web.Response(status=503)
        import gzip

        body = await request.read()
        if request.headers.get("Content-Encoding") == "gzip" and body[:2] == b"\x1f\x8b":
            body = gzip.decompress(body)
        for of_resource in collector_pb2.ExportTraceServiceRequest.FromString(body).resource_spans:
            self.resource |= {one.key: one.value.string_value for one in of_resource.resource.attributes}
            for scope in of_resource.scope_spans:
                self.spans += scope.spans
        return web.Response(body=collector_pb2.ExportTraceServiceResponse().SerializeToString())

    def named(self, name: str) -> Any:
        (found,) = (span for span in self.spans if span.name == name)
        return found


@pytest.fixture
async def collector() -> AsyncIterator[Collector]:
    made = Collector()
    await made.server.start_server()
    traces.TRACING.start(Settings(_env_file=None, otel_exporter_otlp_endpoint=str(made.server.make_url("/"))))
    yield made
    await traces.TRACING.close()
    await made.server.close()


async def test_a_request_is_one_trace_from_its_caller_to_the_files(collector: Collector, tmp_path: Path) -> None:
    from aiohttp.test_utils import TestClient

    from bots import server
    from tests.adapters.rest.fake_core import fake_core
    from tests.adapters.rest.rig import settings_of

    settings = settings_of(tmp_path)
    caller = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    async with fake_core(tmp_path, settings) as core, TestClient(TestServer(server.build(core, settings))) as client:
        answered = await client.post("/v1/chat", json={"message": "chart secretos"}, headers={"traceparent": caller})
        assert answered.status == 200
        await client.get("/health")
    await traces.TRACING.close()
    request, files = collector.named("POST /v1/chat"), collector.named("store files")
    assert request.trace_id.hex() == files.trace_id.hex() == "0af7651916cd43dd8448eb211c80319c"
    assert (request.parent_span_id.hex(), files.parent_span_id) == ("b7ad6b7169203331", request.span_id)
    assert {span.name for span in collector.spans} == {"POST /v1/chat", "store files"}  # probes make no noise
    assert b"secretos" not in b"".join(span.SerializeToString() for span in collector.spans)
    assert collector.resource["service.name"] == "maintbot"


async def test_a_chats_question_is_one_trace_from_its_words_to_its_delivery(collector: Collector, opens: Opens) -> None:
    async with opens() as core:
        adapter = FakeAdapter(parts=1)
        core.use(adapter)
        await core.worker.start()
        await core.accept(question("q1", text="how many pumps are down?"), "event-1")
        await until(lambda: adapter.to.messages)
        await core.drain(5)
    await traces.TRACING.close()
    spans = {span.name: span for span in collector.spans}
    assert {"question", "answer", "understand", "query", "store files", "deliver"} <= set(spans)
    assert {span.trace_id for span in spans.values()} == {spans["question"].trace_id}
    parents = {name: span.parent_span_id for name, span in spans.items()}
    assert parents["answer"] == parents["deliver"] == spans["question"].span_id
    assert parents["understand"] == spans["answer"].span_id
    assert b"pumps" not in b"".join(span.SerializeToString() for span in collector.spans)


async def test_a_query_that_fails_says_of_what_kind_and_not_what_it_was(collector: Collector, tmp_path: Path) -> None:
    import sqlite3

    from core.data.database import Database
    from core.kernel.errors import QueryFailed

    file = tmp_path / "plant.sqlite"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE t (n INTEGER)")
    database = await Database.open(f"sqlite:///{file}")
    await database.run("SELECT n FROM t")  # nobody's question caused it: no trace
    with pytest.raises(QueryFailed), traces.span("answer"):
        await database.run("SELECT salario FROM t")
    await database.close()
    await traces.TRACING.close()
    query = collector.named("query")
    assert query.status.message in ("OperationalError", "QueryFailed")
    assert [one.key for one in query.attributes] == ["maintbot.database"]
    assert b"salario" not in query.SerializeToString()


async def test_spans_of_tasks_are_children_of_what_began_them(collector: Collector) -> None:
    async def inner() -> None:
        with traces.span("inner"):
            await asyncio.sleep(0)

    with traces.span("outer"):
        assert len(traces.trace_id() or "") == 32
        await asyncio.gather(inner(), asyncio.create_task(inner()))
    await traces.TRACING.close()
    outer = collector.named("outer")
    assert [span.parent_span_id for span in collector.spans if span.name == "inner"] == [outer.span_id] * 2


async def test_a_collector_that_is_down_keeps_nobody_waiting(
    collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(traces, "CLOSE_SECONDS", 0.05)
    collector.down = True
    with traces.span("unheard"):
        pass
    await asyncio.wait_for(traces.TRACING.close(), 60)
    assert collector.spans == []


async def test_without_an_endpoint_a_span_is_nothing() -> None:
    traces.TRACING.start(Settings(_env_file=None))
    with traces.span("nothing", {"traceparent": "x"}, n=1):
        assert traces.trace_id() is None
    with pytest.raises(ZeroDivisionError), traces.span("nothing"):
        _ = 1 / 0


async def test_without_the_extra_it_is_a_clear_error(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from core.kernel.errors import ConfigurationError

    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(ConfigurationError) as raised:
        traces.TRACING.start(Settings(_env_file=None, otel_exporter_otlp_endpoint="http://127.0.0.1:4318"))
    assert "maintenance-chatbot[otel]" in raised.value.message("es")
