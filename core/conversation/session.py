"""Session: what a Thread remembers, as planners and the pipeline see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from core.kernel.messages import Language, Question, Reply, Thread
from core.kernel.result import Result
from core.planning.plan import Asks, Plan, Query


@dataclass
class Session:
    """A SessionView for planners, and what the pipeline needs besides. Changed by ``SessionStore.record``, and
    when its conversation is forgotten.

    Attributes:
        id: unique over all Threads.
        thread: the Thread that it belongs to; two people in it share the Session.
        generation: 1, 2, … within the Thread: a flat Thread starts anew after a pause or on "new topic".
        started_at: aware UTC.
        turns: how many answers it holds.
        language: of its last answer.
        last_plan: the last Plan that gave a result.
        last_question: the Question that ``last_plan`` and ``last_result`` answer; before there is one, the last asked.
        pending: the clarification or the offer that waits for an answer, and ``pending_question`` the Question that it
            asked back.
        recent: the last few (question text, Plan), oldest first.
        result_id, basis: where the last result is stored, and the turn that gave it.
        forgotten: the Question speaks of an earlier answer that this Thread does not hold (any more).
        spoken: what the person speaks elsewhere, where neither the Question nor its Thread has a language.
    """

    id: str
    thread: Thread
    generation: int
    started_at: datetime
    turns: int = 0
    language: Language | None = None
    last_plan: Query | None = None
    last_question: Question | None = None
    pending: Asks | None = None
    pending_question: Question | None = None
    recent: tuple[tuple[str, Plan], ...] = ()
    result_id: str | None = None
    basis: int | None = None
    forgotten: bool = False
    spoken: Language | None = None
    _kept: Callable[[], Result] | None = field(default=None, repr=False)
    _result: Result | None = field(default=None, repr=False)

    @property
    def is_new(self) -> bool:
        """True until its first answer is recorded."""
        return self.turns == 0

    @property
    def last_result(self) -> Result | None:
        """The Result of ``last_plan``, unpacked when first asked for, so that charts and answers of it need no SQL.

        Raises:
            StillSealed: no key opens it.
        """
        if self._result is None and self._kept is not None:
            self._result = self._kept()
            self._kept = None
        return self._result

    def empty(self) -> None:
        """What the Thread remembered has been erased: nothing of it is gone on from."""
        self.last_plan = self.last_question = self.pending = self.pending_question = None
        self.recent, self.result_id, self.basis = (), None, None
        self._kept = self._result = None

    def has_given(self, result: Result) -> bool:
        """True when this very object is ``last_result``; unpacks nothing."""
        return self._result is result


@dataclass(frozen=True)
class PastTurn:
    """A question that was asked in a Thread, and its answer without all its rows."""

    question: Question
    reply: Reply


@dataclass(frozen=True)
class SessionInfo:
    """A line of a list of sessions.

    Attributes:
        viewer_key: who began it.
        title: what a person calls it, else its first question.
        turns: how many answers it holds.
    """

    id: str
    thread: Thread
    viewer_key: str
    title: str
    language: Language | None
    turns: int
    started_at: datetime
    updated_at: datetime
