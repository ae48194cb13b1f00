"""Plan: what both planners make of a question, before anything has run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from pydantic import Field

from core.kernel.messages import Action, Column, Frozen, Language, Planner, Question, Suggestion
from core.planning.chart_spec import ChartSpec
from core.semantics.query import SemanticQuery


class PlannedChoice(Frozen):
    """A way out of a clarification: what the button says, and the query or the question that it stands for."""

    id: str
    label: str
    query: SemanticQuery | None = None
    text: str | None = None


class Plan(Frozen):
    """A planner's whole understanding of one question.

    Attributes:
        language: of the question, and so of the answer.
        restated: the question in plain English, complete without the thread.
        action: ``answer`` and ``image`` speak of the Session's last result and run no SQL.
        query: the semantic query that ``sql`` was compiled from (deterministic planner only).
        sql: one SELECT for the plant's database.
        columns: how the result's columns are called and written, as far as the planner knows.
        chart: what to draw, for ``image`` and ``data_image``.
        headline: template with {placeholders} that the result fills (model planner); None → described by code.
        assumptions: short phrases in the question's language.
        clarification: the sentence that asks back, or says why not, for ``clarify``, ``help`` and ``refused``.
        unknown: the words that no part of the plan accounts for (deterministic planner's reason to abstain).
        inherited: phrases for the filters that a follow-up kept.
        topic: for ``answer``: which question about the last result ("explain", "sql", …).
        degraded: why the model did not answer, when this is the deterministic planner's best offer in its place.
        verified: who checked the query and when, for a verified one.
        verified_sql: the checked query, when ``sql`` is the deterministic planner's own for the same question; both
            are run, and the checked one wins where they differ.
        roles: result columns by part: ``groups``, ``values``, ``extras``; ``populations`` names the datasets whose
            usual population was kept.
        corrections: words that were read as others, (written, read).
        context_free: True when the Session had no part in it, so that it holds in any Session.
    """

    language: Language
    action: Action
    planner: Planner
    restated: str = ""
    query: SemanticQuery | None = None
    sql: str | None = None
    columns: tuple[Column, ...] = ()
    chart: ChartSpec | None = None
    headline: str | None = None
    assumptions: tuple[str, ...] = ()
    clarification: str | None = None
    choices: tuple[PlannedChoice, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    unknown: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()
    topic: str | None = None
    degraded: str | None = None
    verified: tuple[str, str] | None = None
    verified_sql: str | None = None
    usage: Mapping[str, float] = Field(default_factory=dict)
    roles: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    corrections: tuple[tuple[str, str], ...] = ()
    context_free: bool = False

    @property
    def abstains(self) -> bool:
        """True when nothing will be queried or shown: it asks, helps or declines."""
        return self.action in ("clarify", "help", "refused")

    @property
    def waits(self) -> bool:
        """True when it asks something back: a clarification, or a refusal that offers something else."""
        return self.action == "clarify" or bool(self.choices)


class PlannerLike(Protocol):
    """What the pipeline asks of a planner."""

    async def plan(self, question: Question, session: SessionView) -> Plan:
        """Understand one question.

        Raises:
            ModelUnavailable: the model planner cannot be reached in time.
        """
        ...


class SessionView(Protocol):
    """What a planner may see of the Session: never rows, only plans and their outcome."""

    @property
    def language(self) -> Language | None:
        """The Session's language so far."""
        ...

    @property
    def last_plan(self) -> Plan | None:
        """The last Plan that gave a result."""
        ...

    @property
    def pending(self) -> Plan | None:
        """The clarification that waits for an answer."""
        ...

    @property
    def recent(self) -> tuple[tuple[str, Plan], ...]:
        """The last few (question text, Plan), oldest first."""
        ...
