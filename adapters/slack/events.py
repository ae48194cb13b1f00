"""Slack events as Questions: pure functions over the payload, no I/O.

A mention arrives as ``app_mention`` and again as ``message``, in either order, with two event ids: mentions belong to
``app_mention`` alone and the copy is ignored without leaving a trace. Question ids come from team, channel and
timestamp of the person's message, so a redelivery, or the same message under another event id, is the same Question.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.slack import text as texts
from core.kernel.messages import Question, QuestionKind, Thread, Viewer
from core.language.heard import hear
from core.listening.courtesies import courtesy_of

PLATFORM = "slack"
Body = Mapping[str, Any]

_ACTED_ON = frozenset({"file_share", "thread_broadcast"})
"""Besides none. All other subtypes are not a person's words, or words that they have changed."""


@dataclass(frozen=True)
class Addressed:
    """A Question that must be answered."""

    question: Question


@dataclass(frozen=True)
class FollowUp:
    """A message without a mention in a thread: a Question only when we have answered in that thread. Whether it is for
    us is decided when its turn comes, since that may depend on what is being answered before it."""

    question: Question


@dataclass(frozen=True)
class Withdrawn:
    """A person deleted a message, which may have been a Question: ``ts`` is that message's."""

    question_id: str
    channel: str
    ts: str


@dataclass(frozen=True)
class NotForUs:
    """Not for us; ``reason`` is for the log."""

    reason: str


def workspace(body: Body) -> str:
    """The workspace that keys a Thread: of events, commands and interactions alike; the org when there is none.

    On Enterprise Grid an interaction may name no ``team``: then it is the view's, which for the Home and for dialogs is
    the one that its events come from, or the message's that a shortcut was used on, else the person's, who may be of a
    sister workspace.
    """
    found = (
        body.get("context_team_id") or body.get("team_id") or _id_of(body, "team"),
        _part(body, "view").get("team_id"),
        _part(body, "message").get("team"),
        _part(body, "user").get("team_id"),
        _id_of(body, "enterprise"),
        body.get("enterprise_id"),
    )
    return str(next((one for one in found if one), ""))


def workspace_of(question_id: str) -> str | None:
    """The workspace in a Question's id, which every button of an answer carries; None when it is no id of ours.

    A press names the presser's own workspace, which in a channel shared with another company is theirs, or none at all.
    The answer that was pressed on tells where it is.
    """
    parts = question_id.split(":")
    if len(parts) < 4 or parts[0] != PLATFORM or not parts[1]:
        return None
    return parts[1]


def _part(body: Body, name: str) -> Body:
    value = body.get(name)
    return value if isinstance(value, Mapping) else {}


def _id_of(body: Body, name: str) -> Any:
    return _part(body, name).get("id")


def enterprise_of(body: Body) -> str | None:
    """The Enterprise Grid organisation, if any."""
    found: str | None = body.get("context_enterprise_id") or body.get("enterprise_id") or _id_of(body, "enterprise")
    return found


def sent_at(body: Body) -> float:
    """When an event happened, in seconds since 1970; 0 when it does not say, which is long ago."""
    value = body.get("event_time")
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0


def bot_user(body: Body) -> str | None:
    """Our own user id as the envelope's authorizations tell it."""
    for authorization in body.get("authorizations") or ():
        if authorization.get("is_bot") and authorization.get("user_id"):
            return str(authorization["user_id"])
    return None


def question_id(team: str, channel: str, ts: str) -> str:
    """The id of the Question that a message is."""
    return f"{PLATFORM}:{team}:{channel}:{ts}"


def direct(event: Body) -> bool:
    """Whether an event comes from a direct message with the bot."""
    return event.get("channel_type") in ("im", "app_home") or str(event.get("channel", "")).startswith("D")


def in_thread_of_dm(body: Body) -> bool:
    """Whether a message is a reply inside a direct message."""
    event: Body = body.get("event") or {}
    return direct(event) and event.get("thread_ts") not in (None, event.get("ts"))


def classify(body: Body, bot_user_id: str | None, received_at: datetime) -> Addressed | FollowUp | Withdrawn | NotForUs:
    """What an ``event_callback`` with a mention or a message asks of us.

    Args:
        bot_user_id: ours; mentions of it are stripped, its own messages ignored.
    """
    event: Body = body.get("event") or {}
    kind = event.get("type")
    if kind not in ("app_mention", "message"):
        return NotForUs("other_event")
    subtype = event.get("subtype")
    if subtype == "message_deleted":
        return _withdrawn(body, event)
    if subtype is not None and (not isinstance(subtype, str) or subtype not in _ACTED_ON):
        return NotForUs("subtype")
    if event.get("hidden") or event.get("bot_id") or event.get("bot_profile"):
        return NotForUs("bot")
    user = event.get("user")
    if not user or user in (bot_user_id, "USLACKBOT"):
        return NotForUs("self")
    if any(not isinstance(event.get(name), str) or not event[name] for name in ("channel", "ts", "user")):
        return NotForUs("incomplete")
    if not isinstance(event.get("thread_ts"), str | None) or not isinstance(event.get("text"), str | None):
        return NotForUs("incomplete")
    written = event.get("text") or ""
    if kind == "app_mention":
        return Addressed(_question(body, event, "mention", bot_user_id, received_at))
    if direct(event):
        return Addressed(_question(body, event, "message", bot_user_id, received_at))
    if bot_user_id and texts.mentions(written, bot_user_id):
        return NotForUs("copy_of_mention")
    if not event.get("thread_ts"):
        return NotForUs("channel_chatter")
    if texts.calls_another(written):
        return NotForUs("addressed_to_another")
    question = _question(body, event, "message", bot_user_id, received_at)
    if not question.text or courtesy_of(hear(question.text, {})) == "thanks":
        return NotForUs("courtesy")
    return FollowUp(question.model_copy(update={"overheard": True}))


def _withdrawn(body: Body, event: Body) -> Withdrawn | NotForUs:
    channel, ts = event.get("channel"), event.get("deleted_ts")
    if not isinstance(channel, str) or not isinstance(ts, str) or not channel or not ts:
        return NotForUs("incomplete")
    return Withdrawn(question_id(workspace(body), channel, ts), channel, ts)


def _question(body: Body, event: Body, kind: QuestionKind, bot_user_id: str | None, received_at: datetime) -> Question:
    team, channel, ts = workspace(body), str(event["channel"]), str(event["ts"])
    thread_ts = event.get("thread_ts")
    session_thread = str(thread_ts or "") if direct(event) else str(thread_ts or ts)
    return Question(
        id=question_id(team, channel, ts),
        thread=Thread(platform=PLATFORM, workspace=team, channel=channel, thread=session_thread),
        viewer=Viewer(platform=PLATFORM, workspace=team, id=str(event["user"])),
        text=texts.read(str(event.get("text") or ""), bot_user_id),
        received_at=received_at,
        kind=kind,
        delivery={
            "team": team,
            "enterprise": enterprise_of(body),
            "channel": channel,
            "thread_ts": str(thread_ts or ts),
            "ts": ts,
            "user": str(event["user"]),
        },
    )
