"""Reads a message as one that goes on: words that would begin something else in a question of its own are places in the
last answer («el primero»), openers («mejor en horas») and stresses ("bearings only") here."""

from __future__ import annotations

from dataclasses import replace

from core.semantics.model import SemanticModel
from core.semantics.query import Named, SemanticQuery
from core.understanding.meaning.bag import Bag
from core.understanding.phrases.dearest import as_extreme
from core.understanding.phrases.lasting import lasting_so
from core.understanding.phrases.types import Extreme, Key, Phrase, Said, Split, When
from core.understanding.reading.readings import (
    DateVerb,
    FieldIs,
    Mention,
    MetricIs,
    NounIs,
    Ordinal,
    Ref,
    Role,
    Superlative,
    ValueIs,
)
from core.understanding.threads.against import of_one
from core.understanding.threads.elided import with_other_days
from core.understanding.threads.part_of_it import with_parts
from core.understanding.threads.unsaid import subject_unsaid


def going_on(bag: Bag, last: SemanticQuery) -> Bag:
    """The message as it is meant behind a query."""
    bag = replace(bag, phrases=tuple(_in_place(bag, last)))
    bag = replace(bag, phrases=tuple(with_parts(bag, last)))
    phrases = [
        _placed(bag, place, phrase) for place, phrase in enumerate(bag.phrases) if not _says_again(bag, place, phrase)
    ]
    phrases = [part for phrase in phrases for part in _with_pronoun(bag, phrase)]
    phrases = with_other_days(bag, phrases, last)
    phrases = _of_measure(bag, phrases, last)
    if subject_unsaid(bag) and (of_one(bag.model, last) or (last.limit == 1 and last.groups)):
        phrases = [_asked_for(bag.model, phrase, last) for phrase in phrases]
    phrases = lasting_so(phrases, bag.model, [part for part in last.filters if isinstance(part, Named)])
    if phrases and _opens(bag, phrases):
        phrases[0] = Said(phrases[0].at, _only_role(phrases[0]))
    phrases = _broken_down(bag, phrases, last)
    phrases = _side_by_side(_lists_had(phrases))
    first = phrases[0] if phrases else None
    if not bag.opener and isinstance(first, Said) and (first.negated or first.link) and first.head.is_substance:
        # "excluding planned stops", «con su área», "with the machine": said of something
        return replace(bag, phrases=tuple(phrases), opener="and")
    stressed = bag.opener or ("only" if any(_stress(phrase) for phrase in phrases) else "")
    return replace(bag, phrases=tuple(phrases), opener=stressed or bag.opener)


def _in_place(bag: Bag, last: SemanticQuery) -> list[Phrase]:
    """«¿cuántas son *del área de* pintura?», "how many are from the paint *area*": where those are that were spoken of,
    and no areas; one that is named is not counted."""
    found: list[Phrase] = []
    for place, phrase in enumerate(bag.phrases):
        nouns = {item.dataset for item in phrase.head.all(NounIs) if bag.model.datasets[item.dataset].place}
        nouns -= {last.dataset}
        behind, before = (bag.phrases[at] if 0 <= at < len(bag.phrases) else None for at in (place + 1, place - 1))
        tied = isinstance(phrase, Said) and phrase.whose and isinstance(behind, Said) and behind.whose
        if tied and behind is not None and _names_one_of(behind, nouns):
            continue
        if before is not None and bag.has("count") and not bag.plural(place) and bag.next_to(place - 1, place):
            if bag.words.adjective_first and _names_one_of(before, nouns):
                continue
        found.append(phrase)
    return found


def _names_one_of(phrase: Phrase, datasets: set[str]) -> bool:
    return phrase.head.has(ValueIs, lambda item: item.ref.dataset in datasets)


def _asked_for(model: SemanticModel, phrase: Phrase, last: SemanticQuery) -> Phrase:
    """«¿*tiene* OT abiertas?» behind one thing asks for its orders, and not whether it is one that has any; behind a
    stop, which has one order, it is of the stop."""
    if not isinstance(phrase, Said) or phrase.link != "with":
        return phrase
    own = any(model.reaches(last.dataset, item.dataset) for item in phrase.head.all(NounIs))
    return phrase if own and not last.groups else replace(phrase, link="")


def _of_measure(bag: Bag, phrases: list[Phrase], last: SemanticQuery) -> list[Phrase]:
    """ "the 3 *most expensive* machines" behind what maintenance cost: by what was measured, in money as well."""
    metric = bag.model.metrics.get(last.measures[0].metric or "") if len(last.measures) == 1 else None
    if metric is None or metric.kind != "money" or not last.groups:
        return phrases
    found = list(phrases)
    for place, phrase in enumerate(found):
        extremes = phrase.head.all(Superlative) if isinstance(phrase, Said) else []
        kinds = {bag.model.field(item.ref.dataset, item.ref.field).kind for item in extremes}
        beside = {name for at in (place - 1, place + 1) for name in _nouns(found, at)}
        if kinds == {"money"} and beside and last.dataset not in beside:
            found[place] = as_extreme(phrase, extremes)
    return found


def _nouns(phrases: list[Phrase], place: int) -> list[str]:
    inside = 0 <= place < len(phrases)
    return [item.dataset for item in phrases[place].head.all(NounIs)] if inside else []


def _broken_down(bag: Bag, phrases: list[Phrase], last: SemanticQuery) -> list[Phrase]:
    """ "*modes* for the first one" behind what was counted: by what its rows are like, and no list of them."""
    first = phrases[0] if phrases else None
    if not last.groups or not last.measures or not isinstance(first, Said) or first.link or first.negated:
        return phrases
    refs = [item.ref for item in first.head.all(FieldIs) if item.ref.dataset == last.dataset]
    texts = [ref for ref in refs if bag.model.field(ref.dataset, ref.field).kind == "text"]
    points = any(isinstance(phrase, Said) and phrase.head.can(Ordinal, Ref) for phrase in phrases[1:])
    if not texts or first.head.can(NounIs, MetricIs) or not points or not bag.plural(0):
        return phrases
    return [Split(first.at, first.head, keys=(Key(mention=first.head),)), *phrases[1:]]


def _side_by_side(phrases: list[Phrase]) -> list[Phrase]:
    """ "what do we have in stock *vs* the minimum?": both fields of the thing, as if they were listed."""
    found: list[Phrase] = []
    for place, phrase in enumerate(phrases):
        behind = phrases[place + 1] if place + 1 < len(phrases) else None
        if found and behind is not None and isinstance(phrase, Said) and phrase.head.role("compare"):
            if not phrase.head.is_substance and _is_field(found[-1]) and _is_field(behind):
                continue
        found.append(phrase)
    return found


def _is_field(phrase: Phrase) -> bool:
    return isinstance(phrase, Said) and phrase.head.can(FieldIs) and not phrase.head.can(MetricIs, NounIs)


def _with_pronoun(bag: Bag, phrase: Phrase) -> list[Phrase]:
    """ "what did *it* cost": a measure that is named around a word that points back."""
    if not isinstance(phrase, Said) or not phrase.head.can(MetricIs):
        return [phrase]
    for kind in ("that", "those"):
        for word in phrase.head.folded.split():
            if word in bag.words.references[kind]:
                head = replace(phrase.head, text=word, folded=word, readings=(Ref(kind),), ends=False)
                return [phrase, Said((), head)]
    return [phrase]


def _lists_had(phrases: list[Phrase]) -> list[Phrase]:
    """ "do those pumps have open orders? *list them*": what they have is listed, and not who has it."""
    at = len(phrases)
    while at and _lists(phrases[at - 1]):
        at -= 1
    had = [place for place in range(at) if isinstance(tied := phrases[place], Said) and tied.link == "with"]
    if not 0 < at < len(phrases) or not phrases[at - 1].head.ends or not had:
        return phrases
    if not any(phrases[place].head.can(NounIs) for place in had):
        return phrases
    run = range(had[0], at)
    first = [replace(phrase, link="") if isinstance(phrase, Said) else phrase for phrase in phrases[had[0] : at]]
    rest = [phrase for place, phrase in enumerate(phrases[:at]) if place not in run and not phrase.head.role("exists")]
    return [phrases[at], *first, *rest]


def _lists(phrase: Phrase) -> bool:
    if not isinstance(phrase, Said) or phrase.head.is_substance:
        return False
    return phrase.head.role("list") is not None or phrase.head.can(Ref)


def _says_again(bag: Bag, place: int, phrase: Phrase) -> bool:
    """ "R-118, who's on *that one*", "the second, which orders does *she* have": what the message itself has named."""
    if not isinstance(phrase, Said) or phrase.head.is_substance:
        return False
    back = phrase.head.has(Ref, lambda item: item.kind in ("that", "person"))
    return back and any(bag.is_name(index) or bag.phrases[index].head.can(Ordinal) for index in range(place))


def _placed(bag: Bag, place: int, phrase: Phrase) -> Phrase:
    """«¿cuál es el primero?», "the first one": a place in the answer, where no noun says of what it is the first."""
    before = bag.phrases[place - 1] if place else None
    if isinstance(before, Extreme) or (before is not None and before.head.can(Superlative)):
        return phrase  # "lowest first" sorts
    if before is not None and before.head.can(DateVerb) and bag.next_to(place - 1, place):
        return phrase  # "requested first" is an end of a date
    item = phrase.head.first(Ordinal)
    if (
        item is not None
        and phrase.head.role("first_word")
        and any(other.head.can(Superlative) for other in bag.phrases[: place + 2] if other is not phrase)
    ):
        plain = tuple(one for one in phrase.head.readings if not isinstance(one, Ordinal | Superlative))
        return Said(
            phrase.at, replace(phrase.head, readings=plain)
        )  # "oldest due date *first*", «*primero* la más cara» sort
    if item is None or not isinstance(phrase, Said | Extreme):
        return phrase
    if isinstance(phrase, Extreme) and (phrase.n is not None or phrase.way == "last"):
        return phrase
    owners = {reading.ref.dataset for reading in phrase.head.all(Superlative)}
    beside = [place + 1] if bag.next_to(place, place + 1) else []
    beside += [place - 1] if place and bag.next_to(place - 1, place) else []
    named = any(owners & set(bag.nouns_at(index)) for index in beside)  # «fallas tuvo *el primero*» is of none
    behind = bag.phrases[place + 1] if place + 1 < len(bag.phrases) else None
    if phrase.whose or (isinstance(behind, Said) and not behind.head.is_substance and behind.head.can(Ref)):
        named = False  # «en la primera», «la primera *de esas*»
    following = place + 1 < len(bag.phrases) and bag.is_noun(place + 1)
    if named or (following and isinstance(phrase, Extreme)) or phrase.head.can(NounIs):
        return phrase
    if isinstance(phrase, Said) and not owners:
        return phrase
    return Said(phrase.at, replace(phrase.head, readings=(item,)), whose=phrase.whose, elided=phrase.elided)


def _opens(bag: Bag, phrases: list[Phrase]) -> bool:
    """«mejor por causa»: the word only begins, since what follows cannot be good or bad."""
    first = phrases[0]
    if not isinstance(first, Extreme) or first.n is not None or not first.head.role("followup_start", "instead"):
        return False
    behind = phrases[1] if len(phrases) > 1 else None
    if isinstance(behind, Split | When) or (bag.opener == "undo" and behind is not None):
        return True
    return isinstance(behind, Said) and (
        behind.head.can(MetricIs) or behind.head.role("unit", "in_numbers", "money") is not None
    )


def _only_role(phrase: Phrase) -> Mention:
    return replace(phrase.head, readings=(Role("followup_start"),))


def _stress(phrase: Phrase) -> bool:
    """A word of limiting, wherever it stands."""
    if not isinstance(phrase, Said):
        return False
    return phrase.only or (phrase.head.role("only") is not None and not phrase.head.is_substance)
