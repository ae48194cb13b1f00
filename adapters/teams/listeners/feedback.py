"""Thumbs: stored with the Plan of the answer that they are under."""

from __future__ import annotations

import structlog

from adapters.teams.events import Rated
from adapters.teams.tenant.messages import Messages
from core.conversation.feedback import Feedback

log = structlog.get_logger(__name__)


async def rate(event: Rated, messages: Messages, feedback: Feedback) -> bool:
    """Store a thumb with the Plan of its answer; False when the message is not known.

    Raises:
        StateUnavailable: it could not be stored; Teams shows the person that it failed.
    """
    question_id = await messages.question_id(event.place.thread, event.message_id)
    if question_id is None:
        log.info("teams_thumb_unknown")
        return False
    await feedback.thumb(question_id, event.place.viewer, event.thumb)
    if event.comment:
        await feedback.comment(question_id, event.place.viewer, event.comment)
    return True
