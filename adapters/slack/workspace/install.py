"""Installing in many workspaces: OAuth at /slack/install and /slack/oauth_redirect, and who we are per request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings

from adapters.slack.workspace.installations import InstallationStore, StateStore
from adapters.slack.workspace.manifest import BOT_SCOPES
from adapters.slack.workspace.workspaces import Workspaces
from core.kernel.settings import Settings
from core.state.crypto import Box
from core.state.keyvalue import KeyValue

if TYPE_CHECKING:
    from slack_bolt.context.async_context import AsyncBoltContext

INSTALL_PATH = "/slack/install"
REDIRECT_PATH = "/slack/oauth_redirect"


def installation_store(keys: KeyValue, secret: bytes, settings: Settings) -> InstallationStore | None:
    """The store of an app that is installed by OAuth; None when it is installed by token alone."""
    if not settings.slack_client_id or settings.slack_client_secret is None:
        return None
    return InstallationStore(keys, Box(settings.encryption_keys, secret), settings.slack_client_id)


def oauth_settings(keys: KeyValue, settings: Settings, store: InstallationStore) -> AsyncOAuthSettings:
    """Bolt's OAuth flow on our stores. With PUBLIC_URL the redirect address is named, which Slack then compares."""
    assert settings.slack_client_id is not None
    assert settings.slack_client_secret is not None
    base = (settings.public_url or "").rstrip("/")
    return AsyncOAuthSettings(
        client_id=settings.slack_client_id,
        client_secret=settings.slack_client_secret.get_secret_value(),
        scopes=list(BOT_SCOPES),
        user_scopes=[],
        redirect_uri=f"{base}{REDIRECT_PATH}" if base else None,
        install_path=INSTALL_PATH,
        redirect_uri_path=REDIRECT_PATH,
        installation_store=store,
        installation_store_bot_only=True,
        state_store=StateStore(keys),
        state_validation_enabled=True,
    )


class Authorize(AsyncAuthorize):
    """Tells Bolt which token serves a request, from our own memory: an event must not be lost because Slack's
    ``auth.test`` does not answer."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def __call__(
        self,
        *,
        context: AsyncBoltContext,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        actor_enterprise_id: str | None = None,
        actor_team_id: str | None = None,
        actor_user_id: str | None = None,
        **_: Any,
    ) -> AuthorizeResult:
        """The workspace's identity; without a token where the app is not installed, which our own middleware sees: in
        a channel shared with another company a press names the presser's workspace, and Bolt would talk of installing.
        """
        identity = await self._workspaces.find(enterprise_id, team_id)
        if identity is None:
            return AuthorizeResult(enterprise_id=enterprise_id, team_id=team_id)
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=identity.bot_user_id,
            bot_id=identity.bot_id,
            bot_token=identity.token,
        )
