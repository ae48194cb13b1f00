"""Takes away: a limit («quita el área», «da igual cuánto duraron»), a breakdown, a column, or rows («quita las fugas»).

What is named decides: a limit that stands is lifted; what things are broken down by, or shown, is left out; and values
and states that rows may have leave out the rows that have them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.semantics.exclusion import contradiction
from core.semantics.query import (
    AnyOf,
    Compare,
    Dated,
    FieldRef,
    Filter,
    GroupBy,
    Lasted,
    Named,
    Related,
    SemanticQuery,
)
from core.understanding.meaning.builder import Builder
from core.understanding.meaning.clauses import filter_of, options_at
from core.understanding.phrases.types import Bound, Phrase, Said, When
from core.understanding.reading.readings import Cond, FieldIs, NounIs, ValueIs, Verb

_NO_ONE = ("<>", "not in")
Meant = ValueIs | Cond


@dataclass
class Dropped:
    """What a message takes away of the last query.

    Attributes:
        limits: filters that no longer hold; ``period``: nor does the period.
        groups, columns: what is no longer broken down by, or shown.
        without: limits that leave rows out.
        cut: all of a ranking are wanted again.
    """

    limits: list[Filter] = field(default_factory=list)
    groups: list[GroupBy] = field(default_factory=list)
    columns: list[FieldRef] = field(default_factory=list)
    without: list[Filter] = field(default_factory=list)
    period: bool = False
    cut: bool = False


def dropped_of(builder: Builder, last: SemanticQuery) -> Dropped:
    """What the words of taking away take, and what «todas las causas» sets free; uses their phrases."""
    found = Dropped()
    for place in builder.bag.roles("drop"):
        if not builder.free(place):
            continue
        objects = _objects(builder, place)
        taken = [at for at in objects if _take(builder, last, at, found)]
        if taken:
            builder.use(place, effect="taken away")
    for place in builder.bag.roles("include"):
        taken = [at for at in _objects(builder, place) if builder.free(place) and _include(builder, last, at, found)]
        if taken:
            builder.use(place, effect="taken away")
    for place in builder.bag.roles("back_in"):  # "put planned *back in*", «los programados *de nuevo*»
        said = [at for at, phrase in builder.free_said() if phrase.head.can(ValueIs, Cond)]
        taken = [at for at in said if builder.free(place) and _include(builder, last, at, found)]
        if taken:
            builder.use(place, effect="taken away")
    for place, phrase in builder.free_said():
        if (phrase.link == "without") != phrase.negated and phrase.head.can(FieldIs) and not phrase.head.can(ValueIs):
            if _take_named(builder, last, place, phrase, found):
                builder.use(place, effect="taken away")  # «sin el área»
        elif phrase.every and not phrase.negated and phrase.head.can(FieldIs, NounIs):
            _set_free(builder, last, place, found)
    return found


def _objects(builder: Builder, drop: int) -> list[int]:
    """The phrases behind a word of taking away that it may take, up to the next thing that is asked for."""
    found = []
    phrases = builder.bag.phrases
    for place in range(drop + 1, len(phrases)):
        phrase = phrases[place]
        if isinstance(phrase, Bound | When) or (isinstance(phrase, Said) and _may_be_taken(phrase)):
            found.append(place)
        elif isinstance(phrase, Said) and phrase.head.role("and") and _taken_next(phrases, place):
            builder.use(place, effect="taken away")
            continue
        else:
            break
        if phrase.head.ends:
            break
    return found


def _may_be_taken(phrase: Said) -> bool:
    return phrase.head.is_substance or phrase.head.role("how_long", "top", "unit", "drop_filter") is not None


def _taken_next(phrases: Sequence[Phrase], place: int) -> bool:
    following = phrases[place + 1] if place + 1 < len(phrases) else None
    return isinstance(following, Said) and following.head.can(ValueIs, Cond) and not following.head.role("chart")


def _take(builder: Builder, last: SemanticQuery, place: int, found: Dropped) -> bool:
    """Take away what one phrase names; False when the last query has no such thing."""
    phrase = builder.bag.phrases[place]
    if not builder.free(place):
        return False
    if isinstance(phrase, When):
        found.period = last.period is not None
        done = found.period
    elif isinstance(phrase, Bound) or phrase.head.role("how_long"):
        limits = [part for part in last.filters if _measures_time(builder, part)]
        found.limits += limits
        done = bool(limits)
    else:
        assert isinstance(phrase, Said)
        done = _take_named(builder, last, place, phrase, found) or _take_lacking(builder, phrase, found)
    if done:
        builder.use(place, effect="taken away")
    return done


def _take_named(builder: Builder, last: SemanticQuery, place: int, phrase: Said, found: Dropped) -> bool:
    limits = [part for part in last.filters if _names(builder, phrase, part)]
    if limits:
        found.limits += limits
        return True
    refs = [item.ref for item in phrase.head.all(FieldIs)]
    owners = {item.dataset for item in phrase.head.all(NounIs)}
    groups = [
        group
        for group in last.groups
        if group.field is not None and (group.field in refs or _is_called(builder, group.field, owners))
    ]
    columns = [ref for ref in last.select if ref in refs or _is_called(builder, ref, owners)]
    if groups or columns:
        found.groups += groups
        found.columns += columns
        return True
    options = options_at(builder, place, builder.home) if phrase.head.can(ValueIs, Cond) else []
    if options:
        meant = builder.pick(f"without {place}", options)
        found.without.append(filter_of(builder, meant, negated=not phrase.negated))
        return True
    # "drop the planned *stops*": whose they are
    return phrase.head.has(NounIs, lambda item: item.dataset == builder.home)


def _take_lacking(builder: Builder, phrase: Said, found: Dropped) -> bool:
    """«quita las que *no tienen técnico*»: those that have one are left."""
    owners = {item.dataset for item in phrase.head.all(NounIs)} if phrase.link == "without" else set()
    refs = [ref for name in owners if builder.distance(name) == 1 and (ref := builder.identity(name)) is not None]
    found.without += [Compare(field=ref, op="is not null") for ref in refs]
    return bool(refs)


def _include(builder: Builder, last: SemanticQuery, place: int, found: Dropped) -> bool:
    """«incluye los sellos», "put the pumps back": what left them out no longer does, and what was limited to others is
    limited to them too."""
    head = builder.bag.phrases[place].head
    for item in head.all(ValueIs):
        for part in last.filters:
            if not isinstance(part, Compare) or part.field != item.ref:
                continue
            within = item.value in part.values
            if part.op in _NO_ONE and within:
                left = tuple(value for value in part.values if value != item.value)
                found.limits.append(part)
                if left:
                    found.without.append(
                        part.model_copy(update={"op": "not in" if len(left) > 1 else "<>", "values": left})
                    )
            elif part.op in ("=", "in") and not within:
                found.limits.append(part)
                found.without.append(part.model_copy(update={"op": "in", "values": (*part.values, item.value)}))
            else:
                continue
            builder.use(place, effect="taken away")
            return True
    for cond in head.all(Cond):
        included = Named(dataset=cond.dataset, condition=cond.name)
        negated = [
            part
            for part in last.filters
            if isinstance(part, Named) and contradiction(builder.model, [part, included]) is not None
        ]
        if negated:
            found.limits += negated
            builder.use(place, effect="taken away")
            return True
    return False


def _is_called(builder: Builder, ref: FieldRef, owners: set[str]) -> bool:
    return ref.dataset in owners and ref == builder.identity(ref.dataset)


def _names(builder: Builder, phrase: Said, part: Filter) -> bool:
    """The phrase names a limit that stands: by its value, its state, its field, or the thing that it is a limit of."""
    head = phrase.head
    refs = {item.ref for item in head.readings if isinstance(item, FieldIs)}
    owners = {item.dataset for item in head.all(NounIs)} - {builder.home}
    match part:
        case Compare():
            if part.op in _NO_ONE:
                return part.field in refs
            said = {item.value for item in head.all(ValueIs) if item.ref == part.field}
            return part.field in refs or part.field.dataset in owners or set(part.values) == said
        case Named():
            conditions = {item.name for item in head.all(Cond) if item.dataset == part.dataset}
            name = builder.model.datasets[part.dataset].conditions[part.condition].field
            return part.condition in conditions or (
                name is not None and FieldRef(dataset=part.dataset, field=name) in refs
            )
        case Dated():
            return part.field in refs
        case Related():
            return part.dataset in owners or any(item.dataset == part.dataset for item in head.all(Verb))
        case AnyOf():
            return any(_names(builder, phrase, one) for one in part.parts)
        case _:
            return False


def _measures_time(builder: Builder, part: Filter) -> bool:
    """A limit of how long something lasted, or of a number of the rows."""
    if isinstance(part, Lasted):
        return True
    if not isinstance(part, Compare):
        return False
    return builder.model.field(part.field.dataset, part.field.field).is_number


def _set_free(builder: Builder, last: SemanticQuery, place: int, found: Dropped) -> None:
    """«todas las causas», "all failure modes": no value of the field is a limit any more."""
    phrase = builder.bag.phrases[place]
    refs = {item.ref for item in phrase.head.all(FieldIs)}
    owners = {item.dataset for item in phrase.head.all(NounIs)} - {builder.home}
    limits = [
        part
        for part in last.filters
        if isinstance(part, Compare) and (part.field in refs or part.field.dataset in owners)
    ]
    grouped = any(group.field in refs for group in last.groups)
    if limits or grouped or (builder.bag.has("back") and refs):
        found.limits += limits
        found.cut = grouped
        builder.use(place, effect="taken away")
