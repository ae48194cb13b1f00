"""What a newcomer is shown before the first question: how the plant is today, and questions that it really answers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from cachetools import LRUCache, TTLCache

from core.answering.queries import Queries
from core.conversation.session_rows import fresh
from core.kernel.clock import Clock
from core.kernel.folding import fold_text
from core.kernel.messages import Language, Question, Span, Thread, Viewer
from core.language.language import languages
from core.planning.own import OwnQueries
from core.planning.plan import OwnQuery
from core.replies.headlines.headline import headline
from core.semantics.completion import Completed, CompletedName, Completions
from core.semantics.model import Condition, SemanticModel
from core.semantics.query import Measure, Named, SemanticQuery
from core.semantics.values import ValueIndex
from core.sentences import Text, say
from core.understanding.clarify import capital
from core.understanding.planner import DeterministicPlanner
from core.wording.phrases import agree

EXAMPLES: Final = 8
MOST_OF_ONE: Final = 2
"""So many examples of one topic: a newcomer sees how much can be asked about."""
_TODAY_SECONDS: Final = 30.0
_MOST_FIGURES: Final = 4
_BY_PLACE: Final[Text] = {"es": "{things} por {place}", "en": "{things} by {place}"}
_BY_MONTH: Final[Text] = {"es": "{things} por mes este año", "en": "{things} by month this year"}


@dataclass(frozen=True, slots=True)
class Example:
    """A question that this plant answers, and what it is about."""

    topic: str
    text: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How many rows are in a state now, as a sentence, and the question that lists them."""

    headline: tuple[Span, ...]
    text: str


class Starting:
    """Everything is looked up when it is first asked for, and again when the plant's values have changed."""

    def __init__(self, planner: DeterministicPlanner, queries: Queries, clock: Clock, currency: str) -> None:
        self._planner, self._queries, self._clock, self._currency = planner, queries, clock, currency
        self._own = OwnQueries(planner.model, planner.compiler, currency)
        self._examples: LRUCache[tuple[Language, int], tuple[Example, ...]] = LRUCache(4)
        self._today: TTLCache[Language, tuple[Standing, ...]] = TTLCache(2, _TODAY_SECONDS)
        self._names: LRUCache[tuple[Language, int], Completions] = LRUCache(2)
        self._finding, self._counting, self._naming = asyncio.Lock(), asyncio.Lock(), asyncio.Lock()

    async def examples(self, language: Language) -> tuple[Example, ...]:
        """At most eight, side by side what is of one topic; each is understood without a model.

        Raises:
            DatabaseUnavailable: the plant's values cannot be read for the first time.
        """
        await self._planner.prepare()
        key = (language, self._planner.generation)
        async with self._finding:
            if key not in self._examples:
                self._examples[key] = await self._found(language)
            return self._examples[key]

    async def today(self, language: Language) -> tuple[Standing, ...]:
        """How many are down, overdue and the like: at most four.

        Raises:
            DatabaseUnavailable, QueryFailed: they cannot be counted.
        """
        async with self._counting:
            kept = self._today.get(language)
            if kept is None:
                pressing = list(conditions_of_today(self._planner.model))[:_MOST_FIGURES]
                kept = tuple([await self._counted(condition, language) for condition in pressing])
                self._today[language] = kept
            return kept

    async def completions(self, viewer: Viewer, text: str, language: Language) -> Completed:
        """Names that may be meant by the last words of a text.

        Args:
            viewer: who writes: they are offered what they may ask about. Everyone may ask about all of it today.

        Raises:
            DatabaseUnavailable: the plant's values cannot be read for the first time.
        """
        del viewer
        await self._planner.prepare()
        values = self._planner.values
        assert values is not None, "prepare has read them"
        key = (language, self._planner.generation)
        async with self._naming:
            if key not in self._names:
                self._names[key] = await asyncio.to_thread(self._nameable, values, language)
            names = self._names[key]
        return names.of(text)

    def _nameable(self, values: ValueIndex, language: Language) -> Completions:
        model = self._planner.model
        by = languages()[language].roles["by"]
        return Completions(model, values, language, by=map(fold_text, by), states=states(model, language))

    async def _counted(self, condition: Condition, language: Language) -> Standing:
        today = self._clock.today()
        query = SemanticQuery(
            dataset=condition.dataset,
            shape="count",
            measures=(Measure(aggregate="count"),),
            filters=(Named(dataset=condition.dataset, condition=condition.name),),
        )
        plan = self._own.plan(query, language, today)
        result = await self._queries.rows(plan.sql)
        spans = headline(plan, result, self._planner.model, self._currency, today).spans
        return Standing(spans, capital(self._planner.describer(language, today).phrase(query, None)))

    async def _found(self, language: Language) -> tuple[Example, ...]:
        topics: dict[str, list[Example]] = {}
        model = self._planner.model
        own = model.examples(language)
        for place, text in enumerate(dict.fromkeys((*own, *made_up(model, language)))):
            if place >= len(own) and len(list(spread(topics, EXAMPLES, MOST_OF_ONE))) >= EXAMPLES:
                break
            # Planning is work of milliseconds: others are let in between.
            await asyncio.sleep(0)
            dataset = await self._about(text, language)
            if dataset is not None:
                topic = capital(model.datasets[dataset].label.many[language])
                topics.setdefault(dataset, []).append(Example(topic, text))
        return tuple(spread(topics, EXAMPLES, MOST_OF_ONE))

    async def _about(self, text: str, language: Language) -> str | None:
        """The dataset that a question is about; None when the deterministic planner does not understand it."""
        now = datetime.now(UTC)
        thread = Thread(platform="start", channel=language)
        question = Question(
            id="start",
            thread=thread,
            viewer=Viewer(platform="start", id="nobody"),
            text=text,
            received_at=now,
            language=language,
            offline=True,
        )
        plan = await self._planner.plan(question, fresh(thread, now, 1, language))
        if not isinstance(plan, OwnQuery):
            return None
        metrics = [self._planner.model.metrics[part.metric] for part in plan.query.measures if part.metric]
        return next((metric.dataset for metric in metrics if metric.dataset), plan.query.dataset)


def states(model: SemanticModel, language: Language) -> Iterator[CompletedName]:
    """What rows may be called for their state: «vencidas» of «OT», "down" of "machines"."""
    for dataset in model.datasets.values():
        for condition in dataset.conditions.values():
            if condition.terms[language]:
                label = condition.label.one[language]
                text = agree(label, dataset.label.gender, True) if language == "es" else label
                yield CompletedName(text, dataset.label.many[language])


def conditions_of_today(model: SemanticModel) -> Iterator[Condition]:
    """The states that somebody has to do something about today: a state that goes on while something runs up (down),
    and one that today's date decides (overdue); of each dataset the first of either sort."""
    for dataset in model.datasets.values():
        lasting = [part for part in dataset.conditions.values() if part.lasts is not None]
        dated = [part for part in dataset.conditions.values() if ":today" in part.expression and part.date]
        yield from (*lasting[:1], *dated[:1])


def made_up(model: SemanticModel, language: Language) -> Iterator[str]:
    """Plain questions for a plant whose model has few examples: rows and measures by place and by month, what happens
    first."""
    places = [dataset for dataset in model.datasets.values() if dataset.place]
    for dataset in sorted(model.datasets.values(), key=lambda dataset: not dataset.default_date):
        things = capital(dataset.label.many[language])
        if dataset.default_date:
            yield say(_BY_MONTH, language, things=things)
        for place in places:
            if place.name != dataset.name and model.reaches(dataset.name, place.name):
                yield say(_BY_PLACE, language, things=things, place=place.label.one[language])
    for metric in model.metrics.values():
        for place in places[:1]:
            yield say(_BY_PLACE, language, things=capital(metric.label.many[language]), place=place.label.one[language])


def spread(topics: Mapping[str, Iterable[Example]], most: int, most_of_one: int) -> Iterator[Example]:
    """At most so many, as many topics as there are, then more of each, never more of one; those of a topic together."""
    kept: dict[str, int] = dict.fromkeys(topics, 0)
    listed = {topic: list(examples) for topic, examples in topics.items()}
    left = most
    for turn in range(most_of_one):
        for topic, examples in listed.items():
            if left and turn < len(examples):
                kept[topic] += 1
                left -= 1
    for topic, count in kept.items():
        yield from listed[topic][:count]
