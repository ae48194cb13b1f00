"""Superlatives and rankings: the machines that fail most, top 5 by downtime, the oldest pump, the 3 worst."""

from __future__ import annotations

from core.semantics.query import Aggregate, FieldRef, GroupBy, Measure, Order
from core.understanding.extents import by_average, by_own_field
from core.understanding.judging import best, worst
from core.understanding.limits import MANY, RANK, limit_of, plural, rank_place
from core.understanding.readings import FieldIs, MetricIs, NounIs, Number, Per, ValueIs, Verb
from core.understanding.state import ReadingState, fact_reading


def ranking_frame(state: ReadingState) -> bool:
    """Top N, most, least; says whether the question is a ranking."""
    return by_average(state) or by_own_field(state) or read_ranking(state, rank_place(state))


def read_ranking(state: ReadingState, place: int | None) -> bool:
    """Rank the entity that is asked for by what is measured or counted; says whether the question is one."""
    if place is None and state.rank_key is None:
        return False
    role = state.mentions[place].role(*RANK) if place is not None else "most"
    role = role or "most"
    measured = _measured(state, place)
    target = _target(state, place, measured)
    if target is None or (state.grains and place is not None and not state.mentions[target].can(FieldIs, NounIs)):
        return _rank_time(state, place, role, measured)
    if measured is None and place is not None and role in ("worst", "best") and state.noun_at(target):
        return worst(state, place, target) if role == "worst" else best(state, place, target)
    if measured is None and not _counted(state, target):
        return False
    if measured is not None and place is not None and _one_value(state, place, measured, target):
        return False
    if measured is None and place is not None and role in ("worst", "best") and not _of_events(state, target):
        state.use(place)
        state.draft.home = state.mentions[target].all(FieldIs)[0].ref.dataset
        state.draft.shape = "list"
        state.problem("unattached", place)
        return True
    if _within_each(state, place, measured, target):
        state.draft.home = state.draft.home or state.noun_at(target) or next(iter(state.model.datasets))
        state.draft.shape = "list"
        state.problem("too_complex", *([place] if place is not None else []))
        return True
    if place is not None:
        state.use(place)
    if not _set_measure(state, measured, target, lowest=role == "least"):
        return False
    if not _set_target(state, target):
        return False
    draft = state.draft
    draft.shape = "ranking"
    metric = state.model.metrics[draft.measures[0].metric] if draft.measures[0].metric else None
    higher_is_better = metric is not None and metric.better == "higher"
    descending = {"most": True, "least": False, "worst": not higher_is_better, "best": higher_is_better}[role]
    draft.order = Order(measure=0, descending=descending)
    number = limit_of(state, place if place is not None else -1)
    state.take("top", "sum", *((role,) if place is not None else ()))
    if any(group.field is not None and state.model.datasets[group.field.dataset].who for group in draft.groups):
        state.take("who")  # «¿Quién es el técnico con más …?»
    ordered = state.take("sorted_desc", "sorted_asc", "first_word", "sort")
    if number is None and (place is None or ordered):
        # "machines by downtime": all of them, the largest first.
        draft.shape = "breakdown"
        return True
    draft.limit = number or (MANY if plural(state, target) else 1)
    return True


def _within_each(state: ReadingState, place: int | None, measured: int | None, target: int) -> bool:
    """«equipo con más paros por área», "top area by month": the first one *of each* group is a ranking within ranks;
    ranking the groups, or pairs of both, would be another answer."""
    if place is None or measured is None or state.mentions[place].used:
        return False
    if target not in state.group_places:
        return bool(state.grains) and not state.mentions[target].can(Per)
    metric = state.mentions[measured].first(MetricIs)
    rows = state.model.metrics[metric.name].rows if metric is not None else None
    if rows and any(item.ref.dataset == rows for item in state.mentions[target].all(FieldIs)):
        return True  # "top 3 parts used per category"
    for index in range(min(measured, target)):
        noun = state.noun_at(index)
        if index == place or index in state.group_places or noun is None or index + 1 == measured:
            continue
        if _entity(state, noun) and not state.mentions[index].used:
            return True
    return False


def _one_value(state: ReadingState, place: int, measured: int, target: int) -> bool:
    """«temperatura mínima de las bombas» is one figure; «la bomba con la temperatura más alta» is a machine."""
    if _valued(state, measured) is None or state.has("who", "top"):
        return False
    if target in state.group_places:
        # «temperatura máxima por área»: one figure each, unless it is asked which of them.
        return not state.has("which") and not any(mention.can(Number) for mention in state.mentions)
    return target > max(place, measured)


def _valued(state: ReadingState, place: int) -> FieldRef | None:
    """The value field of a dataset whose rows are readings of what a mention names (vibration, temperature)."""
    for item in state.mentions[place].all(ValueIs):
        field = state.model.datasets[item.ref.dataset].value_field
        if field and item.noun:
            return FieldRef(dataset=item.ref.dataset, field=str(field))
    return None


def _rank_time(state: ReadingState, place: int | None, role: str, measured: int | None) -> bool:
    """«¿En qué mes hubo más fallas?»: calendar units ranked by what is counted or measured in them."""
    if place is None or measured is None or not state.grains:
        return False
    state.use(place)
    if not _set_measure(state, measured, measured):
        return False
    draft = state.draft
    draft.shape = "ranking"
    draft.order = Order(measure=0, descending=role != "least")
    draft.limit = limit_of(state, place) or 1
    return True


def _measured(state: ReadingState, place: int | None) -> int | None:
    """The metric, fact noun or fact verb that the ranking goes by."""
    key: int | None = state.rank_key
    if key is not None:
        return key
    assert place is not None
    order = [*range(place + 1, len(state.mentions)), *range(place - 1, -1, -1)]
    for index in order:
        mention = state.mentions[index]
        if mention.used or index in state.group_places:
            continue
        if mention.can(MetricIs):
            return int(index)
    for index in range(place + 1, len(state.mentions)):
        mention = state.mentions[index]
        if mention.used or index in state.group_places:
            continue
        if fact_reading(state.model, mention) is not None and not mention.can(FieldIs):
            # "most common failure mode" names a field; "most failures" the fact.
            return index
    for index in range(place - 1, -1, -1):
        mention = state.mentions[index]
        if not mention.used and mention.can(Verb) and not mention.can(NounIs):
            return index
    if place > 0 and state.mentions[place - 1].can(Verb) and not state.mentions[place - 1].used:
        # «¿qué máquina falla menos?»: the word may be a noun too, but here it is what they do.
        return place - 1
    for index in range(place - 1, -1, -1):
        # «la vibración más alta»: what rows of a dataset are values of.
        if not state.mentions[index].used and _valued(state, index) is not None:
            return index
    named_before = any(state.mentions[index].can(NounIs, FieldIs) for index in range(place))
    for index in range(place + 1, len(state.mentions)):
        # «¿En qué área hay más equipos parados?»: rows of an entity can be counted too.
        mention = state.mentions[index]
        if named_before and mention.can(NounIs) and not mention.used and index not in state.group_places:
            return index
    return None


def _counted(state: ReadingState, target: int) -> bool:
    """A field whose rows can simply be counted: the most common failure mode, the manufacturer with most …"""
    mention = state.mentions[target]
    texts = [
        item for item in mention.all(FieldIs) if state.model.field(item.ref.dataset, item.ref.field).kind == "text"
    ]
    return bool(texts) and not mention.can(NounIs)


def _of_events(state: ReadingState, target: int) -> bool:
    """True for a field of things that happen: the more of them the worse. More parts make no supplier worse."""
    refs = [item.ref for item in state.mentions[target].all(FieldIs)]
    return any(state.model.datasets[ref.dataset].default_date for ref in refs)


def _target(state: ReadingState, place: int | None, measured: int | None) -> int | None:
    """What is named: the noun or field before the ranking word, else after it."""
    if state.group_places:
        return state.group_places[0]
    anchor = place if place is not None else (measured or 0)
    before = list(range(anchor - 1, -1, -1))
    after = list(range(anchor + 1, len(state.mentions)))
    for index in [*before, *after]:
        mention = state.mentions[index]
        if mention.used or index == measured:
            continue
        if mention.role("who") and not _named_person(state, index):
            return index
        if mention.can(NounIs, FieldIs):
            return index
        value = mention.first(ValueIs, lambda item: item.noun)
        if value and _entity(state, value.ref.dataset):
            return index
    return None


def _named_person(state: ReadingState, place: int) -> bool:
    """«¿Quién es el peor *técnico*?»: the noun says who is asked for."""
    nouns = [state.noun_at(index) for index in range(place + 1, len(state.mentions))]
    return any(noun is not None and state.model.datasets[noun].who for noun in nouns)


def _entity(state: ReadingState, dataset: str) -> bool:
    return not state.model.datasets[dataset].default_date


def _set_measure(state: ReadingState, measured: int | None, target: int, *, lowest: bool = False) -> bool:
    draft = state.draft
    if measured is None:
        field = state.mentions[target].first(FieldIs)
        candidates = [item.ref.dataset for item in state.mentions[target].all(FieldIs)]
        home = _counted_home(state, target, candidates)
        if field is None or home is None:
            return False
        draft.home = home
        draft.measures = [Measure(aggregate="count")]
        return True
    mention = state.mentions[measured]
    metric = mention.first(MetricIs)
    state.use(measured)
    if metric is not None:
        meaning = state.model.metrics[metric.name]
        draft.home = meaning.dataset or "equipment"
        if meaning.is_formula:
            base = state.model.metrics[meaning.bases[0]]
            draft.home = base.dataset
        draft.measures = [Measure(metric=metric.name)]
        return True
    fact = fact_reading(state.model, mention)
    if fact is None:
        noun = state.noun_at(measured)
        if noun is None:
            return False
        fact = noun
    draft.home = fact
    # A verb may mean a measure of the fact rather than its rows: parts that are *used* most are so by quantity.
    valued = _valued(state, measured)
    if valued is not None:
        aggregate: Aggregate = "avg" if state.take("average") else "min" if lowest else "max"
        draft.home = valued.dataset
        draft.measures = [Measure(aggregate=aggregate, field=valued)]
        mention.used = False
        return True
    metric_of_verb = state.model.datasets[fact].verb_metric if not mention.can(NounIs) else None
    draft.measures = [Measure(metric=str(metric_of_verb))] if metric_of_verb else [Measure(aggregate="count")]
    if not mention.can(NounIs) and mention.can(ValueIs):
        mention.used = False
    return True


def _counted_home(state: ReadingState, target: int, candidates: list[str]) -> str | None:
    """Whose rows are counted for «el modo de falla más común»: the noun that is named too, else the field's own."""
    for index, mention in enumerate(state.mentions):
        if index == target or mention.used:
            continue
        dataset = state.noun_at(index)
        if dataset is None:
            continue
        if dataset in candidates:
            return dataset
        if (
            any(state.model.reaches(dataset, candidate) for candidate in candidates)
            and not state.model.datasets[dataset].default_date
        ):
            continue
    return candidates[0] if candidates else None


def _set_target(state: ReadingState, target: int) -> bool:
    draft = state.draft
    mention = state.mentions[target]
    if mention.role("who") and not mention.can(FieldIs):
        ref: FieldRef | None = next(
            (
                FieldRef(dataset=item.name, field=item.identity)
                for item in state.model.datasets.values()
                if item.who and state.distance(item.name) is not None
            ),
            None,
        )
        if ref is not None:
            state.use_nouns_of(ref.dataset)
    elif (value := mention.first(ValueIs, lambda item: item.noun)) and not mention.can(NounIs):
        meaning = state.model.datasets[value.ref.dataset]
        ref = FieldRef(dataset=meaning.name, field=meaning.identity)
        if state.distance(ref.dataset) is None:
            return False
        draft.groups.insert(0, GroupBy(field=ref))
        return True
    else:
        ref = state.settle_field(target)
    if ref is None:
        state.problem("not_related", target)
        return True
    metric = state.model.metrics.get(draft.measures[0].metric or "")
    formula = metric is not None and metric.is_formula
    if ref.dataset == draft.home and ref.field == state.model.datasets[ref.dataset].identity and not formula:
        # Rows of the fact itself are ranked by a field of theirs, not by a count of themselves.
        return False
    if target in state.group_places:
        state.group_places.remove(target)
    state.use(target)
    draft.groups.insert(0, GroupBy(field=ref))
    return True
