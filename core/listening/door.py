"""The one door: every Question of every platform comes in here, and nothing else asks the pipeline.

A quick command is composed of several answers, a courtesy gets a short line, and what was only overheard and is not for
us gets none: a silent Reply, with nothing recorded, so that neither a clarification nor the last result is lost by it.
Everything else is a question, which the pipeline answers.
"""

from __future__ import annotations

from dataclasses import replace

import structlog

from core.answering.opening import LONGEST_QUESTION, is_by_asker, unanswerable
from core.answering.pipeline import Pipeline
from core.conversation.turn import Turn
from core.kernel.errors import MaintbotError
from core.kernel.messages import Question, Reply
from core.kernel.pace import Pace
from core.language.heard import hear
from core.listening import commands
from core.listening.courtesies import Courtesy, courtesy_of, language_of_courtesy, reply_to
from core.listening.overheard import OURS, THEIRS, Attention, is_for_us
from core.listening.speech import Speech
from core.telemetry import traces
from core.telemetry.redact import keep_out
from core.understanding.planner import DeterministicPlanner

log = structlog.get_logger(__name__)

_CHATS = frozenset({"mention", "message"})
"""Where an emoji alone says yes or thanks."""
_WRITTEN = _CHATS | {"rest", "terminal"}
"""Kinds of Question in a person's own words: a courtesy among them is one; a button's label is none."""


class Door:
    """Listens before it lets a Question in.

    Args:
        deterministic: reads what is overheard; the model is never asked whether something is for us.
    """

    def __init__(self, pipeline: Pipeline, deterministic: DeterministicPlanner) -> None:
        self.pipeline = pipeline
        self.deterministic = deterministic
        self._pace = Pace()

    async def answer(self, question: Question) -> Reply:
        """The one way to an answer. Never raises for what a person wrote: an error is a Reply that says so."""
        keep_out(question.text)
        with traces.span("answer", platform=question.thread.platform, question_id=question.id, kind=question.kind):
            async with self._pace.place():
                command = commands.parse_first_word(question.text) if question.kind == "command" else None
                if command is None or command.subject == "help":
                    return await self.ask(question)
                return await commands.answer(self, command, question)

    async def ask(self, question: Question) -> Reply:
        """Answer what is no command."""
        try:
            turn = await self.pipeline.open(question)
        except Exception as error:
            return silent(question) if self._passed_over(question) else self.pipeline.failed(question, error)
        if (problem := unanswerable(turn)) is not None:
            return silent(question) if question.overheard else self.pipeline.failed(turn.question, problem, turn)
        courtesy = courtesy_of(turn.heard, signs=question.kind in _CHATS) if question.kind in _WRITTEN else None
        if courtesy is not None:
            return await self._courteous(turn, courtesy)
        if not question.overheard:
            return await self.pipeline.answer(turn)
        verdict = await self._judged(turn)
        if not verdict.for_us:
            log.info("overheard", question_id=question.id)
            return silent(question)
        return await self.pipeline.answer(turn, verdict.offer)

    # ---- overheard ----

    async def _judged(self, turn: Turn) -> Attention:
        """Whether an overheard message is for us."""
        speech = Speech.of(turn.heard)
        by_asker = is_by_asker(turn.question, turn.session)
        if by_asker and _answers_the_model(turn, speech):
            return OURS
        try:
            return await is_for_us(turn, speech, self.deterministic, by_asker=by_asker)
        except MaintbotError as error:
            log.warning("not_told_apart", code=error.code, detail=error.detail, question_id=turn.question.id)
            return THEIRS if not speech.asks or speech.addresses else OURS

    def _passed_over(self, question: Question) -> bool:
        """Whether a message that could not be taken up gets no answer: people's talk."""
        if not question.overheard:
            return False
        speech = Speech.of(hear(question.text[:LONGEST_QUESTION], self.deterministic.languages))
        return not speech.asks or speech.addresses

    # ---- courtesies ----

    async def _courteous(self, turn: Turn, courtesy: Courtesy) -> Reply:
        """A yes takes the one way on that we offered; else a short line, said only to who talks to us."""
        question = turn.question
        if courtesy == "agreed" and (not question.overheard or is_by_asker(question, turn.session)):
            only = _only_choice(turn)
            if only is not None:
                return await self.pipeline.answer(replace(turn, question=question.model_copy(update={"choice": only})))
        if question.overheard:
            return silent(question)
        # Recorded without a Plan, which leaves a clarification as it waits.
        reply = reply_to(question, courtesy, language_of_courtesy(turn.heard) or turn.language)
        await self.pipeline.record(turn, None, None, reply)
        return reply


def silent(question: Question) -> Reply:
    """No answer at all."""
    return Reply(question_id=question.id, language=question.language or "es", action="help", headline=(), silent=True)


def _only_choice(turn: Turn) -> str | None:
    """What a bare "ok" says yes to: the one choice of what we asked back."""
    pending = turn.session.pending
    choices = pending.choices if pending is not None else ()
    return choices[0].id if len(choices) == 1 else None


def _answers_the_model(turn: Turn, speech: Speech) -> bool:
    """What the asker says next to a question that the model asked back: no planner of ours knows its words."""
    pending = turn.session.pending
    if pending is None or pending.planner != "model":
        return False
    return not speech.tells and not speech.addresses and (speech.goes_on or not speech.asks)
