"""Who may ask, and where: outsiders in shared channels and channels that are not on the list are turned away.

In a channel shared with another company (Slack Connect) a person belongs to us when their workspace, or for an
Enterprise Grid their organisation, is one that the app is installed in. What the event does not tell is asked of Slack
once and remembered; when Slack cannot say, the Question is not accepted, so that Slack delivers it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal

from cachetools import TTLCache

from adapters.slack.events import Body, direct, enterprise_of
from adapters.slack.workspace.workspaces import Identity
from core.kernel.errors import DeliveryUncertain
from core.kernel.settings import Settings

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

Refusal = Literal["outsider", "channel"]

_REMEMBERED = 3_600.0
_NOT_OURS = frozenset({"user_not_found", "user_not_visible"})
"""Slack shows us no such person, so they are of no workspace that the app is installed in."""
_MOST = 10_000


class Admission:
    """The door. One instance a process; what it learns about people is remembered for an hour."""

    def __init__(self, settings: Settings) -> None:
        self._allow_external = settings.slack_allow_external
        self._channels = frozenset(settings.slack_allowed_channels)
        self._outsiders: TTLCache[tuple[str, str], bool] = TTLCache(_MOST, _REMEMBERED)

    @property
    def channels(self) -> frozenset[str]:
        """SLACK_ALLOWED_CHANNELS; empty means all."""
        return self._channels

    def closed(self, channel: str, name: str | None = None) -> bool:
        """Whether a channel is not on the list. Direct messages are always open."""
        if not self._channels or channel.startswith("D"):
            return False
        return channel not in self._channels and (name or "") not in self._channels

    async def of_event(self, body: Body, client: AsyncWebClient) -> Refusal | None:
        """Why an event's person may not ask here; None when they may.

        Raises:
            DeliveryUncertain: Slack could not tell who the person is.
        """
        event: Body = body.get("event") or {}
        if not direct(event) and self.closed(str(event.get("channel", ""))):
            return "channel"
        if self._allow_external or not body.get("is_ext_shared_channel"):
            return None
        homes = {str(part.get("team_id")) for part in body.get("authorizations") or () if part.get("team_id")}
        homes |= {str(body["context_team_id"])} if body.get("context_team_id") else set()
        homes = homes or {str(body.get("team_id"))}
        theirs = event.get("user_team") or event.get("source_team") or event.get("team")
        if theirs in homes:
            return None
        outsider = await self._outsider(str(event.get("user")), homes, enterprise_of(body), client)
        return "outsider" if outsider else None

    def of_place(self, body: Body, channel: str) -> Refusal | None:
        """Why nobody may ask in a channel, for a command, a press or a shortcut, whose payloads name it."""
        named = body.get("channel")
        name = named.get("name") if isinstance(named, Mapping) else body.get("channel_name")
        return "channel" if channel and self.closed(channel, str(name or "")) else None

    async def of_person(
        self, body: Body, home: Identity | None, at: str | None, client: AsyncWebClient
    ) -> Refusal | None:
        """Why the person of a press, a shortcut or a dialog may not ask; None when they may.

        What the payload says of its own workspace is not believed: in a shared channel it is the presser's.

        Args:
            home: who we are there.
            at: the workspace of the answer that was pressed on; None when it was on none.

        Raises:
            DeliveryUncertain: it cannot be told now who the person is, or who we are.
        """
        if self._allow_external:
            return None
        user = body.get("user")
        person = user if isinstance(user, Mapping) else {}
        who, theirs = str(person.get("id") or ""), person.get("team_id")
        homes = {one for one in (at, home.team_id if home else None) if one}
        if theirs and theirs in homes:
            return None
        if not who:
            return "outsider"
        if home is None:
            raise DeliveryUncertain("auth.test: it is not known who we are")
        return "outsider" if await self._outsider(who, homes, home.enterprise_id, client) else None

    async def _outsider(self, user: str, homes: set[str], enterprise: str | None, client: AsyncWebClient) -> bool:
        key = (user, "|".join(sorted(homes)))
        known = self._outsiders.get(key)
        if known is not None:
            return known
        from slack_sdk.errors import SlackApiError

        try:
            answer = await client.users_info(user=user)
            outsider = _is_outsider(answer.get("user") or {}, homes, enterprise)
        except SlackApiError as error:
            if error.response.get("error") not in _NOT_OURS:
                raise DeliveryUncertain(f"users.info: {error.response.get('error')}") from error
            outsider = True
        except Exception as error:  # nobody is let in because Slack is slow, and nobody is shut out for good either
            raise DeliveryUncertain(f"users.info: {type(error).__name__}") from error
        self._outsiders[key] = outsider
        return outsider


def _is_outsider(user: Mapping[str, Any], homes: set[str], enterprise: str | None) -> bool:
    if user.get("is_stranger"):
        return True
    if user.get("team_id") in homes:
        return False
    theirs = (user.get("enterprise_user") or {}).get("enterprise_id")
    return not (enterprise and theirs == enterprise)
