"""States and how long they last: "which has been *down the longest*" ranks by the time that the state has lasted, which
its metric adds up; «¿cuál *lleva más tiempo así*?» is of the state that was spoken of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.semantics.model import Condition, SemanticModel
from core.semantics.query import FieldRef, Named
from core.understanding.phrases.types import Extreme, Phrase, Said
from core.understanding.reading.readings import Cond, Mention, MetricIs, NounIs, Role, Superlative

_MOST = Role("most")


def longest_in(phrases: Sequence[Phrase], model: SemanticModel) -> list[Phrase]:
    """The phrases, in which what is longest right behind a state is the state's own time."""
    found = list(phrases)
    for place in range(len(found) - 1):
        state, extreme = found[place], found[place + 1]
        if not isinstance(state, Said) or not isinstance(extreme, Said) or state.negated or state.link == "without":
            continue
        if state.head.can(NounIs):
            continue  # «los paros más largos» are stops
        metric = next(
            (
                str(item.duration_metric)
                for item in _states(state.head, model)
                if item.lasts and _longest(extreme.head, FieldRef(dataset=item.lasts.dataset, field=item.lasts.field))
            ),
            None,
        )
        if metric is not None:
            found[place] = replace(state, head=replace(state.head, readings=(MetricIs(metric),)))
            found[place + 1] = _most(extreme)
    return found


def lasting_so(phrases: Sequence[Phrase], model: SemanticModel, states: Sequence[Named]) -> list[Phrase]:
    """The phrases, in which «más tiempo (así)» is said of one of these states; as they are where none of them lasts.

    Args:
        states: what the rows spoken of are held to.
    """
    found = list(phrases)
    for place, phrase in enumerate(found):
        if not isinstance(phrase, Said) or phrase.head.role("so_long") is None:
            continue
        for state in states:
            dataset = model.datasets[state.dataset]
            condition = dataset.conditions[state.condition]
            aged = next((item for item in dataset.fields.values() if item.age_while == state.condition), None)
            if condition.duration_metric and condition.lasts:
                measured = replace(phrase.head, readings=(MetricIs(str(condition.duration_metric)), Role("going_on")))
                return [*found[:place], _most(phrase), replace(phrase, head=measured), *found[place + 1 :]]
            if aged is not None:
                oldest = Superlative(FieldRef(dataset=dataset.name, field=aged.name), descending=False)
                head = replace(phrase.head, readings=(oldest,))
                return [*found[:place], replace(phrase, head=head), *found[place + 1 :]]
    return found


def _states(head: Mention, model: SemanticModel) -> list[Condition]:
    """The lasting states that a word says, by their name or by the measure of their time."""
    said = {(item.dataset, item.name) for item in head.all(Cond)}
    measured = {item.name for item in head.all(MetricIs)}
    return [
        condition
        for dataset in model.datasets.values()
        for condition in dataset.conditions.values()
        if condition.duration_metric
        and ((dataset.name, condition.name) in said or condition.duration_metric in measured)
    ]


def _longest(head: Mention, ref: FieldRef) -> bool:
    return head.has(Superlative, lambda item: item.ref == ref and item.descending)


def _most(phrase: Said) -> Extreme:
    return Extreme(phrase.at, replace(phrase.head, readings=(_MOST,)), "most")
