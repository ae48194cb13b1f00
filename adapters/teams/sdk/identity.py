"""Authentication for the SDK's CloudAdapter: who may speak to us, and as whom we speak.

The SDK turns authentication off when the app id is empty. Here that state does not exist: without an app id there is
only the development mode, and that only on loopback, for callers, their ``Host`` and the service URL alike (a tunnel
to a development bot would otherwise be an open door).
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from botframework.connector.auth import (
    AuthenticateRequestResult,
    AuthenticationConstants,
    BotFrameworkAuthentication,
    ClaimsIdentity,
)

from adapters.teams.sdk.credentials import Credentials, Tokens
from adapters.teams.sdk.endpoints import PUBLIC_CLOUD, Endpoints
from adapters.teams.sdk.openid import KeyStore
from adapters.teams.sdk.token_check import TokenCheck, TokenRefused
from adapters.teams.sdk.transport import Connectors, Sender
from core.kernel.errors import ConfigurationError
from core.kernel.settings import Settings


def loopback(host: str | None) -> bool:
    """True for ``localhost`` and addresses of this machine's loopback, with or without brackets."""
    name = (host or "").strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def development(settings: Settings) -> bool:
    """True in development mode.

    Raises:
        ConfigurationError: it is asked for on another address than loopback, or beside a real app id.
    """
    if not settings.teams_dev:
        return False
    if settings.microsoft_app_id:
        raise ConfigurationError(reason="TEAMS_DEV=1 + MICROSOFT_APP_ID")
    if not loopback(settings.api_host):
        raise ConfigurationError(reason=f"TEAMS_DEV=1 + API_HOST={settings.api_host} (≠ 127.0.0.1)")
    return True


class Authentication(BotFrameworkAuthentication):  # type: ignore[misc]  # the SDK is untyped
    """What CloudAdapter asks: is this turn genuine, and a client to answer it with."""

    def __init__(self, settings: Settings, endpoints: Endpoints = PUBLIC_CLOUD) -> None:
        self.sender = Sender()
        self.app_id = ""
        self._check: TokenCheck | None = None
        tokens: Tokens | None = None
        if not development(settings):
            credentials = Credentials.of(settings)
            self.app_id = credentials.app_id
            self._check = TokenCheck(self.app_id, endpoints.issuer, KeyStore(endpoints.openid_url))
            tokens = Tokens(credentials, endpoints)
        self._tokens = tokens
        self._scope = endpoints.scope
        self.connectors = Connectors(tokens, endpoints.scope, self.sender)

    async def prove(self) -> None:
        """Have a token at hand, so that messages can be sent; nothing is to be had in development mode.

        Raises:
            DeliveryRateLimited: the token endpoint is down or busy.
            CredentialsRefused: it refuses our credentials.
        """
        if self._tokens is not None:
            await self._tokens.get(self._scope)

    async def authenticate_request(self, activity: Any, auth_header: str) -> AuthenticateRequestResult:
        """The identity of a genuine turn.

        Raises:
            TokenRefused: it is not genuine; the turn does not run.
            MetadataUnavailable: it cannot be told now.
        """
        service_url = str(activity.service_url or "")
        if self._check is None:
            if not loopback(urlsplit(service_url).hostname):
                raise TokenRefused("service url outside loopback in development mode")
            identity = ClaimsIdentity({}, True, AuthenticationConstants.ANONYMOUS_AUTH_TYPE)
        else:
            claims = await self._check.claims(
                auth_header, channel_id=str(activity.channel_id or ""), service_url=service_url
            )
            identity = ClaimsIdentity(claims, True)
        result = AuthenticateRequestResult()
        result.claims_identity = identity
        result.audience = self._scope
        result.connector_factory = self.connectors
        return result

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> Connectors:
        """Clients for proactive messages."""
        return self.connectors

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        """None: nobody signs in through this bot, and making a client every turn costs milliseconds."""

    def get_originating_audience(self) -> str:
        """Whom our tokens are for."""
        return self._scope

    async def authenticate_channel_request(self, auth_header: str) -> ClaimsIdentity:
        """Skills are not served."""
        raise TokenRefused("skills are not served")

    async def authenticate_streaming_request(self, auth_header: str, channel_id_header: str) -> Any:
        """Web sockets are not served."""
        raise TokenRefused("streaming is not served")

    def create_bot_framework_client(self) -> Any:
        """Skills are not called."""
        raise TokenRefused("skills are not called")
