"""Look-ups: the fields of one row that is named, and the distinct values of one field."""

from __future__ import annotations

from core.semantics.query import Compare, FieldRef, GroupBy, Measure
from core.understanding.readings import Cond, DateVerb, FieldIs, MetricIs, NounIs, Superlative, ValueIs, Verb
from core.understanding.state import ReadingState, fact_reading


def lookup_frame(state: ReadingState) -> bool:
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
        who = next((item for item in state.model.datasets.values() if item.who), None)
        if who is not None and state.distance(who.name) is not None and who.name != home:
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
    quantity = next((item.name for item in state.model.datasets[home].fields.values() if item.quantity), None)
    if not fields and quantity is not None and state.has("count", "how_much"):
        # «¿cuántas piezas hay de BRG-6205?» are pieces in stock, not kinds of part.
        fields.append(FieldRef(dataset=home, field=quantity))
    if fields:
        state.take("when", "how_much", "count", "how_long")
    if not fields and _has_more(state, place):
        return False
    state.use(place)
    state.use_nouns_of(home)
    draft.select = list(dict.fromkeys(fields))
    draft.filters = [Compare(field=value.ref, op="=", values=(value.value,))]
    draft.everyone = True
    draft.shape = "lookup"
    return True


def _named_row(state: ReadingState) -> tuple[int, ValueIs] | None:
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


def _has_more(state: ReadingState, place: int) -> bool:
    """Something else of substance is said, so this is not just a name."""
    home = state.draft.home
    for index, mention in enumerate(state.mentions):
        if index == place or mention.used or mention.is_filler:
            continue
        if mention.role("count", "when", "where", "who", "exists", "most", "least") or any(
            isinstance(item, FieldIs | NounIs | Cond | MetricIs | Verb | DateVerb | Superlative)
            for item in mention.readings
        ):
            if home not in {item.dataset for item in mention.all(NounIs)}:
                return True
    return False


def _asked_fields(state: ReadingState) -> list[FieldRef]:
    """Fields named beside the row, in order."""
    found = []
    for place, mention in enumerate(state.mentions):
        if mention.used or mention.first(FieldIs) is None:
            continue
        ref = state.settle_field(place)
        if ref is None:
            continue
        if mention.first(NounIs, lambda item: item.dataset == state.draft.home) is not None:
            continue
        state.use(place)
        found.append(ref)
    return found


def _location(state: ReadingState, home: str) -> list[FieldRef]:
    """Where something is: its area and its line."""
    found = []
    for dataset in ("area", "production_line"):
        if dataset in state.model.datasets and dataset != home and state.model.reaches(home, dataset):
            found.append(FieldRef(dataset=dataset, field=state.model.datasets[dataset].identity))
    return found


def distinct_frame(state: ReadingState) -> bool:
    """How many manufacturers: distinct values of a field, when no row noun is asked for."""
    if state.group_places or state.grains:
        return False
    counting = next(state.roles("count", "distinct"), None)
    listing = next(state.roles("list", "which"), None)
    for place, mention in enumerate(state.mentions):
        field = mention.first(FieldIs)
        if field is None or mention.used or mention.first(NounIs) is not None:
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
        state.use_nouns_of(options[0].ref.dataset)
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
