"""Button presses, selects and modals as Questions: pure functions over the payload.

A press carries the id of the Question whose answer it stands under, so it speaks of that answer even when others came
after it. Slack does not send an interaction twice, but people press twice: presses of one button by one person within
a few seconds are one Question, whose id is told by ``pressed_first``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

from adapters.slack import render
from adapters.slack.events import PLATFORM, Body, enterprise_of, workspace, workspace_of
from core.kernel.messages import Question, QuestionKind, Thread, Viewer


def value_of(action: Body) -> dict[str, str]:
    """The JSON that a button of ours carries; {} for anything else."""
    try:
        value = json.loads(action.get("value") or "")
    except (ValueError, TypeError):
        return {}
    return {str(key): str(part) for key, part in value.items()} if isinstance(value, dict) else {}


def kept_in(view: Body) -> dict[str, str]:
    """The JSON that a modal of ours keeps for its answer; {} for anything else."""
    return value_of({"value": view.get("private_metadata")})


def person(body: Body, about: str = "") -> Viewer:
    """Who pressed, typed or submitted, as their messages name them too.

    Args:
        about: the id of the Question whose answer was pressed on, which tells the workspace.
    """
    user = body.get("user")
    named = user if isinstance(user, Mapping) else {}
    identity = str(named.get("id") or body.get("user_id") or "")
    return Viewer(platform=PLATFORM, workspace=workspace_of(about) or workspace(body), id=identity)


def from_press(body: Body, action: Body, received_at: datetime) -> Question | None:
    """The Question that a press of a chart, suggestion or choice is; None when the payload is not one of ours."""
    identity = str(action.get("action_id", ""))
    value = value_of(action)
    if identity == render.CHOOSE_FROM:
        option: Body = action.get("selected_option") or {}
        choice, _, about = str(option.get("value", "")).partition("|")
        label = str((option.get("text") or {}).get("text", ""))
        return _pressed(body, action, received_at, "select", label, about, choice) if choice and about else None
    if identity.startswith(f"{render.CHOOSE}:"):
        label = str((action.get("text") or {}).get("text", ""))
        choice, about = value.get("c", ""), value.get("q", "")
        return _pressed(body, action, received_at, "button", label, about, choice) if choice and about else None
    text, about = value.get("t", ""), value.get("q", "")
    if not text:
        return None
    kind: QuestionKind = "button" if identity == render.CHART else "suggestion"
    return _pressed(body, action, received_at, kind, text, about, None)


def _pressed(
    body: Body,
    action: Body,
    received_at: datetime,
    kind: QuestionKind,
    text: str,
    about: str,
    choice: str | None,
) -> Question | None:
    container: Body = body.get("container") or {}
    message: Body = body.get("message") or {}
    channel = str((body.get("channel") or {}).get("id") or container.get("channel_id") or "")
    message_ts = str(message.get("ts") or container.get("message_ts") or "")
    if not channel or not message_ts:
        return None
    thread_ts = str(message.get("thread_ts") or container.get("thread_ts") or "")
    viewer = person(body, about)
    session_thread = _session_thread(channel, thread_ts, message_ts, about)
    ts = str(action.get("action_ts") or body.get("trigger_id") or received_at.timestamp())
    parts = (message_ts, str(action.get("action_id")), choice or "", text, viewer.id)
    return Question(
        id=_id(viewer, channel, "press", session_thread, _digest(*parts)),
        thread=Thread(platform=PLATFORM, workspace=viewer.workspace, channel=channel, thread=session_thread),
        viewer=viewer,
        text=text,
        received_at=received_at,
        kind=kind,
        choice=choice,
        about=about or None,
        delivery={
            "team": viewer.workspace,
            "enterprise": enterprise_of(body),
            "channel": channel,
            "thread_ts": thread_ts or (None if channel.startswith("D") else message_ts),
            "ts": ts,
            "user": viewer.id,
        },
    )


def pressed_at(body: Body, received_at: datetime) -> datetime:
    """When something was pressed, by Slack's clock; when we heard of it, where Slack does not say."""
    action: Body = next(iter(body.get("actions") or ()), {})
    try:
        return datetime.fromtimestamp(float(action.get("action_ts") or ""), UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        return received_at


def pressed_first(question: Question, moment: datetime) -> Question:
    """A press's Question under the id that it has by the time of its first press."""
    identity, _, button = question.id.rpartition(":")
    return question.model_copy(update={"id": f"{identity}:{_digest(button, moment.isoformat())}"})


def _digest(*parts: str) -> str:
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:20]


_CLOCKS = 120.0
"""Seconds that Slack's clock and ours may differ: a look-up of what we sent begins so long before it."""
_FLAT = "flat"


def _id(viewer: Viewer, channel: str, origin: str, session_thread: str, rest: str) -> str:
    """An id that, like a message's, tells its Session's thread, so that presses under its answer stay in it."""
    return ":".join((PLATFORM, viewer.workspace, channel, origin, session_thread or _FLAT, rest))


def _session_thread(channel: str, thread_ts: str, message_ts: str, about: str) -> str:
    """The thread part of the Session's key.

    In a DM the answer to a plain message hangs under that message, though its Session is the whole DM. The id of the
    Question that was answered tells: a plain message's ends in the timestamp that began the thread.
    """
    if not channel.startswith("D"):
        return thread_ts or message_ts
    parts = about.split(":")
    if len(parts) == 6:  # a press, a home example or a modal
        return "" if parts[4] == _FLAT else parts[4]
    return "" if parts[-1] == thread_ts else thread_ts


def continued_id(team: str, channel: str, ts: str) -> str:
    """The id of the Question that a reply in a DM is, as ``continued`` gives it."""
    return _id(Viewer(platform=PLATFORM, workspace=team, id=""), channel, "reply", "", ts)


def continued(question: Question, about: str) -> Question:
    """A reply under an answer in a DM: a Question of the DM's own Session that speaks of the thread's last one."""
    place, ts = question.delivery["channel"], question.delivery["ts"]
    return question.model_copy(
        update={
            "id": _id(question.viewer, place, "reply", "", ts),
            "thread": question.thread.model_copy(update={"thread": ""}),
            "about": about,
        }
    )


def from_submission(body: Body, text: str, where: Mapping[str, str], received_at: datetime) -> Question:
    """The Question of the "ask about this message" modal, answered in that message's thread.

    Args:
        where: what the modal kept: ``channel``, ``thread_ts`` to answer in, the Session's ``thread``, the ``team`` that
            the shortcut was used in, and ``direct`` when the channel is direct messages, which nobody can invite us to.
    """
    viewer = person(body).model_copy(update={"workspace": where.get("team") or workspace(body)})
    view: Body = body.get("view") or {}
    channel, thread_ts = where["channel"], where["thread_ts"]
    return Question(
        id=_id(viewer, channel, "view", where["thread"], str(view.get("id") or body.get("trigger_id"))),
        thread=Thread(platform=PLATFORM, workspace=viewer.workspace, channel=channel, thread=where["thread"]),
        viewer=viewer,
        text=text,
        received_at=received_at,
        kind="shortcut",
        delivery={
            "team": viewer.workspace,
            "enterprise": enterprise_of(body),
            "channel": channel,
            "thread_ts": thread_ts or None,
            "ts": thread_ts or str(received_at.timestamp() - _CLOCKS),
            "user": viewer.id,
            **({"direct": True} if where.get("direct") else {}),
        },
    )


def from_home(body: Body, text: str, channel: str, received_at: datetime) -> Question:
    """The Question of an example pressed in the App Home, answered in the direct messages with the bot."""
    viewer = person(body)
    action: Body = next(iter(body.get("actions") or ()), {})
    return Question(
        id=_id(viewer, channel, "home", "", _digest(str(action.get("action_id")), text, viewer.id)),
        thread=Thread(platform=PLATFORM, workspace=viewer.workspace, channel=channel),
        viewer=viewer,
        text=text,
        received_at=received_at,
        kind="suggestion",
        delivery={
            "team": viewer.workspace,
            "enterprise": enterprise_of(body),
            "channel": channel,
            "thread_ts": None,
            "ts": str(received_at.timestamp() - _CLOCKS),
            "user": viewer.id,
        },
    )
