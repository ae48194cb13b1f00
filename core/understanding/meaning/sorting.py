"""How rows are sorted: by a field that is named for it, the way that is said, or else the way that such things go."""

from __future__ import annotations

from core.semantics.query import FieldRef, Order
from core.sentences import planning, say
from core.understanding.meaning.builder import Builder
from core.understanding.meaning.shown import named_date
from core.understanding.phrases.types import Extreme, Split
from core.understanding.reading.readings import DateVerb, FieldIs, Mention, MetricIs, Superlative


def booked_in(builder: Builder, mention: Mention) -> FieldRef | None:
    """The field of the home's rows that a measure adds up, where the measure is named as something of theirs."""
    names = {item.name for item in mention.all(MetricIs)}
    fields = builder.model.datasets[builder.home].fields.values()
    return next((FieldRef(dataset=builder.home, field=item.name) for item in fields if item.metric in names), None)


def sorted_by(builder: Builder, *, rows: bool = False) -> None:
    """«ordénalas por fecha de vencimiento», "top 5 stops by duration": the word of breaking down names the order.

    Args:
        rows: a list is spoken of, so that a date or a number sorts it («mejor por fecha de vencimiento»).
    """
    bag, draft = builder.bag, builder.draft
    asked = [place for place in bag.roles("sort") if builder.free(place)]
    for place in bag.splits:
        split = builder.phrase(place)
        assert isinstance(split, Split)
        key = split.keys[0]
        if not builder.free(place) or len(split.keys) != 1 or key.mention is None:
            continue
        extremes = [index for index in bag.of(Extreme) if builder.free(index)]
        readings = key.mention.all(FieldIs)
        booked = booked_in(builder, key.mention)
        if not readings and booked is None:
            continue
        fields = [builder.model.field(item.ref.dataset, item.ref.field) for item in readings]
        sorts = all(item.is_date or item.is_number for item in fields)
        ref = builder.nearest_field(readings, numeric=not (asked or rows or sorts))
        if booked is not None and (ref is None or ref.dataset != builder.home):
            ref = booked
        if not asked and not extremes and not (sorts and (rows or _to_sort(builder, ref))):
            continue
        dated = all(item.is_date for item in fields)
        own = builder.model.datasets[builder.home].default_date
        if ref is None and asked and dated and own:
            ref = FieldRef(dataset=builder.home, field=own)
            name = builder.model.field(builder.home, own).label.one[bag.language].lower()
            draft.said.append(say(planning.SORTED_BY_DATE, bag.language, date=name))
        if ref is None or ref.dataset != builder.home:
            continue
        builder.use(place, *asked, *extremes[:1], effect="order")
        down = _way(builder, ref)
        draft.order = Order(field=ref, descending=bool(extremes) or down)
        if extremes:
            extreme = builder.phrase(extremes[0])
            assert isinstance(extreme, Extreme)
            draft.limit = extreme.n or 5
        return


def _to_sort(builder: Builder, ref: FieldRef | None) -> bool:
    """ "open orders *by due date*", «OT vencidas *por costo*»: a date ahead or a number: nobody counts rows by it."""
    if ref is None or ref.dataset != builder.home:
        return False
    field = builder.model.field(ref.dataset, ref.field)
    return field.ahead or field.is_number


def _way(builder: Builder, ref: FieldRef) -> bool:
    """Whether the largest come first: as it is said, or by an extreme of the same field; numbers go down, dates up."""
    for place, phrase in builder.free_said():
        found = phrase.head.first(Superlative, lambda item: item.ref == ref)
        if found is not None:
            builder.use(place, effect="order")
            builder.take("first_word", effect="sort")
            return found.descending
    down = builder.take("sorted_desc", effect="sort")
    up = builder.take("sorted_asc", effect="sort")
    return bool(down) or (not up and builder.model.field(ref.dataset, ref.field).is_number)


def read_sorting(builder: Builder) -> None:
    """«de mayor a menor», «ordenadas por vencimiento»."""
    draft = builder.draft
    down, up = builder.take("sorted_desc", effect="sort"), builder.take("sorted_asc", effect="sort")
    worst, best = builder.take("sorted_worst", effect="sort"), builder.take("sorted_best", effect="sort")
    if worst or best:
        metric = builder.model.metrics.get(draft.measures[0].metric or "") if draft.measures else None
        higher = metric is not None and metric.better == "higher"
        descending = bool(worst) != higher  # the worst first are the largest, unless the larger is the better
        down, up = (worst or best, []) if descending else ([], worst or best)
    asked = builder.take("sort", effect="sort")
    if not (down or up or asked):
        return
    if draft.measures and draft.groups:
        if draft.order is None:
            draft.order = Order(measure=0, descending=not up)
        return
    behind = max((*down, *up, *asked), default=-1) if asked else -1
    for place, phrase in builder.free_said():
        if place < behind:
            continue  # «que vencen esta semana *ordenados por* fecha»
        ref = builder.nearest_field([*phrase.head.all(FieldIs), *phrase.head.all(DateVerb)])
        if (ref is None or ref.dataset != builder.home) and phrase.head.role("the_date"):
            ref = named_date(builder)
            if ref is not None:
                name = builder.model.field(ref.dataset, ref.field).label.one[builder.bag.language].lower()
                draft.said.append(say(planning.SORTED_BY_DATE, builder.bag.language, date=name))
        if ref is not None and ref.dataset == builder.home:
            builder.use(place, effect="sort")  # "due soonest first"
            graded = bool(builder.model.field(ref.dataset, ref.field).order)  # the highest grade stands first
            draft.order = Order(field=ref, descending=bool(up if graded else down))
            return
    if draft.order is not None:
        return
    counted = next((item for item in draft.spans if item.until is None), None)
    if counted is not None and not asked:
        draft.order = Order(field=counted.since, descending=not down)  # the longest ago has the earliest date
        return
    builder.problem("unattached", *(down or up or asked))
