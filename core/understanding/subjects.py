"""Subjects: which dataset a question is about, likeliest first."""

from __future__ import annotations

from collections.abc import Iterator

from core.understanding.grouping import read_groups
from core.understanding.readings import Cond, DateVerb, FieldIs, NounIs, Number, ValueIs, Verb
from core.understanding.state import ReadingState, fact_reading


def subjects(state: ReadingState, home: str | None) -> Iterator[str]:
    """Datasets that the question may be about, likeliest first."""
    seen: set[str] = set()

    def fresh(dataset: str) -> bool:
        if dataset in seen:
            return False
        seen.add(dataset)
        return True

    probe = state.fresh()
    read_groups(probe)
    places = [index for index in range(len(probe.mentions)) if index not in probe.group_places]
    nouns = [index for index in places if _definite(probe, index)]
    # «¿Cuántas veces han fallado las bombas?» counts what happened, not the machines; so does the last time of it.
    if (state.has("times") and (state.has("count") or state.has("how_much"))) or state.has("last_time", "first_time"):
        for index in places:
            verb = probe.mentions[index].first(Verb)
            if verb is not None and fresh(verb.dataset):
                yield verb.dataset
                return
    # "by area, tag and name of the robots": fields in a row are columns, not subjects.
    rows = [index for index in nouns if not (probe.mentions[index].can(FieldIs) and _beside_field(probe, index))]
    nouns = rows or nouns
    # «causas de falla de las bombas»: a fact's field that the noun's rows have no part in makes the fact the subject.
    for index in probe.group_places:
        fields = {item.ref.dataset for item in probe.mentions[index].all(FieldIs)}
        if len(fields) == 1 and nouns and not probe.mentions[index].can(NounIs):
            owner, named = next(iter(fields)), probe.noun_at(nouns[0])
            fact_field = probe.model.datasets[owner].default_date is not None
            if named and fact_field and probe.model.reaches(owner, named) and owner != named and fresh(owner):
                yield owner
                return
    # "pump failures", "machine stops": in a compound the last noun is the subject.
    for position, index in enumerate(nouns[:-1]):
        following = nouns[position + 1]
        first, second = probe.noun_at(index), probe.noun_at(following)
        if (
            following == index + 1
            and second is not None
            and first is not None
            and probe.model.datasets[second].default_date
            and not probe.model.datasets[first].default_date
            and fresh(second)
        ):
            yield second
    # The asked noun is the subject and no other: a question that it cannot carry is asked about, not turned around.
    for index in nouns[_asked(probe, nouns) :][:1]:
        for dataset in _datasets_at(probe, index):
            if fresh(dataset):
                yield dataset
    if nouns:
        return
    for index in places:
        fact = fact_reading(probe.model, probe.mentions[index])
        if fact is not None and (not nouns or index in nouns) and fresh(fact):
            yield fact
    if state.has("who"):
        who = next((item.name for item in state.model.datasets.values() if item.who), None)
        if who is not None and fresh(who):
            yield who
    if seen:
        # The question names its subject; what its adjectives are of is not another one.
        return
    if home is not None and fresh(home):
        yield home
    for dataset in implied_subjects(probe, places):
        if fresh(dataset):
            yield dataset


def implied_subjects(state: ReadingState, places: list[int]) -> list[str]:
    """Datasets that adjectives, values and fields belong to, when no noun is said («parados en Bottling»)."""
    found = []
    for index in places:
        for reading in state.mentions[index].readings:
            dataset = _implied(reading)
            if dataset is not None:
                found.append(dataset)
    return list(dict.fromkeys(found))


def _beside_field(state: ReadingState, index: int) -> bool:
    """Another field's name stands beside it, over «y» and commas."""
    for step in (state.before, state.after):
        neighbour = step(index)
        if neighbour is not None and state.mentions[neighbour].role("and"):
            neighbour = step(neighbour)
        if neighbour is not None and state.mentions[neighbour].can(FieldIs):
            return True
    return False


def _asked(state: ReadingState, nouns: list[int]) -> int:
    """Which noun is asked for: the one right behind «cuántas», "which", "list"; else the first."""
    for position, index in enumerate(nouns):
        before = state.before(index)
        while before is not None and state.mentions[before].can(Cond, ValueIs, Number):
            before = state.before(before)
        if before is not None and state.mentions[before].role("count") and position > 0:
            return position
    return 0


def _definite(state: ReadingState, index: int) -> bool:
    """A noun, and not rather an adjective of another noun («bombas paradas», "preventive orders")."""
    mention = state.mentions[index]
    if state.noun_at(index) is None:
        return False
    cond = mention.first(Cond)
    if cond is not None:
        others = [state.noun_at(other) for other in range(len(state.mentions)) if other != index]
        if cond.dataset in others:
            return False
    value = mention.first(ValueIs, lambda item: item.noun)
    if value is not None and mention.first(NounIs) is None:
        others = [state.noun_at(other) for other in range(len(state.mentions)) if other != index]
        field = state.model.field(value.ref.dataset, value.ref.field)
        if (field.adjective or value.second) and any(others):
            return False
    return True


def _datasets_at(state: ReadingState, index: int) -> list[str]:
    mention = state.mentions[index]
    found = [item.dataset for item in mention.all(NounIs)]
    values = sorted((item for item in mention.all(ValueIs) if item.noun), key=lambda item: item.second)
    return list(dict.fromkeys([*found, *(item.ref.dataset for item in values)]))


def _implied(reading: object) -> str | None:
    match reading:
        case Cond() | Verb():
            return reading.dataset
        case ValueIs() | FieldIs() | DateVerb():
            return reading.ref.dataset
        case _:
            return None
