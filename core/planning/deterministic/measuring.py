"""Measures: metrics alone or together, averages and totals of a field, a metric's own period."""

from __future__ import annotations

from core.planning.deterministic.readings import (
    Cond,
    FieldIs,
    MetricIs,
    Noun,
    ValueIs,
)
from core.planning.deterministic.state import State, fact_reading
from core.planning.deterministic.timing import default_period
from core.semantics.query import Aggregate, FieldRef, Measure, Named


def metric_frame(state: State) -> bool:
    """One or more metrics, alone or broken down."""
    draft = state.draft
    places = [
        place
        for place, mention in enumerate(state.mentions)
        if mention.first(MetricIs) is not None and not mention.used and place != state.related_place
    ]
    if not places:
        return False
    for place in places:
        metric_reading = state.mentions[place].first(MetricIs)
        assert metric_reading is not None
        metric = state.model.metrics[metric_reading.name]
        home = metric.dataset or state.model.metrics[metric.bases[0]].dataset
        if draft.home is None:
            draft.home = home
        state.use(place)
        draft.measures.append(Measure(metric=metric.name))
    draft.shape = "measure"
    _counted_beside(state)
    averaged = state.take("average", "sum", "share", "count", "how_much", "how_long")
    if averaged and any(state.mentions[place].role("average") for place in averaged):
        return _averaged(state)
    return True


def _counted_beside(state: State) -> None:
    """«fallas y horas de paro por área»: a fact's count beside a metric."""
    draft = state.draft
    for place, mention in enumerate(state.mentions):
        if mention.used or place in state.group_places:
            continue
        fact = fact_reading(state.model, mention)
        neighbour = state.after(place)
        before = state.before(place)
        joined = (neighbour is not None and bool(state.mentions[neighbour].role("and"))) or (
            before is not None and bool(state.mentions[before].role("and"))
        )
        if fact is None or not joined or mention.first(Noun) is None:
            continue
        if any(state.model.metrics[measure.metric].dataset == fact for measure in draft.measures if measure.metric):
            continue
        state.use(place)
        draft.measures.insert(
            0 if neighbour is not None and state.mentions[neighbour].role("and") else len(draft.measures),
            Measure(aggregate="count", dataset=fact),
        )


def _averaged(state: State) -> bool:
    """The average of a metric that is a sum is that of the field behind it, over the fact's rows."""
    draft = state.draft
    measures = []
    for measure in draft.measures:
        metric = state.model.metrics[measure.metric or ""]
        if not metric.additive:
            measures.append(measure)
            continue
        field = next(
            (
                item
                for item in state.model.fields()
                if item.context.get("metric") == metric.name and item.dataset == metric.dataset
            ),
            None,
        )
        other = next(
            (
                item
                for item in state.model.fields()
                if item.context.get("metric_avg") and item.dataset == metric.dataset
            ),
            None,
        )
        if field is not None:
            ref = FieldRef(dataset=field.dataset, field=field.name)
            measures.append(Measure(aggregate="avg", field=ref, dataset=field.dataset))
            for name in metric.context.get("where", ()):
                if not _status_spoken_of(state):
                    draft.filters.append(Named(dataset=field.dataset, condition=name))
            if not metric.context.get("where") and metric.date == "completed_at" and not _status_spoken_of(state):
                draft.filters.append(Named(dataset=field.dataset, condition="closed"))
                draft.notes.append("average_of_closed")
        elif other is not None and not state.group_places:
            measures.append(Measure(metric=str(other.context["metric_avg"])))
        else:
            # «promedio de horas de paro por máquina»: per stop or per machine? Both are said by the same words.
            state.problem("too_complex")
            return True
    draft.measures = measures
    return True


def _status_spoken_of(state: State) -> bool:
    return any(
        cond is not None and state.model.datasets[cond.dataset].conditions[cond.name].field == "status"
        for cond in (mention.first(Cond) for mention in state.mentions)
    )


def aggregate_frame(state: State) -> bool:
    """Average, total, largest or smallest of a numeric field; the total of a quantity (how much stock)."""
    roles: list[tuple[str, Aggregate]] = [
        ("average", "avg"),
        ("sum", "sum"),
        ("how_much", "sum"),
        ("count", "sum"),
        ("most", "max"),
        ("least", "min"),
    ]
    for role, aggregate in roles:
        place = next(state.roles(role), None)
        if place is None:
            continue
        target = _numeric_target(state, place, need_quantity=role in ("how_much", "count"))
        if target is None:
            continue
        index, ref = target
        if role in ("most", "least") and _row_noun(state, ref.dataset):
            continue
        if role in ("how_much", "count") and _identity_value(state, ref.dataset):
            continue
        state.draft.home = ref.dataset
        state.use(place, index)
        state.take("average") if aggregate == "avg" else state.take("sum", "how_much")
        state.draft.measures = [Measure(aggregate=aggregate, field=ref)]
        state.draft.shape = "measure"
        _use_own_noun(state)
        return True
    return False


def _identity_value(state: State, dataset: str) -> bool:
    """One row is named (a sku, a tag): a look-up, not a sum."""
    identity = state.model.datasets[dataset].identity
    return any(
        item.ref.dataset == dataset and item.ref.field in (identity, "name", "serial_number")
        for mention in state.mentions
        for item in mention.all(ValueIs)
    )


def _row_noun(state: State, dataset: str) -> bool:
    return any(state.noun_at(place) == dataset for place in range(len(state.mentions)))


def _numeric_target(state: State, place: int, *, need_quantity: bool) -> tuple[int, FieldRef] | None:
    """The numeric field that is aggregated; by the dataset that the question's nouns name."""
    named = [state.noun_at(index) for index in range(len(state.mentions)) if index not in state.group_places]
    best: tuple[float, int, FieldRef] | None = None
    for index, mention in enumerate(state.mentions):
        if mention.used or index in state.group_places:
            continue
        for reading in mention.all(FieldIs):
            item = state.model.field(reading.ref.dataset, reading.ref.field)
            if not item.is_number or (need_quantity and not item.context.get("quantity")):
                continue
            if need_quantity and mention.first(Noun) is not None and not item.context.get("quantity"):
                continue
            score = abs(index - place) + (0 if reading.ref.dataset in named else 5)
            if named and all(name is not None and name != reading.ref.dataset for name in named if name):
                score += 5
            if best is None or score < best[0]:
                best = (score, index, reading.ref)
    return (best[1], best[2]) if best else None


def _use_own_noun(state: State) -> None:
    """The home's noun says whose numbers they are and nothing more."""
    for mention in state.mentions:
        if not mention.used and mention.first(Noun, lambda item: item.dataset == state.draft.home) is not None:
            mention.used = True


def metric_defaults(state: State) -> None:
    """A metric's own period when the question names none."""
    draft = state.draft
    if draft.period is not None:
        return
    for measure in draft.measures:
        name = state.model.metrics[measure.metric].context.get("default_period") if measure.metric else None
        if name:
            draft.period = default_period(state, str(name))
            return
