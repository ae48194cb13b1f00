"""Kinds that ask for numbers: one figure, a breakdown, the values of a field."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from core.kernel.folding import fold
from core.semantics.query import AnyOf, Compare, FieldRef, Filter, GroupBy, Measure, Named, Order
from core.understanding.kinds.at_present import has_somebody
from core.understanding.kinds.beside import beside, hours
from core.understanding.kinds.field_figures import DISTINCT, EXTREMES
from core.understanding.kinds.figures import Figure, figures
from core.understanding.kinds.kind import Attempt
from core.understanding.kinds.lapses import LAPSES
from core.understanding.kinds.ratios import ratios
from core.understanding.meaning.asked import asked, either, key_of, own_identity, pieces_of, told_of
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.finish import attach
from core.understanding.phrases.types import Extreme, Key, When
from core.understanding.reading.readings import Cond, FieldIs, MetricIs, NounIs, Superlative, ValueIs
from core.understanding.triggered import reads
from core.understanding.weights import WEIGHTS

_HOURS = reads(hours, "unit")
_EACH = ("each", "each_one", "each_of_them")
_ASKS = ("which", "how_much", "sum", "count", "list", "exists")


# ---- one figure ----


def measures(bag: Bag) -> Iterator[Attempt]:
    """One figure, or several side by side."""
    if bag.has("histogram"):
        return  # classes are of single values
    for figure in [*figures(bag), *LAPSES(bag.marks, bag), *EXTREMES(bag.marks, bag), *DISTINCT(bag.marks, bag)]:
        if not figure.counts:
            yield Attempt(figure.home, partial(_measure, figure=figure), figure.cost)


def _measure(builder: Builder, figure: Figure) -> None:
    draft = builder.draft
    figure.set(builder)
    draft.shape = "measure"
    _rows_asked(builder)
    beside(builder)
    if len(draft.measures) > 1:
        builder.take("spread", "between", "distinct", effect="asks")  # "how does that split *between* labor and parts"
    builder.take(*_ASKS, "how_long", effect="asks")
    target = asked(builder.bag, "count")
    if target is not None and pieces_of(builder.bag, target, ""):
        builder.use(target, effect="unit")
    attach(builder)
    if not draft.groups and draft.compare_to is None and len(draft.measures) == 1 and _each_left(builder):
        raise Reject  # one figure is not «la cantidad de *cada una*»


def _each_left(builder: Builder) -> bool:
    return any(builder.free(place) for place in builder.bag.roles("each_one", "each_of_them"))


def _rows_asked(builder: Builder) -> None:
    """«¿Qué refacciones se usaron?»: which rows, and of each how many."""
    bag, draft = builder.bag, builder.draft
    names = [measure.metric for measure in draft.measures if measure.metric]
    if len(names) != 1 or bag.splits or bag.has("count", "how_much", "sum", "average", "share"):
        return
    rows = bag.model.metrics[names[0]].rows
    if not rows:
        return
    target = asked(bag, "which")
    behind = [place + 1 for place in bag.roles("which") if place + 1 < len(bag.phrases)]
    spoken = any(phrase.head.has(Cond, lambda item: item.dataset == rows) for _, phrase in bag.said())
    measured = [place for place, phrase in bag.said() if phrase.head.can(MetricIs)]
    spoken = spoken or (len(measured) == 1 and measured[0] in behind)
    spoken = spoken or _so_many_of_each(builder, names[0])
    if spoken or (target is not None and rows in bag.nouns_at(target)) or bag.has("list"):
        identity = builder.identity(str(rows))
        if identity is not None:
            builder.use_nouns_of(str(rows))
            draft.groups.append(GroupBy(field=identity))


def _so_many_of_each(builder: Builder, metric: str) -> bool:
    """«refacciones usadas …, con *la cantidad de cada una*», "… with *quantity for each*": of each of the rows."""
    bag, model = builder.bag, builder.model
    fields = [
        place
        for place, phrase in builder.free_said()
        if any(model.field(item.ref.dataset, item.ref.field).metric == metric for item in phrase.head.all(FieldIs))
    ]
    if not (fields or bag.has("tally")) or not bag.has(*_EACH):
        return False
    builder.use(*fields, effect="group")
    builder.take("tally", *_EACH, effect="group")
    return True


# ---- breakdowns ----


def breakdowns(bag: Bag) -> Iterator[Attempt]:
    """A figure for each value, thing or calendar unit."""
    for figure in [*figures(bag), *ratios(bag), *LAPSES(bag.marks, bag), *EXTREMES(bag.marks, bag)]:
        yield Attempt(figure.home, partial(_breakdown, figure=figure), figure.cost)


def of_now(builder: Builder) -> bool:
    """The question is about a state of now: a measure of it, or a condition of the rows."""
    model, draft = builder.model, builder.draft
    named = [
        (m.dataset or draft.home, name) for m in draft.measures if m.metric for name in model.metrics[m.metric].where
    ]
    named += [(part.dataset, part.condition) for part in draft.filters if isinstance(part, Named)]
    return any(
        model.datasets[owner].conditions[name].of_now
        for owner, name in named
        if name in model.datasets[owner].conditions
    )


def _breakdown(builder: Builder, figure: Figure) -> None:
    bag, draft = builder.bag, builder.draft
    figure.set(builder)
    draft.shape = "breakdown"
    wanted = asked(bag, "which")
    thing = wanted is not None and not set(bag.nouns_at(wanted)) <= {builder.home}
    if thing and any(measure.aggregate in ("max", "min") for measure in draft.measures):
        raise Reject  # «¿qué bomba tiene la temperatura más baja?» asks for one
    if figure.counts:
        _HOURS(bag.marks, builder)
    else:
        beside(builder)
    _of_each(builder)
    _kinds(builder)
    _side_by_side(builder)
    trend = builder.take("trend", effect="group")
    now = trend and of_now(builder)
    if trend and bag.of(When) and not bag.splits and all(bag.phrases[place].head.is_light for place in trend):
        builder.charge("unused", 0.1)  # «¿cómo va el cumplimiento *este trimestre*?» is one figure
    builder.take("spread", effect="group")
    builder.take(*_ASKS, "distinct", effect="asks")
    if figure.counts:
        builder.use_nouns_of(builder.home)
    attach(builder)
    if figure.main and draft.order is not None and draft.order.measure == 0:
        draft.order = draft.order.model_copy(update={"measure": figure.main})  # "worst first" is of the quotient
    if figure.main and draft.order is None and draft.groups and not any(group.grain for group in draft.groups):
        draft.order = Order(measure=figure.main)
    if now and any(bag.phrases[place].head.is_light for place in trend):
        trend = []  # «¿cómo va el backlog?» is answered as it stands
    elif now or (trend and of_now(builder)):
        builder.problem("too_complex", *trend)  # what was open in an earlier month is not recorded
    if trend and draft.compare_to is None and not any(group.grain for group in draft.groups):
        draft.groups.append(GroupBy(grain="month"))
    if not draft.groups and not draft.problems:
        if "average" not in draft.used.values() and not (trend and draft.compare_to is not None):
            raise Reject
        draft.shape = "measure"  # «costo por OT»: a mean, and no breakdown
    if figure.counts and any(own_identity(builder, group) for group in draft.groups):
        raise Reject
    if any(group.grain for group in draft.groups) and _several_on_average(builder, figure):
        builder.charge("margin", 6)


def _several_on_average(builder: Builder, figure: Figure) -> bool:
    """«*paros promedio* por día» is how many a day brings, though one «paro promedio» is a figure of its own."""
    bag = builder.bag
    one = fold(builder.model.datasets[builder.home].label.one[bag.language])
    for place in figure.places:
        words = bag.phrases[place].head.folded.split()
        several = one not in words and not bag.words.forms_of(one, "noun").isdisjoint(words)
        if several and len(words) > 1 and not set(bag.words.roles["average"]).isdisjoint(words):
            return True
    return False


def _of_each(builder: Builder) -> None:
    """«causas de falla, cuántas de cada una»: the field that is named is what it is broken down by."""
    places = builder.take("of_each", effect="group")
    if not places:
        return
    for place, phrase in builder.free_said():
        ref = builder.nearest_field(phrase.head.all(FieldIs))
        if ref is not None and not builder.model.field(ref.dataset, ref.field).is_number:
            builder.use(place, effect="group")
            builder.draft.groups.append(GroupBy(field=ref))
            return


def _kinds(builder: Builder) -> None:
    """«¿de qué fabricantes son las máquinas?», "which trades …": a field that is asked for by its values."""
    bag = builder.bag
    target = asked(bag, "which")
    if target is None or not builder.free(target) or bag.phrases[target].head.can(NounIs):
        return
    group = key_of(builder, Key(mention=bag.phrases[target].head))
    if group is not None:
        builder.use(target, effect="group")
        builder.draft.groups.append(group)


def _side_by_side(builder: Builder) -> None:
    """«*compara* el costo por planta», "*compare* the shifts on man-hours": the groups themselves are compared."""
    bag, draft = builder.bag, builder.draft
    place = next((place for place in bag.roles("compare") if place == 0 and builder.free(place)), None)
    if place is None:
        return
    following = place + 1
    if not bag.splits and not draft.groups and following < len(bag.phrases) and bag.plural(following):
        group = key_of(builder, Key(mention=bag.phrases[following].head))
        if group is None or bag.phrases[following].head.can(ValueIs, MetricIs) or not builder.free(following):
            return
        builder.use(following, effect="group")
        draft.groups.append(group)
    if bag.splits or draft.groups:
        builder.use(place, effect="asks")


# ---- the values of a field ----


def values(bag: Bag) -> Iterator[Attempt]:
    """«¿qué marcas tenemos?»: each value that occurs, with how many rows have it."""
    for place, phrase in bag.said():
        if phrase.head.can(NounIs, ValueIs) or phrase.own or phrase.link or not _leads(bag, place):
            continue
        refs = bag.fields_at(place)
        named = {bag.topic, *(name for index in range(len(bag.phrases)) for name in bag.nouns_at(index))}
        spoken_of = any(ref.dataset in named for ref in refs)
        for ref in refs:
            if bag.model.field(ref.dataset, ref.field).kind == "text":
                other = WEIGHTS["other_noun"] if spoken_of and ref.dataset not in named else 0.0
                yield Attempt(ref.dataset, partial(_values, place=place, ref=ref), WEIGHTS["kind"] + other)


def _leads(bag: Bag, place: int) -> bool:
    """Nothing that names rows stands before it."""
    return not any(bag.nouns_at(index) or bag.fields_at(index) for index in range(place))


def _values(builder: Builder, place: int, ref: FieldRef) -> None:
    draft = builder.draft
    if not builder.take("which", "list", "distinct") and not told_of(builder.bag, place):
        raise Reject
    builder.use(place, effect="group")
    builder.use_nouns_of(ref.dataset)
    draft.shape, draft.measures, draft.groups = "breakdown", [Measure(aggregate="count")], [GroupBy(field=ref)]
    if own_identity(builder, draft.groups[0]):
        raise Reject
    attach(builder)


# ---- values side by side ----


def compared_values(bag: Bag) -> Iterator[Attempt]:
    """«preventivas vs correctivas», "North vs South": the values of one field side by side."""
    for figure in [*figures(bag), *_dearer(bag)]:
        yield Attempt(figure.home, partial(_compared, figure=figure), figure.cost)


def _dearer(bag: Bag) -> Iterator[Figure]:
    """«¿qué salió *más caro*, las correctivas o las preventivas?»: the sum of what an extreme is of."""
    for place, phrase in bag.said() if either(bag) else ():
        for found in phrase.head.all(Superlative):
            metric = bag.model.field(found.ref.dataset, found.ref.field).metric
            if metric is None or not bag.model.metrics[metric].additive:
                continue

            def put(builder: Builder, place: int = place, metric: str = metric, end: Superlative = found) -> None:
                builder.use(place, effect="order")
                builder.draft.measures.append(Measure(metric=metric))
                builder.draft.order = Order(measure=0, descending=end.descending)

            yield Figure(found.ref.dataset, (place,), put)


def _compared(builder: Builder, figure: Figure) -> None:
    bag, draft = builder.bag, builder.draft
    figure.set(builder)
    builder.take("compare", "and", *_ASKS)
    share = bool(builder.take("share", effect="share"))
    for place in bag.of(Extreme) if either(bag) else ():
        builder.use(place, effect="order")
        draft.order = Order(measure=0, descending=bag.phrases[place].way == "most")  # type: ignore[attr-defined]
    if any(phrase.head.has(ValueIs, lambda item: item.ref.dataset == bag.people) for _, phrase in bag.said()):
        builder.take("who")
    if figure.counts:
        builder.use_nouns_of(builder.home)
    draft.shape = "breakdown"
    attach(builder)
    for item in draft.filters:
        if isinstance(item, Compare) and item.op == "in" and len(item.values) > 1:
            group = GroupBy(field=item.field)
            if group not in draft.groups:
                draft.groups.append(group)
            draft.measures = [measure.model_copy(update={"share": share}) for measure in draft.measures]
            return
        if (ref := _one_field(builder, item)) is not None:
            draft.groups.append(GroupBy(field=ref))
            return
    refs = [group.field for group in draft.groups if group.field is not None]
    if not any(builder.model.field(ref.dataset, ref.field).kind == "boolean" for ref in refs):
        raise Reject  # nor is it split by whether something is so


def _one_field(builder: Builder, item: Filter) -> FieldRef | None:
    """The field that all of several states are about («in maintenance vs down»)."""
    if not isinstance(item, AnyOf):
        return None
    conditions = [
        builder.model.datasets[part.dataset].conditions[part.condition]
        for part in item.parts
        if isinstance(part, Named)
    ]
    fields = {(condition.dataset, condition.field) for condition in conditions}
    if len(conditions) != len(item.parts) or len(fields) != 1 or conditions[0].field is None:
        return None
    return FieldRef(dataset=conditions[0].dataset, field=conditions[0].field)


# ---- people ----


def people(bag: Bag) -> Iterator[Attempt]:
    """«¿Quién tiene OT vencidas?»: the people of those rows, with how many each."""
    for figure in figures(bag):
        if figure.counts and figure.home != bag.people:
            yield Attempt(figure.home, partial(_people, figure=figure), figure.cost)


def which_people(bag: Bag) -> bool:
    """«¿qué técnicos cerraron correctivas?» asks who did."""
    target = asked(bag, "which")
    return target is not None and bag.people is not None and bag.people in bag.nouns_at(target)


def _people(builder: Builder, figure: Figure) -> None:
    bag, draft = builder.bag, builder.draft
    if bag.people is None or builder.distance(bag.people) is None or bag.splits or bag.has("with_whom"):
        raise Reject
    noun = next(iter(figure.places), None)
    if noun is not None and getattr(bag.phrases[noun], "link", "") == "without":
        raise Reject
    figure.set(builder)
    numbered = bag.has("count")
    nouns = any(builder.home in bag.nouns_at(place) and bag.is_noun(place) for place in range(len(bag.phrases)))
    if not nouns and not numbered and any(has_somebody(builder, phrase) for _, phrase in bag.said()):
        raise Reject  # «¿quién tiene *asignada* la R-118?» asks for who is on it
    builder.take("who", *_ASKS)
    builder.use_nouns_of(builder.home)
    builder.use_nouns_of(bag.people)
    ref = FieldRef(dataset=bag.people, field=bag.model.datasets[bag.people].identity)
    draft.shape, draft.groups = "breakdown", [GroupBy(field=ref)]
    if not numbered:  # «¿*cuántas* hay y de quién son?»: those that are nobody's are among them
        draft.filters.append(Compare(field=ref, op="is not null"))
    attach(builder)
