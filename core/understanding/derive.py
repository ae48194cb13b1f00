"""Derives the readings of a question: every cover, every kind, every fork, scored; the best ones are handed on."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from core.kernel.messages import Language
from core.semantics.exclusion import contradiction
from core.semantics.query import FieldRef, Related, SemanticQuery
from core.semantics.values import ValueIndex
from core.understanding.effects import foretold, idle, timeless, undated
from core.understanding.kinds.kind import Attempt
from core.understanding.kinds.table import KINDS
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject, TalkScope
from core.understanding.meaning.draft import Draft, Problem
from core.understanding.phrases.compose import Phraser
from core.understanding.phrases.dearest import most_of_measure
from core.understanding.phrases.lasting import longest_in
from core.understanding.phrases.left_out import rows_left_out
from core.understanding.phrases.more_than import compared_periods
from core.understanding.phrases.own_subject import resolved
from core.understanding.phrases.stretches import joined
from core.understanding.phrases.types import Amount, Bound, Extreme, Said, When
from core.understanding.reading.all_there_are import said_of_all
from core.understanding.reading.every_as_each import each_as_every, every_as_each
from core.understanding.reading.lattice import Lattice
from core.understanding.reading.lexicon import Lexicon
from core.understanding.reading.readings import Light, Mention, Number, Ref, Superlative, Time
from core.understanding.reading.settled import settled
from core.understanding.reading.sorted_first import sorts_only
from core.understanding.reading.split_up import commands_only
from core.understanding.triggered import Tie, Triggered, as_they_are, marks_of, marks_of_mentions
from core.understanding.weights import WEIGHTS

_FORKS = 8
"""Ways to take one attempt's forks that are tried."""
_RESOLVED = Triggered(resolved, frozenset({Ref, "left_out", "with", Tie.OWN, Tie.DANGLING}), otherwise=as_they_are)
_COMPARED = Triggered(compared_periods, frozenset({Extreme}), otherwise=as_they_are)
_LEFT_OUT = Triggered(rows_left_out, frozenset({Tie.LINKED}), otherwise=lambda phrases, model, topic: list(phrases))
_LONGEST = Triggered(longest_in, frozenset({Superlative}), otherwise=lambda phrases, model: list(phrases))
_DEAREST = Triggered(most_of_measure, frozenset({Superlative}), otherwise=lambda phrases, model: list(phrases))
_JOINED = Triggered(joined, frozenset({"since", "before", "unit", Bound, Amount, When}), otherwise=as_they_are)
_SAID_OF_ALL = Triggered(said_of_all, frozenset({Number, "both"}), otherwise=lambda mentions, *_: tuple(mentions))
_EVERY = Triggered(every_as_each, frozenset({"every_one"}), otherwise=lambda mentions: tuple(mentions))
_EACH = Triggered(each_as_every, frozenset({"each"}), otherwise=lambda mentions: tuple(mentions))
_COMMANDS = Triggered(commands_only, frozenset({"split_up"}), otherwise=lambda mentions: tuple(mentions))
_SORTS = Triggered(sorts_only, frozenset({"first_word"}), otherwise=lambda mentions: tuple(mentions))
_NOT_OFFERED = ("cumulative",)
_PHRASES = 60
"""Phrases beyond which a message is no question; its pieces would not be told apart in any useful time."""


@dataclass(frozen=True)
class Derivation:
    """One reading of the question: its draft over the bag that it was built of, and what it costs."""

    bag: Bag
    draft: Draft
    cost: float

    @property
    def clean(self) -> bool:
        """Nothing stands in its way."""
        return not self.draft.problems


@dataclass
class Readings:
    """All readings of a question, best first; equal queries are one."""

    clean: list[tuple[SemanticQuery, Derivation]] = field(default_factory=list)
    others: list[Derivation] = field(default_factory=list)
    bag: Bag | None = None


def bags_of(
    lattice: Lattice, lexicon: Lexicon, values: ValueIndex, language: Language, topic: str | None = None
) -> Iterator[Bag]:
    """The phrases of each cover; covers that differ only in what says nothing are one."""
    model = lexicon.model

    def names(ref: FieldRef) -> bool:
        meaning = model.datasets[ref.dataset]
        return ref.field == meaning.identity or (ref.field,) in meaning.unique_keys

    def verbal(word: str) -> bool:
        return any(word in words.forms for words in lexicon.words.values())

    def valued(ref: FieldRef) -> bool:
        return bool(model.datasets[ref.dataset].value_field)

    def nameless(ref: FieldRef) -> bool:
        meaning = model.datasets[ref.dataset]
        return meaning.identity not in meaning.fields

    several = lexicon.words[language].several
    seen = set()
    to_come, supposed = (_saying(lattice, role) for role in ("to_come", "supposed"))
    still = any(word in lexicon.still for word in lattice.words)
    lowest = lattice.covers[0].cost if lattice.covers else 0.0
    for cover in lattice.covers:
        mentions = _SORTS(marks_of_mentions(cover.mentions), cover.mentions)
        mentions = _COMMANDS(marks_of_mentions(mentions), mentions)
        mentions = _EVERY(marks_of_mentions(mentions), mentions)
        mentions = _EACH(marks_of_mentions(mentions), mentions)
        marks = marks_of_mentions(cover.mentions)
        mentions = settled(marks, mentions, model, lexicon.denials, several, talking=topic is not None)
        if topic is None:
            mentions = _SAID_OF_ALL(marks_of_mentions(mentions), mentions, model, values)
        said = Phraser(mentions, names, verbal, valued, lexicon.denials, nameless, several).compose()
        said = _RESOLVED(marks_of(said), said, lexicon.words[language].weak, names, talking=topic is not None)
        said = _COMPARED(marks_of(said), said)
        said = _LEFT_OUT(marks_of(said), said, model, topic)
        said = _DEAREST(marks_of(said), said, model)
        said = _LONGEST(marks_of(said), said, model)
        phrases = tuple(_JOINED(marks_of(said), said, model))
        key = tuple((type(phrase), phrase.head.folded, phrase.head.readings) for phrase in phrases)
        if key in seen or len(phrases) > _PHRASES:
            continue
        seen.add(key)
        offered = not any(isinstance(phrase, Said) and phrase.head.role(*_NOT_OFFERED) for phrase in phrases)
        yield Bag(
            phrases, lexicon.model, values, lexicon.words[language], language, cover.cost - lowest, lattice.text,
            opener_of(cover.mentions), topic, any(mention.role("whole_plant") for mention in cover.mentions),
            now_of(cover.mentions), to_come, supposed,
            still,
        )  # fmt: skip
        if not offered:
            return  # what the words mean most plainly is not offered; another way to cut them is not what was asked


def _saying(lattice: Lattice, role: str) -> str:
    """The word that plays a role in some cover, and is no part of a longer phrase in another («*vamos a* ver»)."""
    mentions = [mention for cover in lattice.covers for mention in cover.mentions]
    for said in mentions:
        if said.role(role) and not said.is_substance:
            size = said.end - said.start
            if not any(
                one.start <= said.start and one.end >= said.end and one.end - one.start > size for one in mentions
            ):
                return said.text
    return ""


def now_of(mentions: Sequence[Mention]) -> str:
    """The word that says «now», where it does not open the message («ahora por técnico»)."""
    for place, mention in enumerate(mentions):
        said = mention.first(Light, lambda item: item.kind == "now") is not None and place > 0
        if (said or (mention.is_light and mention.role("current"))) and not mention.can(Time):
            return mention.text
    return ""


def opener_of(mentions: Sequence[Mention]) -> str:
    """How a message goes on from the one before it, by the word that it begins with."""
    if any(mention.role("whole_plant") for mention in mentions) and all(
        mention.is_light or mention.role("and", "followup_start") for mention in mentions
    ):
        return "whole"
    for mention in mentions:
        if mention.role("undo") or (mention.role("not") and mention.ends):
            return "undo"
        if mention.role("new_subject", "new_topic"):
            return "new"
        if mention.role("only"):
            return "only"
        if mention.role("followup_start", "and", "instead"):
            return "and"
        if mention.has(Light, lambda item: item.kind == "now") and not mention.can(Time) and mention is mentions[0]:
            return "and"  # «ahora los rodamientos»
        if not mention.is_light or mention.is_substance:
            return ""
    return ""


def derive(bags: list[Bag], today: date, scope: TalkScope | None = None) -> Readings:
    """Every reading of the bags, inside what the running talk is about where a scope is given."""
    found: list[Derivation] = []
    for bag in bags:
        for kind in KINDS:
            if not kind.needs(bag):
                continue
            for attempt in kind.attempts(bag):
                for draft in tried(bag, attempt, today, scope):
                    draft.kind = kind.name
                    found.append(Derivation(bag, draft, draft.cost + bag.cost))
    return gathered(found, bags[0] if bags else None)


def gathered(found: list[Derivation], bag: Bag | None) -> Readings:
    """Readings in the order of their cost; those that make equal queries are one."""
    best: dict[SemanticQuery, Derivation] = {}
    others = []
    for reading in found:
        if not reading.clean:
            others.append(reading)
            continue
        query = reading.draft.query()
        if query not in best or reading.cost < best[query].cost:
            best[query] = reading
    clean = sorted(best.items(), key=lambda item: (item[1].cost, _far(item[0])))
    return Readings(clean, sorted(others, key=lambda item: item.cost), bag)


def _far(query: SemanticQuery) -> int:
    """Of readings that cost the same, that of the rows' own fields is named first."""
    return sum(isinstance(part, Related) for part in query.filters)


def tried(bag: Bag, attempt: Attempt, today: date, scope: TalkScope | None = None) -> Iterator[Draft]:
    """The drafts of one attempt: the cheapest way through its forks, and the others that are near."""
    plans: deque[dict[str, int]] = deque([{}])
    done: list[dict[str, int]] = []
    while plans and len(done) < _FORKS:
        plan = plans.popleft()
        done.append(plan)
        builder = Builder(bag, Draft(attempt.home), today, scope, plan=plan)
        builder.draft.cost = attempt.cost
        if scope is not None and (limits := scope.limits(bag.model, attempt.home)) is not None:
            builder.before = limits.filters
        try:
            attempt.build(builder)
        except Reject:
            continue
        if not builder.draft.problems and any(
            contradiction(bag.model, [*builder.draft.filters, *measure.only])
            for measure in builder.draft.measures
            if measure.only
        ):
            builder.draft.problems.append(Problem("too_complex"))  # a part of what it has no part in
        if not builder.draft.problems:
            for place in idle(bag, builder.draft):
                builder.problem("unattached", place)
            if not builder.draft.problems and timeless(bag, builder.draft):
                builder.draft.problems.append(Problem("unattached", (bag.now,)))
            if not builder.draft.problems and undated(bag, builder.draft):
                builder.problem("unattached", *bag.of(When))
            if not builder.draft.problems and foretold(bag, builder.draft, today):
                builder.draft.problems.append(Problem("future", (bag.to_come or bag.supposed,)))
        yield builder.draft
        for name, count in builder.forks.items():
            if name in plan:
                continue
            for option in range(1, count):
                other = {**plan, name: option}
                if other not in done and other not in plans:
                    plans.append(other)


def near(readings: Readings) -> list[tuple[SemanticQuery, Derivation]]:
    """The best clean readings that are as good as the best one."""
    if not readings.clean:
        return []
    lowest = readings.clean[0][1].cost
    return [item for item in readings.clean if item[1].cost <= lowest + WEIGHTS["margin"]]
