"""«¿cuánto *gastamos* en baleros?», «*gasto* por proveedor»: a verb for using things up that may mean money as well is
money where it says on what it was spent, or where nothing is named that is used up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.semantics.model import SemanticModel
from core.understanding.reading.readings import Light, Mention, MetricIs, NounIs, ValueIs, Verb


def spent(mentions: Sequence[Mention], model: SemanticModel, *, talking: bool) -> tuple[Mention, ...]:
    """The mentions, in which such a verb is no use of things.

    Args:
        talking: what is used up may have been named before.
    """
    kept = list(mentions)
    for place, mention in enumerate(mentions):
        used = {item.dataset for item in mention.all(Verb) if model.datasets[item.dataset].verb_metric}
        told = [model.metrics[item.name] for item in mention.all(MetricIs)]
        other = any(
            model.metrics[item.name].dataset not in used for near in mentions[:place] for item in near.all(MetricIs)
        )
        if used and other and not (talking or _things_named(mentions, model, used)):
            light = (*(item for item in mention.readings if not isinstance(item, Verb)), Light("verbs"))
            kept[place] = replace(mention, readings=light)  # «¿cuántas horas hombre se *usaron*?»
            continue
        if not used or not any(metric.kind == "money" for metric in told):
            continue
        if _on_something(mentions, place) or not (talking or _things_named(mentions, model, used)):
            readings = tuple(item for item in mention.readings if not isinstance(item, Verb))
            kept[place] = replace(mention, readings=readings)
    return tuple(kept)


def _on_something(mentions: Sequence[Mention], place: int) -> bool:
    """So much is asked, and what it was spent on stands behind a word of place."""
    if not any(mention.role("how_much") for mention in mentions) or any(mention.role("count") for mention in mentions):
        return False
    behind = list(mentions[place + 1 : place + 3])
    if len(behind) < 2 or not behind[0].role("inside") or not behind[0].can(Light):
        return False
    return behind[1].can(NounIs, ValueIs)


def _things_named(mentions: Sequence[Mention], model: SemanticModel, used: set[str]) -> bool:
    rows = {metric.rows for metric in model.metrics.values() if metric.dataset in used and metric.rows}
    nouns = {item.dataset for mention in mentions for item in mention.all(NounIs)}
    kinds = {item.ref.dataset for mention in mentions for item in mention.all(ValueIs)}
    return bool(rows & (nouns | kinds))
