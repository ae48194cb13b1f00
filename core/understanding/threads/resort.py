"""Sorting the last answer anew: «ordénalas por fallas», "sort them by name", «de menor a mayor».

The rows stay the same ones. The first five by downtime cannot be put into another order: whatever sorts them also
chooses them, and the five with least downtime are other machines.
"""

from __future__ import annotations

from core.semantics.query import FieldRef, Order, SemanticQuery
from core.understanding.derive import Derivation
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.draft import Draft, Problem
from core.understanding.phrases.types import Said, Split
from core.understanding.reading.readings import FieldIs, Light, Mention, MetricIs, NounIs, Ref
from core.understanding.weights import WEIGHTS

_SORTING = ("sort", "sorted_desc", "sorted_asc")
_BESIDE = (*_SORTING, "by", "and", "followup_start", "yes", "instead", "count")


def resorts(bag: Bag, last: SemanticQuery) -> bool:
    """Whether a message only says how to sort rows that are cut, or groups: a sorting word, and perhaps its key."""
    if not bag.has(*_SORTING):
        return False
    keys = 0
    for phrase in bag.phrases:
        if isinstance(phrase, Split):
            keys += len(phrase.keys)
        elif not isinstance(phrase, Said) or phrase.own or phrase.negated or phrase.link:
            return False
        elif phrase.head.can(FieldIs, NounIs, MetricIs):
            keys += 1
            if last.limit is None and _of_rows(bag, phrase.head, last):
                return False
        elif not (phrase.head.role(*_BESIDE) or phrase.head.can(Light, Ref)):
            return False
    cut = bool(last.groups) or last.limit is not None
    return keys <= 1 and (cut or (keys == 1 and _foreign(bag, last)))


def _foreign(bag: Bag, last: SemanticQuery) -> bool:
    """«ordénalos por fecha» of machines, which have no date of their own that it may be."""
    key = _key(bag)
    refs = [item.ref for item in key.all(FieldIs)] if key is not None else []
    if bag.model.datasets[last.dataset].default_date and all(
        bag.model.field(ref.dataset, ref.field).is_date for ref in refs
    ):
        return False
    return bool(refs) and not any(bag.model.reaches(last.dataset, ref.dataset) for ref in refs)


def _of_rows(bag: Bag, key: Mention, last: SemanticQuery) -> bool:
    """«ordénalas por fecha de vencimiento»: a date or number of the rows themselves, which are to be listed then."""
    fields = [bag.model.field(item.ref.dataset, item.ref.field) for item in key.all(FieldIs)]
    return any(item.dataset == last.dataset and (item.is_date or item.is_number) for item in fields)


def resorted(bag: Bag, last: SemanticQuery) -> Derivation:
    """The last query in another order; what it cannot be sorted by without other rows is a problem."""
    order = _order(bag, last)
    draft = Draft.of(last)
    draft.kind, draft.kept, draft.kept_period = "resorted", list(last.filters), last.period is not None
    key = _key(bag)
    if key is not None and not last.groups and last.limit is None:
        draft.problems.append(Problem("unattached", (key.text,)))
    elif order is None or (last.limit is not None and order != last.order):
        draft.problems.append(Problem("unsortable", tuple(bag.text(place) for place in range(len(bag.phrases)))))
    else:
        draft.order = order
    return Derivation(bag, draft, WEIGHTS["edit"])


def _order(bag: Bag, last: SemanticQuery) -> Order | None:
    """By what the rows show: what they are broken down by, or one of their numbers; None when they show no such thing.

    Nothing named sorts by the first number.
    """
    ascending = bag.has("sorted_asc")
    key = _key(bag)
    if key is None:
        if last.groups and last.measures:
            return Order(measure=0, descending=not ascending)
        return last.order.model_copy(update={"descending": not ascending}) if last.order is not None else None
    for group in last.groups:
        if group.field is not None and _names(bag, key, group.field):
            return Order(field=group.field, descending=bag.has("sorted_desc"))
    for number, measure in enumerate(last.measures):
        counted = measure.dataset or last.dataset
        metrics, nouns = {item.name for item in key.all(MetricIs)}, {item.dataset for item in key.all(NounIs)}
        if measure.metric in metrics or (measure.metric is None and measure.aggregate == "count" and counted in nouns):
            return Order(measure=number, descending=not ascending)
    shown = not last.groups and last.order is not None and last.order.field in [item.ref for item in key.all(FieldIs)]
    return last.order if shown else None


def _key(bag: Bag) -> Mention | None:
    for phrase in bag.phrases:
        if isinstance(phrase, Split):
            return phrase.keys[0].mention
        if phrase.head.can(FieldIs, NounIs, MetricIs):
            return phrase.head
    return None


def _names(bag: Bag, key: Mention, field: FieldRef) -> bool:
    """The key is that field, or the word for what things are called by where the groups are such things."""
    refs = [item.ref for item in key.all(FieldIs)]
    if field in refs or key.has(NounIs, lambda item: item.dataset == field.dataset):
        return True
    called = bag.model.datasets[field.dataset].identity == field.field
    return called and any(ref.field == field.field for ref in refs)
