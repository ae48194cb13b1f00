"""What ``maintbot doctor`` asks of Slack: is the token good, has it the scopes, is the signing secret one.

Only reading calls are made, and the signing secret never leaves the machine: Slack offers no call that checks it, so
its form is checked, and that a signature made with it verifies.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from adapters.slack.sending.failures import ADVICE, code_of
from adapters.slack.workspace.manifest import BOT_SCOPES
from adapters.slack.workspace.workspaces import Workspaces
from core.kernel.errors import MaintbotError
from core.kernel.settings import Settings
from core.sentences import Text
from core.sentences import slack_doctor as words
from core.sentences.diagnosis import Diagnosis, Level, diagnose

if TYPE_CHECKING:
    from slack_sdk.oauth.installation_store.models.installation import Installation

_SECRET = re.compile(r"[0-9a-f]{32}")
_MOST_WORKSPACES = 50
_OPTIONAL = frozenset({"metadata.message:read", "reactions:write"})


async def check(settings: Settings) -> list[Diagnosis]:
    """Look at the Slack settings; never raises for what it finds.

    Returns:
        Nothing when Slack is not configured at all.
    """
    bot, secret, socket = settings.slack_bot_token, settings.slack_signing_secret, settings.slack_app_token
    if not (bot or secret or socket or settings.slack_client_id):
        return []
    found: list[Diagnosis] = []
    if not secret and not socket:
        found.append(diagnose("error", "slack_no_way_in", words.NO_WAY_IN))
    if not bot and not (settings.slack_client_id and settings.slack_client_secret):
        found.append(diagnose("error", "slack_no_token", words.NO_TOKEN))
    if settings.slack_client_id and not settings.slack_client_secret:
        found.append(diagnose("error", "slack_no_client_secret", words.NO_CLIENT_SECRET))
    if secret:
        good = _SECRET.fullmatch(secret.get_secret_value().strip()) is not None
        found.append(
            diagnose("ok", "slack_signing_secret", words.SECRET_OK)
            if good
            else diagnose("error", "slack_signing_secret", words.SECRET_ODD)
        )
    if bot:
        found += await _token(settings, bot.get_secret_value())
    if settings.slack_client_id and settings.slack_client_secret:
        found += await _installations(settings)
    if socket:
        found.append(await _app_token(settings, socket.get_secret_value()))
    odd = [name for name in settings.slack_allowed_channels if not re.fullmatch(r"[CGD][A-Z0-9]+", name)]
    if odd:
        found.append(diagnose("warning", "slack_allowed_channels", words.CHANNELS_ODD, names=", ".join(odd)))
    if secret and not settings.public_url:
        found.append(diagnose("warning", "slack_public_url", words.NO_PUBLIC_URL))
    return found


async def _token(settings: Settings, token: str) -> list[Diagnosis]:
    if not token.startswith("xoxb-"):
        return [diagnose("error", "slack_token", words.TOKEN_ODD)]
    workspaces = Workspaces(settings)
    try:
        answer = await workspaces.client(token).auth_test()
    except Exception as error:
        code = code_of(error)
        advice = ADVICE.get(code)
        if advice is None:
            return [diagnose("error", "slack_unreachable", words.UNREACHABLE, error=code, url=settings.slack_api_url)]
        return [diagnose("error", "slack_token", words.TOKEN_REFUSED, error=code)]
    finally:
        await workspaces.close()
    found = [diagnose("ok", "slack_token", words.TOKEN_OK, team=answer.get("team"), user=answer.get("user"))]
    granted = _scopes(answer.headers)
    if granted is None:
        return [*found, diagnose("warning", "slack_scopes", words.SCOPES_UNKNOWN)]
    missing = [scope for scope in BOT_SCOPES if scope not in granted]
    if not missing:
        return [*found, diagnose("ok", "slack_scopes", words.SCOPES_OK)]
    level: Level = "warning" if _OPTIONAL.issuperset(missing) else "error"
    return [*found, diagnose(level, "slack_scopes", words.SCOPES_MISSING, scopes=", ".join(missing))]


async def _installations(settings: Settings) -> list[Diagnosis]:
    """Each workspace that the app is installed in: does Slack still take its token?"""
    from adapters.slack.workspace.install import installation_store
    from core.state.database import State
    from core.state.keyvalue import KeyValue
    from core.state.secret import secret_key

    secret = settings.secret_key.get_secret_value() if settings.secret_key else None
    workspaces = Workspaces(settings)
    state = None
    try:
        state = await State.open(settings.state_url)
        store = installation_store(KeyValue(state), secret_key(secret, settings.maintbot_home), settings)
        installed = await store.all() if store is not None else []
        found = [await _installation(workspaces, one) for one in installed[:_MOST_WORKSPACES]]
    except MaintbotError as error:
        texts: Text = {"es": error.message("es"), "en": error.message("en")}
        return [Diagnosis("error", "slack_workspaces", texts)]
    finally:
        await workspaces.close()
        if state is not None:
            await state.close()
    return found or [diagnose("warning", "slack_workspaces", words.NO_WORKSPACE)]


async def _installation(workspaces: Workspaces, installed: Installation) -> Diagnosis:
    name = installed.team_name or installed.enterprise_name or installed.team_id or installed.enterprise_id
    try:
        await workspaces.client(installed.bot_token).auth_test()
    except Exception as error:
        return diagnose("error", "slack_workspace", words.WORKSPACE_REFUSED, name=name, error=code_of(error))
    return diagnose("ok", "slack_workspace", words.WORKSPACE_OK, name=name)


def _scopes(headers: object) -> set[str] | None:
    """What Slack says in ``X-OAuth-Scopes``; None when it does not say."""
    items = headers.items() if hasattr(headers, "items") else ()
    for name, value in items:
        if str(name).lower() == "x-oauth-scopes":
            text = value[0] if isinstance(value, list) else value
            return {scope.strip() for scope in str(text).split(",") if scope.strip()}
    return None


async def _app_token(settings: Settings, token: str) -> Diagnosis:
    if not token.startswith("xapp-"):
        return diagnose("error", "slack_app_token", words.APP_TOKEN_ODD)
    workspaces = Workspaces(settings)
    try:
        await workspaces.client(token).apps_connections_open(app_token=token)
    except Exception as error:
        return diagnose("error", "slack_app_token", words.APP_TOKEN_REFUSED, error=code_of(error))
    finally:
        await workspaces.close()
    return diagnose("ok", "slack_app_token", words.APP_TOKEN_OK)
