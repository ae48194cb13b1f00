"""POST /v1/chat with Accept: text/event-stream: progress, the answer or the error, and how a question is stopped."""

from __future__ import annotations

import asyncio
import io
import json
from typing import Any

import pytest

from adapters.rest.http import sse
from core.kernel.settings import Settings
from core.telemetry import logs, progress
from tests.adapters.rest.rig import Client, Serve

EVENTS = {"Accept": "text/event-stream"}


async def events_of(client: Client, message: str, **headers: str) -> list[tuple[str, Any]]:
    response = await client.post("/v1/chat", json={"message": message}, headers={**EVENTS, **headers})
    assert response.status == 200
    assert response.content_type == "text/event-stream"
    found = []
    for block in (await response.text()).split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if line and not line.startswith(":"))
        if lines:
            found.append((lines["event"], json.loads(lines["data"])))
    return found


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("text/event-stream", True),
        ("text/event-stream, */*", True),
        ("TEXT/EVENT-STREAM;q=0.9", True),
        ("application/json, text/event-stream", False),
        ("*/*", False),
        ("", False),
    ],
)
def test_who_asks_for_events(accept: str, expected: bool) -> None:
    assert sse.wanted(accept) is expected


async def test_the_answer_is_the_same_as_without_events(client: Client) -> None:
    plain = await (await client.post("/v1/chat", json={"message": "chart", "session_id": "s"})).json()
    (*_, (name, streamed)) = await events_of(client, "chart")
    assert name == "answer"
    assert streamed.keys() == plain.keys()
    assert streamed["table"] == plain["table"]
    assert streamed["rows"] == plain["rows"]


async def test_each_stage_is_told_once_it_is_reached(serve: Serve) -> None:
    async with serve() as (client, core):
        answer = core.answer

        async def staged(question: Any) -> Any:
            for stage in ("understanding", "querying"):
                progress.reached(stage)
                await asyncio.sleep(0.01)
            return await asyncio.create_task(then_drawn(question))

        async def then_drawn(question: Any) -> Any:
            progress.reached("drawing")
            return await answer(question)

        core.answer = staged
        names = [(name, data.get("stage")) for name, data in await events_of(client, "data")]
    assert names == [
        ("progress", "understanding"),
        ("progress", "querying"),
        ("progress", "drawing"),
        ("answer", None),
    ]


async def test_an_error_is_an_event_with_its_status(client: Client) -> None:
    ((name, data),) = await events_of(client, "fail query_timeout")
    assert name == "error"
    assert (data["status"], data["error"]["code"]) == (504, "query_timeout")
    assert data["error"]["message"]
    assert data["error"]["correlation_id"]


@pytest.mark.usefixtures("logging_put_back")
async def test_a_crash_is_told_without_its_text(client: Client) -> None:
    lines = io.StringIO()
    logs.configure(Settings(_env_file=None), stream=lines)
    ((name, data),) = await events_of(client, "crash secretly")
    assert (name, data["status"], data["error"]["code"]) == ("error", 500, "internal")
    assert "secretly" not in json.dumps(data)
    # Who is told the correlation id finds the crash by it in the log, and nothing of what was asked.
    (line,) = [line for line in map(json.loads, lines.getvalue().splitlines()) if line["event"] == "request_crashed"]
    assert (line["level"], line["code"]) == ("error", "internal")
    assert line["correlation_id"] == data["error"]["correlation_id"]
    assert line["error"] == "RuntimeError"
    assert "secretly" not in lines.getvalue()


async def test_what_is_wrong_with_the_request_is_told_before_any_event(client: Client) -> None:
    response = await client.post("/v1/chat", json={"text": "data"}, headers=EVENTS)
    assert (response.status, response.content_type) == (422, "application/json")


async def test_the_stream_is_secured_and_may_be_read_by_a_named_origin(serve: Serve) -> None:
    async with serve(cors_origins=("https://intra.example",), api_keys=("k",)) as (client, _):
        headers = {**EVENTS, "Origin": "https://intra.example", "Authorization": "Bearer k", "X-Request-ID": "mine"}
        response = await client.post("/v1/chat", json={"message": "data"}, headers=headers)
        assert response.headers["Access-Control-Allow-Origin"] == "https://intra.example"
        assert response.headers["X-Request-ID"] == "mine"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "no-store"


async def test_hanging_up_stops_the_question(serve: Serve) -> None:
    async with serve() as (client, core):
        response = await client.post("/v1/chat", json={"message": "slow", "session_id": "s"}, headers=EVENTS)
        response.close()
        ended = asyncio.Event()
        asked = core.pipeline

        async def until_it_is() -> None:
            while any(asked.running.values()):
                await asyncio.sleep(0.02)
            ended.set()

        await asyncio.wait_for(until_it_is(), 60)
        assert ended.is_set()
        asked.release.set()
        # The session is free for the next question, and nothing of the stopped one was recorded.
        assert [name for name, _ in await events_of(client, "data")] == ["answer"]
        assert (await client.get("/v1/sessions/s")).status == 404


async def test_a_silent_stream_is_kept_open(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sse, "LOOK_SECONDS", 0.01)
    monkeypatch.setattr(sse, "KEEP_ALIVE_SECONDS", 0.02)
    async with serve() as (client, core):
        response = await client.post("/v1/chat", json={"message": "slow"}, headers=EVENTS)
        lines = [await response.content.readline() for _ in range(8)]
        assert b": waiting\n" in lines
        core.pipeline.release.set()
        assert b"event: answer" in await response.read()
