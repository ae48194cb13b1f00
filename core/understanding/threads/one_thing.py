"""Messages that say one thing: the whole plant, back, one of them, another order, the sum, what a row belongs to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.semantics.model import SemanticModel
from core.semantics.query import Compare, FieldRef, Measure, Order, SemanticQuery
from core.understanding.derive import Derivation
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.draft import Draft
from core.understanding.reading.readings import Ordinal, Ref
from core.understanding.threads.antecedent import Talked
from core.understanding.threads.arithmetic import asks_mean, asks_part, asks_total, mean, part_of, total
from core.understanding.threads.elided import over_so_many
from core.understanding.threads.its_row import told_of_row
from core.understanding.threads.offers import as_before, everywhere
from core.understanding.threads.ordering import resorted, resorts
from core.understanding.threads.references import at_place
from core.understanding.threads.says import ordinal, says_more


async def one_thing(
    bag: Bag, last: SemanticQuery, talked: Talked, earlier: Sequence[SemanticQuery]
) -> Derivation | None:
    """A message that says nothing but one thing: the whole plant, back, one of them, another order, the sum."""
    if bag.opener == "whole" and (wide := everywhere(talked.model, last)) is not None:
        return _again(bag, wide)
    before = next((query for query in earlier if query != last), None)
    if bag.has("as_before") and before is not None and (within := as_before(talked.model, last, before)) is not None:
        return _again(bag, within)
    if bag.opener == "undo" and earlier[1:] and _all(bag):
        return _again(bag, earlier[1])
    place = ordinal(bag)
    if place is not None and not says_more(bag) and not any(bag.phrases[at].whose for at in bag.pointers):
        if _nameless(bag, last) and last.shape == "list" and not bag.opener:
            named_by: SemanticQuery | None = last  # its rows have no name that could be another's
        else:
            _, named_by = await at_place(place, (last, *earlier), talked, asks_on=bool(bag.opener))
        asking = bag.roles("which", "list", *(["who"] if _of_people(bag, last) else []))
        if named_by == last and bag.content <= {*bag.pointers, *asking}:
            rows = _nth_row(bag.model, last, place) if _nameless(bag, last) else last
            if rows != last:
                return _again(bag, rows)
            return None if _nameless(bag, last) and last.shape == "list" else await _one_of(bag, last, talked, place)
    if (theirs := await _rows_of_winner(bag, last, talked)) is not None:
        return theirs
    if resorts(bag, last):
        return resorted(bag, last)
    if asks_total(bag, last):
        return await total(bag, last, talked)
    if asks_mean(bag, last):
        return mean(bag, last, talked.model)
    if place is not None:
        pinned = told_of_row(_without_place(bag), _nth_row(bag.model, last, place))
        if pinned is not None:
            return pinned
    for rule in (told_of_row, over_so_many):
        if (found := rule(bag, last)) is not None:
            return found
    return part_of(bag, (last, *earlier)) if asks_part(bag, last) else None


async def _rows_of_winner(bag: Bag, last: SemanticQuery, talked: Talked) -> Derivation | None:
    """«¿cuáles son?» behind the area with most machines down: those machines, and not the area once more."""
    counted = len(last.measures) == 1 and last.measures[0] == Measure(aggregate="count")
    asking = bag.roles("which", "list")
    if not counted or not asking or last.limit != 1 or len(last.groups) != 1 or bag.opener or bag.pointers:
        return None
    several = any(bag.words.several(word) for at in asking for word in bag.phrases[at].head.folded.split())
    things = await talked.things(last) if several and bag.content <= set(asking) else None
    if things is None or things.ref.dataset == last.dataset:
        return None
    draft = Draft.of(last)
    limit = Compare(field=things.ref, op="=" if len(things.values) == 1 else "in", values=things.values)
    draft.kind, draft.kept, draft.kept_period = "again", [*last.filters, limit], last.period is not None
    draft.filters, draft.shape = [*last.filters, limit], "list"
    draft.groups, draft.measures, draft.order, draft.limit = [], [], None, None
    return Derivation(bag, draft, 0.0)


def _nth_row(model: SemanticModel, last: SemanticQuery, place: int) -> SemanticQuery:
    """«la segunda» of rows that were listed; «la última» is the newest of them, unless they stand in another order."""
    meaning, order = model.datasets[last.dataset], last.order
    if last.shape == "list" and place == -1 and last.limit is None and meaning.default_date:
        date = FieldRef(dataset=last.dataset, field=str(meaning.default_date))
        dated = order is None or order.field == date
        if dated or (order is not None and order.field is not None):
            end = (
                Order(field=date)
                if dated or order is None
                else order.model_copy(update={"descending": not order.descending})
            )
            return last.model_copy(update={"limit": 1, "order": end})
    if last.shape != "list" or place < 1 or (last.limit is not None and place > last.limit):
        return last
    if order is None and meaning.order:
        own = FieldRef(dataset=last.dataset, field=str(meaning.order))
        order = Order(field=own, descending=meaning.order_descending)
    return last.model_copy(update={"limit": 1, "offset": last.offset + place - 1, "order": order})


def _nameless(bag: Bag, query: SemanticQuery) -> bool:
    meaning = bag.model.datasets[query.dataset]
    return not query.groups and meaning.identity not in meaning.fields


def _without_place(bag: Bag) -> Bag:
    return replace(bag, phrases=tuple(phrase for phrase in bag.phrases if not phrase.head.can(Ordinal)))


def _of_people(bag: Bag, query: SemanticQuery) -> bool:
    """It is broken down by people, so that who one of them is asks for no others."""
    first = query.groups[0].field if query.groups else None
    return first is not None and first.dataset == bag.people


def _all(bag: Bag) -> bool:
    """«no, todas», "no, all of them": nothing but the last limit is taken back."""
    return all(
        phrase.head.has(Ref, lambda item: item.kind == "all")
        or phrase.head.role("not", "no_answer", "undo") is not None
        for _, phrase in bag.said()
    ) and len(bag.phrases) == len(list(bag.said()))


def _again(bag: Bag, query: SemanticQuery) -> Derivation:
    """A query of before once more."""
    draft = Draft.of(query)
    draft.kind, draft.kept = "again", list(query.filters)
    return Derivation(bag, draft, 0.0)


async def _one_of(bag: Bag, last: SemanticQuery, talked: Talked, place: int) -> Derivation | None:
    """«¿y la segunda?»: that row of the last answer, or of a longer one where it was cut before."""
    things = await talked.things(last, most=max(place, 1))
    if things is None or len(things.values) < abs(place):
        return None
    value = things.values[place - 1] if place > 0 else things.values[place]
    draft = Draft(
        last.dataset, kind="one of them", shape=last.shape, measures=list(last.measures), groups=list(last.groups)
    )
    draft.select, draft.period, draft.date_field = list(last.select), last.period, last.date_field
    draft.filters = [*last.filters, Compare(field=things.ref, op="=", values=(value,))]
    draft.kept, draft.kept_period = list(last.filters), last.period is not None
    draft.order, draft.limit = last.order, 1 if last.order is not None else None
    if draft.shape == "ranking" and place > 1:
        # who is second is not the first of himself
        from_first = last.limit == 1
        draft.filters, draft.offset = list(last.filters), place - 1 + (0 if from_first else last.offset)
    return Derivation(bag, draft, 0.0)
