"""Outgoing tokens: asked for once and kept until shortly before they expire, never on the event loop's time.

The SDK makes a new msal application and so a new token in every turn, synchronously. Here a token is kept by its
scope, one request runs at a time, and everybody who waits for it shares it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog
from cachetools import TLRUCache

from adapters.teams.sdk.endpoints import MULTI_TENANT, Endpoints
from adapters.teams.sdk.pauses import Pauses
from core.kernel.errors import ConfigurationError, DeliveryError, DeliveryRateLimited, DeliveryUncertain
from core.kernel.settings import Settings
from core.sentences import filled
from core.sentences.settings import NEEDS

log = structlog.get_logger(__name__)

TIMEOUT_SECONDS = 10.0
EARLY_SECONDS = 300
"""A token is renewed this long before it expires, so none expires on its way."""
_MOST = 100  # scopes; there are two
KEEP_SECONDS = 3600.0
"""How long an answer waits for credentials that are refused: a secret that has expired is renewed within the hour."""

ADVICE = (
    "Microsoft did not give a token for MICROSOFT_APP_ID: check MICROSOFT_APP_PASSWORD (a client secret's value, "
    "not its id, and not expired) and MICROSOFT_APP_TENANTID"
)


class CredentialsRefused(DeliveryUncertain):
    """Microsoft does not take our credentials. Nothing was sent; an operator can mend it, so the answer waits."""

    code = "credentials_refused"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, may_be_there=False, keep=KEEP_SECONDS, advice=ADVICE)


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who the bot is at Microsoft.

    Attributes:
        app_type: SingleTenant, MultiTenant or UserAssignedMSI.
        tenant: the tenant that issues its tokens.
    """

    app_id: str
    app_type: str
    password: str
    tenant: str

    @classmethod
    def of(cls, settings: Settings) -> Credentials:
        """From the settings.

        Raises:
            ConfigurationError: a setting that the app type needs is missing; it says which.
        """
        kind = settings.microsoft_app_type
        password = settings.microsoft_app_password.get_secret_value() if settings.microsoft_app_password else ""
        tenant = settings.microsoft_app_tenantid or ""
        if not settings.microsoft_app_id:
            raise ConfigurationError(reason="MICROSOFT_APP_ID")
        if kind != "UserAssignedMSI" and not password:
            raise ConfigurationError(reason=filled(NEEDS, missing="MICROSOFT_APP_PASSWORD", kind=kind))
        if kind != "MultiTenant" and not tenant:
            raise ConfigurationError(reason=filled(NEEDS, missing="MICROSOFT_APP_TENANTID", kind=kind))
        return cls(settings.microsoft_app_id, kind, password, MULTI_TENANT if kind == "MultiTenant" else tenant)


class Tokens:
    """Gives the current token for a scope."""

    def __init__(
        self, credentials: Credentials, endpoints: Endpoints, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._credentials = credentials
        self._endpoints = endpoints
        self._kept: TLRUCache[str, tuple[str, float]] = TLRUCache(_MOST, ttu=_until, timer=now)
        self._lock = asyncio.Lock()
        self._pauses = Pauses(now=now)
        self._trouble: DeliveryError | None = None

    async def get(self, scope: str) -> str:
        """A token that is valid for at least five minutes more.

        Raises:
            DeliveryRateLimited: the token endpoint is down or busy, or was a moment ago: it is asked with growing
                pauses, however many wait. Nothing was sent, so sending again is safe.
            CredentialsRefused: it refused our credentials, likewise.
        """
        if kept := self._kept.get(scope):
            return kept[0]
        async with self._lock:
            if kept := self._kept.get(scope):
                return kept[0]
            if (left := self._pauses.left()) > 0:
                raise self._again(left)
            try:
                token, seconds = self._kept[scope] = await self._fetch(scope)
            except DeliveryError as error:
                self._trouble = error
                left = self._pauses.failed()
                level = log.error if isinstance(error, CredentialsRefused) else log.warning
                level("teams_token_not_given", detail=error.detail, seconds=round(left, 1), advice=ADVICE)
                raise self._again(left) from error
            self._pauses.worked()
            log.info("teams_token_fetched", app_type=self._credentials.app_type, seconds=seconds)
            return token

    def forget(self, scope: str) -> None:
        """Drop a kept token: the connector refused it (revoked, or the secret was changed)."""
        self._kept.pop(scope, None)

    def _again(self, seconds: float) -> DeliveryError:
        """What the last failure means for who wants a token now."""
        detail = self._trouble.detail if self._trouble else ""
        if isinstance(self._trouble, CredentialsRefused):
            return CredentialsRefused(detail)
        return DeliveryRateLimited(detail, retry_after=seconds)

    async def _fetch(self, scope: str) -> tuple[str, float]:
        managed = self._credentials.app_type == "UserAssignedMSI"
        try:
            answer = await asyncio.wait_for(
                asyncio.to_thread(_managed_identity, self._credentials.app_id, scope)
                if managed
                else self._client_secret(scope),
                TIMEOUT_SECONDS,
            )
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:  # ValueError: a page, no JSON
            raise DeliveryRateLimited(f"token endpoint: {type(error).__name__}") from error
        if "access_token" not in answer:
            raise CredentialsRefused(f"token refused: {answer.get('error', 'unknown')}")
        return str(answer["access_token"]), float(answer.get("expires_in", 3600))

    async def _client_secret(self, scope: str) -> dict[str, Any]:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._credentials.app_id,
            "client_secret": self._credentials.password,
            "scope": f"{scope}/.default",
        }
        url = self._endpoints.login_url.format(tenant=self._credentials.tenant)
        async with aiohttp.ClientSession(trust_env=True) as session, session.post(url, data=form) as response:
            if response.status in (403, 407, 408, 429) or response.status >= 500:
                raise DeliveryRateLimited(f"token endpoint: {response.status}")
            answer = await response.json(content_type=None)
        return answer if isinstance(answer, dict) else {}


def _until(scope: str, token: tuple[str, float], now: float) -> float:
    """When a token that was just fetched is renewed."""
    return now + max(token[1] - EARLY_SECONDS, 1)


def _managed_identity(app_id: str, scope: str) -> dict[str, Any]:
    """Asks the machine's identity service; blocking, so it runs in a thread."""
    import msal
    import requests

    with requests.Session() as session:
        client = msal.ManagedIdentityClient(msal.UserAssignedManagedIdentity(client_id=app_id), http_client=session)
        answer: dict[str, Any] = client.acquire_token_for_client(resource=scope)
        return answer
