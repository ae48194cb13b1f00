"""Two request shapes, one reader: Responses (OpenAI, Azure OpenAI) and Chat Completions (any other server).

Pure functions over dicts and bytes. The body is read here rather than by the SDK's typed objects, because those
raise AttributeError on an HTML page and nothing at all on a cut stream.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from core.kernel.messages import Viewer
from core.modelling.faults import Fault

Api = Literal["responses", "chat"]


@dataclass(frozen=True)
class Ask:
    """One request to the model.

    Attributes:
        static: what is the same for every question; ends at the cache breakpoint.
        changing: what is not: today, the thread, the question.
        schema, schema_name: the JSON schema of the answer; None for prose.
        cache_key: stable over requests that share ``static``.
        person: hashed id of who asks, never a name.
        max_tokens: the answer's limit.
    """

    static: str
    changing: str
    model: str
    cache_key: str
    person: str
    schema: Mapping[str, Any] | None = None
    schema_name: str = "answer"
    max_tokens: int = 4000


@dataclass(frozen=True)
class Usage:
    """Tokens of one or several calls; cached ones are part of ``tokens_in``."""

    calls: int = 0
    tokens_in: int = 0
    tokens_cached: int = 0
    tokens_out: int = 0

    def __add__(self, other: Usage) -> Usage:
        return Usage(
            self.calls + other.calls,
            self.tokens_in + other.tokens_in,
            self.tokens_cached + other.tokens_cached,
            self.tokens_out + other.tokens_out,
        )


@dataclass(frozen=True)
class Completion:
    """What came back: the text, or the model's refusal."""

    text: str
    refusal: str | None
    usage: Usage


def request(api: Api, ask: Ask) -> dict[str, Any]:
    """The request body, as keyword arguments of the SDK's ``create``."""
    return _responses_request(ask) if api == "responses" else _chat_request(ask)


def _responses_request(ask: Ask) -> dict[str, Any]:
    static = {"type": "input_text", "text": ask.static, "prompt_cache_breakpoint": {"mode": "explicit"}}
    body: dict[str, Any] = {
        "model": ask.model,
        "input": [
            {"role": "developer", "content": [static]},
            {"role": "user", "content": [{"type": "input_text", "text": ask.changing}]},
        ],
        "store": False,
        "safety_identifier": ask.person,
        "prompt_cache_key": ask.cache_key,
        "prompt_cache_options": {"mode": "explicit"},
        "reasoning": {"effort": "none"},
        "max_output_tokens": ask.max_tokens,
    }
    if ask.schema is not None:
        body["text"] = {
            "format": {"type": "json_schema", "name": ask.schema_name, "schema": ask.schema, "strict": True}
        }
    return body


def _chat_request(ask: Ask) -> dict[str, Any]:
    # "system" and "max_tokens": what Ollama, vLLM and llama.cpp all know.
    body: dict[str, Any] = {
        "model": ask.model,
        "messages": [{"role": "system", "content": ask.static}, {"role": "user", "content": ask.changing}],
        "max_tokens": ask.max_tokens,
        "temperature": 0,
    }
    if ask.schema is not None:
        body["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": ask.schema_name, "schema": ask.schema, "strict": True},
        }
    return body


DROPPABLE = frozenset(
    {"prompt_cache_options", "prompt_cache_key", "safety_identifier", "reasoning", "temperature", "max_tokens"}
)
"""Fields that an older model or another server may refuse and that an answer does not depend on."""


def without(body: Mapping[str, Any], refused: frozenset[str]) -> dict[str, Any]:
    """The request without refused fields; the breakpoint goes with the cache options that it belongs to."""
    kept = {name: value for name, value in body.items() if name not in refused}
    if "prompt_cache_options" in refused and "input" in kept:
        kept["input"] = [
            {**item, "content": [{"type": part["type"], "text": part["text"]} for part in item["content"]]}
            for item in kept["input"]
        ]
    return kept


def read(api: Api, content_type: str, body: bytes) -> Completion:
    """The completion in a body of status 200.

    Raises:
        Fault: not JSON, a cut or corrupt stream, incomplete, filtered, or an error inside.
    """
    if "text/event-stream" in content_type or body.startswith((b"data:", b"event:")):
        document = _assemble(api, body)
    else:
        try:
            document = json.loads(body)
        except ValueError as error:
            raise Fault("not_json", f"{content_type or 'no content type'}, {len(body)} bytes") from error
    if not isinstance(document, dict):
        raise Fault("not_json", f"a {type(document).__name__}")
    try:
        return _read_responses(document) if api == "responses" else _read_chat(document)
    except (AttributeError, KeyError, TypeError, IndexError) as error:
        raise Fault("not_json", f"not a completion: {type(error).__name__}") from error


def _read_responses(document: Mapping[str, Any]) -> Completion:
    usage = _usage(document.get("usage"), "input_tokens", "output_tokens", "input_tokens_details")
    status = document["status"]
    if status == "incomplete":
        reason = (document.get("incomplete_details") or {}).get("reason")
        raise Fault("content_filter" if reason == "content_filter" else "incomplete", str(reason))
    if status != "completed":
        raise Fault("server_error", f"status {status}")
    texts: list[str] = []
    refusals: list[str] = []
    for item in document["output"]:
        for part in item.get("content") or () if item.get("type") == "message" else ():
            if part.get("type") == "output_text":
                texts.append(part["text"])
            elif part.get("type") == "refusal":
                refusals.append(part["refusal"])
    return Completion("".join(texts), "".join(refusals) or None, usage)


def _read_chat(document: Mapping[str, Any]) -> Completion:
    usage = _usage(document.get("usage"), "prompt_tokens", "completion_tokens", "prompt_tokens_details")
    choice = document["choices"][0]
    reason = choice.get("finish_reason")
    if reason == "length":
        raise Fault("incomplete", "length")
    if reason == "content_filter":
        raise Fault("content_filter", "finish_reason")
    if reason is None:
        raise Fault("cut_stream", "no finish_reason")
    message = choice["message"]
    return Completion(message.get("content") or "", message.get("refusal") or None, usage)


def _usage(raw: Any, tokens_in: str, tokens_out: str, details: str) -> Usage:
    if not isinstance(raw, Mapping):
        return Usage(calls=1)
    cached = raw.get(details)
    return Usage(
        calls=1,
        tokens_in=int(raw.get(tokens_in) or 0),
        tokens_cached=int((cached.get("cached_tokens") if isinstance(cached, Mapping) else 0) or 0),
        tokens_out=int(raw.get(tokens_out) or 0),
    )


def _assemble(api: Api, body: bytes) -> dict[str, Any]:
    """A whole document out of a stream: some gateways answer with one whether it was asked for or not."""
    if api == "responses":
        for event in _events(body):
            if event.get("type") in ("response.completed", "response.incomplete", "response.failed"):
                response = event.get("response")
                if isinstance(response, dict):
                    return response
            if event.get("type") == "error":
                raise Fault("server_error", f"stream error {event.get('code')}")
        raise Fault("cut_stream", "no response.completed")
    message: dict[str, str] = {"content": "", "refusal": ""}
    reason: str | None = None
    usage: Any = None
    for event in _events(body):
        if "error" in event:
            raise Fault("server_error", "stream error")
        usage = event.get("usage") or usage
        for choice in event.get("choices") or ():
            delta = choice.get("delta") or {}
            for name in message:
                message[name] += delta.get(name) or ""
            reason = choice.get("finish_reason") or reason
    return {"choices": [{"message": message, "finish_reason": reason}], "usage": usage}


def _events(body: bytes) -> Iterator[dict[str, Any]]:
    # Not splitlines(): JSON may hold U+2028 and its like unescaped.
    for line in body.decode("utf-8", "replace").split("\n"):
        if not line.startswith("data:"):
            continue
        data = line[5:].strip()
        if data == "[DONE]":
            return
        try:
            event = json.loads(data)
        except ValueError as error:
            raise Fault("corrupt_stream", f"{len(data)} characters that are not JSON") from error
        if not isinstance(event, dict):
            raise Fault("corrupt_stream", "an event that is no object")
        yield event


def hashed(viewer: Viewer) -> str:
    """Who asks, so that the server can tell people apart without learning who they are."""
    return hashlib.sha256(f"maintbot {viewer.key}".encode()).hexdigest()[:32]
