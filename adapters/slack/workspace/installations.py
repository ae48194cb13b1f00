"""The installation store: Slack tokens by workspace in the state database, encrypted.

slack_sdk ships a SQLAlchemy store that keeps tokens in clear text in tables of its own; this one keeps each
installation as one sealed JSON text under a key of client, organisation and workspace, among the state's
keys and values. Org-wide installations have no workspace.
"""

from __future__ import annotations

import json
import secrets
import time
from datetime import datetime
from logging import Logger, getLogger
from typing import Any
from urllib.parse import quote

from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.models.bot import Bot
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from adapters.slack.workspace.sealed import PREFIX
from core.state.crypto import Box
from core.state.keyvalue import KeyValue

STATE_SECONDS = 600
"""How long a person has between pressing "Add to Slack" and allowing it."""


def _key(client_id: str, enterprise_id: str | None, team_id: str | None) -> str:
    parts = (client_id, enterprise_id or "", team_id or "")
    return PREFIX + ":".join(quote(part, safe="") for part in parts)


class InstallationStore(AsyncInstallationStore):
    """Installations of one Slack app. Only bot tokens are asked for, so a workspace has one installation."""

    def __init__(self, values: KeyValue, box: Box, client_id: str) -> None:
        self._values = values
        self._box = box
        self._client_id = client_id

    @property
    def logger(self) -> Logger:
        """What Bolt logs to."""
        return getLogger(__name__)

    async def async_save(self, installation: Installation) -> None:
        """Keep an installation; the newest of a workspace wins."""
        await self._put(installation.enterprise_id, _team(installation), installation.to_dict())

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep a bot's token alone (token rotation)."""
        found = await self._get(bot.enterprise_id, _team(bot)) or {}
        await self._put(bot.enterprise_id, _team(bot), {**found, **bot.to_dict()})

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """The bot of a workspace, or of an organisation for an org-wide installation."""
        found = await self.async_find_installation(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install
        )
        return found.to_bot() if found is not None and found.bot_token else None

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """The installation of a workspace or organisation, whoever made it."""
        kept = await self._get(enterprise_id, None if is_enterprise_install else team_id)
        if kept is None and enterprise_id and team_id and not is_enterprise_install:
            kept = await self._get(None, team_id)  # installed before the workspace joined an organisation
        return _installation(kept) if kept else None

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """The bot's token was revoked."""
        await self.async_delete_all(enterprise_id=enterprise_id, team_id=team_id)

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """A person's token was revoked. We keep none, so only a whole workspace's installation is removed."""
        if user_id is None:
            await self.async_delete_all(enterprise_id=enterprise_id, team_id=team_id)

    async def async_delete_all(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """The app was uninstalled."""
        await self._values.delete(_key(self._client_id, enterprise_id, team_id))
        if enterprise_id and team_id:
            await self._values.delete(_key(self._client_id, None, team_id))

    async def installed_at(self, *, enterprise_id: str | None, team_id: str | None) -> float | None:
        """When a workspace or an organisation was last installed, in seconds since 1970; None when it is not."""
        kept = await self._get(enterprise_id, team_id) or (await self._get(None, team_id) if team_id else None)
        try:
            return float(kept["installed_at"]) if kept else None
        except (KeyError, TypeError, ValueError):
            return None

    async def all(self) -> list[Installation]:
        """Every installation of this app, by workspace."""
        prefix = _key(self._client_id, "", "").removesuffix("::") + ":"
        sealed = [await self._values.get(key) for key in await self._values.keys(prefix)]
        return [_installation(json.loads(self._box.open(one.encode()))) for one in sealed if one]

    async def _put(self, enterprise_id: str | None, team_id: str | None, values: dict[str, Any]) -> None:
        sealed = self._box.seal(json.dumps(values, default=_plain).encode()).decode()
        await self._values.set(_key(self._client_id, enterprise_id, team_id), sealed)

    async def _get(self, enterprise_id: str | None, team_id: str | None) -> dict[str, Any] | None:
        sealed = await self._values.get(_key(self._client_id, enterprise_id, team_id))
        return dict(json.loads(self._box.open(sealed.encode()))) if sealed else None


def _team(installed: Installation | Bot) -> str | None:
    return None if installed.is_enterprise_install else installed.team_id


def _plain(value: object) -> float | str:
    return value.timestamp() if isinstance(value, datetime) else str(value)


_KEPT = (
    "app_id",
    "enterprise_id",
    "enterprise_name",
    "enterprise_url",
    "team_id",
    "team_name",
    "bot_token",
    "bot_id",
    "bot_user_id",
    "bot_scopes",
    "bot_refresh_token",
    "bot_token_expires_at",
    "user_id",
    "is_enterprise_install",
    "token_type",
    "installed_at",
)


def _installation(values: dict[str, Any]) -> Installation:
    known = {name: values[name] for name in _KEPT if values.get(name) is not None}
    return Installation(**{"user_id": "", **known})


class StateStore(AsyncOAuthStateStore):
    """OAuth states: each lives ten minutes and can be used once."""

    def __init__(self, values: KeyValue) -> None:
        self._values = values

    @property
    def logger(self) -> Logger:
        """What Bolt logs to."""
        return getLogger(__name__)

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:
        """A new unguessable state."""
        issued = secrets.token_urlsafe(32)
        await self._values.set(f"slack.oauth.{issued}", int(time.time()))
        return issued

    async def async_consume(self, state: str) -> bool:
        """True once, and only within ten minutes."""
        issued = await self._values.get(f"slack.oauth.{state}")
        used = await self._values.delete(f"slack.oauth.{state}")
        return used and issued is not None and time.time() - int(issued) <= STATE_SECONDS
