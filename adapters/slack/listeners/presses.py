"""Buttons that ask: a suggestion, a chart, a clarification's choice. Stored before they are acknowledged."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import structlog

from adapters.slack import render
from adapters.slack.listeners import questions
from adapters.slack.listeners.desk import Desk

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncAck, AsyncApp

log = structlog.get_logger(__name__)

ASKING = re.compile(rf"^(?:{render.CHART}|{render.CHOOSE_FROM}|(?:{render.ASK}|{render.CHOOSE}):.+)$")


def register(bolt: AsyncApp, desk: Desk) -> None:
    """Listen to every button that is a question."""

    @bolt.action(ASKING)
    async def pressed(ack: AsyncAck, body: dict[str, Any], action: dict[str, Any]) -> None:
        question = questions.from_press(body, action, desk.now())
        if question is None:
            log.warning("slack_press_unreadable", action_id=action.get("action_id"))
            await ack()
            return
        refusal, client = await desk.admit(body, channel=question.delivery["channel"], about=question.about or "")
        if refusal is None:
            # A failed store raises: no acknowledgement, and Slack shows the person that the press did not work.
            await desk.accept_press(body, question)
        await ack()
        if refusal is not None:
            desk.later(desk.turn_away(client, question, refusal), "refusal")
