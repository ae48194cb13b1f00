"""Turn: one Question on its way to a Reply, with all that was found out about it when it was taken up."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from datetime import datetime

from core.conversation.session import Session
from core.kernel.messages import Language, Question
from core.language.heard import Heard


@dataclass
class Timing:
    """Seconds that the parts of an answer took; the one thing of a Turn that grows while it is answered."""

    started: float = field(default_factory=time.perf_counter)
    plan: float = 0.0
    sql: float = 0.0
    image: float = 0.0

    @property
    def total(self) -> float:
        """Since the Question was taken up."""
        return time.perf_counter() - self.started


@dataclass(frozen=True)
class Turn:
    """Made once for each Question and handed to whoever has a part in its answer.

    Attributes:
        question: its text without control characters.
        session: what its Thread remembers.
        heard: its words.
        language: to answer in: the words' own, else the Thread's, the person's, the plant's.
        today: the plant's day and time of day, or the Question's own day.
    """

    question: Question
    session: Session
    heard: Heard
    language: Language
    today: datetime
    timing: Timing = field(default_factory=Timing)

    def asking(self, question: Question, heard: Heard) -> Turn:
        """The same Turn for another wording: a choice that stands for a question in words."""
        return replace(self, question=question, heard=heard)
