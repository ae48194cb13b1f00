"""What a message in a thread says of itself: what it points at, what it names, what it leaves to the talk."""

from __future__ import annotations

from core.kernel.folding import fold
from core.semantics.query import SemanticQuery
from core.understanding.meaning.bag import Bag
from core.understanding.phrases.types import Amount, Extreme, Said, Split, When
from core.understanding.reading.readings import (
    Cond,
    FieldIs,
    MetricIs,
    NounIs,
    Ordinal,
    Ref,
    Superlative,
    ValueIs,
    Verb,
)
from core.understanding.threads.unsaid import subject_unsaid


def goes_on(bag: Bag) -> bool:
    """«¿y en Bottling?», «solo las de prioridad alta»: nothing is asked for that could stand alone."""
    if bag.sorts_first:
        return True
    if not bag.opener or bag.of(Extreme):
        return False
    says = any(phrase.head.can(NounIs, MetricIs, Verb, Cond, FieldIs, Superlative) for _, phrase in bag.said())
    things = any(bag.is_noun(place) for place, _ in bag.said())
    places = any(bag.model.datasets[name].place for place, _ in bag.said() for name in bag.nouns_at(place))
    named = any(bag.is_name(place) for place, _ in bag.said())
    return not says and not named and (not things or places)


def sorts_own(bag: Bag) -> bool:
    """«ordena *las áreas* por su costo»: what is to be sorted is named."""
    return bag.sorts_first and any(bag.is_noun(place) for place, _ in bag.said())


def leans(bag: Bag) -> bool:
    """«solo las bombas», «en soldadura»: it begins as what goes on from a message, or does not say of what it is."""
    named = any(phrase.head.can(NounIs, MetricIs) for _, phrase in bag.said())
    things = any(bag.is_noun(place) for place, phrase in bag.said() if phrase.head.can(ValueIs))
    return bag.opener not in ("", "new") or not (named or things)


def asks_whole(bag: Bag) -> bool:
    """«and how many pumps are down» asks for something, of something, in a state of its own."""
    asks = bag.has("count", "how_much", "average", "share", "who", "since_when") or bool(bag.of(Split))
    limited = any(phrase.head.can(Cond, ValueIs) for _, phrase in bag.said())
    return asks and limited


def asks_where(bag: Bag) -> bool:
    """«¿*en qué* máquinas?», "*on which* machines?": what happened there was said before."""
    prepositions = bag.words.light["prepositions"]
    asking = [bag.phrases[place].head.folded.split() for place in bag.roles("which")]
    return any(len(words) > 1 and words[0] in prepositions for words in asking)


def of_those(bag: Bag) -> bool:
    """ "how many *of those* were on robots", «¿cuáles *de esos* se usaron?»: the rows themselves are asked for."""
    for place in bag.roles("count", "which"):
        before = bag.phrases[place - 1] if place else None
        if isinstance(before, Said) and before.head.has(Ref, lambda item: item.kind == "those"):
            if before.whose or before.head.folded.split()[0] in bag.words.light["prepositions"]:
                return True  # «de esas, ¿cuántas …?»
        following = bag.phrases[place + 1] if place + 1 < len(bag.phrases) else None
        if not isinstance(following, Said) or following.head.is_substance:
            continue
        some = following.whose or following.head.folded.split()[0] in bag.words.light["prepositions"]
        if following.head.has(Ref, lambda item: item.kind in ("those", "all")):
            if some or place in bag.roles("count"):
                return True
    return False


def points_at_several(bag: Bag) -> bool:
    """«y cuántas *de esas* …», "which *of those*": more than one row is meant."""
    for _, phrase in bag.said():
        words = phrase.head.folded.split()
        if phrase.head.role("followup_start") and set(words) & set(bag.words.references["those"]):
            return True  # «y de esos, …»
        if phrase.head.has(Ref, lambda item: item.kind == "those") and not phrase.own:
            if phrase.whose or words[0] in bag.words.light["prepositions"]:
                return True
    return False


def states_of_named(bag: Bag) -> bool:
    """ "is CV-125 down?": a thing is called by its name, and its state is asked for; nothing of the talk limits it."""
    if bag.opener or bag.pointers or bag.keys or bag.has("who", "count", "which"):
        return False
    named = {item.ref.dataset for at, phrase in bag.said() if bag.is_name(at) for item in phrase.head.all(ValueIs)}
    states = {item.dataset for _, phrase in bag.said() for item in phrase.head.all(Cond)}
    return bool(named & states) and not any(phrase.head.can(NounIs, MetricIs) for _, phrase in bag.said())


def lies_on(bag: Bag, place: int) -> bool:
    """«¿cuáles son *de máquinas críticas*?», "any *on pumps*": a noun behind a preposition, where it is asked which or
    whether, says of what the rows are that were spoken of."""
    if not bag.has("which", "exists") or bag.has("count"):
        return False
    at = place
    while at > 0 and bag.next_to(at - 1, at) and bag.phrases[at - 1].head.can(Cond, ValueIs):
        at -= 1
    phrase = bag.phrases[at]
    before = bag.phrases[at - 1] if at else None
    asked = before is not None and before.head.role("which", "exists") is not None
    return asked and isinstance(phrase, Said) and (phrase.whose or phrase.within)


def elided(bag: Bag) -> bool:
    """«las del viernes», «los de criticidad B»: what they are of was said before, and not in this message."""
    for place, phrase in enumerate(bag.phrases):
        if phrase.elided and not isinstance(phrase, Amount):
            return True
        if bag.is_noun(place):
            return False
    return False


_OPENERS = ("and", "followup_start", "only", "instead")
"""Roles of words that a message goes on with."""


def only_limits(bag: Bag) -> bool:
    """«las de Ensamble», «los del viernes»: which ones are meant, and nothing that is asked of them."""
    return all(
        isinstance(phrase, When)
        or (isinstance(phrase, Said) and not phrase.head.is_substance and phrase.head.role(*_OPENERS))
        or (isinstance(phrase, Said) and phrase.head.can(ValueIs, Cond) and not phrase.head.can(NounIs))
        for phrase in bag.phrases
    )


def drills(bag: Bag, last: SemanticQuery) -> bool:
    """«muéstrame los sellos» behind a breakdown by category: nothing is named but some of the groups."""
    grouped = {group.field for group in last.groups if group.field is not None}
    named = [phrase for _, phrase in bag.said() if phrase.head.is_substance]
    if not named or len(list(bag.said())) < len(bag.phrases):
        return False
    return all(phrase.head.has(ValueIs, lambda item: item.ref in grouped) for phrase in named)


def asked_fields(bag: Bag) -> list[str]:
    """The datasets whose fields a message asks for, where it names nothing but fields."""
    found: list[str] = []
    if len(list(bag.said())) < len(bag.phrases):
        return found
    for place, phrase in bag.said():
        if not phrase.head.is_substance or phrase.head.role("who"):
            continue
        if bag.is_name(place):
            return []
        owners = [item.ref.dataset for item in phrase.head.all(FieldIs)]
        if owners and not phrase.link and not phrase.negated:
            found += owners
        elif not phrase.head.can(ValueIs) or phrase.head.can(NounIs):
            return []
    return list(dict.fromkeys(found))


def elliptic(bag: Bag) -> bool:
    """«¿quién los está viendo?», "since when": it asks, and of what is left to the talk."""
    named = any(phrase.head.can(NounIs, MetricIs) or bag.is_named(place) for place, phrase in bag.said())
    return bag.has("who", "since_when") and not named


def says_more(bag: Bag) -> bool:
    """Something of the plant is named beside what points («la segunda, ¿y su turno?»)."""
    return any(phrase.head.is_substance for _, phrase in bag.said())


def others(bag: Bag) -> list[int]:
    """«los demás», "the others": which ones is not known without asking."""
    return [place for place, phrase in bag.said() if phrase.head.has(Ref, lambda item: item.kind == "others")]


def whose(bag: Bag) -> bool:
    """«las de él»: what belongs to the one that was named, and not he himself."""
    return any(phrase.head.has(Ref, lambda item: item.kind == "his") for _, phrase in bag.said())


def things_pointed(bag: Bag) -> list[int]:
    """Phrases that point at things; those that point at a period («ese mes») left out."""
    return [
        place
        for place in bag.pointers
        if not bag.phrases[place].head.has(Ref, lambda item: item.kind == "then")
        or bag.phrases[place].head.can(Ordinal)
    ]


def pronouns(bag: Bag) -> list[int]:
    """Words that stand for things that were spoken of, and name nothing themselves ("it", «esas»)."""
    kinds = ("that", "those", "all", "person", "his")
    return [
        place
        for place, phrase in bag.said()
        if not phrase.head.is_substance and phrase.head.has(Ref, lambda item: item.kind in kinds)
    ]


def ordinal(bag: Bag) -> int | None:
    """«la segunda», "the second one": a place in the last answer."""
    for place, phrase in bag.said():
        item = phrase.head.first(Ordinal)
        if item is not None and not phrase.head.is_substance and place not in bag.of(Extreme):
            return item.place
    return None


def limited(bag: Bag) -> bool:
    return any(phrase.head.can(ValueIs, Cond) for _, phrase in bag.said())


def kinds_pointed(bag: Bag) -> set[str]:
    """The datasets of things that are pointed at by their noun."""
    return {name for place, phrase in bag.said() if phrase.pointed for name in bag.nouns_at(place)}


def _ends_pointing(bag: Bag) -> bool:
    """ "which machines are down *there*?": a pronoun that says nothing elsewhere ends the message."""
    words = fold(bag.question).replace("?", " ").split()
    return bool(words) and words[-1] in bag.words.light["pronouns"]


def complete(bag: Bag) -> bool:
    """A message that names its own subject, and what is asked of it or limits it, and begins and points as none that
    goes on does: «OT vencidas», «MTBF por tipo de equipo», "top 5 machines by downtime this year"."""
    if bag.opener or bag.whole or bag.pointers or leans(bag) or goes_on(bag) or elided(bag) or subject_unsaid(bag):
        return False
    if _ends_pointing(bag):
        return False
    keys = set(bag.of(Split))
    said = [(place, phrase) for place, phrase in bag.said() if place not in keys]
    if any(phrase.own or phrase.pointed or phrase.dangling or phrase.link for _, phrase in said):
        return False
    measured = any(phrase.head.can(MetricIs) for _, phrase in said)
    noun = any(bag.is_noun(place) for place, _ in said)
    limited_ = any(phrase.head.can(Cond, ValueIs) and not bag.is_noun(place) for place, phrase in said)
    return (measured and bool(bag.splits)) or (noun and (limited_ or bag.ranked or bool(bag.splits) or measured))


def states_rows(bag: Bag) -> bool:
    """Rows and a state that they are in, and nothing else: «OT vencidas», "machines down"."""
    if (
        not complete(bag)
        or bag.splits
        or bag.ranked
        or bag.of(When)
        or any(phrase.head.can(MetricIs) for _, phrase in bag.said())
    ):
        return False
    if any(bag.is_noun(place) and lies_on(bag, place) for place, _ in bag.said()):
        return False
    return any(phrase.head.can(Cond) and not bag.is_noun(place) for place, phrase in bag.said())


def of_it(bag: Bag) -> bool:
    """«¿cuántas fallas *lleva* este año?», «¿cuántas veces falló?»: whose they are is not said, so that it is what was
    spoken of."""
    acts = all(phrase.head.can(Verb) for _, phrase in bag.said() if phrase.head.can(NounIs))
    if bag.keys or not (bag.has("of_it") or (bag.has("times") and acts)):
        return False
    return not any(bag.is_named(place) or bag.is_name(place) for place in range(len(bag.phrases)))


def uses_unsaid(bag: Bag, last: SemanticQuery) -> bool:
    """«¿en qué equipos *se ha usado* este año?» behind spare parts: what is used up is not said, and was spoken of."""
    model = bag.model
    for place, phrase in bag.said():
        for verb in phrase.head.all(Verb):
            metric = model.datasets[verb.dataset].verb_metric
            rows = model.metrics[str(metric)].rows if metric else None
            if rows != last.dataset or rows is None or phrase.head.can(NounIs, MetricIs):
                continue
            named = [name for at, _ in bag.said() if at != place for name in bag.nouns_at(at)]
            valued = [item.ref.dataset for _, other in bag.said() for item in other.head.all(ValueIs)]
            if rows not in (*named, *valued):
                return True
    return False


def points_first(bag: Bag) -> bool:
    """«¿cuáles de esas son de bombas?»: it points back before it names anything itself."""
    first = next((place for place in range(len(bag.phrases)) if bag.nouns_at(place)), len(bag.phrases))
    return of_those(bag) and any(place < first for place in bag.pointers)


def which_one(bag: Bag) -> bool:
    """«¿cuál ha fallado más este año?»: of which things is not said, so that it is of those that were spoken of."""
    nouns = any(bag.nouns_at(place) for place in range(len(bag.phrases)))
    return bag.ranked and bag.has("which") and not nouns and not bag.splits
