"""A model server on loopback: Responses (OpenAI, Azure) and Chat Completions, with every way to answer badly.

Answers are keyed on words of the question; ``script`` holds behaviours that the next requests meet, in order.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

from aiohttp import web

USAGE = {"in": 2000, "cached": 1900, "out": 100}


@dataclass(frozen=True)
class Received:
    """A request that arrived."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]

    @property
    def api(self) -> str:
        """ "responses" or "chat"."""
        return "chat" if self.path.endswith("/chat/completions") else "responses"

    @property
    def prompts(self) -> list[str]:
        """The texts of its messages, in order."""
        texts = []
        for message in self.body.get("input") or self.body["messages"]:
            content = message["content"]
            texts.append(content if isinstance(content, str) else "".join(part["text"] for part in content))
        return texts

    @property
    def question(self) -> str:
        """What stands after "Question:" in the last message."""
        return self.prompts[-1].split("Question: ", 1)[-1]


Behaviour = Callable[["FakeOpenAI", web.Request, Received], Awaitable[web.StreamResponse]]


def plan(**fields: Any) -> dict[str, Any]:
    """A plan in SQL, in the wire's shape; unnamed fields are those of a count of machines."""
    whole: dict[str, Any] = {
        "sql": "SELECT COUNT(*) AS machines FROM equipment WHERE status <> 'retired'",
        "restated": "How many machines are there?",
        "headline": "Hay **{machines} equipos**.",
        "columns": [{"name": "machines", "label": "Equipos", "kind": "integer"}],
        "chart": None,
        "assumptions": ["sin equipos retirados"],
        "also": None,
    }
    return {"plan": whole | fields}


def changed(answer: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A plan with some of its fields replaced."""
    return {"plan": answer["plan"] | fields}


def named(of: str, get: str = "count", **fields: Any) -> dict[str, Any]:
    """A plan in the plant's names; unnamed fields are null or empty."""
    whole: dict[str, Any] = {
        "of": of,
        "get": get,
        "what": [],
        "where": [],
        "when": None,
        "on": None,
        "by": [],
        "show": [],
        "sort": None,
        "top": None,
        "chart": None,
        "more": None,
    }
    return {"plan": whole | fields}


def holds(condition: str, *, negated: bool = False, either: int | None = None) -> dict[str, Any]:
    """A filter by a named condition."""
    return {"is": condition, "not": negated, "or": either}


def compares(field: str, op: str, *values: str, either: int | None = None) -> dict[str, Any]:
    """A filter by a field's values."""
    return {"field": field, "op": op, "to": list(values), "or": either}


def asks(ask: str, say: str, *choices: dict[str, str]) -> dict[str, Any]:
    """A plan that asks back, helps or declines."""
    return {"plan": {"ask": ask, "say": say, "choices": list(choices)}}


def of_last(last: str, chart: str | None = None) -> dict[str, Any]:
    """A plan about the last answer."""
    return {"plan": {"last": last, "chart": chart}}


class FakeOpenAI:
    """The server. Use as an async context manager."""

    def __init__(self, *, delay: float = 0.0) -> None:
        self.delay = delay
        self.requests: list[Received] = []
        self.script: deque[Behaviour] = deque()
        self.answers: dict[str, Any] = {}
        self.always: Behaviour | None = None
        self.models: list[dict[str, Any]] = [{"id": "gpt-6-luna", "object": "model"}]
        self.key: str | None = None
        self.most_at_once = 0
        self._at_once = 0
        self._runner: web.AppRunner | None = None
        self.url = ""
        self.ended, self.free = asyncio.Event(), asyncio.Event()
        self.free.set()

    async def __aenter__(self) -> FakeOpenAI:
        app = web.Application()
        app.router.add_post("/{path:.*}", self._handle)
        app.router.add_get("/{path:.*}/models", self._models)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self.ended.set()
        self.free.set()
        assert self._runner is not None
        await self._runner.cleanup()

    async def _models(self, request: web.Request) -> web.Response:
        if self.key is not None and request.headers.get("Authorization") != f"Bearer {self.key}":
            return web.json_response({"error": {"code": "invalid_api_key"}}, status=401)
        return web.json_response({"object": "list", "data": self.models})

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        received = Received(request.path, dict(request.headers), json.loads(await request.text()))
        self.requests.append(received)
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            behaviour = self.script.popleft() if self.script else self.always
            if behaviour is not None:
                return await behaviour(self, request, received)
            await self.free.wait()
            if self.delay:
                await asyncio.sleep(self.delay)
            return await text(self.answer(received))(self, request, received)
        finally:
            self._at_once -= 1

    def answer(self, received: Received) -> str:
        """The text for a question: that of the longest key found in it, else a count of machines."""
        question = received.question.casefold()
        keys = sorted((key for key in self.answers if key.casefold() in question), key=len, reverse=True)
        found = self.answers[keys[0]] if keys else plan()
        return found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)


def document(api: str, content: str, **fields: Any) -> dict[str, Any]:
    """A completion as the API writes it; ``fields`` replace its own."""
    if api == "responses":
        whole: dict[str, Any] = {
            "id": "resp_1",
            "object": "response",
            "created_at": 0,
            "model": "gpt-6-luna",
            "status": "completed",
            "error": None,
            "incomplete_details": None,
            "output": [
                {
                    "type": "message",
                    "id": "msg_1",
                    "role": "assistant",
                    "status": "completed",
                    "content": [{"type": "output_text", "text": content, "annotations": []}],
                }
            ],
            "usage": {
                "input_tokens": USAGE["in"],
                "input_tokens_details": {"cached_tokens": USAGE["cached"], "cache_write_tokens": 0},
                "output_tokens": USAGE["out"],
                "output_tokens_details": {"reasoning_tokens": 0},
                "total_tokens": USAGE["in"] + USAGE["out"],
            },
        }
    else:
        whole = {
            "id": "chatcmpl_1",
            "object": "chat.completion",
            "created": 0,
            "model": "local",
            "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}],
            "usage": {
                "prompt_tokens": USAGE["in"],
                "prompt_tokens_details": {"cached_tokens": USAGE["cached"]},
                "completion_tokens": USAGE["out"],
                "total_tokens": USAGE["in"] + USAGE["out"],
            },
        }
    return whole | fields


def text(content: str) -> Behaviour:
    """Answers with this text."""

    async def behave(_: FakeOpenAI, __: web.Request, received: Received) -> web.StreamResponse:
        return web.json_response(document(received.api, content))

    return behave


def status(code: int, *, error: Mapping[str, Any] | None = None, headers: Mapping[str, str] | None = None) -> Behaviour:
    """Answers with an HTTP error in OpenAI's form."""

    async def behave(_: FakeOpenAI, __: web.Request, ___: Received) -> web.StreamResponse:
        body = {"error": {"message": "no", "type": "error", "param": None, "code": None} | dict(error or {})}
        return web.json_response(body, status=code, headers=dict(headers or {}))

    return behave


def retry_at(seconds: float) -> dict[str, str]:
    """A Retry-After header with an HTTP date so many seconds ahead."""
    return {"Retry-After": format_datetime(datetime.now(UTC) + timedelta(seconds=seconds), usegmt=True)}


def html(code: int = 200) -> Behaviour:
    """A proxy's page instead of an answer."""

    async def behave(_: FakeOpenAI, __: web.Request, ___: Received) -> web.StreamResponse:
        return web.Response(status=code, text="<!doctype html><title>Sign in</title>", content_type="text/html")

    return behave


def refusal(said: str = "I cannot help with that.") -> Behaviour:
    """The model declines."""

    async def behave(_: FakeOpenAI, __: web.Request, received: Received) -> web.StreamResponse:
        body = document(received.api, "")
        if received.api == "responses":
            body["output"][0]["content"] = [{"type": "refusal", "refusal": said}]
        else:
            body["choices"][0]["message"] = {"role": "assistant", "content": None, "refusal": said}
        return web.json_response(body)

    return behave


def incomplete(reason: str = "max_output_tokens") -> Behaviour:
    """The answer ends before its end, and says so."""

    async def behave(_: FakeOpenAI, __: web.Request, received: Received) -> web.StreamResponse:
        body = document(received.api, '{"plan": {"sql": "SEL')
        if received.api == "responses":
            body |= {"status": "incomplete", "incomplete_details": {"reason": reason}}
        else:
            body["choices"][0]["finish_reason"] = "length" if reason == "max_output_tokens" else reason
        return web.json_response(body)

    return behave


def cut_body() -> Behaviour:
    """The connection breaks in the middle of the body."""

    async def behave(_: FakeOpenAI, request: web.Request, received: Received) -> web.StreamResponse:
        whole = json.dumps(document(received.api, json.dumps(plan()))).encode()
        response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(whole))})
        await response.prepare(request)
        await response.write(whole[: len(whole) // 2])
        assert request.transport is not None
        request.transport.abort()
        return response

    return behave


def raw(body: bytes, content_type: str = "application/json") -> Behaviour:
    """Exactly these bytes with status 200."""

    async def behave(_: FakeOpenAI, __: web.Request, ___: Received) -> web.StreamResponse:
        return web.Response(body=body, content_type=content_type)

    return behave


def stream(content: str, *, cut: bool = False, corrupt: bool = False) -> Behaviour:
    """Server-sent events, asked for or not; cut before the end, or with an event that is no JSON."""

    async def behave(_: FakeOpenAI, __: web.Request, received: Received) -> web.StreamResponse:
        pieces = [content[at : at + 40] for at in range(0, len(content), 40)]
        if received.api == "responses":
            events = [{"type": "response.output_text.delta", "delta": piece} for piece in pieces]
            last: list[Any] = [{"type": "response.completed", "response": document("responses", content)}]
        else:
            events = [{"choices": [{"index": 0, "delta": {"content": piece}}]} for piece in pieces]
            last = [
                {
                    "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}],
                    "usage": document("chat", "")["usage"],
                }
            ]
        lines = [json.dumps(event) for event in events]
        if corrupt:
            lines[len(lines) // 2] = lines[len(lines) // 2][:-7]
        if not cut:
            lines += [json.dumps(event) for event in last] + ["[DONE]"]
        body = "".join(f"data: {line}\n\n" for line in lines)
        return web.Response(text=body, content_type="text/event-stream")

    return behave


def hang() -> Behaviour:
    """Never answers, until the server ends."""

    async def behave(server: FakeOpenAI, _: web.Request, __: Received) -> web.StreamResponse:
        await server.ended.wait()
        return web.Response(status=503)

    return behave


def reset() -> Behaviour:
    """Drops the connection without a byte."""

    async def behave(_: FakeOpenAI, request: web.Request, __: Received) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    return behave
