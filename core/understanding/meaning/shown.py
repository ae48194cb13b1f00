"""Dates and people as columns: which date «fecha» means on a question's rows, and fields that say who."""

from __future__ import annotations

from core.semantics.model import SemanticModel
from core.semantics.query import Dated, FieldRef, Named
from core.understanding.meaning.builder import Builder
from core.understanding.reading.readings import Cond, DateVerb, FieldIs, NounIs


def says_who(model: SemanticModel, ref: FieldRef) -> bool:
    """A text that is free, as makers and suppliers are; a state is nobody."""
    field = model.field(ref.dataset, ref.field)
    return field.kind == "text" and not field.values


def with_whom(builder: Builder) -> FieldRef | None:
    """«las OT vencidas, *con quién* las tiene», "… with who's on each": each row's person, whom some rows lack."""
    people = builder.bag.people
    if people is None or people == builder.home or builder.distance(people) is None:
        return None
    places = builder.take("with_whom", effect="column")
    for place in places:
        if place + 1 < len(builder.bag.phrases) and builder.phrase(place + 1).head.role("given"):
            builder.use(place + 1, effect="column")  # «con quién las tiene *asignadas*»
    return builder.identity(people) if places else None


def happened(builder: Builder) -> bool:
    """A state of the rows is said that they came into on a date (closed)."""
    model, home = builder.model, builder.home
    dates = [
        model.datasets[home].conditions[item.name].date
        for _, phrase in builder.bag.said()
        for item in phrase.head.all(Cond)
        if item.dataset == home
    ]
    return any(date and not model.field(home, date).ahead for date in dates)


def said_of(builder: Builder, place: int) -> FieldRef | None:
    """«¿… y *cuándo* se *instalaron*?»: the date that a verb tells, behind the word that asks for it."""
    asks = [index for index in builder.bag.roles("when") if index < place]
    phrase = builder.phrase(place)
    if not asks or not phrase.head.can(DateVerb) or phrase.head.can(NounIs, Cond):
        return None
    ref = builder.nearest_field(phrase.head.all(DateVerb), dates=True)
    return ref if ref is not None and ref.dataset == builder.home else None


def named_date(builder: Builder) -> FieldRef | None:
    """The date of the rows that the question names somewhere, else their own."""
    for _, phrase in builder.bag.said():
        ref = builder.nearest_field([*phrase.head.all(DateVerb), *phrase.head.all(FieldIs)], dates=True)
        if ref is not None and ref.dataset == builder.home:
            return ref
    own = builder.model.datasets[builder.home].default_date
    return FieldRef(dataset=builder.home, field=own) if own else None


def spoken_date(builder: Builder) -> FieldRef | None:
    """«número, equipo y *fecha*»: the date that the question is about, else that on which such rows happen."""
    draft, home = builder.draft, builder.home
    names = [draft.date_field]
    names += [part.field.field for part in draft.filters if isinstance(part, Dated) and part.field.dataset == home]
    for part in draft.filters:
        if isinstance(part, Named) and part.dataset == home:
            condition = builder.model.datasets[home].conditions[part.condition]
            names += [condition.window, condition.date]
    name = next((str(item) for item in [*names, builder.model.datasets[home].default_date] if item), None)
    return FieldRef(dataset=home, field=name) if name else None
