"""«¿y el promedio?», "what's the average per week?" behind a breakdown by weeks: the total over all of them."""

from __future__ import annotations

from core.semantics.model import SemanticModel
from core.semantics.query import Measure, SemanticQuery
from core.understanding.derive import Derivation
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.draft import Draft
from core.understanding.phrases.types import Said, Split
from core.understanding.reading.readings import Light, Ref
from core.understanding.threads.rates import whole
from core.understanding.weights import WEIGHTS

_SAID = frozenset({"average", "which", "how_much", "and", "list", "followup_start", "sum"})


def asks_mean(bag: Bag, last: SemanticQuery) -> bool:
    """The message asks for a mean, over the units that were shown if it names any, and for nothing else."""
    grain = last.groups[0].grain if len(last.groups) == 1 else None
    if grain is None or last.limit not in (None, 1) or last.period is None or not bag.has("average"):
        return False
    return all(_adds_nothing(phrase, str(grain)) for phrase in bag.phrases)


def _adds_nothing(phrase: object, grain: str) -> bool:
    if isinstance(phrase, Split):
        return [key.grain for key in phrase.keys] == [grain]
    if not isinstance(phrase, Said) or phrase.head.is_substance or not phrase.head.readings:
        return False
    return phrase.head.role(*_SAID) is not None or phrase.head.can(Light, Ref)


def mean(bag: Bag, last: SemanticQuery, model: SemanticModel) -> Derivation | None:
    """The total of the period by its units; None of what does not add up."""
    if len(last.measures) != 1:
        return None
    measure = whole(last.measures[0]).model_copy(update={"share": False})
    metric = model.metrics[measure.metric] if measure.metric else None
    if (metric is not None and not metric.additive) or (metric is None and measure.aggregate != "count"):
        return None
    grain = last.groups[0].grain
    draft = Draft.of(last)
    draft.kind, draft.shape, draft.groups, draft.order, draft.having = "mean", "measure", [], None, []
    draft.limit = None
    counted = Measure(aggregate="average_per", dataset=measure.dataset or last.dataset, per=grain)
    draft.measures = [measure.model_copy(update={"per": grain}) if metric is not None else counted]
    draft.kept, draft.kept_period = list(last.filters), last.period is not None and last.period.given
    return Derivation(bag, draft, WEIGHTS["edit"])
