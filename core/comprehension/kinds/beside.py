"""Counts side by side: «¿cuántas bombas hay y cuántas están paradas?», "how many failures and how many stops"."""

from __future__ import annotations

from collections.abc import Iterator

from core.comprehension.kinds.kind import Attempt
from core.comprehension.kinds.rows import subjects
from core.comprehension.meaning.bag import Bag
from core.comprehension.meaning.builder import Builder, Reject
from core.comprehension.meaning.clauses import filter_of, options_at, together
from core.comprehension.meaning.finish import attach
from core.comprehension.phrases.types import Said, When
from core.comprehension.reading.readings import Noun
from core.semantics.query import Filter, Measure, Named

_MOST = 3


def side_by_side(bag: Bag) -> Iterator[Attempt]:
    """Several numbers of rows in one question, each of its own rows."""
    for dataset, cost in subjects(bag):
        yield Attempt(dataset, _counts, cost)


def _counts(builder: Builder) -> None:
    """What is said of one count with a verb of its own («están paradas») holds for that one; what goes with the first
    noun («bombas *críticas*») holds for all that name no other."""
    bag, draft = builder.bag, builder.draft
    starts = bag.roles("count")
    if not 1 < len(starts) <= _MOST:
        raise Reject
    ends = [*starts[1:], len(bag.phrases)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        builder.use(start, effect="count")
        owner = _owner(builder, start, end)
        if owner is None and number == 0:
            raise Reject
        home = owner or draft.home
        if number == 0 and home != draft.home:
            raise Reject
        if home != draft.home and not builder.has_date(home):
            raise Reject  # things are counted by themselves; of what happens several may be
        only = _only(builder, start, end, home, own=number > 0)
        draft.measures.append(
            Measure(aggregate="count", dataset=home if home != draft.home else None, only=tuple(only))
        )
    if len(set(draft.measures)) < len(draft.measures) or (bag.of(When) and _dated(builder)):
        raise Reject
    builder.take("and", "exists", "list", "which")
    draft.shape = "measure"
    attach(builder)


def _owner(builder: Builder, start: int, end: int) -> str | None:
    """The dataset that a stretch names the rows of."""
    for place in range(start, end):
        phrase = builder.phrase(place)
        nouns = builder.bag.nouns_at(place) if builder.bag.is_noun(place) else ()
        state = isinstance(phrase, Said) and phrase.predicate and bool(options_at(builder, place, builder.draft.home))
        if nouns and not state:
            named = _first(nouns, builder.draft.home)
            if builder.phrase(place).head.can(Noun):
                builder.use(place, effect="subject")
            return named
    return None


def _first(nouns: tuple[str, ...], home: str) -> str:
    """The home where a noun may be of it."""
    return home if home in nouns else nouns[0]


def _dated(builder: Builder) -> bool:
    """One of the counts is of a state that has a date of its own: «cuántas se cerraron y cuántas se abrieron en …»."""
    named = [part for measure in builder.draft.measures for part in measure.only if isinstance(part, Named)]
    conditions = [builder.model.datasets[part.dataset].conditions[part.condition] for part in named]
    return any(item.date or item.with_period or item.window for item in conditions)


def _only(builder: Builder, start: int, end: int, home: str, *, own: bool) -> list[Filter]:
    made: list[tuple[int, Said, Filter]] = []
    for place in range(start + 1, end):
        phrase = builder.phrase(place)
        if not isinstance(phrase, Said) or not builder.free(place) or phrase.link:
            continue
        if not (own or phrase.predicate):
            continue
        options = options_at(builder, place, home)
        if options:
            reading = builder.pick(f"only {place}", options)
            builder.use(place, effect="filter")
            made.append((place, phrase, filter_of(builder, reading, negated=phrase.negated)))
    return together(builder, made)
