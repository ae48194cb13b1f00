"""Arithmetic over the rows of the last answer: their sum, and what part of the whole they are."""

from __future__ import annotations

from core.semantics.query import Compare, SemanticQuery
from core.understanding.derive import Derivation
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.draft import Draft
from core.understanding.phrases.types import Amount, Said
from core.understanding.reading.readings import Light, Ref, Role
from core.understanding.threads.antecedent import Talked
from core.understanding.threads.rates import whole
from core.understanding.weights import WEIGHTS

_SAID = frozenset({"sum", "which", "how_much", "and", "list", "followup_start", "count"})


def asks_total(bag: Bag, last: SemanticQuery) -> bool:
    """«¿cuánto suman?», "what is their total": the message asks for a sum and names nothing else."""
    return bag.has("sum") and all(
        isinstance(item, Light | Ref) or (isinstance(item, Role) and item.role in _SAID)
        for _, phrase in bag.said()
        for item in phrase.head.readings
        if not (isinstance(item, Role) and phrase.head.role(*_SAID))
    ) and all(_counted(bag, place, last) for place in range(len(bag.phrases)))  # fmt: skip


def _counted(bag: Bag, place: int, last: SemanticQuery) -> bool:
    """A word, or the number of those that were shown («suma esos 5»)."""
    phrase = bag.phrases[place]
    return isinstance(phrase, Said) or (isinstance(phrase, Amount) and not phrase.unit and phrase.value == last.limit)


def _is_mean(last: SemanticQuery) -> bool:
    """What was shown is a mean over units of something that adds up."""
    one = last.measures[0] if len(last.measures) == 1 and not last.groups else None
    return one is not None and (one.aggregate == "average_per" or one.per is not None)


async def total(bag: Bag, last: SemanticQuery, talked: Talked) -> Derivation | None:
    """The sum of what the last answer showed; None when its figures do not add up."""
    metrics = [talked.model.metrics[measure.metric] for measure in last.measures if measure.metric]
    if _is_mean(last):
        draft = Draft.of(last)
        draft.kind, draft.measures = "total", [whole(last.measures[0])]
        draft.shape = "measure" if draft.measures[0].metric else "count"
        draft.kept, draft.kept_period = list(last.filters), last.period is not None
        return Derivation(bag, draft, WEIGHTS["edit"])
    if not last.groups or not last.measures or any(not metric.additive for metric in metrics):
        return None
    draft = Draft(last.dataset, kind="total")
    draft.filters, draft.period, draft.date_field = list(last.filters), last.period, last.date_field
    draft.measures = [measure.model_copy(update={"share": False}) for measure in last.measures]
    draft.shape = "count" if all(measure.aggregate == "count" for measure in draft.measures) else "measure"
    draft.kept, draft.kept_period = list(last.filters), last.period is not None
    if bag.counted and last.limit is None:
        named = [group.field for group in last.groups[:1] if group.field is not None]
        draft.filters += [Compare(field=field, op="is not null") for field in named]  # «los tres turnos», and no others
    if last.limit is not None:
        things = await talked.things(last)
        if things is None:
            return None
        draft.filters.append(Compare(field=things.ref, op="in", values=things.values))
    return Derivation(bag, draft, WEIGHTS["edit"])
