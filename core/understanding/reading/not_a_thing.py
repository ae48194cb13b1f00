"""«quién no ha cerrado *nada*», "who closed *nothing*": a word for no thing at all, behind what is done to things of
one kind, stands for those («ninguna OT»)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from core.semantics.model import SemanticModel
from core.understanding.reading.readings import Cond, DateVerb, Mention, NounIs, Role, ValueIs

THING = "thing_at_all"
_PEOPLE = ("who",)


def not_a_thing(mentions: Sequence[Mention], model: SemanticModel, denials: Collection[str]) -> tuple[Mention, ...]:
    """The mentions, in which such a word names what the verb before it is done to."""
    if any(mention.can(NounIs) and not _people(mention, model) for mention in mentions):
        return tuple(mentions)
    if not any(mention.role(*_PEOPLE) or _people(mention, model) for mention in mentions):
        return tuple(mentions)
    kept: list[Mention] = []
    for place, mention in enumerate(mentions):
        verb = mentions[place - 1] if place and mention.role(THING) else None
        denied = any(before.role("not", "without") for before in mentions[:place])
        if verb is None or not (denied or mention.role("nothing") or verb.folded.split()[0] in denials):
            kept.append(mention)
            continue
        done = _done(verb, model)
        if done is None:
            # "has *not finished* a single thing": what is denied of things is no state that they are in
            kept.append(replace(mention, readings=()) if verb.can(Cond) else mention)
            continue
        kept.append(replace(mention, readings=(Role("none" if denied else "without"),), ends=False))
        kept.append(replace(mention, readings=(NounIs(done),)))
    return tuple(kept)


def _people(mention: Mention, model: SemanticModel) -> bool:
    named = [item.dataset for item in mention.all(NounIs)]
    named += [item.ref.dataset for item in mention.all(ValueIs) if item.noun]
    return any(model.datasets[name].who for name in named)


def _done(verb: Mention, model: SemanticModel) -> str | None:
    """The rows to which it is done: a state that they are in from a date on, or what happened on a date."""
    for item in verb.readings:
        if isinstance(item, Cond):
            date = model.datasets[item.dataset].conditions[item.name].date
            if date and not model.field(item.dataset, str(date)).ahead:
                return item.dataset
        if isinstance(item, DateVerb) and not model.field(item.ref.dataset, item.ref.field).ahead:
            return item.ref.dataset
    return None
