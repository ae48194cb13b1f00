"""Averages of counts (failures per machine, orders per month), and groups that have so many rows."""

from __future__ import annotations

from core.semantics.query import FieldRef, GroupBy, Measure
from core.understanding.quantities import converted
from core.understanding.readings import FieldIs, MetricIs, NounIs, ValueIs
from core.understanding.state import ReadingState, fact_reading


def average_frame(state: ReadingState) -> bool:
    """«promedio de fallas por bomba», "average work orders per technician", «promedio mensual de paros»."""
    place = next(state.roles("average"), None)
    if place is None:
        return False
    fact_place = next(
        (
            index
            for index, mention in enumerate(state.mentions)
            if index not in state.group_places
            and mention.can(NounIs)
            and not mention.used
            and fact_reading(state.model, mention) is not None
        ),
        None,
    )
    if fact_place is None:
        return False
    fact = fact_reading(state.model, state.mentions[fact_place])
    assert fact is not None
    per = _per(state, fact)
    if per is None:
        return False
    state.take("average", "count", "sum")
    state.use(fact_place)
    state.draft.home = fact
    state.draft.measures = [Measure(aggregate="average_per", dataset=fact, per=per)]
    state.draft.shape = "measure"
    return True


def _per(state: ReadingState, fact: str) -> str | None:
    """What the rows are averaged over: an entity that is named behind «por» or "each", or a calendar unit."""
    for index in list(state.group_places):
        noun = state.mentions[index].first(NounIs)
        if noun is not None and noun.dataset != fact and state.model.reaches(fact, noun.dataset):
            state.group_places.remove(index)
            return noun.dataset
    for index in state.roles("by", "each"):
        following = state.after(index)
        value = state.mentions[following].first(ValueIs, lambda item: item.noun) if following is not None else None
        if value is not None and state.model.reaches(fact, value.ref.dataset):
            state.use(index)
            return value.ref.dataset
    if len(state.grains) == 1 and not state.group_places:
        return state.grains.pop()
    return None


def having_frame(state: ReadingState) -> bool:
    """«Proveedores con al menos 3 refacciones agotadas»: values of a field that stand on so many rows."""
    for place, mention in enumerate(state.mentions):
        if mention.used or not mention.can(FieldIs) or mention.can(NounIs, ValueIs):
            continue
        quantity = next((item for item in state.quantities if item.place > place and not item.used), None)
        if quantity is None:
            return False
        counted = next(
            (
                index
                for index in range(quantity.place, len(state.mentions))
                if not state.mentions[index].used and state.noun_at(index) is not None
            ),
            None,
        )
        measured = _metric_beside(state, quantity.place)
        if measured is not None:
            counted, name = measured
            metric = state.model.metrics[name]
            home = metric.dataset or state.model.metrics[metric.bases[0]].dataset
        elif counted is None:
            return False
        else:
            home, name = state.noun_at(counted), None
        assert home is not None and counted is not None
        state.draft.home = home
        ref: FieldRef | None = state.settle_field(place)
        if ref is None or state.model.field(ref.dataset, ref.field).kind != "text":
            return False
        state.use(place)
        before = state.before(quantity.place)
        if before is not None and state.mentions[before].role("with"):
            state.use(before)
        if measured is not None or state.mentions[counted].can(NounIs):
            state.use(counted)
        quantity.used = True
        value: float | None = quantity.values[0]
        if name is not None:
            value = converted(quantity.values[0], quantity.unit, state.model.metrics[name].kind)
        if value is None:
            return False
        plain = int(value) if float(value).is_integer() else value
        state.draft.groups = [GroupBy(field=ref)]
        state.draft.measures = [Measure(metric=name) if name is not None else Measure(aggregate="count")]
        state.draft.having = [(0, quantity.op, plain)]
        state.draft.shape = "breakdown"
        return quantity.op != "between"
    return False


def _metric_beside(state: ReadingState, place: int) -> tuple[int, str] | None:
    """The metric that a comparison is about, right before it («mttr mayor a 7 horas») or after («50 horas de paro»)."""
    before = state.before(place)
    after = next((index for index in range(place + 1, len(state.mentions)) if not state.mentions[index].used), None)
    for index in (before, after):
        if index is not None and not state.mentions[index].used:
            reading = state.mentions[index].first(MetricIs)
            if reading is not None:
                return index, reading.name
    return None
