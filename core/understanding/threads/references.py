"""References become names: what points at one thing of the running talk («la primera», "that one", «ese tipo», "for the
worst of those") is read as if that thing's name had been said, so that every kind of question and every edit takes it.

A reference to the rows of the last answer as a whole («esas», "them") names nothing; it is a scope (scopes.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.semantics.model import SemanticModel
from core.semantics.query import Compare, FieldRef, Filter, Order, Related, SemanticQuery
from core.understanding.derive import Derivation
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Limits
from core.understanding.phrases.types import Extreme, Phrase, Said
from core.understanding.reading.readings import FieldIs, MetricIs, NounIs, Ordinal, Ref, ValueIs
from core.understanding.threads.antecedent import Talked, Things, of_home
from core.understanding.threads.picking import descends
from core.understanding.threads.says import asked_fields


@dataclass(frozen=True)
class Around:
    """What the query whose answer named the thing was held to: its limits, where its own rows are meant again and are
    not named anew, and its period.

    Attributes:
        named: the datasets that the message names as what it is about.
    """

    query: SemanticQuery
    named: frozenset[str] = frozenset()

    def limits(self, model: SemanticModel, home: str) -> Limits | None:
        """The limits for a dataset's rows; none but the period for rows of another kind."""
        query = self.query
        period = query.period if query.period is not None and query.period.given else None
        kept = of_home(model, query, home) and home not in self.named
        return Limits(query.filters if kept else (), period, query.date_field if kept else None)


@dataclass(frozen=True)
class Resolved:
    """A message whose references to things are names.

    Attributes:
        things: what they point at; empty where ``missing`` points at nothing that was named.
        around: the query whose answer named them.
        missing: places of the phrases that point at nothing.
        fields: its fields are what is asked for, and nothing that happened to it.
        picked: some of the things was picked out of an answer, and not named by anybody.
    """

    bag: Bag
    things: tuple[Things, ...] = ()
    around: SemanticQuery | None = None
    missing: tuple[int, ...] = ()
    picked: bool = False
    fields: bool = False


async def named_outright(bag: Bag, queries: Sequence[SemanticQuery], talked: Talked) -> Resolved | None:
    """The message with names in the place of its references; None when it points at no single thing.

    Args:
        queries: the thread's queries, newest first.
    """
    phrases: list[tuple[Phrase, ...]] = [(phrase,) for phrase in bag.phrases]
    things: list[Things] = []
    around: SemanticQuery | None = None
    missing: list[int] = []
    for place in range(len(bag.phrases)):
        if not phrases[place]:
            continue
        found = await _antecedent(bag, place, queries, talked)
        if found is None:
            continue
        thing, query = found
        if thing is None:
            missing.append(place)
            continue
        phrases[place] = _names(bag.phrases[place], thing)
        things.append(thing)
        around = around or query
        if place + 1 < len(phrases) and _only_says_what(bag, place, thing):
            phrases[place + 1] = ()
    said = tuple(phrase for group in phrases for phrase in group)
    one: Things | None = None
    if not things and not missing:
        one = await _asked_of(bag, queries, talked)
        if one is None:
            return None
        things.append(one)
        around = queries[0].model_copy(update={"filters": (), "period": None})
        said = (*map(_unpointed, said), *_called(bag, one))
    fields = one is not None or (len(things) == 1 and things[0].ref.dataset in asked_fields(bag))
    named = [talked.pinned(query) for query in queries]
    picked = any(thing not in named for thing in things)
    return Resolved(replace(bag, phrases=said), tuple(things), around, tuple(missing), picked, fields)


def _called(bag: Bag, thing: Things) -> tuple[Phrase, ...]:
    """The thing's name behind what was said, as if it had been said."""
    last = [phrase for _, phrase in bag.said()][-1].head
    name = str(thing.values[0])
    head = replace(last, start=last.end, end=last.end, text=name, folded=name.casefold(), ends=False)
    return _names(Said((), head), thing)


def _unpointed(phrase: Phrase) -> Phrase:
    return replace(phrase, pointed=False, own=False) if isinstance(phrase, Said) else phrase


async def _asked_of(bag: Bag, queries: Sequence[SemanticQuery], talked: Talked) -> Things | None:
    """«¿cuántos quedan y cuál es el mínimo?», "who supplies it, how long do they take": fields alone are asked for, of
    the newest one that has them and was told; None where rows that have them were spoken of since."""
    if not bag.has(*_ASKING) or (bag.opener == "and" and not bag.has("which", "who")):
        return None
    for dataset in asked_fields(bag):
        for query in queries:
            one = await talked.focus(query, dataset) or await talked.told(query, dataset)
            if one is not None:
                return one
            if query.dataset == dataset:
                break
    return None


def _names(phrase: Phrase, thing: Things) -> tuple[Phrase, ...]:
    """The names of things in the place of what points at them, as alternatives."""
    tied = phrase
    if not isinstance(tied, Said):
        tied = Said(phrase.at, phrase.head, whose=phrase.whose, elided=phrase.elided)
    tied = replace(tied, pointed=False, own=False)
    heads = [replace(phrase.head, readings=(ValueIs(thing.ref, value),)) for value in thing.values]  # type: ignore[arg-type]
    return tuple(replace(tied, head=head, joint="or" if number else tied.joint) for number, head in enumerate(heads))


def _only_says_what(bag: Bag, place: int, thing: Things) -> bool:
    """What stands behind the reference says no more than what kind of thing it is («la segunda *máquina*»), or of what
    it is the first or the worst ("the worst *of those*")."""
    following = bag.phrases[place + 1]
    if not isinstance(following, Said):
        return False
    if not following.head.is_substance and following.head.has(Ref, lambda item: item.kind in ("those", "all")):
        return True
    noun = following.head.has(NounIs, lambda item: item.dataset == thing.ref.dataset)
    return noun and bag.next_to(place, place + 1) and not following.link


Found = tuple[Things | None, SemanticQuery | None]


async def _antecedent(bag: Bag, place: int, queries: Sequence[SemanticQuery], talked: Talked) -> Found | None:
    """What a phrase points at, and whose answer named it; None when it does not point at one thing."""
    phrase = bag.phrases[place]
    if isinstance(phrase, Extreme):
        return await _end(bag, place, phrase, queries[0], talked)
    if not isinstance(phrase, Said):
        return None
    if phrase.pointed and (refs := _refs(bag, place)):
        return await _value(refs, queries, talked) or (None, None)
    if phrase.pointed and not bag.plural(place) and phrase.head.can(NounIs) and not phrase.head.can(MetricIs):
        return await _of_kind(bag.nouns_at(place), queries, talked)
    if phrase.pointed and not bag.plural(place) and bag.is_noun(place) and not phrase.head.can(MetricIs):
        return await _of_kind(bag.nouns_at(place), queries, talked, phrase.head.first(ValueIs, lambda item: item.noun))
    if phrase.head.is_substance:
        return None
    ordinal = phrase.head.first(Ordinal)
    if ordinal is not None:
        return await at_place(ordinal.place, queries, talked, asks_on=bool(bag.opener))
    if phrase.head.has(Ref, lambda item: item.kind == "person") and bag.people is not None:
        return await _person(bag.people, queries, talked)
    if phrase.head.has(Ref, lambda item: item.kind == "that") and (it := await _it(bag, queries, talked)) is not None:
        return it
    if bag.splits and phrase.head.has(Ref, lambda item: item.kind in ("that", "those", "all")):
        return await _few(queries[0], talked)
    return None


_ASKING = ("which", "who", "when", "where", "how_much", "count", "how_long")
"""Roles of words that ask what a field holds."""


async def _it(bag: Bag, queries: Sequence[SemanticQuery], talked: Talked) -> Found | None:
    """ "how many times has it failed": the one thing that the last query was about, or, where that was of somebody, the
    newest one before; alone, in the period that was spoken of. Where fields alone are asked for, the one
    that has them."""
    if (asked := await _asked_of(bag, queries, talked)) is not None:
        return asked, queries[0].model_copy(update={"filters": (), "period": None})
    first = queries[0]
    ref = first.groups[0].field if first.groups and first.limit == 1 else None
    if ref is not None and ref.field != talked.model.datasets[ref.dataset].identity:
        things = await talked.things(first)
        return (things, first) if things is not None and len(things.values) == 1 else None
    for query in queries:
        one = await talked.focus(query)
        if one is None:
            return None
        if one.ref.dataset != bag.people:
            return one, query.model_copy(update={"filters": ()})
    return None


async def _few(last: SemanticQuery, talked: Talked) -> Found | None:
    """«esas, por mes», "split that one by technician": the few that a ranking named."""
    if last.limit is None or not last.groups or not last.measures:
        return None
    things = await talked.things(last)
    return (things, last) if things is not None else None


async def _of_kind(
    nouns: Sequence[str], queries: Sequence[SemanticQuery], talked: Talked, kind: ValueIs | None = None
) -> Found:
    """«esa máquina», «esa bomba»: the newest one of its kind that was named; alone, in the period spoken of."""
    for query in queries:
        for name in nouns:
            one = await talked.focus(query, name) or await talked.only(query, name)
            if one is not None and (kind is None or await _is_of(one, kind, talked)):
                return one, query.model_copy(update={"filters": ()})
    return None, None


async def _is_of(one: Things, kind: ValueIs, talked: Talked) -> bool:
    """The thing is of the kind that the noun says (P-109 is a pump)."""
    if one.ref.dataset != kind.ref.dataset:
        return False
    both = (Compare(field=one.ref, op="=", values=one.values), Compare(field=kind.ref, op="=", values=(kind.value,)))
    rows = SemanticQuery(dataset=one.ref.dataset, shape="list", filters=both, everyone=True)
    return await talked.things(rows) is not None


async def at_place(place: int, queries: Sequence[SemanticQuery], talked: Talked, *, asks_on: bool) -> Found:
    """The n-th thing of the newest answer that named so many; of the one that is being gone through, where the last
    query was about one of its things («¿y con el tercero?» behind «¿quién está con el primero?»).

    Args:
        asks_on: the message only goes on from the last one, so that a list that this one gave is not meant.
    """
    found: Found = (None, None)
    for number, query in enumerate(queries):
        if number and found[0] is not None and not asks_on:
            break
        things = await talked.things(query, most=max(place, 1), all_of_them=False)
        if things is None or (len(things.values) < 2 and number + 1 < len(queries)) or len(things.values) < abs(place):
            continue
        if found[0] is None:
            found = Things(things.ref, (things.values[place - 1] if place > 0 else things.values[place],)), query
        before = talked.pinned(queries[0], things.ref.dataset)
        if number and before is not None and before.values[0] in things.values:
            return Things(things.ref, (things.values[place - 1] if place > 0 else things.values[place],)), query
    return found


async def _end(bag: Bag, place: int, extreme: Extreme, last: SemanticQuery, talked: Talked) -> Found | None:
    """ "for the worst of those, …": the first of the last breakdown by its measure, where more is asked about it."""
    following = bag.phrases[place + 1] if place + 1 < len(bag.phrases) else None
    pointing = isinstance(following, Said) and not following.head.is_substance and following.head.can(Ref)
    more = any(
        not isinstance(phrase, Said) or phrase.head.is_substance or bag.roles("who", "since_when")
        for index, phrase in enumerate(bag.phrases)
        if index not in (place, place + 1)
    )
    if extreme.n is not None or not (pointing or extreme.whose) or not more or not last.groups or not last.measures:
        return None
    descending = descends(talked.model, last.measures[0], extreme.way)
    ordered = last.model_copy(update={"order": Order(measure=0, descending=descending), "offset": 0})
    if last.limit is not None and last.order is not None and ordered.order != last.order:
        things = await talked.things(last)
        return (Things(things.ref, things.values[-1:]) if things else None), last
    things = await talked.things(ordered.model_copy(update={"limit": 1}))
    if things is None or len(things.values) != 1:
        return None, last  # two are equally bad
    return things, last


async def _person(people: str, queries: Sequence[SemanticQuery], talked: Talked) -> Found:
    """ "what else does he have": the one person that the newest answer named."""
    for query in queries:
        if (one := await talked.focus(query, people)) is not None:
            return one, query
        if (one := await talked.only(query, people)) is not None:
            return one, query
    return None, None


async def _value(refs: Sequence[FieldRef], queries: Sequence[SemanticQuery], talked: Talked) -> Found | None:
    """The newest single value of one of the fields («ese tipo», "that area")."""
    for query in queries:
        for part in query.filters:
            if isinstance(part, Compare) and part.op == "=" and len(part.values) == 1 and part.field in refs:
                return Things(part.field, part.values), query
        if query.groups and query.groups[0].field in refs and query.limit == 1:
            things = await talked.things(query)
            if things is not None and len(things.values) == 1:
                return things, query
    return None


def _refs(bag: Bag, place: int) -> list[FieldRef]:
    """The fields that a phrase may point at: by their own name, or places by what they are called."""
    model = bag.model
    found = [ref for ref in bag.fields_at(place) if model.field(ref.dataset, ref.field).kind == "text"]
    for name in bag.nouns_at(place):
        meaning = model.datasets[name]
        if meaning.place and not bag.phrases[place].head.can(ValueIs) and meaning.identity in meaning.fields:
            found.append(FieldRef(dataset=name, field=meaning.identity))
    if not found or bag.phrases[place].head.can(ValueIs):
        return []
    return found if bag.phrases[place].head.can(FieldIs) or len(found) == 1 else []


def with_kept(reading: Derivation, resolved: Resolved) -> Derivation:
    """The answer says what was pointed at; what happened there is what was spoken of («¿qué máquinas *fallaron* en la
    primera?», of failures by wear in October)."""
    draft, around = reading.draft, resolved.around
    draft.pointed = "picked" if resolved.picked else "named"
    refs = [thing.ref for thing in resolved.things]
    for number, part in enumerate(draft.filters):
        if around is None or not isinstance(part, Related) or part.dataset != around.dataset or part.negated:
            continue
        period = around.period if part.period is None and around.period and around.period.given else part.period
        own = [item for item in around.filters if getattr(item, "dataset", None) == part.dataset or _of(item, part)]
        filters = tuple(dict.fromkeys([*part.filters, *own]))
        draft.filters[number] = part.model_copy(update={"period": period, "filters": filters})
    pointed = [part for part in draft.filters if isinstance(part, Compare) and part.field in refs]
    draft.kept += [part for part in pointed if part not in draft.kept]
    return reading


def _of(part: Filter, rows: Related) -> bool:
    return isinstance(part, Compare) and part.field.dataset == rows.dataset
