"""Two values side by side: «compáralo con M-106», "vs Bottling", "both shifts together"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.kernel.messages import Cell
from core.semantics.query import Compare, FieldRef, GroupBy, Measure, SemanticQuery
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder
from core.understanding.phrases.types import Amount, Extreme, Phrase, Said
from core.understanding.reading.readings import FieldIs, MetricIs, NounIs, ValueIs, Verb

_PAIR = 2

# ---- beside the one that was spoken of ----


def beside(builder: Builder, last: SemanticQuery) -> None:
    """Both values, side by side, of what was measured or counted of the one."""
    draft, bag = builder.draft, builder.bag
    words = [place for place in bag.roles("compare") if builder.free(place)]
    if not words or last.shape in ("list", "lookup", "exists") or draft.measures:
        return
    pinned = {part.field: part for part in last.filters if isinstance(part, Compare) and part.op in ("=", "in")}
    for place, phrase in builder.free_said():
        item = phrase.head.first(ValueIs, lambda reading: reading.ref in pinned)
        if item is None or phrase.negated:
            continue
        before = pinned[item.ref]
        builder.use(*words, place, effect="compared")
        values = tuple(dict.fromkeys([*before.values, item.value]))
        draft.filters.append(Compare(field=item.ref, op="in", values=values))
        draft.groups = [GroupBy(field=item.ref), *(group for group in last.groups if group.field != item.ref)]
        draft.measures = list(last.measures) or [Measure(aggregate="count")]
        draft.date_field = last.date_field
        return


# ---- both that were spoken of ----


def both(bag: Bag, queries: Sequence[SemanticQuery]) -> Bag:
    """ "both shifts together": the last two values of the field, as if they had been said.

    Args:
        queries: the thread's queries, newest first.
    """
    phrases: list[Phrase] = []
    for place, phrase in enumerate(bag.phrases):
        before = bag.phrases[place - 1] if place else None
        ties = before is not None and before.head.role("both")
        named = isinstance(phrase, Said) and (ties or phrase.head.role("both"))
        refs = bag.fields_at(place) if named else []
        found = _spoken_of(refs, queries) if refs and not isinstance(phrase, Extreme) else None
        if found is None or len(found[1]) < 2:
            phrases.append(phrase)
            continue
        if ties and phrases:
            phrases.pop()
        for number, value in enumerate(found[1]):
            head = replace(phrase.head, readings=(ValueIs(found[0], value),))  # type: ignore[arg-type]
            phrases.append(Said(phrase.at, head, joint="or" if number else ""))
    return replace(bag, phrases=tuple(phrases))


def two_things(bag: Bag, queries: Sequence[SemanticQuery]) -> Bag:
    """«¿cuál de *las dos* falla más?»: the thing that was spoken of and the one before it, as if they had been named.

    Args:
        queries: the thread's queries, newest first.
    """
    pair = _last_two(bag, queries)
    if pair is None:
        return bag
    phrases: list[Phrase] = []
    for place, phrase in enumerate(bag.phrases):
        if not _says_two(bag, place):
            phrases.append(phrase)
            continue
        for number, value in enumerate(pair[1]):
            head = replace(phrase.head, readings=(ValueIs(pair[0], value),))  # type: ignore[arg-type]
            phrases.append(Said(phrase.at, head, joint="or" if number else ""))
    return replace(bag, phrases=tuple(phrases))


def are_people(bag: Bag, queries: Sequence[SemanticQuery]) -> bool:
    """«¿*quién* de los dos cerró más?»: people are asked for, and two of them were spoken of."""
    pair = _last_two(bag, queries) if bag.has("who") else None
    return pair is not None and pair[0].dataset == bag.people


def _says_two(bag: Bag, place: int) -> bool:
    """«las dos», "of the two", where no noun says two of what."""
    phrase = bag.phrases[place]
    behind = bag.phrases[place + 1] if place + 1 < len(bag.phrases) else None
    if behind is not None and behind.head.can(NounIs, FieldIs) and not behind.head.can(Verb, MetricIs):
        return False
    if isinstance(phrase, Amount):
        pointed = phrase.head.role("both") is not None or bag.has("which")
        return phrase.value == _PAIR and not phrase.unit and pointed
    return isinstance(phrase, Said) and not phrase.head.is_substance and phrase.head.role("both") is not None


def _last_two(bag: Bag, queries: Sequence[SemanticQuery]) -> tuple[FieldRef, list[Cell]] | None:
    """The last two things of one kind that queries were about by name, each alone."""
    ref: FieldRef | None = None
    values: list[Cell] = []
    for query in queries:
        for part in query.filters:
            if not isinstance(part, Compare) or part.op != "=" or len(part.values) != 1:
                continue
            if part.field.field != bag.model.datasets[part.field.dataset].identity or ref not in (None, part.field):
                continue
            ref = part.field
            values += [value for value in part.values if value not in values]
        if ref is None:
            return None  # the newest one was about no single thing
        if len(values) == _PAIR:
            return ref, values
    return None


def _spoken_of(refs: Sequence[object], queries: Sequence[SemanticQuery]) -> tuple[object, list[Cell]] | None:
    found: list[Cell] = []
    for query in queries:
        for part in query.filters:
            if isinstance(part, Compare) and part.op in ("=", "in") and part.field in refs:
                found += [value for value in part.values if value not in found]
                ref = part.field
        if len(found) >= 2:
            return ref, found[:2]
    return None
