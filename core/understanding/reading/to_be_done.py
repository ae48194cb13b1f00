"""«OT que *hay que* cerrar para el miércoles», "orders that *must be* closed by Friday": what is yet to be done is
open, and the day is the one on which it is due. So are words of that state itself («faltan por hacer este mes»)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.semantics.model import SemanticModel
from core.semantics.query import FieldRef
from core.understanding.reading.readings import Cond, DateVerb, Light, Mention, Reading, Role, Time

TO_DO = "to_do"
AWAITED = "awaited"


def to_be_done(mentions: Sequence[Mention], model: SemanticModel) -> tuple[Mention, ...]:
    """The mentions, in which a verb of finishing behind such a word stands for what waits for it."""
    kept = list(mentions)
    timed = any(mention.can(Time) for mention in mentions)
    for place, mention in enumerate(mentions):
        if mention.role(AWAITED) and timed:
            due = next((_due(model, item.dataset) for item in mention.all(Cond)), None)
            kept[place] = replace(mention, readings=(due,) if due is not None else mention.readings)
            continue
        if not mention.role(TO_DO) or mention.is_substance:
            continue
        after = mentions[place + 1] if place + 1 < len(mentions) else None
        done = next((item.name for item in model.datasets.values() if _due(model, item.name)), None)
        if after is not None and done and not mention.can(Light) and after.first(Light, _does) and after.is_light:
            kept[place + 1] = replace(after, readings=(_yet(model, done, timed),))  # «nos faltan por *hacer*»
            continue
        following = next(
            (at for at in range(place + 1, len(mentions)) if not mentions[at].is_light or mentions[at].is_substance),
            None,
        )
        waits = _waiting(mentions[following], model, timed) if following is not None else None
        if following is not None and waits is not None:
            kept[following] = replace(mentions[following], readings=(waits,))
        elif not mention.can(Light) and all(isinstance(item, Role) for item in mention.readings):
            kept[place] = replace(mention, readings=())  # «¿cómo *queda por* área?»: nothing that is to be done
    return tuple(kept)


def _waiting(verb: Mention, model: SemanticModel, timed: bool) -> Reading | None:
    """Of rows that a verb finishes: the date on which that is due, or the state in which they wait for it."""
    named = [item.dataset for item in verb.all(Cond) if model.datasets[item.dataset].conditions[item.name].date]
    named += [item.ref.dataset for item in verb.all(DateVerb)]
    return next(
        (
            _yet(model, name, timed)
            for name in dict.fromkeys(named)
            if _due(model, name) and _finishes(verb, model, name)
        ),
        None,
    )


def _does(light: Light) -> bool:
    return light.kind == "verbs"


def _yet(model: SemanticModel, dataset: str, timed: bool) -> Reading:
    due = _due(model, dataset)
    if due is not None and timed:
        return due
    living = next(item.age_while for item in model.datasets[dataset].fields.values() if item.age_while)
    return Cond(dataset, str(living))


def _due(model: SemanticModel, dataset: str) -> DateVerb | None:
    """The date by which rows are to be done; None for rows that wait in no state."""
    fields = model.datasets[dataset].fields.values()
    ahead = next((item.name for item in fields if item.ahead), None) if any(item.age_while for item in fields) else None
    return DateVerb(FieldRef(dataset=dataset, field=ahead)) if ahead is not None else None


def _finishes(verb: Mention, model: SemanticModel, dataset: str) -> bool:
    """It names the date of a state in which rows are done, or that state."""
    done = {item.name: item.condition for item in model.datasets[dataset].fields.values() if item.condition}
    return any(item.dataset == dataset and item.name in done.values() for item in verb.all(Cond)) or any(
        item.ref.dataset == dataset and item.ref.field in done for item in verb.all(DateVerb)
    )
