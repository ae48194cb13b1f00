"""What a failed Web API call means: wait, look and send again, try plainer blocks, or give up with advice."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Mapping
from typing import TYPE_CHECKING, TypeVar

from core.kernel.errors import DeliveryError, DeliveryRateLimited, DeliveryRejected, DeliveryUncertain
from core.sentences import Text
from core.sentences import slack as words

if TYPE_CHECKING:
    from slack_sdk.errors import SlackApiError

T = TypeVar("T")

BLOCKS_REFUSED = frozenset(
    {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "invalid_attachments", "msg_too_long"}
)
"""The message itself is at fault: the same words in plainer blocks may pass."""

_THROTTLED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
_TEMPORARY = re.compile(
    r"unavailable|time_?d?_?out|temporar|try_|retry|later|internal|fatal|overload|busy|migrat|maintenance"
    r"|accesslimited|server_err|backend|(?:^|_)db_|database|upstream|gateway|network|connection_(?:limit|err|reset|lost)"
    r"|team_added_to_org|org_login_required|ekm_access_denied",
    re.I,
)
"""Error codes that say, by their names or by Slack's reference, that it may work later."""

ADVICE: Mapping[str, str] = {
    "channel_not_found": "the bot cannot see this channel; invite it there",
    "not_in_channel": "invite the bot to the channel (/invite)",
    "is_archived": "the channel is archived; ask in another one or unarchive it",
    "restricted_action": "a workspace setting keeps the bot from posting here; an administrator can allow it",
    "restricted_action_read_only_channel": "the channel is read-only for the bot; an administrator can allow it",
    "restricted_action_thread_locked": "the thread is locked",
    "restricted_action_non_threadable_channel": "no replies are allowed in this channel; ask an administrator",
    "restricted_action_thread_only_channel": "only replies are allowed in this channel",
    "no_permission": "a workspace setting keeps the bot from posting here; an administrator can allow it",
    "access_denied": "the bot may not post here; an administrator can allow it",
    "team_access_not_granted": "the organisation has not granted the app to this workspace; an administrator can",
    "messages_tab_disabled": "the app's messages tab is off: switch it on in the app's settings (App Home)",
    "cannot_reply_to_message": "the message that was to be answered cannot be replied to",
    "thread_not_found": "the thread is gone",
    "message_not_found": "the message is gone",
    "token_revoked": "the token was revoked: install the app again and set the new SLACK_BOT_TOKEN",
    "token_expired": "the token has expired: install the app again",
    "invalid_auth": "the token is wrong: check SLACK_BOT_TOKEN and SLACK_API_URL",
    "not_authed": "no token: set SLACK_BOT_TOKEN",
    "account_inactive": "the bot's account was removed: install the app again",
    "missing_scope": "the app lacks a scope: compare with `maintbot manifest slack` and install it again",
    "file_uploads_disabled": "file uploads are switched off in this workspace",
    "file_upload_size_restricted": "the file is larger than this workspace allows",
    "storage_limit_reached": "the workspace's file storage is full",
}
_WHY: Mapping[str, Text] = {
    "channel_not_found": words.INVITE_ME,
    "not_in_channel": words.INVITE_ME,
    "is_archived": words.ARCHIVED,
    "restricted_action": words.RESTRICTED,
    "restricted_action_read_only_channel": words.RESTRICTED,
    "restricted_action_thread_only_channel": words.RESTRICTED,
    "restricted_action_non_threadable_channel": words.RESTRICTED,
    "no_permission": words.RESTRICTED,
    "access_denied": words.RESTRICTED,
    "team_access_not_granted": words.RESTRICTED,
    "restricted_action_thread_locked": words.THREAD_CLOSED,
    "cannot_reply_to_message": words.THREAD_CLOSED,
    "thread_not_found": words.THREAD_CLOSED,
    "message_not_found": words.THREAD_CLOSED,
}
NOT_THERE = frozenset({"channel_not_found", "not_in_channel"})
"""We are not in that conversation."""


def code_of(error: BaseException) -> str:
    """Slack's own error code, or the exception's name."""
    from slack_sdk.errors import SlackApiError

    if isinstance(error, SlackApiError):
        return str(_field(error, "error") or f"http_{error.response.status_code}")
    return type(error).__name__


def why(error: DeliveryRejected) -> Text | None:
    """What the person is told by direct message when there can be no answer; None when it concerns the operator."""
    return _WHY.get(reason(error))


def blames_picture(error: DeliveryRejected) -> bool:
    """Whether refused blocks are refused for the file that they show, or without a word of why."""
    cause = error.__cause__
    said = [_field(cause, "errors"), _field(cause, "response_metadata")] if cause is not None else []
    words = " ".join(str(part) for part in said if part).lower()
    return not words or any(sign in words for sign in ("slack_file", "slack file", "image"))


def reason(error: DeliveryRejected) -> str:
    """Slack's error code in a DeliveryRejected made here."""
    return error.detail.rpartition(": ")[2]


def meaning(error: BaseException, where: str) -> DeliveryError:
    """The DeliveryError that an exception of slack_sdk or aiohttp stands for.

    Args:
        where: the method, for the log.
    """
    from slack_sdk.errors import SlackApiError

    if not isinstance(error, SlackApiError):
        # Dropped, timed out, refused: whether the request was carried out cannot be known from here.
        return DeliveryUncertain(f"{where}: {type(error).__name__}")
    code, status = code_of(error), _status(error)
    if status == 429 or code.lower() in _THROTTLED:
        return DeliveryRateLimited(f"{where}: {code}", retry_after=_retry_after(error))
    # Without Slack's own code somebody between us and Slack has answered: a proxy, a portal, a gateway.
    if status >= 500 or not _field(error, "error") or _TEMPORARY.search(code):
        return DeliveryUncertain(f"{where}: {code}")
    advice = ADVICE.get(code, f"Slack refused {where} with {code}")
    needed = _field(error, "needed")
    if code == "missing_scope" and needed:
        advice = f"{advice}; needed: {needed}"
    return DeliveryRejected(f"{where}: {code}", advice=advice)


def _field(error: BaseException, name: str) -> object:
    response = getattr(error, "response", None)
    data = getattr(response, "data", response)
    return data.get(name) if isinstance(data, Mapping) else None


def _status(error: SlackApiError) -> int:
    return int(getattr(error.response, "status_code", None) or getattr(error.response, "status", None) or 200)


def _retry_after(error: SlackApiError) -> float:
    headers = getattr(error.response, "headers", None) or {}
    for name, value in headers.items():
        if str(name).lower() == "retry-after":
            try:
                return float(value[0] if isinstance(value, list) else value)
            except (ValueError, IndexError):
                break
    return 1.0


async def calling(method: str, call: Awaitable[T]) -> T:
    """Await one Web API call.

    Raises:
        DeliveryError: what its failure means. A defect of ours (TypeError …) is raised as it is.
    """
    from aiohttp import ClientError
    from slack_sdk.errors import SlackApiError, SlackRequestError

    try:
        return await call
    except (SlackApiError, SlackRequestError, ClientError, TimeoutError, OSError) as error:
        raise meaning(error, method) from error
