"""Microsoft's side on loopback: a Bot Connector, a token endpoint, OpenID metadata with our own key, and OneDrive.

It keeps everything that it received, gives ids, and misbehaves on demand: throttling, 5xx, dropped connections, slow
answers. ``Activities`` (below) writes what Teams would send to the bot.
"""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa

from adapters.teams.sdk.endpoints import Endpoints

APP_ID = "11111111-aaaa-4bbb-8ccc-222222222222"
TENANT = "99999999-aaaa-4bbb-8ccc-000000000001"
SECRET = "not-a-real-secret"
BOT = {"id": f"28:{APP_ID}", "name": "Mantenimiento"}
ISSUER = "https://issuer.example"
SCOPE = "https://scope.example"

Json = dict[str, Any]


@dataclass
class Received:
    """One call to the connector."""

    method: str
    conversation: str
    activity: Json
    id: str
    at: float
    authorization: str = ""


@dataclass
class Trouble:
    """What the connector does instead of accepting: a status, a dropped connection, or being slow first."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    body: Json = field(default_factory=dict)
    drop: bool = False
    seconds: float = 0.0
    accept: bool = False
    """Take the message, then drop the connection or answer the status: what "uncertain" means."""
    page: str | None = None
    """An HTML page instead of JSON: what a proxy answers."""


@cache
def signing_key() -> rsa.RSAPrivateKey:
    """Our RS256 key, one a process: making one is slow."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class FakeTeams:
    """The servers' state; ``running`` starts them."""

    def __init__(self) -> None:
        self.received: list[Received] = []
        self.uploads: list[tuple[str, bytes]] = []
        self.token_requests: list[Json] = []
        self.metadata_requests = 0
        self.troubles: deque[Trouble] = deque()
        self.trouble_for: dict[str, deque[Trouble]] = {}
        self.upload_troubles: deque[Trouble] = deque()
        self.trouble_with: Callable[[Json], Trouble | None] = lambda activity: None
        self.token_trouble: Trouble | None = None
        self.metadata_free = asyncio.Event()
        self.metadata_free.set()
        self.metadata_status = 200
        self.endorsements: list[str] = ["msteams"]
        self.together: asyncio.Barrier | None = None
        """Messages are accepted only when so many are on their way at once."""
        self.key = signing_key()
        self.kid = "key-1"
        self.url = ""
        self._next = 0

    # --- what the bot is told

    @property
    def service_url(self) -> str:
        """The regional address that activities carry."""
        return f"{self.url}/amer/"

    @property
    def endpoints(self) -> Endpoints:
        """Our addresses in the place of Microsoft's."""
        return Endpoints(
            login_url=self.url + "/{tenant}/oauth2/v2.0/token",
            scope=SCOPE,
            issuer=ISSUER,
            openid_url=self.url + "/openid",
            upload_hosts=("127.0.0.1",),
            upload_schemes=("http", "https"),
        )

    def token(self, *, headers: Json | None = None, key: Any = None, algorithm: str = "RS256", **changed: Any) -> str:
        """A token as the Bot Service signs it; ``changed`` replaces claims, None takes one out."""
        now = int(time.time())
        claims = {
            "iss": ISSUER,
            "aud": APP_ID,
            "iat": now,
            "nbf": now,
            "exp": now + 3600,
            "serviceurl": self.service_url,
        }
        claims = {name: value for name, value in {**claims, **changed}.items() if value is not None}
        return jwt.encode(claims, key or self.key, algorithm=algorithm, headers={"kid": self.kid, **(headers or {})})

    # --- what the bot sent

    def sent(self, kind: str = "message", conversation: str | None = None) -> list[Json]:
        """Activities of a type that were posted, oldest first."""
        return [
            call.activity
            for call in self.received
            if call.method == "POST"
            and call.activity.get("type") == kind
            and (conversation is None or call.conversation == conversation)
        ]

    def cards(self, conversation: str | None = None) -> list[Json]:
        """The adaptive cards of the posted messages."""
        return [
            attachment["content"]
            for activity in self.sent(conversation=conversation)
            for attachment in activity.get("attachments") or ()
            if attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
        ]

    def deleted(self) -> list[str]:
        """Ids of messages that were taken away."""
        return [call.id for call in self.received if call.method == "DELETE"]

    async def wait(self, count: int, kind: str = "message", *, seconds: float = 60.0) -> list[Json]:
        """The posted activities of a type, once there are ``count``."""
        return await self.until(lambda: self.sent(kind) if len(self.sent(kind)) >= count else None, seconds=seconds)

    async def until(self, look: Any, *, seconds: float = 60.0) -> Any:
        """What ``look`` gives once it gives something."""
        for _ in range(int(seconds * 100)):
            if found := look():
                return found
            await asyncio.sleep(0.01)
        kinds = [f"{call.method} {call.activity.get('type')}" for call in self.received]
        raise AssertionError(f"not within {seconds} s; received: {kinds}")

    # --- the servers

    @asynccontextmanager
    async def running(self) -> AsyncIterator[FakeTeams]:
        """Serve on a free port."""
        app = web.Application(client_max_size=64_000_000)
        base = "/amer/v3/conversations/{conversation:[^/]+}"
        app.router.add_post(base + "/activities", self._post)
        app.router.add_post(base + "/activities/{activity}", self._post)
        app.router.add_put(base + "/activities/{activity}", self._update)
        app.router.add_delete(base + "/activities/{activity}", self._delete)
        app.router.add_get(base + "/members", self._members)
        app.router.add_get("/amer/v3/attachments/{attachment}", self._attachment)
        app.router.add_post("/{tenant}/oauth2/v2.0/token", self._token)
        app.router.add_get("/openid", self._openid)
        app.router.add_get("/keys", self._keys)
        app.router.add_put("/onedrive/{name}", self._upload)
        app.router.add_get("/msi/token", self._identity)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await runner.cleanup()

    async def _post(self, request: web.Request) -> web.StreamResponse:
        conversation = request.match_info["conversation"]
        activity = json.loads(await request.text())
        trouble = self._trouble(conversation, activity)
        if self.together is not None and activity.get("type") == "message":
            await self.together.wait()
        if trouble is None or trouble.accept:
            self._next += 1
            made = f"m-{self._next}"
            await self._keep(request, conversation, activity, made)
        if trouble is not None:
            return await _misbehave(request, trouble)
        return web.json_response({"id": made}, status=201)

    def _trouble(self, conversation: str, activity: Json) -> Trouble | None:
        if activity.get("type") != "message":
            return None
        if (trouble := self.trouble_with(activity)) is not None:
            return trouble
        for waiting in (self.trouble_for.get(conversation), self.troubles):
            if waiting:
                return waiting.popleft()
        return None

    async def _keep(self, request: web.Request, conversation: str, activity: Json, made: str) -> None:
        call = Received(
            request.method,
            conversation,
            activity,
            made,
            time.monotonic(),
            request.headers.get("Authorization", ""),
        )
        self.received.append(call)

    async def _update(self, request: web.Request) -> web.StreamResponse:
        made = request.match_info["activity"]
        await self._keep(request, request.match_info["conversation"], json.loads(await request.text()), made)
        return web.json_response({"id": made})

    async def _delete(self, request: web.Request) -> web.StreamResponse:
        await self._keep(request, request.match_info["conversation"], {}, request.match_info["activity"])
        return web.Response()

    async def _members(self, request: web.Request) -> web.StreamResponse:
        return web.json_response([{"id": "29:ana", "name": "Ana Ruiz", "tenantId": TENANT}])

    async def _attachment(self, request: web.Request) -> web.StreamResponse:
        return web.json_response({"name": request.match_info["attachment"], "views": []})

    async def _token(self, request: web.Request) -> web.StreamResponse:
        form = dict(await request.post())
        self.token_requests.append({**form, "tenant": request.match_info["tenant"]})
        if self.token_trouble is not None:
            return await _misbehave(request, self.token_trouble)
        if form.get("client_secret") != SECRET:
            return web.json_response({"error": "invalid_client"}, status=401)
        return web.json_response({"access_token": f"out-{len(self.token_requests)}", "expires_in": 3600})

    async def _identity(self, request: web.Request) -> web.StreamResponse:
        self.token_requests.append({**request.query, "header": request.headers.get("X-IDENTITY-HEADER")})
        until = int(time.time()) + 3600
        return web.json_response({"access_token": "managed", "expires_on": str(until), "token_type": "Bearer"})

    async def _openid(self, request: web.Request) -> web.StreamResponse:
        self.metadata_requests += 1
        await self.metadata_free.wait()
        return web.json_response({"issuer": ISSUER, "jwks_uri": f"{self.url}/keys"}, status=self.metadata_status)

    async def _keys(self, request: web.Request) -> web.StreamResponse:
        numbers = self.key.public_key().public_numbers()
        key = {"kty": "RSA", "use": "sig", "kid": self.kid, "n": _b64(numbers.n), "e": _b64(numbers.e)}
        return web.json_response({"keys": [{**key, "endorsements": self.endorsements}]})

    async def _upload(self, request: web.Request) -> web.StreamResponse:
        content = await request.read()
        if self.upload_troubles:
            return await _misbehave(request, self.upload_troubles.popleft())
        content_range = request.headers["Content-Range"]
        self.uploads.append((content_range, content))
        span, _, total = content_range.removeprefix("bytes ").partition("/")
        return web.Response(status=201 if int(span.partition("-")[2]) + 1 == int(total) else 202)


async def _misbehave(request: web.Request, trouble: Trouble) -> web.StreamResponse:
    await asyncio.sleep(trouble.seconds)
    if trouble.drop:
        if request.transport is not None:  # else the bot has died meanwhile
            request.transport.close()
        return web.Response()
    if trouble.page is not None:
        return web.Response(status=trouble.status, text=trouble.page, content_type="text/html")
    body = trouble.body or {"error": {"code": "Trouble", "message": "on demand"}}
    return web.json_response(body, status=trouble.status, headers=trouble.headers)


def _b64(number: int) -> str:
    return base64.urlsafe_b64encode(number.to_bytes((number.bit_length() + 7) // 8, "big")).rstrip(b"=").decode()


class Activities:
    """What Teams sends to the bot, in one tenant."""

    def __init__(self, service_url: str, tenant: str = TENANT) -> None:
        self._service_url = service_url
        self._tenant = tenant
        self._next = 1_700_000_000_000

    def personal(self, text: str, *, who: str = "ana", **changed: Any) -> Json:
        """A message in a person's own chat with the bot."""
        return self._activity(who, {"id": f"a:chat-{who}", "conversationType": "personal"}, text=text, **changed)

    def group(self, text: str, *, who: str = "ana", mention: bool = True, **changed: Any) -> Json:
        """A message in a group chat."""
        place = {"id": "19:shift@thread.v2", "conversationType": "groupChat", "isGroup": True}
        return self._activity(who, place, **{**self._said(text, mention), **changed})

    def channel(
        self, text: str, *, root: str | None = None, who: str = "ana", mention: bool = True, **changed: Any
    ) -> Json:
        """A post in a channel, or a reply in the chain of ``root``."""
        made = self._id()
        place = {
            "id": f"19:plant@thread.tacv2;messageid={root or made}",
            "conversationType": "channel",
            "isGroup": True,
        }
        return self._activity(who, place, **{"id": made, **self._said(text, mention), **changed})

    def press(self, activity: Json, action: Json, *, who: str = "ana") -> Json:
        """A press of a card's button, in the conversation of an earlier activity."""
        return self._activity(who, activity["conversation"], value=action["data"], id=f"f:{self._id()}", text=None)

    def invoke(self, activity: Json, name: str, value: Json, *, reply_to: str, who: str = "ana") -> Json:
        """An invoke under one of the bot's messages."""
        return self._activity(
            who, activity["conversation"], type="invoke", name=name, value=value, replyToId=reply_to or None, text=None
        )

    def thumb(self, activity: Json, message_id: str, reaction: str, comment: str = "", *, who: str = "ana") -> Json:
        """A thumb under one of the bot's messages."""
        action = {"reaction": reaction, "feedback": json.dumps({"feedbackText": comment})}
        value = {"actionName": "feedback", "actionValue": action}
        return self.invoke(activity, "message/submitAction", value, reply_to=message_id, who=who)

    def consent(self, activity: Json, card_id: str, context: Json, *, upload_url: str | None, who: str = "ana") -> Json:
        """What a person presses on a file's consent card; declined without an ``upload_url``."""
        value: Json = {"type": "fileUpload", "action": "accept" if upload_url else "decline", "context": context}
        if upload_url:
            value["uploadInfo"] = {
                "contentUrl": "https://contoso-my.sharepoint.com/personal/ana/data.csv",
                "name": context["name"],
                "uploadUrl": upload_url,
                "uniqueId": "1150D938",
                "fileType": "csv",
            }
        return self.invoke(activity, "fileConsent/invoke", value, reply_to=card_id, who=who)

    def added(self, scope: str = "personal", *, who: str = "ana", **changed: Any) -> Json:
        """The bot was added to a conversation."""
        places = {
            "personal": {"id": f"a:chat-{who}", "conversationType": "personal"},
            "channel": {"id": "19:general@thread.tacv2", "conversationType": "channel", "isGroup": True},
            "groupChat": {"id": "19:shift@thread.v2", "conversationType": "groupChat", "isGroup": True},
        }
        members = [{"id": BOT["id"]}]
        return self._activity(
            who, places[scope], **{"type": "conversationUpdate", "membersAdded": members, "text": None, **changed}
        )

    def _said(self, text: str, mention: bool) -> Json:
        if not mention:
            return {"text": text}
        said = f"<at>{BOT['name']}</at>"
        return {
            "text": f"{said}&nbsp;{text}",
            "entities": [
                {"type": "mention", "text": said, "mentioned": BOT},
                {"type": "clientInfo", "locale": "es-MX"},
            ],
        }

    def _activity(self, who: str, conversation: Json, **fields: Any) -> Json:
        activity = {
            "type": "message",
            "id": self._id(),
            "timestamp": "2026-11-22T14:00:00.000Z",
            "channelId": "msteams",
            "serviceUrl": self._service_url,
            "from": {"id": f"29:{who}", "name": f"{who.title()} Ruiz", "aadObjectId": f"aad-{who}"},
            "conversation": {"tenantId": self._tenant, **conversation},
            "recipient": BOT,
            "channelData": {"tenant": {"id": self._tenant}},
            "locale": "es-MX",
            "textFormat": "plain",
        }
        return {name: value for name, value in {**activity, **fields}.items() if value is not None}

    def _id(self) -> str:
        self._next += 1
        return str(self._next)
