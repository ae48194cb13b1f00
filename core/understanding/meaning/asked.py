"""What is asked for: the thing right behind a word that asks, the numbers, and what they are broken down by (a field, a
thing's name, a calendar unit)."""

from __future__ import annotations

from core.semantics.query import Compare, FieldRef, GroupBy
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder
from core.understanding.meaning.draft import Problem, ProblemKind
from core.understanding.phrases.types import Bound, Extreme, Key, Said, Split, Stretch, unit_of
from core.understanding.reading.readings import Cond, FieldIs, Mention, MetricIs, NounIs, Superlative, ValueIs
from core.understanding.weights import WEIGHTS

_KINDS = 60
"""Values up to which a field is taken to tell kinds of rows, and not to describe each."""


def asked(bag: Bag, *roles: str) -> int | None:
    """What stands right behind a word that asks (which, how many): the thing that is asked for."""
    for place in bag.roles(*roles):
        for index in range(place + 1, len(bag.phrases)):
            phrase = bag.phrases[index]
            if isinstance(phrase, Said) and (phrase.link or phrase.within):
                break  # what it has or lies in, and not what it is
            if _stands_alone(bag, index):
                return index
            if bag.is_noun(index) or (isinstance(phrase, Said) and phrase.head.can(FieldIs)):
                return index
            if not (isinstance(phrase, Said) and (phrase.head.can(Cond, ValueIs) or bag.roles_at(index))):
                break
    return None


def _stands_alone(bag: Bag, place: int) -> bool:
    """«¿cuántas *fugas* hubo en bombas?»: a value that may qualify a noun and stands beside none is asked for."""
    phrase = bag.phrases[place]
    if not isinstance(phrase, Said) or not any(item.noun for item in phrase.head.all(ValueIs)):
        return False
    facts = {item.ref.dataset for item in phrase.head.all(ValueIs) if item.noun}
    if not any(bag.model.datasets[name].default_date for name in facts) or phrase.head.can(Cond):
        return False
    sides = [other for other in (place - 1, place + 1) if 0 <= other < len(bag.phrases) and bag.is_noun(other)]
    return not any(bag.next_to(min(place, other), max(place, other)) for other in sides)


def pieces_of(bag: Bag, place: int | None, home: str) -> bool:
    """ "how many *units of* bearing 6305": pieces of what is kept in pieces, and none of the machines of that name."""
    if place is None or place + 1 >= len(bag.phrases):
        return False
    named = bag.phrases[place + 1]
    kept = {item.ref.dataset for item in named.head.all(ValueIs)} - {home}
    counted = any(item.quantity for name in kept for item in bag.model.datasets[name].fields.values())
    word = bag.phrases[place].head.folded
    return counted and named.whose and bag.words.units.get(word) == "units"


def either(bag: Bag) -> bool:
    """«¿más preventivas o más correctivas?»: an extreme, and names of which one is asked for."""
    listed = any(phrase.joint == "or" and phrase.head.can(ValueIs, Cond) for _, phrase in bag.said())
    ends = any(phrase.way in ("most", "least") for phrase in bag.phrases if isinstance(phrase, Extreme))
    return listed and (ends or any(phrase.head.can(Superlative) for _, phrase in bag.said()))


def numbers_of_rows(bag: Bag) -> list[int]:
    """Where a number is asked for that each row has («*cuántas* unidades le faltan a cada uno»): a column, no count."""
    found = []
    for place in bag.roles("count", "how_much"):
        behind = bag.phrases[place + 1] if place + 1 < len(bag.phrases) else None
        rest = [item for item in bag.phrases[place + 1 :] if not item.head.role("going_on")][:1]
        if place - 1 in bag.roles("and") and any(isinstance(item, Stretch) and _column(item) for item in rest):
            found.append(place)  # «OT en espera … *y cuántos días* llevan desde que se pidieron»
        if not isinstance(behind, Said) or behind.head.can(MetricIs, NounIs):
            continue
        if bag.ranked and unit_of(behind.head) == "days" and bag.has("age", "going_on"):
            found.append(place)  # "the oldest open order *and how many days* old it is"
            continue
        fields = [bag.model.field(item.ref.dataset, item.ref.field) for item in behind.head.all(FieldIs)]
        if fields and all(item.is_number and not item.quantity for item in fields):
            found.append(place)
    return found


def _column(stretch: Stretch) -> bool:
    """A time that each row has."""
    return stretch.op is None and not stretch.newest


_NUMBERS = ("count", "how_much", "how_long")


def numbers_asked(bag: Bag) -> list[int]:
    """Where a number is asked for: the first time, and again behind «y» or a comma («*cuántas* hay y *cuántas* …»).

    A word that asks without such a joint belongs to the question before it («¿con *cuántos* técnicos *cuenta* …?»).
    """
    found: list[int] = []
    shares = set(bag.roles("share"))
    for place in bag.roles(*_NUMBERS, "share"):
        start = place - 1 if place in shares and place - 1 in bag.roles("which") else place
        before = bag.phrases[start - 1] if start else None
        comma = before is not None and before.head.ends
        if place in shares and place + 1 == len(bag.phrases):
            comma = False  # «…, as a percentage» says how it is told
        joined = start - 1 in bag.roles("and") or comma
        if (not found and place not in shares) or (found and joined):
            found.append(place)
    return found


def counted_too(bag: Bag) -> list[int]:
    """«equipos con tres o más OT abiertas, *con la cantidad*», "…, show the *count*": the number by which things were
    chosen is wanted beside them. The word counts nothing that stands behind it."""
    bounds = [place for place, phrase in enumerate(bag.phrases) if isinstance(phrase, Bound)]
    if not bounds:
        return []
    found = []
    for place in bag.roles("tally", "count"):
        happened = {name for index in range(place) for name in bag.facts_at(index)}
        behind = [index for index in range(place + 1, len(bag.phrases)) if bag.is_noun(index) or bag.fields_at(index)]
        again = all(
            set(bag.nouns_at(index)) & happened for index in behind
        )  # «que fallaron …, con el número de fallas»
        if place > bounds[0] and again:
            found.append(place)
    return found


# ---- breakdowns ----


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


def told_of(bag: Bag, place: int) -> bool:
    """«*modos de falla* de las bombas», "*causes* of stops": what kinds of a thing occur, and no rows one by one; it
    leads, in the plural, and is what several rows have in common."""
    phrase = bag.phrases[place]
    if not isinstance(phrase, Said) or phrase.head.can(NounIs, ValueIs) or phrase.link or phrase.own:
        return False
    if any(bag.nouns_at(index) or bag.fields_at(index) or bag.is_named(index) for index in range(place)):
        return False
    refs = bag.fields_at(place)
    kinds = [_of_kinds(bag, ref) for ref in refs]
    words = phrase.head.folded.split()
    several = any(map(bag.words.several, (words[0], words[-1])))
    return bool(kinds) and all(kinds) and several


def _of_kinds(bag: Bag, ref: FieldRef) -> bool:
    """A text that many rows share: a state, a cause, a maker."""
    meaning, field = bag.model.datasets[ref.dataset], bag.model.field(ref.dataset, ref.field)
    occurring = bag.values.by_field.get((ref.dataset, ref.field), ())
    return field.kind == "text" and ref.field != meaning.identity and 0 < len(occurring) <= _KINDS


def weaker(bag: Bag, head: Mention, state: Cond) -> float:
    """What it costs to take a state's dataset for the subject: «las que *siguen* sin técnico» are in the state behind
    it, «emergencias *abiertas*» of the rows that have the kind named beside a state of the same name."""
    if head.role("still"):
        return WEIGHTS["apart"]
    others = {item.dataset for item in head.all(Cond)} - {state.dataset}
    kinds = {item.ref.dataset for _, phrase in bag.said() for item in phrase.head.all(ValueIs)}
    return WEIGHTS["later_noun"] if others & kinds and state.dataset not in kinds else 0.0
