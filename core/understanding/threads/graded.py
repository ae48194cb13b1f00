"""«las más urgentes primero», "highest priority on top": rows that were listed, by a grade that they have, which is a
field whose values stand in an order of their own."""

from __future__ import annotations

from core.semantics.query import FieldRef, Order, SemanticQuery
from core.understanding.derive import Derivation
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.draft import Draft
from core.understanding.phrases.types import Extreme, Said
from core.understanding.reading.readings import Cond, FieldIs, Light, NounIs, Ref, ValueIs
from core.understanding.weights import WEIGHTS

_BESIDE = ("first_word", "sort", "and", "followup_start", "yes", "instead", "only")


def graded_first(bag: Bag, last: SemanticQuery) -> Derivation | None:
    """The last list in the order of a grade; None where the message says something else, or more."""
    if last.shape != "list" or last.groups or last.limit is not None or not _says_first(bag):
        return None
    extremes = [phrase for phrase in bag.phrases if isinstance(phrase, Extreme) and not phrase.head.role("first_word")]
    if len(extremes) > 1 or any(phrase.n is not None or phrase.way not in ("most", "least") for phrase in extremes):
        return None
    named: list[tuple[FieldRef, bool]] = []
    for place, phrase in enumerate(bag.phrases):
        if isinstance(phrase, Extreme):
            continue  # looked at already; «primero» may name one as well
        if not isinstance(phrase, Said) or phrase.negated or phrase.own or phrase.pointed:
            return None
        if (grade := _grade(bag, phrase, last)) is not None:
            named.append(grade)
        elif not (phrase.head.role(*_BESIDE) or _says_nothing(bag, place, last)):
            return None
    if len(named) != 1 or not (extremes or _named_by_value(bag, last)):
        return None
    ref, upside_down = named[0]
    least = bool(extremes) and extremes[0].way == "least"
    draft = Draft.of(last)
    draft.kind, draft.kept, draft.kept_period = "resorted", list(last.filters), last.period is not None
    draft.order = Order(field=ref, descending=least != upside_down)
    return Derivation(bag, draft, WEIGHTS["edit"])


def _says_first(bag: Bag) -> bool:
    return any(phrase.head.role("first_word", "sort") is not None for phrase in bag.phrases)


def _says_nothing(bag: Bag, place: int, last: SemanticQuery) -> bool:
    """A pronoun, a word that says nothing, or the noun of what was listed."""
    phrase = bag.phrases[place]
    if phrase.head.can(NounIs):
        return last.dataset in bag.nouns_at(place)
    return not phrase.head.is_substance and phrase.head.can(Light, Ref)


def _named_by_value(bag: Bag, last: SemanticQuery) -> bool:
    """«primero las urgentes», "urgent ones first"; «la primera urgente» is one of them."""
    for place, phrase in bag.said():
        if phrase.head.can(ValueIs, Cond) and _grade(bag, phrase, last) is not None:
            before = bag.phrases[place - 1].head if place and bag.next_to(place - 1, place) else None
            return before is None or before.role("first_word") is None
    return False


def _grade(bag: Bag, phrase: Said, last: SemanticQuery) -> tuple[FieldRef, bool] | None:
    """The graded field that a phrase names, and whether what it names stands at the end of its values."""
    meaning = bag.model.datasets[last.dataset]
    for item in phrase.head.readings:
        if isinstance(item, FieldIs | ValueIs):
            ref = item.ref
            if ref.dataset != last.dataset or not (order := bag.model.field(ref.dataset, ref.field).order):
                continue
            at = [str(value) for value in order]
            low = isinstance(item, ValueIs) and str(item.value) in at and 2 * at.index(str(item.value)) >= len(at)
            return ref, low
        if isinstance(item, Cond) and item.dataset == last.dataset:
            name = meaning.conditions[item.name].field
            if name and bag.model.field(last.dataset, str(name)).order:
                return FieldRef(dataset=last.dataset, field=str(name)), False
    return None
