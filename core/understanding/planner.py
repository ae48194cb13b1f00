"""The deterministic planner: a question and its Session in, a Plan out, in milliseconds and with no model.

What it holds of the plant (the value index) is read once and again when the data has changed.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from datetime import date
from typing import Protocol

import structlog

from core.kernel.errors import MaintbotError
from core.kernel.folding import fold
from core.kernel.messages import Cell, Language, Question
from core.kernel.result import Result
from core.planning.heard import Heard
from core.planning.language import neither
from core.planning.own import OwnQueries
from core.planning.plan import Asks, OwnQuery, Plan, PlannedChoice, SessionView
from core.semantics.model import SemanticModel
from core.semantics.query import SemanticQuery
from core.semantics.sql.compile import Compiler
from core.semantics.sql.joins import NotCompilable
from core.semantics.values import ValueIndex
from core.sentences import planning, say
from core.understanding.annotate import Annotated, Annotator
from core.understanding.choosing import picked_choice
from core.understanding.clarify import ask
from core.understanding.conversation import Talk, recognise
from core.understanding.draft import Draft, Obstacle
from core.understanding.followup import Continued, continue_query
from core.understanding.going_on import goes_on, is_followup, narrows, the_one
from core.understanding.judging import ways_of
from core.understanding.lexicon import Lexicon
from core.understanding.settling import Readings
from core.understanding.state import ReadingState
from core.understanding.talking import Talking
from core.understanding.understand import understand
from core.wording.describe.describer import Describer

log = structlog.get_logger(__name__)

_CHECK_SECONDS = 2.0
"""How long the values are taken as current before the data's version is looked at again."""
_EXAMPLES = 4


class PlantData(Protocol):
    """What the planner asks of the plant's database; ``core.data.database.Database`` is one."""

    dialect: str

    async def distinct(self, table: str, column: str, *, limit: int) -> list[Cell] | None:
        """The values of a column, None when there are more than ``limit``."""
        ...

    async def version(self) -> str | None:
        """What changes when the data does; None when that is not cheap to know."""
        ...


class DeterministicPlanner:
    """A ``PlannerLike`` over the semantic model alone.

    Args:
        model: the plant's semantic model.
        database: read for the values that occur; never for an answer.
        today: the plant's date for questions that carry none.
        run: guards and runs a query, to settle whether two readings differ; None asks without looking.
        currency: for wording choices.

    Attributes:
        generation: counts how often the values that occur were found changed; plans depend on them.
    """

    def __init__(
        self,
        model: SemanticModel,
        database: PlantData,
        *,
        today: Callable[[], date],
        default_language: Language = "es",
        currency: str = "MXN",
        run: Callable[[str], Awaitable[Result]] | None = None,
    ) -> None:
        self.model = model
        self.compiler = Compiler(model, database.dialect)
        self.lexicon = Lexicon(model)
        self._database = database
        self._today = today
        self._default: Language = default_language
        self._own = OwnQueries(model, self.compiler, currency)
        self._readings = Readings(model, self.compiler, run)
        self._annotator: Annotator | None = None
        self._talking = Talking(model, self.describer, self._planned)
        self._version: str | None = None
        self.generation = 0
        self._checked = 0.0
        self._reading = asyncio.Lock()

    @property
    def values(self) -> ValueIndex | None:
        """The values that occur, once they have been read."""
        return self._annotator.values if self._annotator else None

    async def prepare(self) -> Annotator:
        """Read the values when they have not been read, or when the data has changed since.

        Raises:
            DatabaseUnavailable: they were never read and the database does not answer.
        """
        if self._annotator is not None and time.monotonic() - self._checked < _CHECK_SECONDS:
            return self._annotator
        async with self._reading:
            if self._annotator is not None and time.monotonic() - self._checked < _CHECK_SECONDS:
                return self._annotator
            try:
                version = await self._database.version()
                if self._annotator is None or version is None or version != self._version:
                    values = await ValueIndex.read(self.model, self._database, same_as=self.values)
                    if self._annotator is None or values is not self._annotator.values:
                        self._annotator = await asyncio.to_thread(Annotator, self.lexicon, values)
                        self.generation += 1
                    self._version = version
            except MaintbotError:
                if self._annotator is None:
                    raise
                log.warning("values_not_refreshed")
            self._checked = time.monotonic()
        return self._annotator

    @property
    def languages(self) -> Mapping[str, Collection[Language]]:
        """Folded word → the languages that it occurs in."""
        return self.lexicon.languages

    async def hear(self, text: str, otherwise: Language | None) -> Annotated:
        """Cut a message into words and read each of them, once for all who look at it.

        Args:
            otherwise: the language of the Thread or the person, for words that do not tell.

        Raises:
            DatabaseUnavailable: the values cannot be read for the first time.
        """
        return (await self.prepare()).read(text, otherwise)

    async def plan(self, question: Question, session: SessionView, heard: Heard | None = None) -> Plan:
        """Understand one question. Never guesses: what is not fully understood is asked about or declined.

        Args:
            heard: what ``hear`` gave for the question's text.

        Raises:
            DatabaseUnavailable: the values cannot be read for the first time.
        """
        annotator = await self.prepare()
        today = question.today or self._today()
        chosen = self._pressed(question, session)
        if isinstance(chosen, OwnQuery):
            return chosen
        text = chosen or question.text
        if isinstance(heard, Annotated) and heard.text == text:
            read = heard
        else:
            read = annotator.read(text, session.language or question.language)
        language = read.language or session.language or question.language or self._default
        pending = session.pending
        talk = recognise(read, pending=len(pending.choices) if pending else 0, has_result=session.last_plan is not None)
        if talk is not None and talk.kind == "which_one" and pending is not None:
            state = ReadingState(self.model, annotator.values, read.mentions, read.words, language, today)
            if (picked := picked_choice(state, pending)) is not None:
                return await self._chosen(picked, question, session)
        if talk is not None:
            return await self._talk(talk, question, session, language, today, read)
        if _foreign(read, annotator):
            return self._talking.examples(language, "refused", say(planning.FOREIGN, language), unknown=read.words)
        state = ReadingState(self.model, annotator.values, read.mentions, read.words, language, today)
        last = session.last_plan.query if session.last_plan is not None else None
        if pending is not None and (picked := picked_choice(state, pending)) is not None:
            return await self._chosen(picked, question, session)
        if last is not None and is_followup(state, last):
            plan = await self._continue(state, last, session, read, today)
            if plan is not None:
                return plan
        draft = understand(state)
        if last is None and draft.shape == "lookup" and not draft.problems and narrows(state):
            # «¿Y en soldadura?» with nothing before it: the area's own row is not what is asked for.
            draft.problems.append(Obstacle("no_subject"))
        if last is None and session.last_plan is not None and goes_on(state):
            # Of a model's answer, which has no query that could go on here: its rest is no question of its own.
            draft.problems = [Obstacle("no_subject")]
        plan = await self._plan_of(state, draft, read, today)
        return plan.model_copy(update={"context_free": last is None or not is_followup(state, last)})

    # ---- choices ----

    def _pressed(self, question: Question, session: SessionView) -> OwnQuery | str | None:
        """A pressed button of a clarification."""
        if question.choice is None or session.pending is None:
            return None
        for choice in session.pending.choices:
            if choice.id == question.choice:
                return self._resolved(choice, session.pending.language, question)
        return None

    def _resolved(self, choice: PlannedChoice, language: Language, question: Question) -> OwnQuery | str | None:
        if choice.query is not None:
            return self._planned(choice.query, language, question.today or self._today(), None, ())
        return choice.text

    # ---- talk ----

    async def _talk(
        self, talk: Talk, question: Question, session: SessionView, language: Language, today: date, read: Annotated
    ) -> Plan:
        if talk.kind == "which_one" and session.pending is not None:
            # «Sí» or «7» to «¿por qué: fallas, horas de paro o costo?» says nothing yet: it is asked again.
            return session.pending.model_copy(update={"unknown": (), "usage": {}})
        if talk.kind != "choose" or session.pending is None:
            assert self._annotator is not None
            return self._talking.reply(talk, session, language, today, read, self._annotator.values)
        return await self._chosen(session.pending.choices[talk.number - 1], question, session)

    async def _chosen(self, choice: PlannedChoice, question: Question, session: SessionView) -> Plan:
        language = session.pending.language if session.pending is not None else self._default
        resolved = self._resolved(choice, language, question)
        if isinstance(resolved, OwnQuery):
            return resolved
        fresh = question.model_copy(update={"text": resolved or question.text, "choice": None})
        plan = await self.plan(fresh, _Without(session))
        return plan.model_copy(update={"context_free": False})

    # ---- queries ----

    def describer(self, language: Language, today: date) -> Describer:
        """Words for queries in one language."""
        return self._own.describer(language, today)

    async def _continue(
        self, state: ReadingState, last: SemanticQuery, session: SessionView, read: Annotated, today: date
    ) -> Plan | None:
        """The follow-up's Plan; None when the message does not fit the last query and may stand alone."""
        attempt = state.fresh()
        continued: Continued = continue_query(attempt, last)
        if continued.draft.problems:
            alone = understand(state)
            one = the_one(state, last)
            if not alone.problems and one is not None and self.model.reaches(alone.home or "", one.field.dataset):
                # «¿Cuánto ha costado?» after P-112 is a question of its own, about P-112.
                alone.filters.append(one)
                plan = await self._plan_of(state, alone, read, today)
                return plan.model_copy(
                    update={"inherited": tuple(self.describer(state.language, today).filters([one]))}
                )
            if not alone.problems and one is None and not narrows(state):
                return None
            if not alone.problems or len(continued.draft.problems) <= len(alone.problems):
                return await self._plan_of(state, continued.draft, read, today, last)
            return await self._plan_of(state, alone, read, today)
        describer = self.describer(state.language, today)
        kept = describer.filters(continued.kept)
        if continued.kept_period and last.period is not None:
            kept.append(describer.period(last.period, None))
        plan = await self._plan_of(attempt, continued.draft, read, today)
        return plan.model_copy(update={"inherited": tuple(kept)})

    async def _plan_of(
        self, state: ReadingState, draft: Draft, read: Annotated, today: date, last: SemanticQuery | None = None
    ) -> Plan:
        language = state.language
        describer = self.describer(language, today)
        if draft.problems:
            if len(draft.problems) == 1 and draft.problems[0].kind == "ambiguous_worst":
                ways = ways_of(state, draft, draft.problems[0], describer)
                if len(ways) == 1:
                    # One choice is no question: it is taken, and said.
                    label, _, query = ways[0]
                    return self._planned(
                        query, language, today, draft.chart, read.corrections, (label[:1].lower() + label[1:],)
                    )
            without = self._without_unknown(state, draft, read, last)
            return ask(state, draft, describer, without)
        query = draft.query()
        asked = await self._readings.to_ask(query, draft, state, describer)
        if asked is not None:
            return ask(state, asked, describer, None)
        try:
            return self._planned(query, language, today, draft.chart, read.corrections, tuple(draft.said))
        except NotCompilable as error:
            log.info("not_compilable", detail=error.detail)
            draft.problems.append(Obstacle("too_complex"))
            return ask(state, draft, describer, None)

    def _planned(
        self,
        query: SemanticQuery,
        language: Language,
        today: date,
        chart: str | None,
        corrections: tuple[tuple[str, str], ...],
        said: tuple[str, ...] = (),
    ) -> OwnQuery:
        return self._own.plan(query, language, today, chart=chart, said=said, corrections=corrections)

    def _without_unknown(
        self, state: ReadingState, draft: Draft, read: Annotated, last: SemanticQuery | None
    ) -> Draft | None:
        """What the question would be without its unknown words; with them gone the rest is read anew, since a strange
        word may have torn a phrase apart. If that is understood, the strange words alone are what is asked about."""
        assert self._annotator is not None
        if all(problem.kind != "unknown" for problem in draft.problems):
            return None
        strange = [item for item in state.mentions if not item.readings and not self._annotator.known(item.text)]
        rest = " ".join(item.text for item in state.mentions if item not in strange)
        if not strange or not rest:
            return None
        again = self._annotator.read(rest, state.language)
        fresh = ReadingState(self.model, state.values, again.mentions, again.words, state.language, state.today)
        found = understand(fresh) if last is None else continue_query(fresh, last).draft
        if found.problems:
            return None
        draft.problems = [Obstacle("unknown", tuple(item.text for item in strange))]
        return found if found.filters or found.measures else None


class _Without:
    """A Session as it would be without its pending question."""

    def __init__(self, session: SessionView) -> None:
        self.language = session.language
        self.last_plan = session.last_plan
        self.pending: Asks | None = None
        self.recent = session.recent


def _foreign(read: Annotated, annotator: Annotator) -> bool:
    """Neither Spanish nor English: several words, none of them known, in letters of words; or plainly another's."""
    if neither(read.text, annotator.lexicon.knows):
        return True
    words = [word for word in read.words if fold(word).isalpha()]
    known = [word for word in words if annotator.lexicon.knows(word)]
    return len(words) >= 3 and len(known) <= len(words) // 5
