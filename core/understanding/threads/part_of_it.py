"""«¿y en repuestos?» behind what maintenance cost: a part of what was measured, which the plant has a measure of by the
same words («gasto *en repuestos*»), and no list of such things."""

from __future__ import annotations

from dataclasses import replace

from core.kernel.folding import fold
from core.semantics.query import SemanticQuery
from core.understanding.meaning.bag import Bag
from core.understanding.phrases.types import Phrase, Said, When
from core.understanding.reading.readings import MetricIs, NounIs


def with_parts(bag: Bag, last: SemanticQuery) -> list[Phrase]:
    """The phrases, in which a noun names such a measure."""
    metric = bag.model.metrics.get(last.measures[0].metric or "") if len(last.measures) == 1 else None
    if metric is None or bag.opener != "and":
        return list(bag.phrases)
    others = [
        other
        for other in bag.model.metrics.values()
        if other.name != metric.name and (other.dataset, other.kind) == (metric.dataset, metric.kind)
    ]
    found: list[Phrase] = []
    for phrase in bag.phrases:
        named = isinstance(phrase, Said) and not (phrase.link or phrase.negated) and phrase.head.can(NounIs)
        meant = {other.name for other in others if named and _ends_in(other.terms.get(bag.language, ()), phrase)}
        if len(meant) == 1 and _alone(bag):
            found.append(replace(phrase, head=replace(phrase.head, readings=(MetricIs(meant.pop()),))))
        else:
            found.append(phrase)
    return found


def _ends_in(terms: tuple[str, ...], phrase: Phrase) -> bool:
    return any(fold(term).endswith(f" {phrase.head.folded}") for term in terms)


def _alone(bag: Bag) -> bool:
    """Nothing else is said but when."""
    said = [phrase for phrase in bag.phrases if phrase.head.is_substance and not isinstance(phrase, When)]
    return len(said) == 1
