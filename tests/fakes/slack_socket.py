"""The fake Slack's Socket Mode: the WebSocket that a bot opens, and envelopes that must be acknowledged."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web


class SocketMode:
    """Deliveries over WebSockets; mixed into FakeSlack."""

    sockets: list[web.WebSocketResponse]
    until: Callable[..., Any]
    _sequence: itertools.count[int]
    _acks: dict[str, asyncio.Future[dict[str, Any]]]

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_json({"type": "hello", "num_connections": 1})
        self.sockets.append(socket)
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    answer = json.loads(message.data)
                    waiting = self._acks.pop(answer.get("envelope_id", ""), None)
                    if waiting is not None and not waiting.done():
                        waiting.set_result(answer)
        finally:
            self.sockets.remove(socket)
        return socket

    async def over_socket(
        self, kind: str, payload: dict[str, Any], *, wait: float = 30.0, tries: int = 4
    ) -> dict[str, Any]:
        """Deliver an envelope until it is acknowledged; gives the acknowledgement's payload."""
        for attempt in range(tries):
            socket = await self.until(lambda: self.sockets and self.sockets[-1])
            envelope = f"e{next(self._sequence)}"
            future: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
            self._acks[envelope] = future
            await socket.send_json(
                {
                    "type": kind,
                    "envelope_id": envelope,
                    "payload": payload,
                    "accepts_response_payload": kind != "events_api",
                    "retry_attempt": attempt,
                    "retry_reason": "timeout" if attempt else "",
                }
            )
            try:
                answer = await asyncio.wait_for(future, wait)
            except TimeoutError:
                continue
            payload_back: dict[str, Any] = answer.get("payload") or {}
            return payload_back
        raise AssertionError("never acknowledged")
