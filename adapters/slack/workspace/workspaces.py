"""Which token speaks in which workspace, and the clients that use it.

One workspace by SLACK_BOT_TOKEN, many by the installation store. All clients share one connection pool and none retries
by itself: slack_sdk's own handler sends a request again after a dropped connection, which Slack may already have
carried out, and that is how people get two answers. Retrying is the outbox's, which looks first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import structlog
from cachetools import TTLCache

from core.kernel.errors import DeliveryRejected
from core.kernel.settings import Settings
from core.telemetry.troubles import Troubles

if TYPE_CHECKING:
    import aiohttp
    from slack_sdk.web.async_client import AsyncWebClient

    from adapters.slack.sending.client import Client
    from adapters.slack.workspace.installations import InstallationStore

log = structlog.get_logger(__name__)

CALL_TIMEOUT = 10  # seconds for one Web API call
OWN = "SLACK_BOT_TOKEN"
"""How the one workspace of a bot without OAuth is called in a trouble."""
REFUSED_ADVICE = "Slack refuses the token: install the app again (with SLACK_BOT_TOKEN, set the new one)"
NOT_INSTALLED = "the app is not installed in this workspace; install it at /slack/install"
_REMEMBERED = 60.0  # seconds that an installation is remembered, so that an uninstall elsewhere is soon seen
_MOST = 10_000


@dataclass(frozen=True)
class Identity:
    """Who we are in one workspace."""

    token: str
    bot_user_id: str | None = None
    bot_id: str | None = None
    team_id: str | None = None
    enterprise_id: str | None = None


class Workspaces:
    """Tokens by workspace. ``store`` is None while the app is installed by token alone."""

    def __init__(
        self, settings: Settings, store: InstallationStore | None = None, troubles: Troubles | None = None
    ) -> None:
        self._settings = settings
        self.store = store
        self.troubles = troubles or Troubles()
        self._token = settings.slack_bot_token.get_secret_value() if settings.slack_bot_token else None
        self._session: aiohttp.ClientSession | None = None
        self._known: TTLCache[tuple[str | None, str | None], Identity] = TTLCache(_MOST, _REMEMBERED)
        self._own: Identity | None = None

    def client(self, token: str | None) -> Client:
        """A Web API client for that token; cheap, made per use."""
        import aiohttp

        from adapters.slack.sending.client import Client

        if self._session is None or self._session.closed:
            timeout = aiohttp.ClientTimeout(total=CALL_TIMEOUT)
            self._session = aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=100))
        return Client(
            token=token,
            base_url=self._settings.slack_api_url,
            timeout=CALL_TIMEOUT,
            session=self._session,
            retry_handlers=[],
        )

    async def close(self) -> None:
        """Close the shared connections."""
        if self._session is not None:
            await self._session.close()

    async def find(self, enterprise: str | None, team: str | None) -> Identity | None:
        """The installation that serves a workspace, without asking Slack; None when there is none.

        Org-wide installations have no team: the workspace is looked for first, then its organisation.

        Raises:
            StateUnavailable: the installation store cannot be read.
        """
        if self.store is None:
            return self._own or (Identity(self._token) if self._token else None)
        key = (enterprise, team)
        known = self._known.get(key)
        if known is not None:
            return known
        bot = await self.store.async_find_bot(enterprise_id=enterprise, team_id=team)
        if bot is None and enterprise:
            bot = await self.store.async_find_bot(enterprise_id=enterprise, team_id=None, is_enterprise_install=True)
        if bot is not None:
            found = Identity(bot.bot_token, bot.bot_user_id, bot.bot_id, bot.team_id, bot.enterprise_id)
            self._known[key] = found
            return found
        return await self._own_for(team)

    async def home(self, enterprise: str | None, team: str | None) -> Identity | None:
        """As ``find``, and knowing which workspace and organisation it is; Slack is asked when that is not known yet.

        Raises:
            StateUnavailable: the installation store cannot be read.
        """
        return await self.identify() if self.store is None else await self.find(enterprise, team)

    async def _own_for(self, team: str | None) -> Identity | None:
        """The token of the settings beside OAuth: only in the workspace that it belongs to."""
        if self._token is None:
            return None
        own = await self.identify()
        return own if own is not None and own.team_id in (None, team) else None

    async def identify(self) -> Identity | None:
        """Ask Slack once who SLACK_BOT_TOKEN is; None when there is no token or Slack cannot be asked now."""
        if self._own is None and self._token is not None:
            from slack_sdk.errors import SlackApiError

            try:
                answer = await self.client(self._token).auth_test()
            except SlackApiError as error:
                code = str(error.response.get("error"))
                self.troubles.begins(f"slack {OWN}", code, advice="check SLACK_BOT_TOKEN")
                return None
            except Exception as error:
                log.warning("slack_unreachable", error=type(error).__name__)
                return None
            self._own = Identity(
                self._token,
                answer.get("user_id"),
                answer.get("bot_id"),
                answer.get("team_id"),
                answer.get("enterprise_id"),
            )
        return self._own

    async def prove(self) -> None:
        """Make one call that changes nothing: that Slack answers and, where a token is set, takes it.

        Raises:
            DeliveryRejected: Slack refuses the token; ``detail`` is its code.
            Exception: Slack cannot be reached.
        """
        from slack_sdk.errors import SlackApiError

        client = self.client(self._token)
        try:
            await (client.auth_test() if self._token else client.api_test())
        except SlackApiError as error:
            raise DeliveryRejected(str(error.response.get("error")), advice=REFUSED_ADVICE) from error

    async def speak(self, delivery: dict[str, Any]) -> tuple[AsyncWebClient, Identity]:
        """The client for the workspace of a Question's ``delivery``.

        Raises:
            DeliveryRejected: the app is no longer installed there.
            StateUnavailable: the installation store cannot be read.
        """
        enterprise, team = delivery.get("enterprise"), delivery.get("team")
        identity = await self.find(enterprise, team)
        if identity is None:
            self.missing(enterprise, team)
            raise DeliveryRejected("not_installed", advice=NOT_INSTALLED)
        about = self._about(enterprise, team)

        async def renew(token: str | None, code: str) -> str | None:
            self._known.pop((enterprise, team), None)
            fresh = await self.find(enterprise, team)
            if fresh is not None and fresh.token != token:
                log.info("slack_token_looked_up_anew", about=about, code=code)
                return fresh.token
            self.troubles.begins(about, code, advice=REFUSED_ADVICE)
            return None

        client = self.client(identity.token)
        client.renew, client.worked = renew, lambda: self.troubles.ends(about)
        return client, identity

    def missing(self, enterprise: str | None, team: str | None) -> None:
        """Something came from a workspace, or is to go to one, where the app is not installed."""
        self.troubles.begins(self._about(enterprise, team), "not_installed", advice=NOT_INSTALLED)

    def _about(self, enterprise: str | None, team: str | None) -> str:
        return f"slack {OWN if self.store is None else team or enterprise}"

    def forget(self) -> None:
        """Read installations anew: one was made, removed or revoked."""
        self._known.clear()
        self._own = None
