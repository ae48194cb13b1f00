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
        if kinds != {"money"} or not _measured(found[place + 1 : place + 1 + _REACH], model):
            continue
        way = "most" if extremes[0].descending else "least"
        head = replace(phrase.head, readings=(Role(way),))
        found[place] = Extreme(phrase.at, head, "most" if way == "most" else "least")
    return found


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
