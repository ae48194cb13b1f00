"""«los más caros *en mantenimiento*», "most expensive assets *in maintenance cost*": an extreme of one amount, beside
the measure of another, is the most of that measure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.semantics.model import SemanticModel
from core.understanding.phrases.types import Extreme, Phrase, Said
from core.understanding.reading.readings import MetricIs, NounIs, Role, Superlative

_REACH = 2
"""Phrases behind the extreme within which the measure stands: the noun of what is ranked may stand between."""


def most_of_measure(phrases: Sequence[Phrase], model: SemanticModel) -> list[Phrase]:
    """The phrases, in which such an extreme is the most, or the least, of the measure."""
    found = list(phrases)
    for place, phrase in enumerate(found):
        if not isinstance(phrase, Said) or phrase.negated or phrase.link:
            continue
        extremes = phrase.head.all(Superlative)
        kinds = {model.field(item.ref.dataset, item.ref.field).kind for item in extremes}
        if kinds != {"money"}:
            continue
        if not _measured(found[place + 1 : place + 1 + _REACH], model):
            metric = _spent_on(found, place, extremes, model)
            if metric is None:
                continue
            said = Said(phrase.at, replace(phrase.head, readings=(MetricIs(metric),)))
            return [*found[:place], as_extreme(phrase, extremes), said, *found[place + 1 :]]
        found[place] = as_extreme(phrase, extremes)
    return found


def as_extreme(phrase: Phrase, extremes: Sequence[Superlative]) -> Extreme:
    """The most or the least, of whatever is measured."""
    way = "most" if extremes[0].descending else "least"
    head = replace(phrase.head, readings=(Role(way),))
    return Extreme(phrase.at, head, "most" if way == "most" else "least")


def _spent_on(
    phrases: Sequence[Phrase], place: int, extremes: Sequence[Superlative], model: SemanticModel
) -> str | None:
    """«las 3 *áreas* más caras»: what has no price itself costs what is spent on what lies in it; None where a noun
    beside it has one."""
    beside = [phrases[at] for at in (place - 1, place + 1) if 0 <= at < len(phrases)]
    nouns = [item.dataset for phrase in beside if isinstance(phrase, Said) for item in phrase.head.all(NounIs)]
    owners = {item.ref.dataset for item in extremes}
    if not nouns or set(nouns) & owners:
        return None
    names = {model.field(item.ref.dataset, item.ref.field).metric for item in extremes} - {None, ""}
    spent = [str(name) for name in names if model.metrics[str(name)].date]
    spent = [name for name in spent if model.reaches(str(model.metrics[name].dataset), nouns[0])]
    return spent[0] if len(spent) == 1 else None


def _measured(behind: Sequence[Phrase], model: SemanticModel) -> bool:
    """A measure in money follows, right away or behind a noun."""
    for phrase in behind:
        if not isinstance(phrase, Said) or phrase.link or phrase.negated:
            return False
        if any(model.metrics[item.name].kind == "money" for item in phrase.head.all(MetricIs)):
            return True
        if not phrase.head.can(NounIs):
            return False
    return False
