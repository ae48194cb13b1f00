"""What ``maintbot doctor`` asks of Microsoft: does it accept our credentials, and can we read its signing keys?"""

from __future__ import annotations

from uuid import UUID

from adapters.teams.sdk.credentials import Credentials, CredentialsRefused, Tokens
from adapters.teams.sdk.endpoints import PUBLIC_CLOUD, Endpoints
from adapters.teams.sdk.openid import KeyStore, MetadataUnavailable
from core.kernel.errors import ConfigurationError, DeliveryRateLimited
from core.kernel.settings import Settings
from core.sentences import Text
from core.sentences import teams_doctor as words
from core.sentences.diagnosis import Diagnosis, diagnose


async def check(settings: Settings, endpoints: Endpoints = PUBLIC_CLOUD) -> list[Diagnosis]:
    """Look at the Teams settings; never raises for what it finds.

    Returns:
        Nothing when Teams is not configured at all.
    """
    if not settings.teams_enabled:
        return []
    from adapters.teams.sdk.identity import development

    try:
        if development(settings):
            return [diagnose("warning", "teams_development", words.DEVELOPMENT)]
        credentials = Credentials.of(settings)
    except ConfigurationError as error:
        texts: Text = {"es": error.message("es"), "en": error.message("en")}
        return [Diagnosis("error", "teams_settings", texts)]
    return [*_settings(settings), await _token(credentials, endpoints), await _keys(endpoints)]


def _settings(settings: Settings) -> list[Diagnosis]:
    found = []
    if not _is_id(settings.microsoft_app_id or ""):
        found.append(diagnose("error", "teams_app_id", words.APP_ID_ODD))
    if odd := [name for name in settings.teams_allowed_tenants if not _is_id(name)]:
        found.append(diagnose("warning", "teams_allowed_tenants", words.TENANTS_ODD, names=", ".join(odd)))
    if not settings.public_url:
        found.append(diagnose("warning", "teams_public_url", words.NO_PUBLIC_URL))
    if settings.microsoft_app_type == "MultiTenant" and not settings.teams_allowed_tenants:
        found.append(diagnose("warning", "teams_any_tenant", words.ANY_TENANT))
    return found


def _is_id(name: str) -> bool:
    try:
        return bool(UUID(name))
    except ValueError:
        return False


async def _token(credentials: Credentials, endpoints: Endpoints) -> Diagnosis:
    try:
        await Tokens(credentials, endpoints).get(endpoints.scope)
    except CredentialsRefused as error:
        return diagnose("error", "teams_token", words.TOKEN_REFUSED, detail=error.detail)
    except DeliveryRateLimited as error:
        return diagnose("error", "teams_token", words.TOKEN_UNREACHABLE, detail=error.detail)
    return diagnose("ok", "teams_token", words.TOKEN_OK, app_type=credentials.app_type)


async def _keys(endpoints: Endpoints) -> Diagnosis:
    try:
        await KeyStore(endpoints.openid_url).get("")
    except MetadataUnavailable:
        return diagnose("error", "teams_keys", words.KEYS_UNREACHABLE)
    return diagnose("ok", "teams_keys", words.KEYS_OK)
