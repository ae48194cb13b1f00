"""How the answer looks: its chart, its columns, its order; and the nouns that only say whose things are counted."""

from __future__ import annotations

from collections.abc import Sequence

from core.planning.chart_spec import ChartKind
from core.semantics.query import Compare, Dated, FieldRef, Filter, GroupBy, Measure, Named, Related, TimeSpan
from core.understanding.meaning.builder import Builder
from core.understanding.meaning.shown import happened, said_of, says_who, spoken_date
from core.understanding.meaning.sorting import booked_in
from core.understanding.meaning.spans import read_spans
from core.understanding.phrases.types import Said
from core.understanding.reading.readings import (
    Cond,
    DateVerb,
    FieldIs,
    Mention,
    MetricIs,
    NounIs,
    Ref,
    Role,
    Superlative,
    ValueIs,
    Verb,
)

CHARTS: dict[str, ChartKind] = {
    "pie": "pie", "barh": "barh", "bar": "bar", "line": "line", "area_chart": "area", "stacked": "stacked",
    "grouped_bars": "bar", "histogram": "histogram", "scatter": "scatter", "pareto": "pareto",
}  # fmt: skip

_OF_PARTS = frozenset({"pareto", "pie"})
"""Kinds of chart that show what a whole is made of."""


def read_chart(builder: Builder) -> None:
    """The chart that is asked for, of the kind that is named."""
    named = builder.take(*CHARTS, effect="chart")
    plain = builder.take("chart", effect="chart")
    for place in named:
        role = builder.phrase(place).head.role(*CHARTS)
        if role is not None:
            builder.draft.chart = CHARTS[role]
    if plain and builder.draft.chart is None:
        builder.draft.chart = "auto"


def belongings(builder: Builder, *, more: bool = False) -> list[int]:
    """«con la máquina y los minutos», "with the machine and the due date": what each of the rows belongs to, or has as
    a field, to be shown with it; what rows have many of («con fallas») limits them instead.

    Args:
        more: columns were asked for before, so that «y el técnico» is one more.
    """
    found: list[int] = []
    for place, phrase in builder.free_said():
        listed = bool(found) and found[-1] == place - 1 and phrase.joint == "and"
        listed = listed or (more and not found and not phrase.whose)
        if not (phrase.link == "with" or listed) or phrase.head.can(ValueIs, MetricIs, Cond) or phrase.negated:
            continue
        owners = [item.dataset for item in phrase.head.all(NounIs)]
        one = any(name != builder.home and builder.distance(name) is not None for name in owners)
        if one or builder.nearest_field(phrase.head.all(FieldIs)) is not None or _in_unit(builder, phrase.head):
            found.append(place)
    builder.use(*found, effect="column")
    return found


def _in_unit(builder: Builder, mention: Mention) -> FieldRef | None:
    """«los minutos» of stops: the field of the rows that is kept in the unit."""
    units = {item.topic for item in mention.all(Role) if item.role == "unit"}
    fields = builder.model.datasets[builder.home].fields.values()
    return next((FieldRef(dataset=builder.home, field=item.name) for item in fields if item.kind in units), None)


def read_columns(builder: Builder, *, shown: Sequence[int] = ()) -> None:
    """«tag, nombre y área de los equipos críticos»: the columns of a list, named beside it.

    Args:
        shown: places of phrases that are to be shown with the rows, be they nouns.
    """
    draft = builder.draft
    if draft.shape not in ("list", "exists") or draft.measures:
        return
    if read_spans(builder):
        draft.shape = "list"
    _age_column(builder)
    found: list[FieldRef] = []
    dated_only = False
    for place, phrase in builder.bag.said():
        if not builder.free(place) and place not in shown:
            continue
        mention = phrase.head
        named = [item for item in mention.all(FieldIs) if not item.asked]
        if (phrase.own or phrase.link == "with" or phrase.joint == "and") and (
            booked := booked_in(builder, mention)
        ) is not None:
            builder.use(place, effect="column")  # «las OT más caras con su costo»
            if phrase.joint and not builder.bag.has("which", "list") and happened(builder):
                builder.charge("margin", 2)  # "jobs closed *and hours put in* this month" are two numbers
            found.append(booked)
            continue
        if mention.role("the_date") and (spoken := spoken_date(builder)) is not None and (found or draft.date_field):
            builder.use(place, effect="column")
            dated_only = not found
            found.append(spoken)
            continue
        if builder.bag.has("when") and (dated := said_of(builder, place)) is not None:
            builder.use(place, effect="column")
            found.append(dated)
            continue
        if place in shown and (timed := _in_unit(builder, mention)) is not None:
            builder.use(place, effect="column")
            found.append(timed)
            continue
        if not named and not mention.can(NounIs):
            continue
        if (
            mention.can(ValueIs)
            or phrase.link == "without"
            or phrase.negated
            or mention.role("who")
            or not (mention.can(FieldIs) or place in shown or phrase.own or _listed(builder, place))
        ):
            continue
        before = builder.phrase(place - 1) if place else None
        if isinstance(before, Said) and before.head.role("sort"):
            continue  # «ordenadas por fecha» asks for an order, not for a column
        ref = builder.nearest_field([*named, *mention.all(NounIs)])
        if ref is not None:
            builder.use(place, effect="column")
            found.append(ref)
    listed = builder.model.datasets[draft.home].listed
    if len(found) == 1 and str(found[0].field) in listed and dated_only:
        found = []  # «con fecha»: each row shows it anyway
    if found:
        identity = builder.identity(draft.home)
        kept = draft.select if shown and builder.bag.opener == "and" else []
        called = [identity] if identity else _called_by(builder) if draft.limit == 1 else []
        draft.select = list(dict.fromkeys([*called, *kept, *found]))
        if any(builder.model.field(ref.dataset, ref.field).is_date for ref in found):
            builder.take("when", "last_time")
        if any(says_who(builder.model, ref) for ref in found):
            builder.take("who")  # «… y quién las surte»
        draft.shape = "list"
    if found or draft.spans:
        builder.take("each_of_them", "each", effect="column")


def _called_by(builder: Builder) -> list[FieldRef]:
    """«el paro más largo y su causa»: a row without a name is told by what it is of (its machine)."""
    model = builder.model
    columns = [str(column).rpartition(".") for column in model.datasets[builder.home].listed]
    refs = [FieldRef(dataset=owner or builder.home, field=name) for owner, _, name in columns]
    return [ref for ref in refs if ref.field == model.datasets[ref.dataset].identity][:1]


def _listed(builder: Builder, place: int) -> bool:
    """A noun in a list of columns («equipo e inicio», «máquina, área y causa»): one of those beside it, joined by a
    comma or an «and», is a column for certain."""
    bag = builder.bag
    if builder.home in bag.nouns_at(place):
        return False
    first = last = place
    while first and _joined(builder, first):
        first -= 1
    while last + 1 < len(bag.phrases) and _joined(builder, last + 1):
        last += 1
    run = range(first, last + 1)
    anded = any(isinstance(tied := bag.phrases[index], Said) and tied.joint == "and" for index in run[1:])
    return anded and any(
        builder.draft.used.get(index) == "column" or (builder.free(index) and bag.phrases[index].head.can(FieldIs))
        for index in run
        if index != place
    )


def _joined(builder: Builder, place: int) -> bool:
    """A name or noun that stands in one list with what is before it."""
    phrase, before = builder.phrase(place), builder.phrase(place - 1)
    if not isinstance(phrase, Said) or not phrase.head.can(FieldIs, NounIs):
        return False
    return isinstance(before, Said) and (phrase.joint == "and" or before.head.ends)


def _age_column(builder: Builder) -> None:
    """«¿qué antigüedad tiene la caldera más vieja?», "with their age in days": how old each row is, beside it."""
    draft, meaning = builder.draft, builder.model.datasets[builder.home]
    dated = next((item for item in meaning.fields.values() if item.age), None)
    if dated is None or not any(builder.free(place) for place in builder.bag.roles("age")):
        return
    builder.take("age", "which", "how_much", effect="column")
    for place, phrase in builder.free_said():
        unit = next((item.topic for item in phrase.head.readings if isinstance(item, Role) and item.role == "unit"), "")
        if unit == "days" and not phrase.head.is_substance:
            builder.use(place, effect="unit")
    draft.spans.append(TimeSpan(since=FieldRef(dataset=builder.home, field=dated.name)))
    draft.shape = "list"


def counted_by_chart(builder: Builder) -> None:
    """«pareto de causas de falla»: what shows parts of a whole counts the rows by the column that is named."""
    draft = builder.draft
    if draft.chart not in _OF_PARTS or draft.shape not in ("list", "exists") or draft.measures or draft.groups:
        return
    named = [ref for ref in draft.select if ref != builder.identity(draft.home)]
    if len(named) != 1:
        return
    field = builder.model.field(named[0].dataset, named[0].field)
    if field.is_number or field.is_date:
        return
    draft.shape, draft.measures, draft.groups = "breakdown", [Measure(aggregate="count")], [GroupBy(field=named[0])]
    draft.select, draft.order, draft.limit = [], None, None


def _beside_another(builder: Builder, place: int) -> bool:
    """«*equipos y OT* de Embotellado»: two nouns listed side by side are both asked for."""
    bag = builder.bag
    pairs = ((place, place + 1), (place - 1, place))
    return any(
        one >= 0 and other < len(bag.phrases) and bag.is_noun(one) and bag.is_noun(other)
        and getattr(bag.phrases[other], "joint", "") == "and"
        for one, other in pairs
    )  # fmt: skip


def read_context(builder: Builder) -> None:
    """Nouns that only say whose things are counted: «fallas de los *equipos*», "orders for *machines* in Paint".

    Only of a dataset that the home's rows belong to; a place in the plural beside a measure is a breakdown.
    """
    draft = builder.draft
    builder.use_nouns_of(draft.home)
    for place, phrase in builder.free_said():
        mention = phrase.head
        if mention.first(Verb, lambda item: item.dataset == draft.home) is not None:
            builder.use(place, effect="subject")
            continue
        datasets = {item.dataset for item in mention.all(NounIs)}
        if not datasets or phrase.link == "without" or phrase.negated:
            continue
        measured = {builder.model.metrics[m.metric].dataset for m in draft.measures if m.metric}
        if datasets & measured or any(owner in datasets for owner in owners(draft.filters)):
            builder.use(place, effect="names what is limited")
            continue
        reached = [name for name in datasets if builder.distance(name) is not None]
        if any(builder.model.datasets[name].says_nothing for name in reached) and not _beside_another(builder, place):
            builder.use(place, effect="says whose")
            builder.charge("redundant")
            continue
        places = [name for name in reached if builder.model.datasets[name].place]
        if places and draft.measures and builder.bag.plural(place) and not draft.groups:
            builder.use(place, effect="group")
            identity = builder.identity(places[0])
            if identity is not None:
                draft.groups.append(GroupBy(field=identity))


def owners(filters: list[Filter]) -> set[str]:
    """The datasets that filters speak of."""
    found: set[str] = set()
    for item in filters:
        match item:
            case Compare() | Dated():
                found.add(item.field.dataset)
            case Named() | Related():
                found.add(item.dataset)
            case _:
                for part in getattr(item, "parts", ()):
                    found |= owners([part])
    return found


def read_names(builder: Builder) -> None:
    """The name of a field whose value, group or measure the query has already («proveedor», «estado»)."""
    draft = builder.draft
    spoken = {builder.identity(draft.home)} | {group.field for group in draft.groups} | set(draft.select)
    spoken |= {item.field for item in draft.filters if isinstance(item, Compare | Dated)}
    for item in draft.filters:
        if isinstance(item, Named):
            field = builder.model.datasets[item.dataset].conditions[item.condition].field
            if field:
                spoken.add(FieldRef(dataset=item.dataset, field=field))
    if draft.order is not None and draft.order.field is not None:
        spoken.add(draft.order.field)
    expressions = " ".join(builder.model.metrics[m.metric].expression for m in draft.measures if m.metric)
    pinned = [
        item
        for item in draft.filters
        if isinstance(item, Compare) and item.op in ("=", "in") and item.field == builder.identity(item.field.dataset)
    ]
    if pinned:
        for place, phrase in builder.free_said():
            if place and phrase.head.has(Ref, lambda item: item.kind in ("that", "its", "those")):
                builder.use(place, effect="the one that is named")
    kinds = {builder.model.metrics[m.metric].kind for m in draft.measures if m.metric}
    for place in builder.take("unit", effect="names the unit"):
        if not kinds & {item.topic for item in builder.phrase(place).head.all(Role)}:
            del draft.used[place]
    dates = {draft.date_field, builder.model.datasets[draft.home].default_date}
    if draft.order is not None and draft.order.field is not None and draft.order.field.dataset == draft.home:
        dates.add(draft.order.field.field)
    for place, phrase in builder.free_said():
        mention = phrase.head
        if any(item.ref in spoken for item in mention.all(FieldIs)):
            builder.use(place, effect="names what is limited")
        elif any(f".{item.ref.field}" in expressions for item in mention.all(FieldIs)):
            builder.use(place, effect="names what is measured")
        elif mention.can(DateVerb) and not mention.can(Cond, FieldIs, MetricIs, Superlative):
            if any(item.ref.dataset == draft.home and item.ref.field in dates for item in mention.all(DateVerb)):
                builder.use(place, effect="names the date")
