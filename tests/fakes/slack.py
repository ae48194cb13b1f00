"""A Slack workspace of our own on loopback: the Web API, Socket Mode, and people who write, press and type.

It is strict where Slack is: tokens and scopes, block limits, unknown block fields, trigger ids, conversation membership.
It misbehaves on request: 429, 5xx, slow answers, connections dropped before or after the call was carried out, files
that are shared late or never, blocks that a workspace refuses, events that are delivered again.
"""

from __future__ import annotations

import asyncio
import base64
import itertools
import json
import time
from collections.abc import Callable
from typing import Any

from aiohttp import web

from tests.fakes import slack_blocks
from tests.fakes.slack_conversations import Conversations
from tests.fakes.slack_files import Files
from tests.fakes.slack_parts import NEEDS, SCOPES, Call, Channel, Fault, Refused
from tests.fakes.slack_socket import SocketMode
from tests.fakes.slack_views import Views


class FakeSlack(Conversations, Views, Files, SocketMode):
    """One workspace with one app. Use it as an async context manager."""

    team = "T0PLANT"
    bot_user = "U0BOT"
    bot_id = "B0BOT"
    app_id = "A0MAINT"

    def __init__(self) -> None:
        self.signing_secret = "0123456789abcdef0123456789abcdef"
        self.bot_token = "xoxb-fake-plant"
        self.app_token = "xapp-1-fake"
        self.client_id, self.client_secret = "111.222", "c" * 32
        self.tokens: dict[str, dict[str, Any]] = {
            self.bot_token: {"team": self.team, "user": self.bot_user, "scopes": set(SCOPES)}
        }
        self.oauth_codes: dict[str, dict[str, Any]] = {}
        self.channels = {"C0MAINT": Channel("C0MAINT", members={self.bot_user, "U0ASHA", "U0BRUNO"})}
        self.users: dict[str, dict[str, Any]] = {
            name: {"id": name, "team_id": self.team, "name": name.lower()} for name in ("U0ASHA", "U0BRUNO")
        }
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.refused_block_types: set[str] = set()
        self.sharing: float | None = 0.0  # seconds until an upload is shared; None: never
        self.looking: float | None = 0.0  # seconds until Slack has looked into an upload; None: never
        self.said_of_pictures = True  # whether refused blocks say that it was for the file that they show
        self.files: dict[str, dict[str, Any]] = {}
        self.views: list[dict[str, Any]] = []
        self.homes: dict[str, dict[str, Any]] = {}
        self.responses: dict[str, list[dict[str, Any]]] = {}
        self.triggers: dict[str, float] = {}
        self.page_size = 1000
        self.every: dict[str, float] = {}  # seconds between the messages that a channel takes; sooner is a 429
        self._taken_at: dict[str, float] = {}
        self.released = asyncio.Event()  # ends what a "hold" fault holds
        self.violations: list[str] = []
        self.watchers: list[Callable[[Call], None]] = []  # told of a call when it is carried out, before its answer
        self._sequence = itertools.count(1)
        self._runner: web.AppRunner | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self.sockets: list[web.WebSocketResponse] = []
        self._acks: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self.url = ""

    # --- life

    async def __aenter__(self) -> FakeSlack:
        app = web.Application(client_max_size=64 * 1024**2)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/upload/{id}", self._upload)
        app.router.add_post("/response/{id}", self._respond)
        app.router.add_get("/link", self._link)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._tasks:
            task.cancel()
        for socket in self.sockets:
            await socket.close()
        assert self._runner is not None
        await self._runner.cleanup()

    @property
    def api_url(self) -> str:
        """What SLACK_API_URL is set to."""
        return f"{self.url}/api/"

    def ts(self) -> str:
        """A message timestamp, unique and rising."""
        return f"{int(time.time())}.{next(self._sequence):06d}"

    def trigger(self) -> str:
        """A trigger id, good for one view; for longer than Slack's three seconds, since a machine that tests is busy."""
        made = f"{next(self._sequence)}.{self.team}.{time.time_ns():x}"
        self.triggers[made] = time.monotonic() + 60.0
        return made

    def fail(self, method: str, kind: str, times: int = 1, **more: Any) -> None:
        """Let the next calls of a method go wrong."""
        self.faults.append(Fault(method, kind, times, **more))

    def channel(self, id: str, kind: str = "channel", **more: Any) -> Channel:
        """A further conversation that the bot is in."""
        made = self.channels[id] = Channel(id, kind, {self.bot_user, *self.users}, **more)
        return made

    def dm(self, user: str) -> Channel:
        """The direct messages of a person with the bot."""
        id = f"D{user[1:]}"
        return self.channels.setdefault(id, Channel(id, "im", {self.bot_user, user}))

    # --- what was received

    def called(self, method: str) -> list[Call]:
        """The calls of one method that succeeded."""
        return [call for call in self.calls if call.method == method and call.ok]

    def said(self, channel: str, thread_ts: str | None = None) -> list[dict[str, Any]]:
        """What the bot has posted, files included, in order."""
        return [
            message
            for message in self.channels[channel].messages
            if message.get("user") == self.bot_user and (thread_ts is None or message.get("thread_ts") == thread_ts)
        ]

    async def until(self, condition: Callable[[], Any], seconds: float = 60.0) -> Any:
        """Wait for something to become true; fails with what was received when it does not."""
        end = time.monotonic() + seconds
        while not (value := condition()):
            if time.monotonic() > end:
                calls = [(call.method, call.ok) for call in self.calls[-15:]]
                raise AssertionError(f"did not come true; last calls {calls}; refused: {self.violations[-3:]}")
            await asyncio.sleep(0.01)
        return value

    # --- the Web API

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        args = await _arguments(request)
        header = request.headers.get("Authorization", "")
        token = header.removeprefix("Bearer ") if header.startswith("Bearer ") else args.get("token")
        if header.startswith("Basic "):  # the form that OAuth clients identify themselves in
            args["client_id"], _, args["client_secret"] = base64.b64decode(header[6:]).decode().partition(":")
        call = Call(method, args, time.monotonic(), token)
        self.calls.append(call)
        fault = self._fault(method, args)
        if fault is not None and fault.kind in ("429", "500", "lost", "error", "odd"):
            return await self._misbehave(request, fault)
        try:
            body = self._run(method, token, args)
            call.ok = True
            for watcher in self.watchers:
                watcher(call)
        except Refused as refusal:
            body = refusal.body
            if "blocks" in body["error"] or body["error"] in ("invalid_arguments", "view_too_large"):
                self.violations.append(f"{method}: {body}")
        if fault is not None and fault.kind in ("dropped", "odd_after"):
            return await self._misbehave(request, fault)
        if fault is not None and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        if fault is not None and fault.kind == "hold":
            await self.released.wait()
        scopes = ",".join(sorted(self.tokens.get(token or "", {}).get("scopes", ())))
        return web.json_response(body, headers={"X-OAuth-Scopes": scopes})

    def _fault(self, method: str, args: dict[str, Any]) -> Fault | None:
        channel = str(args.get("channel"))
        if method == "chat.postMessage" and (every := self.every.get(channel)):
            free_at, now = self._taken_at.get(channel, 0.0) + every, time.monotonic()
            if now < free_at:
                return Fault(method, "429", seconds=free_at - now)
            self._taken_at[channel] = now
        for fault in self.faults:
            where = args.get("channel") or args.get("channel_id")
            if fault.method == method and fault.times > 0 and fault.channel in (None, where):
                fault.times -= 1
                return fault
        return None

    async def _misbehave(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.kind == "429":
            return web.json_response(
                {"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": f"{fault.seconds:g}"}
            )
        if fault.kind == "500":
            return web.json_response({"ok": False, "error": "fatal_error"}, status=500)
        if fault.kind == "error":
            return web.json_response({"ok": False, "error": fault.error})
        if fault.kind in ("odd", "odd_after"):
            return web.Response(status=fault.status, text=fault.body, content_type=fault.content_type)
        assert fault.kind in ("lost", "dropped"), f"a fault of kind {fault.kind} means nothing to {request.path}"
        if request.transport is not None:  # else the bot has died meanwhile
            request.transport.abort()
        return web.Response()

    def _run(self, method: str, token: str | None, args: dict[str, Any]) -> dict[str, Any]:
        if method == "apps.connections.open":
            if token != self.app_token:
                raise Refused("not_allowed_token_type")
            return {"ok": True, "url": self.url.replace("http", "ws") + "/link"}
        handler = getattr(self, "_m_" + method.replace(".", "_"), None)
        if handler is None:
            raise Refused("unknown_method", req_method=method)
        if method == "oauth.v2.access":
            return {"ok": True, **handler(args)}
        if not token:
            raise Refused("not_authed")
        known = self.tokens.get(token)
        if known is None:
            raise Refused("invalid_auth")
        if known.get("revoked"):
            raise Refused("token_revoked")
        needed = NEEDS.get(method)
        if needed and needed not in known["scopes"]:
            raise Refused("missing_scope", needed=needed, provided=",".join(sorted(known["scopes"])))
        return {"ok": True, **handler(args, known)}

    def _m_auth_test(self, args: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
        return {
            "team": "Plant",
            "user": "maintbot",
            "team_id": known["team"],
            "user_id": known["user"],
            "bot_id": self.bot_id,
            **({"enterprise_id": known["enterprise"]} if known.get("enterprise") else {}),
        }

    # --- OAuth

    def _m_oauth_v2_access(self, args: dict[str, Any]) -> dict[str, Any]:
        if (args.get("client_id"), args.get("client_secret")) != (self.client_id, self.client_secret):
            raise Refused("invalid_client_id")
        granted = self.oauth_codes.pop(str(args.get("code")), None)
        if granted is None:
            raise Refused("invalid_code")
        return granted

    # --- response_url

    def response_url(self) -> str:
        """An address that takes five messages."""
        id = f"r{next(self._sequence)}"
        self.responses[id] = []
        return f"{self.url}/response/{id}"

    async def _respond(self, request: web.Request) -> web.Response:
        taken = self.responses[request.match_info["id"]]
        body = await request.json()
        fault = self._fault("response_url", {})
        if fault is not None and fault.kind == "500":
            return web.Response(status=500)
        if len(taken) >= 5:
            return web.Response(status=404, text="used_url")
        if body.get("blocks") and slack_blocks.refused(body["blocks"]):
            return web.Response(status=400, text="invalid_blocks")
        taken.append(body)
        return web.Response(text="ok")


async def _arguments(request: web.Request) -> dict[str, Any]:
    """Arguments from the query, a form or JSON, with JSON texts inside a form read."""
    args: dict[str, Any] = dict(request.query)
    if request.method == "POST":
        if "json" in request.headers.get("Content-Type", ""):
            args.update(await request.json())
        else:
            args.update({key: value for key, value in (await request.post()).items() if isinstance(value, str)})
    for key in ("blocks", "files", "view", "metadata", "prompts"):
        if isinstance(args.get(key), str):
            args[key] = json.loads(args[key])
    return args


__all__ = ["Call", "Channel", "FakeSlack", "Fault", "Refused"]
