"""What a message leaves out because the last query said it: "which machines had more than 2?" of failures, "make it
90 days" of the last 30."""

from __future__ import annotations

from collections.abc import Sequence

from core.semantics.query import Compare, FieldRef, GroupBy, Measure, SemanticQuery
from core.understanding.derive import Derivation
from core.understanding.meaning.asked import asked
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.draft import Draft
from core.understanding.phrases.stretches import so_long
from core.understanding.phrases.types import Amount, Bound, Extreme, Phrase, Said, When, unit_of
from core.understanding.reading.readings import Light, Ref, Time, ValueIs
from core.understanding.weights import WEIGHTS

_GRAINS = {"days": "day", "weeks": "week", "months": "month", "years": "year"}
_GOES_ON = ("followup_start", "instead", "undo", "and", "yes", "list", "no_answer", "inside")


def over_so_many(bag: Bag, last: SemanticQuery) -> Derivation | None:
    """The last query's figure for each of the things that the message asks for, where it is over so many; None where
    the message says more, or the rows do not belong to such things."""
    bounds = list(bag.of(Bound))
    target = asked(bag, "which")
    if len(bounds) != 1 or last.compare_to is not None or len(last.measures) > 1:
        return None
    place = bounds[0]
    bound = bag.phrases[place]
    if target is None:
        target = next((at for at in range(place) if bag.nouns_at(at)), None)
    assert isinstance(bound, Bound)
    if target is None or bound.unit not in ("", "times") or bound.op == "between":
        return None
    then = [at for at, phrase in enumerate(bag.phrases) if phrase.head.has(Ref, lambda item: item.kind == "then")]
    others = [phrase for at, phrase in enumerate(bag.phrases) if at not in (place, target, *then)]
    if not all(isinstance(phrase, Said) and not phrase.head.is_substance for phrase in others) or bag.opener == "new":
        return None
    if any(phrase.head.can(Ref) for phrase in others):
        return None
    model = bag.model
    counts = not last.measures or (last.measures[0].metric is None and last.measures[0].aggregate == "count")
    if not (counts or last.measures[0].metric) or (counts and not model.datasets[last.dataset].default_date):
        return None
    nouns = [name for name in bag.nouns_at(target) if name != last.dataset and model.path(last.dataset, name)]
    if not nouns or bag.phrases[target].head.can(ValueIs):
        return None
    name = FieldRef(dataset=nouns[0], field=model.datasets[nouns[0]].identity)
    if any(group.field == name for group in last.groups):
        return None
    draft = Draft.of(last)
    draft.kind, draft.kept, draft.kept_period = "again", list(last.filters), last.period is not None
    draft.shape, draft.select, draft.order, draft.limit, draft.offset = "breakdown", [], None, None, 0
    draft.measures = list(last.measures) or [Measure(aggregate="count")]
    draft.groups, draft.having = [GroupBy(field=name)], [(0, bound.op, bound.values[0])]
    if name.dataset == bag.people:
        draft.filters = [*draft.filters, Compare(field=name, op="is not null")]
    return Derivation(bag, draft, WEIGHTS["edit"])


def with_other_days(bag: Bag, phrases: Sequence[Phrase], last: SemanticQuery) -> list[Phrase]:
    """The phrases, in which so many days take the place of the last query's: said alone, or pointed at («esos 30
    días», "the same 90 days")."""
    found = [_plain(phrase) for phrase in phrases]
    period = last.period
    if period is None or not period.given or period.relative != "past" or period.grain != "range":
        return list(phrases)
    alone = all(isinstance(phrase, Amount) or _says_nothing(phrase) for phrase in found)
    for place, phrase in enumerate(found):
        if not isinstance(phrase, Amount) or not float(phrase.value).is_integer() or phrase.value <= 0:
            continue
        before = found[place - 1] if place else None
        pointed = isinstance(before, Said) and (before.head.can(Ref) or before.head.role("followup_start") is not None)
        unit = phrase.unit or (_unit_of_before(bag, period.phrase) if alone else "")
        if unit not in _GRAINS or not (alone or (pointed and not bag.of(When))):
            continue
        when = When(phrase.at, phrase.head, time=Time(so_long(int(phrase.value), _GRAINS[unit])))
        if pointed and not alone:
            return [*found[: place - 1], when, *found[place + 1 :]]
        return [*(item for item in found[:place] if isinstance(item, Said)), when, *found[place + 1 :]]
    return list(phrases)


def _plain(phrase: Phrase) -> Phrase:
    """«*mejor* 60»: the word only begins, and the number is one."""
    if isinstance(phrase, Extreme) and phrase.n is not None and phrase.head.role("followup_start", "instead"):
        return Amount(phrase.at, phrase.head, value=float(phrase.n))
    return phrase


def _says_nothing(phrase: Phrase) -> bool:
    head = phrase.head
    return not head.is_substance and (head.role(*_GOES_ON) is not None or head.can(Light)) and unit_of(head) == ""


def _unit_of_before(bag: Bag, written: str) -> str:
    """The unit that the last period was counted in («los últimos 30 *días*»)."""
    return next((bag.words.units[word] for word in written.split() if word in bag.words.units), "")
