"""Installing the app by OAuth, as an administrator does in the browser."""

from __future__ import annotations

import re
from typing import Any, Protocol

import aiohttp
from pydantic import SecretStr

from tests.fakes.slack import FakeSlack


class Installable(Protocol):
    """A running bot before a Slack."""

    slack: FakeSlack
    url: str


OAUTH: dict[str, Any] = {
    "slack_bot_token": None,
    "slack_client_id": "111.222",
    "slack_client_secret": SecretStr("c" * 32),
    "public_url": "https://bot.planta.mx",
}


def grant(r: Installable, team: str | None, token: str, enterprise: str | None = None) -> str:
    """What Slack gives for a code."""
    r.slack.tokens[token] = {
        "team": team or enterprise,
        "user": r.slack.bot_user,
        "scopes": set(r.slack.tokens[r.slack.bot_token]["scopes"]),
    }
    code = f"code-{token}"
    r.slack.oauth_codes[code] = {
        "access_token": token,
        "token_type": "bot",
        "scope": "chat:write",
        "bot_user_id": r.slack.bot_user,
        "app_id": r.slack.app_id,
        "team": {"id": team, "name": "Plant"} if team else None,
        "enterprise": {"id": enterprise, "name": "Grid"} if enterprise else None,
        "authed_user": {"id": "U0ASHA"},
        "is_enterprise_install": team is None,
    }
    return code


async def install(r: Installable, code: str) -> int:
    """The browser's way: the install page, Slack's consent, the redirect."""
    async with aiohttp.ClientSession() as session:
        async with session.get(f"{r.url}/slack/install") as page:
            text = await page.text()
            cookies = {name: morsel.value for name, morsel in page.cookies.items()}
        state = re.search(r"state=([\w-]+)", text)
        assert state
        assert "redirect_uri=https" in text
        async with session.get(
            f"{r.url}/slack/oauth_redirect",
            params={"code": code, "state": state.group(1)},
            cookies=cookies,
            headers={"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())},
        ) as done:
            return done.status
