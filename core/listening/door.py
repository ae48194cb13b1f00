"""Listening: what a chat's Question is before it goes to the pipeline.

A quick command is composed of several answers, a courtesy gets a short line, and what was only overheard and is not for
us gets none: a silent Reply, with nothing recorded, so that neither a clarification nor the last result is lost by it.
"""

from __future__ import annotations

import structlog

from core.answering.pipeline import LONGEST_QUESTION, Pipeline
from core.conversation.session import Session
from core.kernel.errors import MaintbotError
from core.kernel.messages import Question, Reply
from core.listening import commands
from core.listening.courtesies import Courtesy, courtesy_of, language_of_courtesy, reply_to
from core.listening.overheard import is_for_us
from core.listening.speech import addresses, asks, goes_on, tells

log = structlog.get_logger(__name__)


async def answer(pipeline: Pipeline, question: Question) -> Reply:
    """What the worker asks; as ``Pipeline.answer`` it never raises for what a person wrote."""
    command = commands.parse_first_word(question.text) if question.kind == "command" else None
    if command is not None and not command.text and command.subject != "help":
        return await commands.answer(pipeline, command, question)
    courtesy = courtesy_of(question.text) if question.kind in ("message", "mention") else None
    if courtesy is None and not question.overheard:
        return await pipeline.answer(question)
    try:
        session = await pipeline.sessions.load(question)
        by_asker = _by_asker(question, session)
        agreed = courtesy == "agreed" and (by_asker or not question.overheard)
        if agreed and (only := _only_choice(session)) is not None:
            return await pipeline.answer(question.model_copy(update={"choice": only}))
        if courtesy is not None:
            return silent(question) if question.overheard else await _thanked(pipeline, question, session, courtesy)
        if question.overheard and len(question.text) > LONGEST_QUESTION:
            return silent(question)  # a paste between people
        if question.overheard and not (by_asker and _answers_the_model(question, session)):
            if not await is_for_us(question, session, pipeline.deterministic, by_asker=by_asker):
                log.info("overheard", question_id=question.id)
                return silent(question)
    except MaintbotError as error:
        log.warning("not_told_apart", code=error.code, detail=error.detail, question_id=question.id)
        if question.overheard and (not asks(question.text) or addresses(question.text)):
            return silent(question)
    return await pipeline.answer(question)


def silent(question: Question) -> Reply:
    """No answer at all."""
    return Reply(question_id=question.id, language=question.language or "es", action="help", headline=(), silent=True)


def _only_choice(session: Session) -> str | None:
    """What a bare "ok" says yes to: the one choice of what we asked back."""
    choices = session.pending.choices if session.pending is not None else ()
    return choices[0].id if len(choices) == 1 else None


def _answers_the_model(question: Question, session: Session) -> bool:
    """What the asker says next to a question that the model asked back: no planner of ours knows its words."""
    if session.pending is None or session.pending.planner != "model":
        return False
    text = question.text
    return not tells(text) and not addresses(text) and (goes_on(text) or not asks(text))


def _by_asker(question: Question, session: Session) -> bool:
    """Whether who writes is who asked last: what was asked back, else what the last result answers."""
    last = session.pending_question or session.last_question
    return last is not None and last.viewer.key == question.viewer.key


async def _thanked(pipeline: Pipeline, question: Question, session: Session, courtesy: Courtesy) -> Reply:
    """The short line; recorded without a Plan, which leaves a clarification as it waits."""
    known = session.language or question.language
    if known is None and pipeline.people is not None:
        known = await pipeline.people.language(question.viewer)
    language = language_of_courtesy(question.text) or known or pipeline.default_language
    reply = reply_to(question, courtesy, language)
    await pipeline.sessions.record(session, question, None, None, reply)
    pipeline.observe(question.thread.platform, reply)
    return reply
