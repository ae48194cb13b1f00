"""«OT que *hay que* cerrar para el miércoles», "orders that *must be* closed by Friday": what is yet to be done is
open, and the day is the one on which it is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.semantics.model import SemanticModel
from core.semantics.query import FieldRef
from core.understanding.reading.readings import Cond, DateVerb, Mention, Reading, Time

TO_DO = "to_do"


def to_be_done(mentions: Sequence[Mention], model: SemanticModel) -> tuple[Mention, ...]:
    """The mentions, in which a verb of finishing behind such a word stands for what waits for it."""
    kept = list(mentions)
    timed = any(mention.can(Time) for mention in mentions)
    for place, mention in enumerate(mentions[:-1]):
        if not mention.role(TO_DO) or mention.is_substance:
            continue
        following = next(
            (at for at in range(place + 1, len(mentions)) if not mentions[at].is_light or mentions[at].is_substance),
            None,
        )
        waits = _waiting(mentions[following], model, timed) if following is not None else None
        if following is not None and waits is not None:
            kept[following] = replace(mentions[following], readings=(waits,))
    return tuple(kept)


def _waiting(verb: Mention, model: SemanticModel, timed: bool) -> Reading | None:
    """Of rows that a verb finishes: the date on which that is due, or the state in which they wait for it."""
    named = [item.dataset for item in verb.all(Cond) if model.datasets[item.dataset].conditions[item.name].date]
    named += [item.ref.dataset for item in verb.all(DateVerb)]
    for dataset in dict.fromkeys(named):
        fields = model.datasets[dataset].fields.values()
        living = next((item.age_while for item in fields if item.age_while), None)
        due = next((item.name for item in fields if item.ahead), None)
        if living is not None and due is not None and _finishes(verb, model, dataset):
            return DateVerb(FieldRef(dataset=dataset, field=due)) if timed else Cond(dataset, str(living))
    return None


def _finishes(verb: Mention, model: SemanticModel, dataset: str) -> bool:
    """It names the date of a state in which rows are done, or that state."""
    done = {item.name: item.condition for item in model.datasets[dataset].fields.values() if item.condition}
    return any(item.dataset == dataset and item.name in done.values() for item in verb.all(Cond)) or any(
        item.ref.dataset == dataset and item.ref.field in done for item in verb.all(DateVerb)
    )
