"""Plan: what a planner made of a question, before anything has run. One class for each kind of thing it can be.

``Asks`` asks back, helps or declines. A query (``OwnQuery``, ``CheckedQuery``, ``ModelQuery``) is run on the plant's
database. ``OfLast`` and ``ChartOfLast`` speak of the Session's last result and run nothing. Each kind has its own
executor in core/answering.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Final, Literal, Protocol, TypeAlias

from pydantic import Field, TypeAdapter, ValidationError

from core.kernel.messages import Action, Column, Frozen, Language, Planner, Question, Suggestion
from core.language.heard import Heard
from core.planning.chart_spec import ChartSpec
from core.semantics.query import SemanticQuery

Topic = Literal["explain", "sql", "repeat", "why", "summary", "highest", "lowest", "total", "average"]
"""Which question about a result is asked."""

BESIDE: Final[frozenset[str]] = frozenset({"summary", "why"})
"""What a question may ask of its own result as well («con gráfica, y explícame por qué»)."""

AskAction = Literal["clarify", "help", "refused"]


class PlannedChoice(Frozen):
    """A way out of a clarification: what the button says, and the query or the question that it stands for."""

    id: str
    label: str
    query: SemanticQuery | None = None
    text: str | None = None


class Planned(Frozen):
    """What every Plan says, whatever its kind.

    Attributes:
        language: of the question, and so of the answer.
        planner: who made it.
        restated: the question in plain English, complete without the thread.
        usage: what the model's calls for it have used: calls, tokens_in, tokens_cached, tokens_out, cost_usd.
        degraded: why the model did not answer, when this is the deterministic planner's best offer in its place.
        context_free: True when the Session had no part in it, so that it holds in any Session.
    """

    language: Language
    planner: Planner
    restated: str = ""
    usage: Mapping[str, float] = Field(default_factory=dict)
    degraded: str | None = None
    context_free: bool = False

    @property
    def abstains(self) -> bool:
        """True when nothing will be queried or shown: it asks, helps or declines."""
        return False


class Asks(Planned):
    """Nothing is queried or shown: it asks back, helps or declines.

    Attributes:
        sentence: what is said.
        choices: ways out, one button each.
        unknown: the words that no part of an understanding accounts for: why the deterministic planner abstains.
        ends_session: the person began a new topic.
        forgets: the person wants all of the conversation erased; it ends too.
    """

    kind: Literal["asks"] = "asks"
    action: AskAction
    sentence: str = ""
    choices: tuple[PlannedChoice, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    unknown: tuple[str, ...] = ()
    ends_session: bool = False
    forgets: bool = False

    @property
    def abstains(self) -> bool:
        return True

    @property
    def waits(self) -> bool:
        """True when it asks something back: a clarification, or a refusal that offers something else."""
        return self.action == "clarify" or bool(self.choices)


class Queried(Planned):
    """What the three kinds of query have in common.

    Attributes:
        sql: one SELECT for the plant's database.
        query: the semantic query that it says, where one is known: follow-ups and our own words build on it.
        columns: how the result's columns are called and written, as far as the planner knows.
        chart: what to draw; None when no chart was asked for.
        assumptions: short phrases in the question's language.
        roles: result columns by part: ``groups``, ``values``, ``extras``; ``populations`` names the datasets whose
            usual population was kept.
        inherited: phrases for the filters that a follow-up kept.
        corrections: words that were read as others, (written, read).
        offers: what changes what a follow-up kept, or keeps what a new topic let go of, with one press.
    """

    sql: str
    query: SemanticQuery | None = None
    columns: tuple[Column, ...] = ()
    chart: ChartSpec | None = None
    assumptions: tuple[str, ...] = ()
    roles: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    inherited: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    offers: tuple[Suggestion, ...] = ()

    @property
    def action(self) -> Action:
        """What the Reply is, unless drawing fails."""
        return "data_image" if self.chart is not None else "data"


class OwnQuery(Queried):
    """A semantic query that our compiler turned into SQL, whichever planner understood the question.

    Attributes:
        topic: what is asked about the rows as well; told beside the answer.
        mended: how many of a model's answers did not hold before this one.
    """

    kind: Literal["own"] = "own"
    planner: Literal["deterministic", "model"] = "deterministic"
    query: SemanticQuery
    topic: Topic | None = None
    mended: int = 0


class CheckedQuery(Queried):
    """SQL that a person has checked for this question.

    Attributes:
        checked_by, checked_on: who, and the day as the model's file writes it.
        headline: template of the sentence for when there is no ``query``.
        own: the deterministic planner's query for the same question. Both are run; where their rows agree, it words
            the answer, and follow-ups build on it; else the checked rows stand alone.
    """

    kind: Literal["checked"] = "checked"
    planner: Literal["verified"] = "verified"
    checked_by: str
    checked_on: str
    headline: str | None = None
    own: OwnQuery | None = None

    def worded_by(self, own: OwnQuery) -> CheckedQuery:
        """The checked query with the words of the deterministic planner's, whose rows are the same."""
        fields = ("query", "columns", "chart", "assumptions", "roles", "inherited", "corrections", "restated")
        return self.model_copy(update={name: getattr(own, name) for name in fields})


class ModelQuery(Queried):
    """SQL that a language model wrote for what a semantic query cannot say, with its words for the answer.

    Attributes:
        headline: template with {placeholders} that the result fills.
        topic: what is asked about the rows as well; told beside the answer.
    """

    kind: Literal["model"] = "model"
    planner: Literal["model"] = "model"
    headline: str | None = None
    topic: Topic | None = None


class OfLast(Planned):
    """A question about the last result: how it was computed, its SQL, its highest row, once more."""

    kind: Literal["of_last"] = "of_last"
    topic: Topic
    unknown: tuple[str, ...] = ()
    action: Literal["answer"] = "answer"


class ChartOfLast(Planned):
    """A chart of the last result.

    Attributes:
        topic: what is asked about the rows as well; told beside the chart.
    """

    kind: Literal["chart_of_last"] = "chart_of_last"
    chart: ChartSpec
    topic: Topic | None = None
    action: Literal["image"] = "image"


Written: TypeAlias = CheckedQuery | ModelQuery
"""SQL that did not come from our compiler; its writer gave words of its own along."""
Query: TypeAlias = OwnQuery | CheckedQuery | ModelQuery
Plan: TypeAlias = Asks | OwnQuery | CheckedQuery | ModelQuery | OfLast | ChartOfLast
_PLANS: TypeAdapter[Plan] = TypeAdapter(Annotated[Plan, Field(discriminator="kind")])


@lru_cache(maxsize=256)
def stored_plan(body: str) -> Plan | None:
    """The Plan that was written as JSON; None for one that an older release wrote in another form.

    Each question of a conversation reads the last six again, so those that were read lately are remembered.
    """
    try:
        return _PLANS.validate_json(body)
    except ValidationError:
        return None


def covers(plan: Plan) -> bool:
    """True when the deterministic planner accounts for every word: what it then asks or declines is meant."""
    return not (isinstance(plan, Asks | OfLast) and plan.unknown)


class PlannerLike(Protocol):
    """What the router asks of a planner."""

    async def plan(self, question: Question, session: SessionView, heard: Heard | None = None) -> Plan:
        """Understand one question.

        Args:
            heard: the question's words, when somebody has cut them already.

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
    def last_plan(self) -> Query | None:
        """The last Plan that gave a result."""
        ...

    @property
    def pending(self) -> Asks | None:
        """The clarification that waits for an answer."""
        ...

    @property
    def recent(self) -> tuple[tuple[str, Plan], ...]:
        """The last few (question text, Plan), oldest first."""
        ...
