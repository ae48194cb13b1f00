"""Breakdowns: by a field, by a thing's name, by a calendar unit."""

from __future__ import annotations

from core.semantics.query import Compare, FieldRef, GroupBy
from core.understanding.meaning.builder import Builder
from core.understanding.meaning.draft import Problem, ProblemKind
from core.understanding.phrases.types import Key, Split
from core.understanding.reading.readings import FieldIs, NounIs, ValueIs


def read_splits(builder: Builder) -> None:
    """Every free breakdown becomes a group; one that the home's rows have no part in is a problem."""
    for place in builder.bag.of(Split):
        split = builder.phrase(place)
        if not isinstance(split, Split) or split.rate or not builder.free(place):
            continue
        groups = [key_of(builder, key) for key in split.keys]
        builder.use(place, effect="group")
        if any(group is None for group in groups):
            strange = [
                key.mention for key, group in zip(split.keys, groups, strict=True) if group is None and key.mention
            ]
            # a number or a date of the rows is theirs, and yet no name of a group
            own = any(item.ref.dataset == builder.home for mention in strange for item in mention.all(FieldIs))
            kind: ProblemKind = "unattached" if own else "not_related"
            words = tuple(mention.text for mention in strange)
            builder.draft.problems.append(Problem(kind, words, dataset=builder.home))
            continue
        if any(group.grain for group in groups if group is not None) and builder.bag.has("running"):
            builder.problem("unattached", *builder.bag.roles("running"))  # each month's own sum is no running one
        if _nested(builder, groups):
            builder.charge("nested")
        builder.draft.groups += [group for group in groups if group is not None and group not in builder.draft.groups]
        if any(group.grain for group in groups if group is not None):
            _dated_by_verb(builder)


def _dated_by_verb(builder: Builder) -> None:
    """«equipos *instalados* cada año»: rows that do not happen are counted by the date that is named."""
    if builder.has_date(builder.home) or builder.draft.date_field is not None:
        return
    for place, phrase in builder.free_said():
        ref = builder.nearest_field(phrase.head.readings, dates=True)
        if ref is not None and ref.dataset == builder.home:
            builder.use(place, effect="names the date")
            builder.draft.date_field = ref.field
            return


def _nested(builder: Builder, groups: list[GroupBy | None]) -> bool:
    """«horas de paro *por equipo* *por área*»: each thing is in one place, so that another breakdown by that adds no
    group; «por equipo y área» is one that shows both."""
    before = [group.field.dataset for group in builder.draft.groups if group.field is not None]
    names = [group.field.dataset for group in groups if group is not None and group.field is not None]
    model = builder.model
    return any(
        name != other and model.datasets[name].place and model.reaches(other, name) and not model.datasets[other].place
        for name in names
        for other in before
    )


def key_of(builder: Builder, key: Key) -> GroupBy | None:
    """What a breakdown goes by, seen from the home's rows: the field with most to say, nearest first."""
    if key.grain is not None:
        return GroupBy(grain=key.grain)
    assert key.mention is not None
    value = key.mention.first(ValueIs, lambda item: item.noun and builder.distance(item.ref.dataset) is not None)
    if value is not None and not key.mention.can(FieldIs, NounIs):
        # «each pump»: by its name, of that kind only.
        builder.draft.filters.append(Compare(field=value.ref, op="=", values=(value.value,)))
        identity = builder.identity(value.ref.dataset)
        return GroupBy(field=identity) if identity is not None else None
    ref = builder.nearest_field([item for item in key.mention.readings if isinstance(item, FieldIs | NounIs)])
    if ref is None or not groupable(builder, ref):
        return None
    return GroupBy(field=ref)


def groupable(builder: Builder, ref: FieldRef) -> bool:
    """Texts and yes-or-no fields; a number or a date is no name of a group."""
    item = builder.model.field(ref.dataset, ref.field)
    return item.kind in ("text", "boolean")


def own_identity(builder: Builder, group: GroupBy) -> bool:
    """A breakdown of rows by their own name says nothing."""
    return group.field is not None and group.field == builder.identity(builder.home)
