"""What ``maintbot doctor`` asks of Microsoft: does it accept our credentials, and can we read its signing keys?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from adapters.teams.sdk.credentials import Credentials, Tokens
from adapters.teams.sdk.endpoints import PUBLIC_CLOUD, Endpoints
from adapters.teams.sdk.openid import KeyStore, MetadataUnavailable
from core.kernel.errors import ConfigurationError, DeliveryRateLimited, DeliveryRejected
from core.kernel.messages import Language
from core.kernel.settings import Settings
from core.sentences import Text, say
from core.sentences import teams_doctor as words

Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. ``code`` is short and stable; ``message`` says what to do in both languages."""

    level: Level
    code: str
    texts: Text

    def message(self, language: Language) -> str:
        """The sentence for the operator."""
        return self.texts[language]


async def check(settings: Settings, endpoints: Endpoints = PUBLIC_CLOUD) -> list[Finding]:
    """Look at the Teams settings; never raises for what it finds.

    Returns:
        Nothing when Teams is not configured at all.
    """
    if not settings.teams_enabled:
        return []
    from adapters.teams.sdk.identity import development

    try:
        if development(settings):
            return [_finding("warning", "teams_development", words.DEVELOPMENT)]
        credentials = Credentials.of(settings)
    except ConfigurationError as error:
        texts: Text = {"es": error.message("es"), "en": error.message("en")}
        return [Finding("error", "teams_settings", texts)]
    return [*_settings(settings), await _token(credentials, endpoints), await _keys(endpoints)]


def _settings(settings: Settings) -> list[Finding]:
    found = []
    try:
        UUID(settings.microsoft_app_id or "")
    except ValueError:
        found.append(_finding("error", "teams_app_id", words.APP_ID_ODD))
    if not settings.public_url:
        found.append(_finding("warning", "teams_public_url", words.NO_PUBLIC_URL))
    if settings.microsoft_app_type == "MultiTenant" and not settings.teams_allowed_tenants:
        found.append(_finding("warning", "teams_any_tenant", words.ANY_TENANT))
    return found


async def _token(credentials: Credentials, endpoints: Endpoints) -> Finding:
    try:
        await Tokens(credentials, endpoints).get(endpoints.scope)
    except DeliveryRejected as error:
        return _finding("error", "teams_token", words.TOKEN_REFUSED, detail=error.detail)
    except DeliveryRateLimited as error:
        return _finding("error", "teams_token", words.TOKEN_UNREACHABLE, detail=error.detail)
    return _finding("ok", "teams_token", words.TOKEN_OK, app_type=credentials.app_type)


async def _keys(endpoints: Endpoints) -> Finding:
    try:
        await KeyStore(endpoints.openid_url).get("")
    except MetadataUnavailable:
        return _finding("error", "teams_keys", words.KEYS_UNREACHABLE)
    return _finding("ok", "teams_keys", words.KEYS_OK)


def _finding(level: Level, code: str, text: Text, **values: object) -> Finding:
    return Finding(level, code, {"es": say(text, "es", **values), "en": say(text, "en", **values)})
