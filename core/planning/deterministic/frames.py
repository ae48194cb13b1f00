"""Frames: what kind of question it is. Each tries to fill the draft from the mentions, or says that it does not apply."""

from __future__ import annotations

from core.planning.deterministic.filtering import read_filters
from core.planning.deterministic.quantities import converted
from core.planning.deterministic.ranking import rank_place, read_ranking, read_superlative
from core.planning.deterministic.readings import (
    Cond,
    DateVerb,
    FieldIs,
    MetricIs,
    Noun,
    Superlative,
    ValueIs,
    Verb,
)
from core.planning.deterministic.state import State, fact_reading
from core.planning.deterministic.timing import default_period
from core.semantics.query import Aggregate, Compare, FieldRef, GroupBy, Measure, Named, Related


def ranking_frame(state: State) -> bool:
    """Top N, most, least."""
    return read_ranking(state, rank_place(state))


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


def share_frame(state: State) -> bool:
    """Percentages: of the whole by group, or of a population that satisfies something."""
    place = next(state.roles("share"), None)
    if place is None:
        return False
    home = _first_noun(state, place)
    if home is None:
        return False
    draft = state.draft
    draft.home = home
    state.use(place)
    state.take("share")
    _use_nouns_of(state, home)
    grouped = bool(state.group_places or state.grains)
    copula = next(
        (
            index
            for index in range(place + 1, len(state.mentions))
            if state.mentions[index].role("copula") and index > place + 1
        ),
        None,
    )
    if grouped:
        conditions = [
            index
            for index, mention in enumerate(state.mentions)
            if mention.first(Cond) is not None and not mention.used
        ]
        if copula is None or not conditions or conditions[0] < copula:
            draft.measures = [Measure(aggregate="count", share=True)]
            draft.shape = "breakdown"
            if conditions and copula is None and state.mentions[place].start == 0:
                # "percentage of overdue orders by area": of each area's orders, or of all the overdue ones?
                draft.notes.append("share_of_condition")
            return True
    only = []
    if copula is not None and any(not mention.used for mention in state.mentions[copula + 1 :]):
        only = read_filters(state, inside=(copula + 1, len(state.mentions)))
        state.use(copula)
    if not only:
        # No verb: the adjectives are the part, the noun and the places are the whole.
        adjectives = frozenset(
            index for index, mention in enumerate(state.mentions) if not mention.used and not _is_part(state, mention)
        )
        only = read_filters(state, skip=adjectives)
    if not only:
        return False
    draft.measures = [Measure(aggregate="share", only=tuple(only))]
    draft.shape = "measure" if not grouped else "breakdown"
    return True


def _is_part(state: State, mention: object) -> bool:
    first = getattr(mention, "first", None)
    assert first is not None
    if first(Cond) is not None:
        return True
    value = first(ValueIs)
    if value is None:
        return False
    context = state.model.field(value.ref.dataset, value.ref.field).context
    return value.ref.dataset == state.draft.home and (not context.get("noun") or bool(context.get("adjective")))


def _first_noun(state: State, place: int = -1) -> str | None:
    for index in [*range(place + 1, len(state.mentions)), *range(place)]:
        if index in state.group_places or state.mentions[index].used:
            continue
        dataset = state.noun_at(index)
        if dataset is not None:
            return dataset
    return None


def _use_nouns_of(state: State, dataset: str) -> None:
    for mention in state.mentions:
        noun = mention.first(Noun, lambda item: item.dataset == dataset)
        if noun is not None and not mention.used:
            mention.used = True


def lookup_frame(state: State) -> bool:
    """One row's fields: the serial number of R-102, ¿cuándo le toca a P-101?, where is PK-103."""
    named = _named_row(state)
    if named is None:
        return False
    place, value = named
    home = value.ref.dataset
    if any(
        fact_reading(state.model, mention) not in (None, home) and not mention.first(FieldIs)
        for mention in state.mentions
        if not mention.used
    ):
        return False
    if any(mention.first(MetricIs) is not None for mention in state.mentions if not mention.used):
        return False
    draft = state.draft
    draft.home = home
    fields = _asked_fields(state)
    if state.has("where"):
        state.take("where")
        fields += [ref for ref in _location(state, home) if ref not in fields]
    if state.has("who"):
        state.take("who")
        who = next((item for item in state.model.datasets.values() if item.context.get("who")), None)
        if who is not None and state.distance(who.name) is not None:
            fields.append(FieldRef(dataset=who.name, field=who.identity))
    verbs = [
        (index, verb)
        for index, mention in enumerate(state.mentions)
        if not mention.used and (verb := mention.first(DateVerb, lambda item: item.ref.dataset == home)) is not None
    ]
    if state.has("when") and verbs:
        state.take("when")
        for index, verb in verbs[:1]:
            state.use(index)
            fields.append(verb.ref)
    if state.has("when") and not fields:
        needs = next(
            (
                (index, condition)
                for index, mention in enumerate(state.mentions)
                if (cond := mention.first(Cond, lambda item: item.dataset == home)) is not None
                and (condition := state.model.datasets[home].conditions[cond.name]).window
                and not mention.used
            ),
            None,
        )
        if needs is not None:
            state.take("when")
            state.use(needs[0])
            fields.append(FieldRef(dataset=home, field=needs[1].window or ""))
    if fields:
        state.take("when", "how_much", "count", "how_long")
    if not fields and _has_more(state, place):
        return False
    state.use(place)
    _use_nouns_of(state, home)
    draft.select = list(dict.fromkeys(fields))
    draft.filters = [Compare(field=value.ref, op="=", values=(value.value,))]
    draft.everyone = True
    draft.shape = "lookup"
    return True


def _named_row(state: State) -> tuple[int, ValueIs] | None:
    """The mention that names one row by what it is called: tag, number, sku, serial, a full name."""
    for place, mention in enumerate(state.mentions):
        if mention.used:
            continue
        for value in mention.all(ValueIs):
            meaning = state.model.datasets[value.ref.dataset]
            unique = (value.ref.field,) in meaning.unique_keys
            if (unique or value.ref.field in (meaning.identity, meaning.beside)) and not value.partial:
                return place, value
    return None


def _has_more(state: State, place: int) -> bool:
    """Something else of substance is said, so this is not just a name."""
    for index, mention in enumerate(state.mentions):
        if index == place or mention.used or mention.is_filler:
            continue
        if mention.role("count", "when", "where", "who", "exists", "most", "least") or any(
            isinstance(item, FieldIs | Noun | Cond | MetricIs | Verb | DateVerb | Superlative)
            for item in mention.readings
        ):
            home = state.draft.home
            if mention.first(Noun, lambda item: item.dataset == home) is not None:
                continue
            return True
    return False


def _asked_fields(state: State) -> list[FieldRef]:
    """Fields named beside the row, in order."""
    found = []
    for place, mention in enumerate(state.mentions):
        if mention.used or mention.first(FieldIs) is None:
            continue
        ref = state.settle_field(place)
        if ref is None:
            continue
        if mention.first(Noun, lambda item: item.dataset == state.draft.home) is not None:
            continue
        state.use(place)
        found.append(ref)
    return found


def _location(state: State, home: str) -> list[FieldRef]:
    """Where something is: its area and its line."""
    found = []
    for dataset in ("area", "production_line"):
        if dataset in state.model.datasets and dataset != home and state.model.reaches(home, dataset):
            found.append(FieldRef(dataset=dataset, field=state.model.datasets[dataset].identity))
    return found


def distinct_frame(state: State) -> bool:
    """How many manufacturers: distinct values of a field, when no row noun is asked for."""
    if state.group_places or state.grains:
        return False
    counting = next(state.roles("count", "distinct"), None)
    listing = next(state.roles("list", "which"), None)
    for place, mention in enumerate(state.mentions):
        field = mention.first(FieldIs)
        if field is None or mention.used or mention.first(Noun) is not None:
            continue
        options = [
            item for item in mention.all(FieldIs) if state.model.field(item.ref.dataset, item.ref.field).kind == "text"
        ]
        nouns = {state.noun_at(index) for index in range(len(state.mentions))} - {None}
        options = [item for item in options if not nouns or item.ref.dataset in nouns]
        if len(options) != 1 or (counting is None and listing is None):
            continue
        first_row = next(
            (index for index in range(len(state.mentions)) if state.noun_at(index) == options[0].ref.dataset), None
        )
        if first_row is not None and counting is not None and first_row < place:
            continue
        if first_row is not None and counting is None:
            continue
        state.draft.home = options[0].ref.dataset
        state.use(place)
        _use_nouns_of(state, options[0].ref.dataset)
        if counting is not None:
            state.take("count", "distinct")
            state.draft.measures = [Measure(aggregate="count_distinct", field=options[0].ref)]
            state.draft.shape = "measure"
        else:
            state.take("list", "which", "distinct")
            state.draft.groups = [GroupBy(field=options[0].ref)]
            state.draft.measures = [Measure(aggregate="count")]
            state.draft.shape = "breakdown"
        return True
    return False


def rows_frame(state: State) -> bool:
    """Counts and lists of the rows that a noun names; also what is implied when only adjectives are said."""
    draft = state.draft
    if draft.home is None:
        return False
    _use_nouns_of(state, draft.home)
    _related_clauses(state)
    state.take("distinct")
    counting = state.take("count")
    asked_who = state.take("who")
    del asked_who
    if state.group_places or state.grains:
        state.take("sum")
        draft.measures = [Measure(aggregate="count")]
        draft.shape = "breakdown"
        return True
    if counting or (state.has("sum") and not state.has("list")):
        state.take("sum")
        draft.measures = [Measure(aggregate="count")]
        draft.shape = "count"
        return True
    draft.shape = "exists" if state.has("exists") else "list"
    read_superlative(state)
    if draft.order is not None:
        draft.shape = "list"
    return True


def selected_columns(state: State) -> None:
    """«tag, nombre y área de los equipos críticos»: the columns of a list, named beside it."""
    draft = state.draft
    if draft.shape not in ("list", "exists") or draft.home is None:
        return
    found: list[FieldRef] = []
    places = []
    for place, mention in enumerate(state.mentions):
        if mention.used or mention.first(FieldIs) is None or mention.first(ValueIs) is not None:
            continue
        ref = state.settle_field(place)
        if ref is not None:
            places.append(place)
            found.append(ref)
    if not found:
        return
    state.use(*places)
    identity = FieldRef(dataset=draft.home, field=state.model.datasets[draft.home].identity)
    draft.select = list(dict.fromkeys([identity, *found]))
    draft.shape = "list"


def _related_clauses(state: State) -> None:
    """Machines *with open orders*, *without failures this year*, *that failed more than 3 times*."""
    draft = state.draft
    assert draft.home is not None
    for place, mention in enumerate(state.mentions):
        if mention.used or place in state.group_places:
            continue
        metric = mention.first(MetricIs)
        fact = fact_reading(state.model, mention)
        dataset = state.model.metrics[metric.name].dataset if metric is not None else fact
        if dataset is None or dataset == draft.home or not state.model.reaches(dataset, draft.home):
            continue
        quantity = next(
            (item for item in state.quantities if not item.used and _touches(state, item.place, place)), None
        )
        before = state.before(place)
        while before is not None and (
            state.mentions[before].used
            or state.mentions[before].first(ValueIs) is not None
            or state.mentions[before].first(Cond) is not None
        ):
            before = state.before(before)
        joined = state.mentions[before].role("with", "without", "not") if before is not None else None
        verb = mention.first(Verb) is not None
        if metric is not None and quantity is None:
            continue
        if not (joined or verb or quantity):
            continue
        state.use(place)
        negated = joined in ("without", "not")
        if before is not None and joined:
            state.use(before)
        measure = Measure(metric=metric.name) if metric is not None else Measure(aggregate="count", dataset=dataset)
        own = _own_filters(state, dataset, place)
        related = Related(dataset=dataset, filters=tuple(own), negated=negated)
        if quantity is not None:
            quantity.used = True
            kind = state.model.metrics[metric.name].kind if metric is not None else "integer"
            values = [converted(value, quantity.unit, kind) for value in quantity.values]
            if any(value is None for value in values):
                state.problem("unattached", place)
                return
            plain = tuple(int(value) if float(value).is_integer() else value for value in values if value is not None)
            related = related.model_copy(update={"measure": measure, "op": quantity.op, "values": plain})
            _take_before(state, quantity.place, "with")
        state.take("times")
        draft.filters.append(related)


def _touches(state: State, quantity_place: int, place: int) -> bool:
    """The comparison stands directly before what it compares (adjectives between), or directly after a verb."""
    low, high = sorted((quantity_place, place))
    return all(
        mention.used
        or mention.is_filler
        or mention.first(Cond) is not None
        or mention.first(ValueIs) is not None
        or mention.role("times", "with")
        for mention in state.mentions[low + 1 : high]
    )


def _take_before(state: State, place: int, role: str) -> None:
    before = state.before(place)
    if before is not None and state.mentions[before].role(role):
        state.use(before)


def _own_filters(state: State, dataset: str, place: int) -> list[object]:
    """Adjectives of the related rows themselves («con OT *vencidas*», "with *emergency* orders")."""
    places = []
    for index, mention in enumerate(state.mentions):
        if mention.used or index in state.group_places:
            continue
        mine = mention.first(Cond, lambda item: item.dataset == dataset) or mention.first(
            ValueIs, lambda item: item.ref.dataset == dataset
        )
        if mine is None:
            continue
        other = mention.first(Cond, lambda item: item.dataset == state.draft.home)
        if other is not None and state.adjacent_noun(index) != dataset:
            continue
        places.append(index)
    keep = frozenset(range(len(state.mentions))) - frozenset(places)
    home, state.draft.home = state.draft.home, dataset
    try:
        return list(read_filters(state, skip=keep))
    finally:
        state.draft.home = home


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
