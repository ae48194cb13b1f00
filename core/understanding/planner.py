"""The deterministic planner: a question and its Session in, a Plan out, in milliseconds and with no model.

What it holds of the plant (the values that occur) is read once and again when the data has changed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import replace
from datetime import date
from functools import partial

import structlog

from core.kernel.errors import MaintbotError
from core.kernel.messages import Language, Question
from core.kernel.result import Result
from core.language.heard import Heard
from core.language.tongue import is_foreign
from core.planning.own import OwnQueries
from core.planning.plan import Asks, OwnQuery, Plan, PlannedChoice, Queried, SessionView
from core.planning.scope import without
from core.semantics.model import SemanticModel
from core.semantics.query import Measure, SemanticQuery
from core.semantics.sql.compile import Compiler
from core.semantics.sql.joins import NotCompilable
from core.semantics.values import ValueIndex
from core.sentences import planning, say, understanding
from core.understanding.clarify import ask, plan_of, which, worst_by
from core.understanding.derive import Derivation, Readings, bags_of, derive, near, opener_of
from core.understanding.doubt import Doubt, Near
from core.understanding.phrases.types import Said
from core.understanding.reading.covers import Cover
from core.understanding.reading.current import CurrentReader, PlantData
from core.understanding.reading.lattice import Lattice, LatticeReader
from core.understanding.reading.lexicon import Lexicon
from core.understanding.reading.readings import Mention
from core.understanding.talk import Talk, recognise
from core.understanding.talking import Talking, passed_over
from core.understanding.threads import one_breath
from core.understanding.threads.against import stands_alone
from core.understanding.threads.antecedent import Talked
from core.understanding.threads.choosing import WithoutPending, other_choice, picked_choice
from core.understanding.threads.follow import behind_choices, follow
from core.understanding.threads.offers import let_go, offers
from core.understanding.threads.says import goes_on, leans, points_first, sorts_own
from core.understanding.threads.unanswered import first_unknown, hangs, left_open, offered
from core.understanding.triggered import Triggered, marks_of_mentions, nothing
from core.wording.describe.describer import Describer

log = structlog.get_logger(__name__)

_CUT = Triggered(one_breath.cut, frozenset(one_breath.ASKING), nothing)
_IN_THE_WAY = ("unknown", "unattached", "not_related")
"""Problems that are of some words only, so that the rest may be understood without them."""


class DeterministicPlanner:
    """A ``PlannerLike`` over the semantic model alone.

    Args:
        model: the plant's semantic model.
        database: read for the values that occur; never for an answer.
        today: the plant's date for questions that carry none.
        run: guards and runs a query, to settle whether two readings differ; None asks without looking.
        to_now: ``run`` fills in the time of day (``core.semantics.sql.now``).
        currency: for wording choices.
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
        to_now: bool = False,
    ) -> None:
        self.model = model
        self.compiler = Compiler(model, database.dialect, to_now=to_now)
        self.lexicon = Lexicon(model)
        self._current = CurrentReader(model, self.lexicon, database)
        self._today = today
        self._default: Language = default_language
        self._own = OwnQueries(model, self.compiler, currency)
        self._run = run
        self._doubt = Doubt(self.compiler, run)
        self._talking = Talking(model, self.describer, self._plain, self._without_role)

    @property
    def values(self) -> ValueIndex | None:
        """The values that occur, once they have been read."""
        return self._current.values

    @property
    def generation(self) -> int:
        """Counts how often the values that occur were found changed; plans depend on them."""
        return self._current.generation

    async def prepare(self) -> LatticeReader:
        """Read the values when they have not been read, or when the data has changed since.

        Raises:
            DatabaseUnavailable: they were never read and the database does not answer.
        """
        return await self._current.get()

    def describer(self, language: Language, today: date) -> Describer:
        """Words for queries in one language."""
        return self._own.describer(language, today)

    # ---- planning ----

    @property
    def languages(self) -> Mapping[str, Collection[Language]]:
        """Folded word → the languages that it occurs in."""
        return self.lexicon.languages

    async def hear(self, text: str, otherwise: Language | None) -> Lattice:
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
        reader = await self.prepare()
        today = question.today or self._today()
        pressed = self._pressed(question, session, today)
        if isinstance(pressed, OwnQuery):
            return pressed
        text = pressed or question.text
        if isinstance(heard, Lattice) and heard.text == text:
            read = heard
        else:
            read = reader.read(text, session.language or question.language)
        language = read.language or session.language or question.language or self._default
        pending = session.pending
        talk = recognise(read, pending=len(pending.choices) if pending else 0, has_result=session.last_plan is not None)
        if pending is not None and (talk is None or talk.kind == "which_one") and read.covers:
            chosen = picked_choice(read.covers[0].mentions, pending)
            if chosen is not None:
                return await self._chosen(chosen, question, session, language, today)
        if talk is not None:
            return await self._talk(talk, question, session, language, today, read)
        if is_foreign(read.typed, self.lexicon.knows):
            return self._talking.examples(language, "refused", say(planning.FOREIGN, language), unknown=read.words)
        last = session.last_plan.query if session.last_plan is not None else None
        if (second := self._second_choice(read, session)) is not None:
            return await self._chosen(second, question, session, language, today)
        if last is None:
            readings = self._readings(read, language, today)
            behind_model = session.last_plan is not None
            bag = readings.bag
            pointed = bag is not None and bool(bag.pointers) and points_first(bag)
            leads_on = pointed or (bag is not None and bag.leads_on and goes_on(bag) and not sorts_own(bag))
            if bag is not None and (leads_on or (behind_model and leans(bag))):
                back = ask(Readings([], [], bag), self.describer(language, today), None, self.lexicon.knows)
                # What narrows SQL that a model wrote is that model's to understand: no word of it is covered.
                return back.model_copy(update={"unknown": back.unknown or read.words}) if behind_model else back
        else:
            bags = list(bags_of(read, self.lexicon, reader.values, language, last.dataset))
            talked = Talked(self.model, self.compiler, self._run, today)
            queries = [plan.query for _, plan in session.recent if isinstance(plan, Queried) and plan.query is not None]
            readings = await follow(bags, last, talked, today, queries[::-1])
            if pending is not None and (edited := behind_choices(bags, pending, today)) is not None:
                readings = edited
        if (both := await self._in_one_breath(read, readings, language, today, last)) is not None:
            readings = both
        hanging = first_unknown(readings, read, session) if session.recent else None
        if hanging is not None and self._doubt.compiles(hanging, today):
            return offered(hanging, self.describer(language, today), language)
        plan = await self._settled(readings, read, language, today)
        alone = last is None
        if session.last_plan is not None:
            alone = stands_alone(readings, plan.query if isinstance(plan, OwnQuery) else None)
        if last is not None and isinstance(plan, OwnQuery):
            if not alone and plan.query is not None and (text := left_open(session, read)):
                before = next(bags_of(reader.read(text, language), self.lexicon, reader.values, language), None)
                if before is not None and hangs(readings, plan.query, before):
                    return offered(plan.query, self.describer(language, today), language)
            describer = self.describer(language, today)
            ways = offers(self.model, plan.query, last, describer, kept=bool(plan.inherited))
            said = plan.assumptions
            if not plan.inherited and ways and (gone := let_go(self.model, plan.query, last, describer)):
                said = (*said, say(understanding.NOT_KEPT, language, what=", ".join(gone)))
            return plan.model_copy(update={"offers": ways, "assumptions": said, "context_free": alone})
        return plan.model_copy(update={"context_free": alone})

    def _readings(self, read: Lattice, language: Language, today: date) -> Readings:
        assert self.values is not None
        return derive(list(bags_of(read, self.lexicon, self.values, language)), today)

    async def _in_one_breath(
        self, read: Lattice, whole: Readings, language: Language, today: date, last: SemanticQuery | None
    ) -> Readings | None:
        """A message that asks two things, as one query that answers both, or as both; None where it asks one."""
        parts = _CUT(marks_of_mentions(read.mentions), read)
        if parts is None or one_breath.answers_both(whole) or self.values is None:
            return None
        talked = Talked(self.model, self.compiler, self._run, today)
        said = [partial(bags_of, part, self.lexicon, self.values, language) for part in parts]
        first = derive(list(said[0](None)), today) if last is None else await follow(
            list(said[0](last.dataset)), last, talked, today, [last]
        )  # fmt: skip
        return await one_breath.answered(whole, first, said[1], talked, today, [*map(one_breath.written, parts)])

    async def _settled(self, readings: Readings, read: Lattice, language: Language, today: date) -> Plan:
        """The one reading, or a question back."""
        describer = self.describer(language, today)
        left = await self._doubt.left(near(readings), today)
        if len(left) > 1:
            return which(left, describer)
        if left:
            return self._planned(left[0], language, today, read)
        part = self._understood(readings, read, language, today)
        part = part if part is not None and self._doubt.compiles(part, today) else None
        counted = await self._rows_of(part, today) if part is not None else None
        return ask(readings, describer, (part, counted) if part is not None else None, self.lexicon.knows)

    async def _rows_of(self, query: SemanticQuery, today: date) -> int | None:
        """How many rows a list has, so that its button can say so."""
        if self._run is None or query.measures or query.limit or query.shape not in ("list", "exists", "lookup"):
            return None
        update = {"shape": "count", "measures": (Measure(aggregate="count"),), "select": (), "order": None, "spans": ()}
        try:
            found = await self._run(self.compiler.compile(query.model_copy(update=update), today, "en").sql)
        except (MaintbotError, NotCompilable):
            return None
        value = found.rows[0][0] if found.rows and found.rows[0] else None
        return value if isinstance(value, int) else None

    def _understood(self, readings: Readings, read: Lattice, language: Language, today: date) -> SemanticQuery | None:
        """The question without the words that stand in its way, if that is understood and says anything."""
        best = readings.others[0] if readings.others else None
        if best is None:
            return None
        strange = {word for problem in best.draft.problems if problem.kind in _IN_THE_WAY for word in problem.words}
        if not strange or any(problem.kind not in _IN_THE_WAY for problem in best.draft.problems):
            return None
        covers = tuple(
            Cover(tuple(item for item in cover.mentions if item.text not in strange or not _leaves(item)), cover.cost)
            for cover in read.covers
        )
        again = self._readings(replace(read, covers=covers, corrections=()), language, today)
        found = near(again)
        if len(found) != 1:
            return None
        query, reading = found[0]
        named = any(query.dataset in reading.bag.nouns_at(place) for place in range(len(reading.bag.phrases)))
        if not (named or query.groups or any(measure.metric for measure in query.measures)):
            return None  # what it would be about is not said
        return query if query.filters or query.measures else None

    def _without_role(self, read: Lattice, role: str, language: Language, today: date) -> Readings:
        covers = tuple(
            Cover(tuple(mention for mention in cover.mentions if not mention.role(role)), cover.cost)
            for cover in read.covers
        )
        return self._readings(replace(read, covers=covers, corrections=()), language, today)

    # ---- choices and talk ----

    def _pressed(self, question: Question, session: SessionView, today: date) -> OwnQuery | str | None:
        """A pressed button: a limit of an answer that is taken away, or a choice of a clarification."""
        last = session.last_plan
        if question.choice is not None and last is not None and last.query is not None:
            if (wider := without(last.query, question.choice)) is not None:
                return self._plain(wider, last.language, today)
        if question.choice is None or session.pending is None:
            return None
        choice = next((item for item in session.pending.choices if item.id == question.choice), None)
        return self._resolved(choice, session.pending.language, today) if choice is not None else None

    def _resolved(self, choice: PlannedChoice, language: Language, today: date) -> OwnQuery | str | None:
        if choice.query is not None:
            return self._plain(choice.query, language, today)
        return choice.text

    async def _talk(
        self, talk: Talk, question: Question, session: SessionView, language: Language, today: date, read: Lattice
    ) -> Plan:
        pending = session.pending
        if talk.kind == "which_one" and pending is not None:
            return pending.model_copy(update={"unknown": (), "usage": {}})
        if talk.kind == "choose" and pending is not None:
            return await self._chosen(pending.choices[talk.number - 1], question, session, language, today)
        if talk.kind == "why" and (causes := await self._causes(question, session, language)) is not None:
            return causes
        return self._talking.reply(talk, session, language, today, read)

    async def _causes(self, question: Question, session: SessionView, language: Language) -> Plan | None:
        """«¿y por qué?»: the causes on record of what the last query was about, where its rows have any."""
        if session.last_plan is None or session.last_plan.query is None:
            return None
        few = session.last_plan.query.limit is not None
        text = say(planning.CAUSE_OF_THESE if few else planning.BY_CAUSE, language)
        asked = question.model_copy(update={"text": text, "choice": None})
        plan = await self.plan(asked, WithoutPending(session))
        if not isinstance(plan, OwnQuery) or plan.query is None or plan.query == session.last_plan.query:
            return None
        if not plan.query.groups:
            return None
        note = say(planning.CAUSES_ON_RECORD, language)
        return plan.model_copy(update={"assumptions": (note, *plan.assumptions), "context_free": False})

    def _second_choice(self, read: Lattice, session: SessionView) -> PlannedChoice | None:
        """Another way out of the question that was asked back a turn or two ago."""
        if session.pending is not None or not read.covers or opener_of(read.covers[0].mentions) not in ("undo", "and"):
            return None
        asked = next((plan for _, plan in reversed(session.recent[-3:]) if isinstance(plan, Asks) and plan.waits), None)
        return other_choice(read.words, asked) if asked is not None else None

    async def _chosen(
        self, choice: PlannedChoice, question: Question, session: SessionView, language: Language, today: date
    ) -> Plan:
        language = session.pending.language if session.pending is not None else language
        resolved = self._resolved(choice, language, today)
        if isinstance(resolved, OwnQuery):
            return resolved
        fresh = question.model_copy(update={"text": resolved or question.text, "choice": None})
        plan = await self.plan(fresh, WithoutPending(session))
        return plan.model_copy(update={"context_free": False})

    # ---- queries ----

    def _plain(self, query: SemanticQuery, language: Language, today: date) -> OwnQuery:
        return self._own.plan(query, language, today)

    def _planned(self, found: Near, language: Language, today: date, read: Lattice) -> Plan:
        query, reading = found
        describer = self.describer(language, today)
        kept = describer.filters(reading.draft.kept) if reading.draft.kept else []
        if reading.draft.kept_period and query.period is not None:
            kept.append(describer.period(query.period, None))
        judged = (worst_by(query, describer),) if reading.draft.label == "worst" else ()
        passed = (passed_over(read.passed_over, language),) if read.passed_over else ()
        try:
            return self._own.plan(
                query,
                language,
                today,
                chart=reading.draft.chart,
                said=(*reading.draft.said, *judged, *passed),
                corrections=read.corrections,
                inherited=tuple(kept),
            )
        except NotCompilable as error:
            log.info("not_compilable", detail=error.detail)
            return plan_of(language, "clarify", say(planning.TOO_COMPLEX, language), unknown=_words(reading))


def _leaves(mention: Mention) -> bool:
    """A word that can be left out without turning what is said into its opposite."""
    return not mention.readings or mention.is_substance


def _words(reading: Derivation) -> tuple[str, ...]:
    return tuple(phrase.head.text for phrase in reading.bag.phrases if isinstance(phrase, Said))
