"""«quién no ha cerrado *nada*», "who closed *nothing*": a word for no thing at all, behind what is done to things of
one kind, stands for those («ninguna OT»)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from core.semantics.model import SemanticModel
from core.understanding.reading.readings import Cond, DateVerb, Mention, NounIs, Role, ValueIs

THING = "thing_at_all"
DENIED = "not"
_PEOPLE = ("who",)


def not_a_thing(mentions: Sequence[Mention], model: SemanticModel, denials: Collection[str]) -> tuple[Mention, ...]:
    """The mentions, in which such a word names what the verb before it is done to."""
    if not any(mention.role(*_PEOPLE) or _people(mention, model) for mention in mentions):
        return tuple(mentions)
    if not any(mention.role(THING) for mention in mentions):
        return _none_of(mentions, model, denials)
    if any(mention.can(NounIs) and not _people(mention, model) for mention in mentions):
        return tuple(mentions)
    kept: list[Mention] = []
    for place, mention in enumerate(mentions):
        verb = mentions[place - 1] if place and mention.role(THING) else None
        denied = any(before.role(DENIED, "without") for before in mentions[:place])
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


def _none_of(mentions: Sequence[Mention], model: SemanticModel, denials: Collection[str]) -> tuple[Mention, ...]:
    """«técnicos que *no cerraron OT* ayer»: what people have not done to things of a kind, they did to none."""
    kept = list(mentions)
    for place in range(2, len(mentions)):
        thing, verb = mentions[place], mentions[place - 1]
        before, done = _denied(mentions[:place], model, denials)
        if done is None or verb.can(NounIs) or not _of_kind(thing, done.dataset):
            continue
        agents = any(other.role(*_PEOPLE) or _people(other, model) for other in before)
        others = any(other.can(NounIs) and not _people(other, model) for other in before)
        if agents and not others:
            none = replace(thing, readings=(Role("none"),), ends=False)
            kept[place - 1 : place + 1] = [replace(verb, readings=(done,)), none, thing]
            break
    return tuple(kept)


def _denied(
    mentions: Sequence[Mention], model: SemanticModel, denials: Collection[str]
) -> tuple[Sequence[Mention], Cond | None]:
    """What stands before a verb that is denied, and the state that it would have brought about: «*no* han *cerrado*»,
    or "*not closed*" as one word for those that wait."""
    verb, before = mentions[-1], mentions[:-1]
    if verb.folded.split()[0] in denials:
        for item in verb.all(Cond):
            fields = model.datasets[item.dataset].fields.values()
            brought = next((str(field.condition) for field in fields if field.condition), None)
            if brought and item.name in {field.age_while for field in fields}:
                return before, Cond(item.dataset, brought)
    if before and before[-1].is_light and not before[-1].is_substance and not before[-1].role(DENIED):
        before = before[:-1]  # «que no *han* cerrado»
    if not before or not before[-1].role(DENIED):
        return before, None
    dataset = _done(verb, model)
    return before[:-1], verb.first(Cond, lambda item: item.dataset == dataset) if dataset else None


def _of_kind(mention: Mention, dataset: str | None) -> bool:
    """It names such rows, or some of them by what they are («correctivas»)."""
    named = mention.has(NounIs, lambda item: item.dataset == dataset)
    return named or mention.has(ValueIs, lambda item: item.ref.dataset == dataset)


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
