"""Anchors: the date or the state that a period stands beside, and so binds to."""

from __future__ import annotations

from dataclasses import dataclass

from core.kernel.folding import fold
from core.semantics.file.condition import WithPeriodKeys
from core.semantics.model import Condition
from core.semantics.query import FieldRef, Named
from core.understanding.meaning.builder import Builder
from core.understanding.phrases.types import Said, When
from core.understanding.reading.readings import Cond, DateVerb, FieldIs


@dataclass(frozen=True)
class Anchor:
    """What a period is beside: a date by name, or a condition of rows.

    Attributes:
        told: its verb tells of the past («las que *vencían* en octubre», "that *were* due").
    """

    place: int
    ref: FieldRef | None = None
    condition: Cond | None = None
    negated: bool = False
    past: bool = False
    told: bool = False


def anchor_of(builder: Builder, place: int, since: int) -> Anchor | None:
    """The date or condition that stands nearest to a period: before it, since the period before; else behind it."""
    before = [*range(place - 1, since - 1, -1)]
    behind = [*range(place + 1, len(builder.bag.phrases))]
    stop = next((index for index in behind if isinstance(builder.phrase(index), When)), len(builder.bag.phrases))
    behind = [index for index in behind if index < stop]
    found = [anchor for index in before if (anchor := _anchor_at(builder, place, index)) is not None]
    if found:
        return found[0]
    found = [anchor for index in behind if (anchor := _anchor_at(builder, place, index)) is not None]
    return next((anchor for anchor in found if anchor.ref is not None), found[0] if found else None)


def _anchor_at(builder: Builder, place: int, index: int) -> Anchor | None:
    phrase = builder.phrase(index)
    if not isinstance(phrase, Said):
        return None
    mention = phrase.head
    if builder.free(index) and mention.can(DateVerb):
        ref = _verb_date(builder, index, place)
        if ref is not None:
            return Anchor(index, ref=ref, negated=phrase.negated, told=is_told(builder, phrase))
    if builder.free(index) and abs(index - place) == 1:
        ref = builder.nearest_field(mention.all(FieldIs), dates=True)
        if ref is not None:
            return Anchor(index, ref=ref)
    for cond in mention.all(Cond):
        if builder.draft.used.get(index) == "filter" and _takes_period(builder, cond):
            return Anchor(index, condition=cond, negated=phrase.negated)
        if builder.draft.used.get(index) == "share" and (name := _date_of_part(builder, cond)) is not None:
            return Anchor(index, ref=FieldRef(dataset=cond.dataset, field=name), past=True)
    return None


def is_told(builder: Builder, phrase: Said) -> bool:
    """Whether a state is told in the past: «estuvieron parados», "were down"."""
    return phrase.was or any(builder.bag.words.told.search(word) for word in phrase.head.folded.split())


def _date_of_part(builder: Builder, cond: Cond) -> str | None:
    """The date by which a part of the whole is judged: what was done on time, by when it was due."""
    dataset = builder.model.datasets[cond.dataset]
    condition = dataset.conditions[cond.name]
    named = condition.period_date
    if named:
        return str(named)
    if condition.opposite:
        other = dataset.conditions[str(condition.opposite)]
        return (other.period_date or "") or None
    return condition.date


def _takes_period(builder: Builder, cond: Cond) -> bool:
    if not any(
        isinstance(part, Named) and (part.dataset, part.condition) == (cond.dataset, cond.name)
        for part in builder.draft.filters
    ):
        return False
    condition = builder.model.datasets[cond.dataset].conditions[cond.name]
    return bool(condition.window or condition.date or rule_of(condition) or condition.period_date)


def rule_of(condition: Condition) -> WithPeriodKeys | None:
    return condition.with_period


def _verb_date(builder: Builder, index: int, place: int) -> FieldRef | None:
    """The date that a verb names. «Con mantenimiento» is of two: what lies ahead is planned, what is past was done."""
    refs = [
        item.ref for item in builder.phrase(index).head.all(DateVerb) if builder.distance(item.ref.dataset) is not None
    ]
    if not refs:
        return None
    nearest = min(builder.distance(ref.dataset) or 0 for ref in refs)
    refs = [ref for ref in refs if builder.distance(ref.dataset) == nearest]
    if len(refs) == 1:
        return refs[0]
    when = builder.phrase(place)
    assert isinstance(when, When) and when.time is not None
    relative = when.time.expression.relative
    ahead = [ref for ref in refs if builder.model.field(ref.dataset, ref.field).ahead]
    if relative == "current":
        return builder.pick(f"date {index}", [(0.0, ref) for ref in refs])
    past = [ref for ref in refs if ref not in ahead]
    return (ahead if relative == "future" and ahead else past or refs)[0]


def tells_of_the_past(builder: Builder, place: int, ref: FieldRef) -> int:
    """How far a state's word also tells what happened.

    2 when its stem is the date's verb's («abiertas», «se abrieron»), 1 when it is the bare state ("open"), 0 when it
    only tells a state («pendientes»).
    """
    word = builder.phrase(place).head.folded.split()[-1]
    condition = builder.phrase(place).head.first(Cond)
    assert condition is not None
    terms = builder.model.datasets[condition.dataset].conditions[condition.name].terms[builder.bag.language]
    first = fold(terms[0]) if terms else ""
    if word[:4] != first[:4]:
        return 0
    return 2 if not builder.bag.words.adjective_first else 1
