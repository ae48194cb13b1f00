"""How the SDK's calls leave the process: aiohttp in the SDK's own pipeline, instead of threads.

By default the SDK sends with ``requests`` in the loop's default executor, six threads on a two-core machine: sixteen
replies to a slow connector would queue, and everything else that uses that executor with them. On the event loop
there is nothing to queue for. Every call has a time limit; the token is put in on the way out.
"""

from __future__ import annotations

import json
from typing import Any

import aiohttp
from botframework.connector.aio import ConnectorClient
from botframework.connector.auth import ConnectorFactory
from botframework.connector.bot_framework_sdk_client_async import BotFrameworkConnectorConfiguration
from msrest.pipeline import Request, Response
from msrest.pipeline.async_abc import AsyncHTTPPolicy, AsyncHTTPSender, AsyncPipeline
from msrest.pipeline.universal import RawDeserializer
from msrest.universal_http.async_abc import AsyncClientResponse
from multidict import CIMultiDict

from adapters.teams.sdk.credentials import Tokens
from core.kernel.errors import DeliveryUncertain

TIMEOUT = aiohttp.ClientTimeout(total=20.0, connect=5.0)
CONNECTIONS = 100
"""At once, to all regions together."""


class Bearer(AsyncHTTPPolicy[Any, Any]):
    """Puts the current token on a request; without ``tokens`` (development mode) it puts none."""

    def __init__(self, tokens: Tokens | None, scope: str) -> None:
        super().__init__()
        self._tokens = tokens
        self._scope = scope

    async def send(self, request: Request[Any], **kwargs: Any) -> Response[Any, Any]:
        if self._tokens is not None:
            request.http_request.headers["Authorization"] = f"Bearer {await self._tokens.get(self._scope)}"
        assert self.next is not None, "the pipeline links its policies"
        response = await self.next.send(request, **kwargs)
        if self._tokens is not None and response.http_response.status_code == 401:
            self._tokens.forget(self._scope)
        return response


class _Answer(AsyncClientResponse):
    """What the SDK reads of a response; the body is already here."""

    def __init__(self, request: Any, response: aiohttp.ClientResponse, body: bytes) -> None:
        super().__init__(request, response)
        self.status_code = response.status
        self.headers = CIMultiDict(response.headers)
        self.reason = response.reason
        self._body = body
        if body and not _is_json(body):
            # A page of a proxy or a gateway, over which the SDK would stumble: a refusal without a reason.
            self.headers["Content-Type"], self._body = "application/json", b"{}"

    def body(self) -> bytes:
        return self._body

    def raise_for_status(self) -> None:
        self.internal_response.raise_for_status()


def _is_json(body: bytes) -> bool:
    try:
        return isinstance(json.loads(body), dict)
    except ValueError:
        return False


class Sender(AsyncHTTPSender[Any, Any]):
    """Sends with one shared aiohttp session, made when it is first needed (a session belongs to a running loop)."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """The shared session; also what uploads use."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS)
            self._session = aiohttp.ClientSession(connector=connector, timeout=TIMEOUT, trust_env=True)
        return self._session

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the session; a later call would open another."""
        if self._session is not None:
            await self._session.close()

    async def send(self, request: Request[Any], **_: Any) -> Response[Any, Any]:
        wanted = request.http_request
        async with self.session.request(
            wanted.method, wanted.url, headers=wanted.headers, data=wanted.data, allow_redirects=False
        ) as response:
            body = await response.read()
            if response.status < 300 and body and not _is_json(body):
                raise DeliveryUncertain(f"{response.status}: an answer that is not Teams' own")
            return Response(request, _Answer(wanted, response, body))


class Connectors(ConnectorFactory):  # type: ignore[misc]  # the SDK is untyped
    """One connector client a regional service URL: making one costs milliseconds, and its calls share no state."""

    def __init__(self, tokens: Tokens | None, scope: str, sender: Sender) -> None:
        self._tokens = tokens
        self._scope = scope
        self._sender = sender
        self._clients: dict[str, Any] = {}

    async def create(self, service_url: str, audience: str | None = None) -> Any:
        """The client for that service URL; ``audience`` is always our one scope."""
        if service_url not in self._clients:
            # The SDK links whatever it gets as credentials into a pipeline of its own that we do not use, so the
            # policy that does the work must be another object.
            unused = Bearer(None, self._scope)
            configuration = BotFrameworkConnectorConfiguration(unused, service_url)
            configuration.custom_pipeline = AsyncPipeline(
                [configuration.user_agent_policy, Bearer(self._tokens, self._scope), RawDeserializer()], self._sender
            )
            self._clients[service_url] = ConnectorClient(unused, custom_configuration=configuration)
        return self._clients[service_url]
