"""Figures of fields: the average, total, largest or smallest of what rows hold, what is kept and what it is worth, the
values of a field counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.semantics.query import Aggregate, FieldRef, Measure
from core.understanding.kinds.amounts import Figure
from core.understanding.kinds.averaged import average_of
from core.understanding.meaning.asked import asked
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder
from core.understanding.phrases.types import Extreme, When
from core.understanding.reading.readings import FieldIs, NounIs, ValueIs
from core.understanding.triggered import finds
from core.understanding.weights import WEIGHTS

AGGREGATES: dict[str, Aggregate] = {"average": "avg", "sum": "sum", "how_much": "sum", "count": "sum"}
"""Words that ask for an aggregate of a field; how much there is of a quantity is its total."""


def aggregates(bag: Bag) -> Iterator[Figure]:
    """Average, total, largest or smallest of a numeric field; the total of a quantity (how much stock)."""
    ways: list[tuple[int, Aggregate, bool]] = [
        (place, aggregate, role in ("how_much", "count"))
        for role, aggregate in AGGREGATES.items()
        for place in bag.roles(role)
    ]
    nouns = {name for place in range(len(bag.phrases)) for name in bag.nouns_at(place)}
    counted = asked(bag, "count")
    for role_place, aggregate, quantity in ways:
        for place, phrase in bag.said():
            for ref in [item.ref for item in phrase.head.all(FieldIs)]:
                field = bag.model.field(ref.dataset, ref.field)
                lasting = (
                    field.kind in ("minutes", "hours") and bag.model.datasets[ref.dataset].default_date is not None
                )
                if not field.is_number or (quantity and not (field.quantity or lasting)) or _mixed(bag, ref):
                    continue
                if bag.phrases[role_place].head.role("count") and not field.quantity and counted not in (None, place):
                    continue  # "how many *orders* took over 24 h" counts orders
                cost = 0.0 if ref.dataset in nouns or not nouns else WEIGHTS["other_noun"]
                yield Figure(ref.dataset, (role_place, place), _aggregate(role_place, place, ref, aggregate), cost)


def _mixed(bag: Bag, ref: FieldRef) -> bool:
    """Values of several meters at once, whose total or mean says nothing; in a talk the meter may have been named."""
    meaning = bag.model.datasets[ref.dataset]
    if meaning.value_field != ref.field or not meaning.apart or bag.topic is not None:
        return False
    heads = [phrase.head for _, phrase in bag.said()] + [key.mention for key in bag.keys if key.mention is not None]
    apart = {FieldRef(dataset=ref.dataset, field=str(name)) for name in meaning.apart}
    named = {item.ref for head in heads for item in head.readings if isinstance(item, ValueIs | FieldIs)}
    return not named & apart


def _aggregate(role_place: int, place: int, ref: FieldRef, aggregate: Aggregate) -> Callable[[Builder], None]:
    def put(builder: Builder) -> None:
        builder.use(role_place, place, effect="measure")
        builder.take("sum", "how_much", effect="measure")
        builder.draft.measures.append(average_of(builder, ref, aggregate))

    return put


def worth(bag: Bag) -> Iterator[Figure]:
    """«¿Cuánta plata hay en inventario?»: money asked of things that are kept is what they are worth."""
    for money in bag.roles("money") if not bag.of(When) else ():  # what is kept has no date; what was spent has one
        for place, phrase in bag.said():
            kept = {
                name for item in phrase.head.all(FieldIs) if (name := item.ref.dataset) and _is_quantity(bag, item.ref)
            }
            kept |= {item.dataset for item in phrase.head.all(NounIs)}
            kept |= {
                name
                for name, meaning in bag.model.datasets.items()
                for item in phrase.head.all(ValueIs)
                if str(item.value) in (meaning.ignores or {}).get(str(item.ref), ())
            }
            of_kind = {item.ref.dataset for item in phrase.head.all(ValueIs) if item.noun}  # «… hay en *baleros*»
            for dataset in kept | of_kind:
                named = (money, place) if dataset in kept else (money,)
                fields = bag.model.datasets[dataset].fields.values()
                worth = [
                    metric.name
                    for metric in bag.model.metrics.values()
                    if metric.dataset == dataset
                    and metric.kind == "money"
                    and metric.additive
                    and not (metric.hidden or metric.where)
                ]
                if len(worth) == 1 and any(field.quantity for field in fields):

                    def put(builder: Builder, places: tuple[int, ...] = named, name: str = worth[0]) -> None:
                        builder.use(*places, effect="measure")
                        builder.take("how_much", effect="measure")
                        builder.draft.measures.append(Measure(metric=name))

                    yield Figure(dataset, named, put)


def _is_quantity(bag: Bag, ref: FieldRef) -> bool:
    return bool(bag.model.field(ref.dataset, ref.field).quantity)


def extremes_of_fields(bag: Bag) -> Iterator[Figure]:
    """«temperatura máxima de las bombas»: one figure, the largest or smallest of a dataset's value."""
    for place in bag.of(Extreme):
        extreme = bag.phrases[place]
        assert isinstance(extreme, Extreme)
        if extreme.way not in ("most", "least") or extreme.n is not None:
            continue
        aggregate: Aggregate = "max" if extreme.way == "most" else "min"
        yield from _valued(bag, place, aggregate)


def mean_readings(bag: Bag) -> Iterator[Figure]:
    """ "average vibration of pumps": a dataset whose rows are values of what is named."""
    for place in bag.roles("average"):
        yield from _valued(bag, place, "avg")


def _valued(bag: Bag, role_place: int, aggregate: Aggregate) -> Iterator[Figure]:
    for _, phrase in bag.said():
        named = [item.ref.dataset for item in phrase.head.all(ValueIs) if item.noun]
        named += [item.dataset for item in phrase.head.all(NounIs)] if aggregate == "avg" else []
        for dataset in dict.fromkeys(named):
            field = bag.model.datasets[dataset].value_field
            if not field:
                continue
            ref = FieldRef(dataset=dataset, field=str(field))

            def put(builder: Builder, ref: FieldRef = ref) -> None:
                builder.use(role_place, effect="measure")
                builder.draft.measures.append(Measure(aggregate=aggregate, field=ref))

            yield Figure(dataset, (role_place,), put)


def _behind(bag: Bag, place: int) -> int | None:
    """The field that a word of counting stands beside: before it, or («marcas distintas») right behind it."""
    following = next((index for index in range(place + 1, len(bag.phrases)) if not bag.roles_at(index)), None)
    if following is not None and bag.fields_at(following):
        return following
    return place - 1 if place and bag.fields_at(place - 1) else None


def distinct(bag: Bag) -> Iterator[Figure]:
    """How many manufacturers: the values of a field."""
    for place in [*bag.roles("count"), *bag.roles("distinct")]:
        for index, phrase in bag.said():
            if index == place or phrase.head.can(NounIs, ValueIs) or index != _behind(bag, place):
                continue
            nouns = {name for other in range(len(bag.phrases)) for name in bag.nouns_at(other)}
            for ref in bag.fields_at(index):
                if bag.model.field(ref.dataset, ref.field).kind != "text" or (nouns and ref.dataset not in nouns):
                    continue

                def put(builder: Builder, ref: FieldRef = ref, index: int = index) -> None:
                    builder.use(index, effect="measure")
                    builder.take("count", "distinct", effect="count")
                    builder.use_nouns_of(ref.dataset)
                    builder.draft.measures.append(Measure(aggregate="count_distinct", field=ref))

                yield Figure(ref.dataset, (place, index), put)


def of_a_value(bag: Bag, extreme: int) -> bool:
    """What stands right beside the extreme is something that is measured in rows of its own."""
    beside = [place for place in (extreme - 1, extreme + 1) if 0 <= place < len(bag.phrases)]
    return any(
        bag.model.datasets[item.ref.dataset].value_field and item.noun
        for place in beside
        if bag.next_to(min(place, extreme), max(place, extreme))
        for item in bag.phrases[place].head.all(ValueIs)
    )


EXTREMES = finds(extremes_of_fields, Extreme)
DISTINCT = finds(distinct, "count", "distinct")
