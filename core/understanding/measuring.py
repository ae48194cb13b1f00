"""Measures: metrics alone or together, averages and totals of a field, a metric's own period."""

from __future__ import annotations

from collections.abc import Sequence

from core.kernel.folding import fold
from core.semantics.query import Aggregate, FieldRef, GroupBy, Measure, Named, Related
from core.sentences import planning, say
from core.understanding.measured import named_twice, part_of_whole, rows_in_a_state
from core.understanding.readings import Cond, FieldIs, MetricIs, NounIs, Time, ValueIs, Verb
from core.understanding.relating import own_parents
from core.understanding.state import ReadingState, fact_reading
from core.understanding.timing import default_period


def metric_frame(state: ReadingState) -> bool:
    """One or more metrics, alone or broken down."""
    draft = state.draft
    named = [
        (place, reading.name)
        for place, mention in enumerate(state.mentions)
        if not mention.used and (reading := mention.first(MetricIs)) is not None
    ]
    if state.has("sort"):
        return False
    named = _combined(state, named) or _by_verb(state) or _how_long(state)
    if not named:
        return False
    if rows_in_a_state(state, named):
        return False
    named_twice(state, named)
    for place, name in named:
        metric = state.model.metrics[name]
        home = metric.dataset or state.model.metrics[metric.bases[0]].dataset
        if draft.home is None:
            draft.home = home
        state.use(place)
        draft.measures.append(Measure(metric=metric.name))
    _still_lasting(state, [name for _, name in named])
    _rows_asked(state, [name for _, name in named])
    draft.shape = "measure"
    own_parents(state)
    if len(named) > 1:
        state.take("compare")
    _counted_beside(state)
    part_of_whole(state)
    averaged = state.take("average", "sum", "count", "how_much", "how_long")
    if _per_row(state, draft.home):
        return _averaged(state)
    if averaged and any(state.mentions[place].role("average") for place in averaged):
        return _averaged(state)
    return True


_EACH = frozenset({"por", "per", "cada", "por cada", "each", "every", "for each", "for every"})


def _per_row(state: ReadingState, home: str | None) -> bool:
    """«costo por OT», "downtime per stop": a measure per row of its own fact is its mean."""
    place = state.rank_key
    if place is None or home is None:
        return False
    if state.mentions[place].first(NounIs, lambda item: item.dataset == home) is None:
        return False
    before = state.before(place)
    while before is not None and state.mentions[before].can(Cond, ValueIs):
        before = state.before(before)
    said = fold(state.mentions[before].text) if before is not None else ""
    if said not in _EACH or state.has("most", "least", "top"):
        state.problem("unattached", place)
        return False
    state.use(place)
    return True


def _combined(state: ReadingState, named: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """«horas hombre del backlog» is one metric of its own, not two."""
    names = {name for _, name in named}
    for place, name in named:
        for other, whole in state.model.metrics[name].combines.items():
            if other in names:
                state.use(*(spare for spare, metric in named if metric in (name, other)))
                return [(place, str(whole)), *((p, n) for p, n in named if n not in (name, other))]
    return named


def _rows_asked(state: ReadingState, names: list[str]) -> None:
    """«¿Qué refacciones se usaron?»: which rows, and of each how many."""
    if len(names) != 1 or state.group_places or state.grains or state.draft.groups:
        return
    rows = state.model.metrics[names[0]].rows
    if not rows or state.has("count", "how_much", "sum", "average", "share"):
        return
    spoken = any(mention.first(Cond, lambda item: item.dataset == rows) is not None for mention in state.mentions)
    if spoken or state.has("which", "list"):
        identity = state.model.datasets[str(rows)].identity
        state.draft.groups.append(GroupBy(field=FieldRef(dataset=str(rows), field=identity)))


def _by_verb(state: ReadingState) -> list[tuple[int, str]]:
    """«baleros usados», "how many parts were consumed": the metric that a fact's verb means; "which" lists by row."""
    for place, mention in enumerate(state.mentions):
        verb = mention.first(Verb, lambda item: bool(state.model.datasets[item.dataset].verb_metric))
        if verb is None or mention.used:
            continue
        rows = [
            index
            for index in range(len(state.mentions))
            if index not in state.group_places
            and state.noun_at(index) is not None
            and state.model.path(verb.dataset, state.noun_at(index) or "") is not None
        ]
        metric = str(state.model.datasets[verb.dataset].verb_metric)
        entity = next((state.noun_at(index) for index in rows if state.noun_at(index) != verb.dataset), None)
        if entity is None or (state.has("which") and entity != state.model.metrics[metric].rows):
            continue
        state.use_nouns_of(entity)
        return [(place, metric)]
    return []


def _how_long(state: ReadingState) -> list[tuple[int, str]]:
    """«¿Cuántas horas estuvo parada la PK-115?»: the metric that a condition's duration is."""
    if not state.has("how_long"):
        return []
    for place, mention in enumerate(state.mentions):
        for cond in mention.all(Cond):
            metric = state.model.datasets[cond.dataset].conditions[cond.name].duration_metric
            if metric and not mention.used:
                state.take("how_long")
                return [(place, str(metric))]
    return []


_LASTING = frozenset("lleva llevan llevaba llevamos been".split())


def _still_lasting(state: ReadingState, names: list[str]) -> None:
    """«¿Cuánto tiempo lleva parada la P-139?», "how long has it been down": the stop that goes on, not all of them."""
    if not _LASTING & set(state.words) or any(mention.can(Time) for mention in state.mentions):
        return
    if not (state.has("how_long") or any(mention.role("how_long") for mention in state.mentions)):
        return
    for meaning in state.model.datasets.values():
        for condition in meaning.conditions.values():
            lasts = condition.lasts
            if lasts and condition.duration_metric in names:
                state.draft.filters.append(Named(dataset=lasts.dataset, condition=lasts.going_on))
                state.draft.said.append(say(planning.ONGOING_ONLY, state.language))
                return


def _counted_beside(state: ReadingState) -> None:
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
        if fact is None or not joined or mention.first(NounIs) is None:
            continue
        state.use(place)
        draft.measures.insert(
            0 if neighbour is not None and state.mentions[neighbour].role("and") else len(draft.measures),
            Measure(aggregate="count", dataset=fact),
        )


def _averaged(state: ReadingState) -> bool:
    """The average of a metric that is a sum is that of the field behind it, over the fact's rows."""
    draft = state.draft
    measures = []
    for measure in draft.measures:
        metric = state.model.metrics[measure.metric or ""]
        if not metric.additive:
            measures.append(measure)
            continue
        field = next(
            (item for item in state.model.fields() if item.metric == metric.name and item.dataset == metric.dataset),
            None,
        )
        other = next(
            (item for item in state.model.fields() if item.metric_avg and item.dataset == metric.dataset),
            None,
        )
        if state.grains and not state.group_places and not _row_noun(state, metric.dataset or ""):
            # «gasto mensual promedio»: of a month, or of an order by month?
            state.problem("too_complex")
            return True
        if field is not None:
            draft.date_field = draft.date_field or (metric.date if state.grains else None)
            ref = FieldRef(dataset=field.dataset, field=field.name)
            measures.append(Measure(aggregate="avg", field=ref, dataset=field.dataset))
            for name in metric.where:
                if not status_spoken_of(state):
                    draft.filters.append(Named(dataset=field.dataset, condition=name))
            if not metric.where and metric.date == "completed_at" and not status_spoken_of(state):
                draft.filters.append(Named(dataset=field.dataset, condition="closed"))
                draft.notes.append("average_of_closed")
        elif other is not None and not state.group_places:
            measures.append(Measure(metric=str(other.metric_avg)))
        else:
            # «promedio de horas de paro por máquina»: per stop or per machine? Both are said by the same words.
            state.problem("too_complex")
            return True
    draft.measures = measures
    return True


def status_spoken_of(state: ReadingState) -> bool:
    """True when the question itself says in which status the rows are."""
    return any(
        cond is not None and state.model.datasets[cond.dataset].conditions[cond.name].field == "status"
        for cond in (mention.first(Cond) for mention in state.mentions)
    )


def aggregate_frame(state: ReadingState) -> bool:
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
            if role in ("average", "most", "least") and _of_value_field(state, place, aggregate):
                return True
            continue
        index, ref = target
        if role in ("most", "least") and _row_noun(state, ref.dataset):
            continue
        if role in ("how_much", "count") and _identity_value(state, ref.dataset):
            continue
        state.draft.home = ref.dataset
        state.use(place, index)
        state.take("average") if aggregate == "avg" else state.take("sum", "how_much")
        state.draft.measures = [_as_booked(state, ref, aggregate)]
        state.draft.shape = "measure"
        _use_own_noun(state)
        return True
    return False


def _as_booked(state: ReadingState, ref: FieldRef, aggregate: Aggregate) -> Measure:
    """A number that a metric adds up (an order's cost) keeps the metric's date and rows, however it is called:
    "average order cost" is "average cost of orders"."""
    draft = state.draft
    name = state.model.field(ref.dataset, ref.field).metric
    metric = state.model.metrics.get(str(name)) if name else None
    if metric is None or metric.dataset != ref.dataset or not metric.date:
        return Measure(aggregate=aggregate, field=ref)
    if aggregate == "sum":
        return Measure(metric=metric.name)
    implied = state.model.field(ref.dataset, metric.date).condition
    conditions = metric.where or ([implied] if implied else [])
    if not status_spoken_of(state):
        draft.filters += [Named(dataset=ref.dataset, condition=str(item)) for item in conditions]
    draft.date_field = metric.date
    return Measure(aggregate=aggregate, field=ref)


def _of_value_field(state: ReadingState, place: int, aggregate: Aggregate) -> bool:
    """ "average vibration of pumps": a dataset whose rows are values of what is named."""
    for index, mention in enumerate(state.mentions):
        value = mention.first(ValueIs, lambda item: item.noun)
        named = mention.first(NounIs)
        dataset = value.ref.dataset if value is not None else named.dataset if named is not None else None
        for candidate in {item.ref.dataset for item in mention.all(ValueIs)} | ({dataset} if dataset else set()):
            field = state.model.datasets[candidate].value_field
            if not field:
                continue
            if aggregate in ("max", "min") and mention.can(NounIs):
                continue
            state.draft.home = candidate
            state.use(place)
            if mention.can(NounIs):
                state.use(index)
            state.draft.measures = [Measure(aggregate=aggregate, field=FieldRef(dataset=candidate, field=str(field)))]
            state.draft.shape = "measure"
            _use_own_noun(state)
            return True
    return False


def _identity_value(state: ReadingState, dataset: str) -> bool:
    """One row is named (a sku, a tag): a look-up, not a sum."""
    identity = state.model.datasets[dataset].identity
    return any(
        item.ref.dataset == dataset and item.ref.field in (identity, "name", "serial_number")
        for mention in state.mentions
        for item in mention.all(ValueIs)
    )


def _row_noun(state: ReadingState, dataset: str) -> bool:
    return any(state.noun_at(place) == dataset for place in range(len(state.mentions)))


def _numeric_target(state: ReadingState, place: int, *, need_quantity: bool) -> tuple[int, FieldRef] | None:
    """The numeric field that is aggregated; by the dataset that the question's nouns name."""
    named = [state.noun_at(index) for index in range(len(state.mentions)) if index not in state.group_places]
    best: tuple[float, int, FieldRef] | None = None
    for index, mention in enumerate(state.mentions):
        if mention.used or index in state.group_places:
            continue
        for reading in mention.all(FieldIs):
            item = state.model.field(reading.ref.dataset, reading.ref.field)
            if not item.is_number or (need_quantity and not item.quantity):
                continue
            if need_quantity and mention.first(NounIs) is not None and not item.quantity:
                continue
            score = abs(index - place) + (0 if reading.ref.dataset in named else 5)
            if named and all(name is not None and name != reading.ref.dataset for name in named if name):
                score += 5
            if best is None or score < best[0]:
                best = (score, index, reading.ref)
    return (best[1], best[2]) if best else None


def _use_own_noun(state: ReadingState) -> None:
    """The home's noun says whose numbers they are and nothing more."""
    for mention in state.mentions:
        if not mention.used and mention.first(NounIs, lambda item: item.dataset == state.draft.home) is not None:
            mention.used = True


def metric_defaults(state: ReadingState) -> None:
    """A metric's own period when the question names none; words that only repeat what it measures are used."""
    draft = state.draft
    _units_and_parts(state)
    _related_defaults(state)
    if draft.period is not None:
        return
    for measure in draft.measures:
        name = state.model.metrics[measure.metric].default_period if measure.metric else None
        if name:
            draft.period = default_period(state, _for_series(str(name), draft.groups))
            return


def _for_series(name: str, groups: Sequence[GroupBy]) -> str:
    """A metric's own period as a breakdown by calendar needs it: one month by month would be a series of one."""
    if name == "this_month" and any(group.grain in ("month", "quarter") for group in groups):
        return "this_year"
    return name


def _units_and_parts(state: ReadingState) -> None:
    """ "in minutes" where it is said in minutes; «stock» beside the value of the stock."""
    for measure in state.draft.measures:
        kind = expression = ""
        if measure.metric:
            metric = state.model.metrics[measure.metric]
            kind, expression = metric.kind, metric.expression
        elif measure.field is not None:
            kind = state.model.field(measure.field.dataset, measure.field.field).kind
        if kind in ("minutes", "hours"):
            state.take(f"in_{kind}")
        for mention in state.mentions:
            named = {item.ref.field for item in mention.all(FieldIs)}
            if not mention.used and named and any(f".{name}" in expression for name in named):
                mention.used = True


def _related_defaults(state: ReadingState) -> None:
    """A measure that rows are selected by keeps its default period too (PM compliance: this month)."""
    for number, part in enumerate(state.draft.filters):
        if isinstance(part, Related) and part.period is None and part.measure is not None and part.measure.metric:
            name = state.model.metrics[part.measure.metric].default_period
            if name:
                state.draft.filters[number] = part.model_copy(update={"period": default_period(state, str(name))})
