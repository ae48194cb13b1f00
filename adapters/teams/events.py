"""What Teams tells us, as our own nouns: a pure function from an activity's JSON to one Event.

It works on the plain JSON of the request, not on the SDK's objects, so it can be tested with a dict and outlives the
SDK. What a Question needs for its delivery is stored as plain JSON too: the conversation reference.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from adapters.teams.cards.build import PRESSED
from adapters.teams.payload import Json, part
from adapters.teams.text import own_mentions, plain_text
from core.kernel.messages import Language, Question, QuestionKind, Thread, Viewer
from core.listening.commands import parse_first_word
from core.sentences import say
from core.sentences import teams as words

PLATFORM = "teams"
_BOTS = "28:"
"""What the ids of bots begin with; people's begin with ``29:``."""
Scope = Literal["personal", "groupChat", "channel"]


class NotAnActivity(ValueError):
    """It lacks what every activity has."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something happened and who did it.

    Attributes:
        tenant: the person's organisation.
        language: of the person's client. Questions do not carry it: a client in English says nothing about the
            language of a Thread, which comes first.
        delivery: what the adapter needs to answer: scope, conversation reference, activity id.
    """

    tenant: str
    scope: Scope
    thread: Thread
    viewer: Viewer
    language: Language | None
    delivery: Json


@dataclass(frozen=True, slots=True)
class Asked:
    """A person asked, in words or, ``pressed_at`` that time, with a button."""

    place: Place
    question: Question
    pressed_at: datetime | None = None

    def pressed_first(self, moment: datetime) -> Question:
        """The Question under the id that it has by the time of its first press."""
        seed = f"{self.question.id}\n{moment.isoformat()}"
        return self.question.model_copy(update={"id": f"teams-{hashlib.sha256(seed.encode()).hexdigest()[:32]}"})


@dataclass(frozen=True, slots=True)
class Rated:
    """A thumb under the message ``message_id``, perhaps with words."""

    place: Place
    event_id: str
    message_id: str
    thumb: Literal["up", "down"]
    comment: str | None


@dataclass(frozen=True, slots=True)
class Consented:
    """A person accepted or declined a file. ``context`` is what our consent card carried, ``upload`` where it goes."""

    place: Place
    event_id: str
    accepted: bool
    card_id: str | None
    context: Json
    upload: Json


@dataclass(frozen=True, slots=True)
class Arrived:
    """The bot was added to a conversation, or installed."""

    place: Place
    team: str | None


@dataclass(frozen=True, slots=True)
class Left:
    """The bot was removed from a conversation, or uninstalled."""

    place: Place


@dataclass(frozen=True, slots=True)
class StopWanted:
    """A question is to be stopped: a press, or, with ``quiet``, its message deleted."""

    place: Place
    question_id: str
    quiet: bool


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing to do; ``reason`` is for the log. ``invoke`` names an invoke that we do not know."""

    reason: str
    invoke: bool = False


Event = Asked | Rated | Consented | Arrived | Left | StopWanted | Ignored


def read(activity: Json, received_at: datetime) -> Event:
    """Understand one activity.

    Raises:
        NotAnActivity: it has no conversation or no sender.
    """
    kind = activity.get("type")
    if kind == "message":
        return _message(activity, received_at)
    if kind == "invoke":
        return _invoke(activity)
    if kind == "messageDelete":
        return StopWanted(place(activity), question_id(activity), quiet=True)
    if kind in ("conversationUpdate", "installationUpdate"):
        return _membership(activity)
    return Ignored(f"type {kind}")


def place(activity: Json) -> Place:
    """Where an activity happened.

    Raises:
        NotAnActivity: no conversation, or no sender.
    """
    conversation, sender = part(activity, "conversation"), part(activity, "from")
    if not conversation.get("id") or not sender.get("id"):
        raise NotAnActivity("an activity without conversation or sender")
    tenant = str(conversation.get("tenantId") or part(activity, "channelData", "tenant").get("id") or "")
    scope = _scope(conversation)
    channel, root = split_conversation(str(conversation["id"]))
    locale = str(activity.get("locale") or "")
    return Place(
        tenant=tenant,
        scope=scope,
        thread=Thread(platform=PLATFORM, workspace=tenant, channel=channel, thread=root),
        viewer=Viewer(
            platform=PLATFORM,
            workspace=tenant,
            id=str(sender.get("aadObjectId") or sender["id"]),
            name=sender["name"] if isinstance(sender.get("name"), str) else None,
        ),
        language="es" if locale.startswith("es") else "en" if locale.startswith("en") else None,
        delivery={
            "scope": scope,
            "activity": activity.get("id"),
            "reference": {
                "activityId": activity.get("id"),
                "user": sender,
                "bot": part(activity, "recipient"),
                "conversation": conversation,
                "channelId": activity.get("channelId"),
                "serviceUrl": activity.get("serviceUrl"),
                "locale": activity.get("locale"),
            },
        },
    )


def split_conversation(conversation_id: str) -> tuple[str, str]:
    """A conversation id's channel or chat, and the root message of its reply chain (empty in flat chats)."""
    channel, _, root = conversation_id.partition(";messageid=")
    return channel, root


def question_id(activity: Json) -> str:
    """Unique per activity and the same when Teams sends it again; an activity without an id is known by its content."""
    own = activity.get("id") or json.dumps(activity, sort_keys=True)
    conversation = part(activity, "conversation").get("id")
    return "teams-" + hashlib.sha256(f"{conversation}\n{own}".encode()).hexdigest()[:32]


def _message(activity: Json, received_at: datetime) -> Event:
    sender, recipient = part(activity, "from"), part(activity, "recipient")
    if (
        sender.get("role") == "bot"
        or str(sender.get("id") or "").startswith(_BOTS)
        or (sender.get("id") and sender.get("id") == recipient.get("id"))
    ):
        return Ignored("from a bot")
    if part(activity, "channelData").get("eventType") == "editMessage":
        return Ignored("edited")
    where = place(activity)
    value = activity.get("value")
    pressed = value.get(PRESSED) if isinstance(value, dict) else None
    if isinstance(pressed, dict):
        return _pressed(activity, where, pressed, received_at)
    if where.scope != "personal" and not own_mentions(activity):
        return Ignored("not mentioned")
    text = plain_text(activity)
    if not text:
        if activity.get("attachments") and not own_mentions(activity):
            return Ignored("no text")
        text = say(words.HELP_WORD, where.language or "es")
    command = parse_first_word(text)  # Teams has no slash commands of our own: the same words, a slash forgiven
    if command is not None:
        # Offline: answered without a model, like Slack's commands. It stays in its Thread, so people go on from it.
        asked = _question(activity, where, received_at, text, "command", offline=True, language=command.language)
        return Asked(where, asked)
    kind: QuestionKind = "message" if where.scope == "personal" else "mention"
    asked = _question(activity, where, received_at, text, kind)
    return Asked(where, asked)


def _pressed(activity: Json, where: Place, pressed: Json, received_at: datetime) -> Event:
    if pressed.get("stop"):
        return StopWanted(where, str(pressed["stop"]), quiet=False)
    about = str(pressed["about"]) if pressed.get("about") else None
    identity, moment = _button_id(activity, where, pressed), _pressed_at(activity, received_at)
    if pressed.get("choice"):
        text, choice = str(pressed.get("text") or ""), str(pressed["choice"])
        asked = _question(activity, where, received_at, text, "button", about=about, choice=choice, id=identity)
        return Asked(where, asked, moment)
    if pressed.get("ask"):
        text = str(pressed["ask"])
        asked = _question(activity, where, received_at, text, "suggestion", about=about, id=identity)
        return Asked(where, asked, moment)
    return Ignored("a button that means nothing")


def _button_id(activity: Json, where: Place, pressed: Json) -> str:
    """Which button of which answer was pressed, and by whom: people press twice, and that is one Question."""
    button = json.dumps(pressed, sort_keys=True)
    seed = f"{where.thread.key}\n{where.viewer.id}\n{activity.get('replyToId')}\n{button}"
    return f"teams-{hashlib.sha256(seed.encode()).hexdigest()[:32]}"


def _pressed_at(activity: Json, received_at: datetime) -> datetime:
    """By Teams' clock; when we heard of it, where Teams does not say."""
    try:
        moment = datetime.fromisoformat(str(activity.get("timestamp")))
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return received_at


def _question(
    activity: Json, where: Place, received_at: datetime, text: str, kind: QuestionKind, **more: Any
) -> Question:
    fields: Json = {"id": question_id(activity), "delivery": where.delivery, **more}
    return Question(thread=where.thread, viewer=where.viewer, text=text, received_at=received_at, kind=kind, **fields)


def _invoke(activity: Json) -> Event:
    name, value = activity.get("name"), part(activity, "value")
    if name == "message/submitAction":
        action = part(value, "actionValue")
        reaction = action.get("reaction")
        if value.get("actionName") != "feedback" or reaction not in ("like", "dislike"):
            return Ignored("a submit action that is no feedback")
        return Rated(
            place=place(activity),
            event_id=question_id(activity),
            message_id=str(activity.get("replyToId") or ""),
            thumb="up" if reaction == "like" else "down",
            comment=_comment(action.get("feedback")),
        )
    if name == "fileConsent/invoke":
        return Consented(
            place=place(activity),
            event_id=question_id(activity),
            accepted=value.get("action") == "accept",
            card_id=str(activity["replyToId"]) if activity.get("replyToId") else None,
            context=part(value, "context"),
            upload=part(value, "uploadInfo"),
        )
    return Ignored(f"invoke {name}", invoke=True)


def _comment(feedback: Any) -> str | None:
    """The words under a thumb: Teams sends an object written as a string."""
    if isinstance(feedback, str):
        try:
            feedback = json.loads(feedback)
        except ValueError:
            return feedback.strip() or None
    text = feedback.get("feedbackText") if isinstance(feedback, dict) else None
    return str(text).strip() or None if text else None


def _membership(activity: Json) -> Event:
    me = part(activity, "recipient").get("id")
    if activity.get("type") == "installationUpdate":
        # An update of the app comes as "remove-upgrade" and "add-upgrade": nobody has left.
        came = str(activity.get("action", "")).startswith("add")
        went = activity.get("action") == "remove"
    else:
        came, went = _among(activity.get("membersAdded"), me), _among(activity.get("membersRemoved"), me)
    if came:
        return Arrived(place(activity), part(activity, "channelData", "team").get("id"))
    if went:
        return Left(place(activity))
    return Ignored("somebody else came or went")


def _among(members: Any, me: Any) -> bool:
    return bool(me) and any(isinstance(member, dict) and member.get("id") == me for member in members or ())


def _scope(conversation: Json) -> Scope:
    kind = conversation.get("conversationType")
    if kind in ("personal", "groupChat", "channel"):
        return kind  # type: ignore[no-any-return]
    if "@thread.tacv2" in str(conversation.get("id")):
        return "channel"
    return "groupChat" if conversation.get("isGroup") else "personal"
