"""Stopping: the button that is offered while a question is being answered, and the question's message deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import structlog

from adapters.slack import events, render
from adapters.slack.listeners import questions
from adapters.slack.listeners.desk import Desk
from core.sentences import say
from core.sentences import slack as words

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

log = structlog.get_logger(__name__)


def register(bolt: AsyncApp, desk: Desk) -> None:
    """Listen to the button. Only who asked sees it: it is an ephemeral message, which Slack shows to one person."""

    @bolt.action(render.STOP)
    async def stopped(ack: AsyncAck, respond: AsyncRespond, body: dict[str, Any], action: dict[str, Any]) -> None:
        about = questions.value_of(action).get("q", "")
        channel = str((body.get("channel") or {}).get("id") or "")
        refusal, client = await desk.admit(body, channel=channel, about=about)
        if refusal is not None:
            await ack()
            desk.later(desk.tell_refusal(body, client, refusal), "refusal")
            return
        running = await desk.core.stop(about)
        await ack()
        log.info("slack_stop", question_id=about, running=running)
        if running:
            desk.later(_gone(respond), "stop")
        else:
            language = await desk.language(questions.person(body, about), events.enterprise_of(body))
            desk.later(_told(respond, say(words.ALREADY_ANSWERED, language)), "stop")


async def _gone(respond: AsyncRespond) -> None:
    await respond(delete_original=True)


async def _told(respond: AsyncRespond, text: str) -> None:
    await respond(text=text, replace_original=True)


async def withdraw(desk: Desk, body: dict[str, Any], found: events.Withdrawn) -> None:
    """A person has deleted their message: its question, if it is one that is being answered, is stopped, and nothing
    is said.

    Raises:
        StateUnavailable: it could not be stored.
    """
    for question_id in (found.question_id, questions.continued_id(events.workspace(body), found.channel, found.ts)):
        if await desk.core.stop(question_id, quiet=True):
            log.info("slack_question_deleted", question_id=question_id)
