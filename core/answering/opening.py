"""Opening a Turn, once for each Question: Session loaded, text cleaned and heard, language decided, day set."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from core.conversation.session import Session
from core.conversation.sessions import SessionStore
from core.conversation.turn import Timing, Turn
from core.kernel.clock import Clock
from core.kernel.errors import ConversationForgotten, EmptyQuestion, MaintbotError, QuestionTooLong
from core.kernel.messages import Language, Question
from core.language.heard import Heard, hear
from core.planning.written import words_of
from core.understanding.planner import DeterministicPlanner

LONGEST_QUESTION = 2_000
"""Characters; more than a person writes in a chat, less than a paste that nobody means."""
_PRESSED = frozenset({"button", "select", "suggestion"})
_TELLING = 400
"""Characters of a text that is not answered by which its language is told."""
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
"""A terminal's colours and cursor keys, as they come along with what is pasted."""


@dataclass(frozen=True)
class Opening:
    """What is needed to take up a Question.

    Attributes:
        default_language: where neither words, Thread nor person tell.
    """

    sessions: SessionStore
    deterministic: DeterministicPlanner
    clock: Clock
    default_language: Language = "es"

    async def turn(self, question: Question, timing: Timing) -> Turn:
        """Take a Question up.

        Raises:
            StateUnavailable: the Session cannot be loaded.
        """
        session = await self.sessions.load(question)
        if question.language is None and session.language is None:
            # Neither the Question nor its Thread says one.
            question = question.model_copy(update={"language": session.spoken})
        if len(question.text) <= LONGEST_QUESTION:  # a longer one is not answered
            question = question.model_copy(update={"text": cleaned(question.text)})
        otherwise = session.language or question.language
        heard = await self._heard(question.text, otherwise)
        return Turn(
            question=question,
            session=session,
            heard=heard,
            language=heard.language or otherwise or self.default_language,
            today=self._today(question),
            timing=timing,
        )

    def language(self, question: Question) -> Language:
        """The language for what goes wrong before a Turn is there."""
        heard = hear(question.text[:_TELLING], self.deterministic.languages)
        return heard.language or question.language or self.default_language

    async def _heard(self, text: str, otherwise: Language | None) -> Heard:
        if len(text) > LONGEST_QUESTION:
            return hear(text[:_TELLING], self.deterministic.languages)
        try:
            return await self.deterministic.hear(text, otherwise)
        except MaintbotError:
            # Planning will say what is wrong; a courtesy needs no plant.
            return hear(text, self.deterministic.languages)

    def _today(self, question: Question) -> datetime:
        now = self.clock.local(self.clock.now())
        day = question.today or self.clock.today()
        return datetime(day.year, day.month, day.day, now.hour, now.minute, tzinfo=now.tzinfo)


def cleaned(text: str) -> str:
    """The words of a text without control characters, its white space single."""
    words = words_of(_ESCAPES.sub("", text))
    plain = "".join(" " if char.isspace() else char for char in words if char.isprintable() or char.isspace())
    return " ".join(plain.split())


def unanswerable(turn: Turn) -> MaintbotError | None:
    """What is wrong with a Question that nobody could answer: there is nothing to answer, too much, or what a button
    builds on is gone, and without it the answer would be another, wider one."""
    question = turn.question
    if question.kind in _PRESSED and turn.session.forgotten:
        return ConversationForgotten()
    if not question.text and question.choice is None:
        return EmptyQuestion()
    if len(question.text) > LONGEST_QUESTION:
        return QuestionTooLong(length=len(question.text), limit=LONGEST_QUESTION)
    return None


def is_by_asker(question: Question, session: Session) -> bool:
    """Whether who writes is who asked last: what was asked back, else what the last result answers."""
    last = session.pending_question or session.last_question
    return last is not None and last.viewer.key == question.viewer.key
