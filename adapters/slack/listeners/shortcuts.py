"""The message shortcut "Ask about this message": a modal with the message's words, answered in its thread.

Slash commands do not work in threads; this does, and in channels where nobody wants to type a mention.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import structlog

from adapters.slack import limits
from adapters.slack import text as texts
from adapters.slack.blocks import build as blocks
from adapters.slack.events import enterprise_of, workspace
from adapters.slack.listeners import questions
from adapters.slack.listeners.desk import Desk
from adapters.slack.listeners.modals import submitted
from core.kernel.errors import MaintbotError
from core.kernel.messages import Language
from core.sentences import say
from core.sentences import slack as words

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck, AsyncApp

log = structlog.get_logger(__name__)

SHORTCUT = "ask_about_message"
ASK_VIEW = "ask_about"
_BLOCK, _FIELD = "question", "text"
_GROUP = "mpdm-"
"""How Slack names direct messages between several people."""
_PLACE = frozenset({"channel", "thread_ts", "thread"})


def where(body: dict[str, Any]) -> dict[str, str]:
    """The message's conversation: where to answer (``thread_ts``) and the Session's ``thread``."""
    channel, message = str(body["channel"]["id"]), body["message"]
    own = str(message.get("thread_ts") or "")
    thread_ts = own or str(message["ts"])
    thread = own if channel.startswith("D") else thread_ts
    between = channel.startswith("D") or str(body["channel"].get("name") or "").startswith(_GROUP)
    place = {"channel": channel, "thread_ts": thread_ts, "thread": thread, "team": workspace(body)}
    return {**place, "direct": "1"} if between else place


async def reachable(desk: Desk, body: dict[str, Any]) -> dict[str, str]:
    """``where``; in direct messages between other people, where we cannot write, our own with who used the shortcut."""
    place = where(body)
    if not place.get("direct") or (not place["channel"].startswith("D") and await desk.is_in(body, place["channel"])):
        return place
    ours = await desk.direct_channel(body, questions.person(body))
    if ours is None or ours == place["channel"]:
        return place
    return {"channel": ours, "thread_ts": "", "thread": "", "team": place["team"]}


def ask_view(place: dict[str, str], text: str, language: Language) -> dict[str, Any]:
    """The modal, with the message's words to start from."""
    hint = words.SHORTCUT_HINT if place["thread_ts"] else words.SHORTCUT_HINT_DIRECT
    field = blocks.text_input(
        say(words.SHORTCUT_LABEL, language),
        _BLOCK,
        _FIELD,
        hint=say(hint, language),
        initial=text,
    )
    return {
        "type": "modal",
        "callback_id": ASK_VIEW,
        "private_metadata": json.dumps(place),
        "title": blocks.plain(say(words.SHORTCUT_TITLE, language), limits.VIEW_TITLE),
        "submit": blocks.plain(say(words.ASK, language), limits.VIEW_TITLE),
        "close": blocks.plain(say(words.CANCEL, language), limits.VIEW_TITLE),
        "blocks": [field],
    }


def register(bolt: AsyncApp, desk: Desk) -> None:
    """Listen to the shortcut and to its modal."""

    @bolt.shortcut({"type": "message_action", "callback_id": SHORTCUT})
    async def opened(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        refusal, client = await desk.admit(body, channel=str(body["channel"]["id"]))
        if refusal is not None:
            desk.later(desk.tell_refusal(body, client, refusal), "refusal")
            return
        language = await desk.language(questions.person(body), enterprise_of(body))
        written = str(body["message"].get("text") or "")
        text = texts.read(written, None, await desk.names(client, texts.people(written, None)))
        await client.views_open(
            trigger_id=body["trigger_id"], view=ask_view(await reachable(desk, body), text, language)
        )

    @bolt.view(ASK_VIEW)
    async def asked(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        viewer = questions.person(body)
        language = await desk.language(viewer, enterprise_of(body))
        place = questions.kept_in(view)
        text = submitted(view, _BLOCK, _FIELD)
        if not text:
            await ack(response_action="errors", errors={_BLOCK: say(words.SHORTCUT_EMPTY, language)})
            return
        if not set(place) >= _PLACE:
            log.warning("slack_view_unreadable")
            await ack()
            return
        try:
            refusal, _ = await desk.admit(body, channel=place["channel"])
            if refusal is not None:
                await ack(response_action="errors", errors={_BLOCK: desk.refusal_text(refusal, language)})
                return
            question = questions.from_submission(body, text, place, desk.now())
            await desk.accept(question, question.id)
        except MaintbotError as error:
            log.error("slack_event_not_stored", code=error.code, detail=error.detail)
            await ack(response_action="errors", errors={_BLOCK: say(words.TRY_AGAIN, language)})
            return
        await ack()
