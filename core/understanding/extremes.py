"""Extremes: the oldest, the most expensive, the last five; rows sorted by a field of theirs."""

from __future__ import annotations

from core.kernel.folding import fold
from core.semantics.query import FieldRef, Named, Order
from core.sentences import planning, say
from core.understanding.draft import Option
from core.understanding.limits import MANY, limit_of, plural
from core.understanding.readings import Cond, Mention, NounIs, Superlative
from core.understanding.state import ReadingState


def read_superlative(state: ReadingState) -> bool:
    """The oldest, the most expensive, the last failure: rows sorted by a field of theirs."""
    draft = state.draft
    assert draft.home is not None
    for place, mention in enumerate(state.mentions):
        if mention.used:
            continue
        found = mention.first(Superlative, lambda item: item.ref.dataset == draft.home)
        if found is not None and mention.role("last_few") and _happened(state) is not None:
            continue  # «últimas 5 OT cerradas» are the last that were closed, not the last that were asked for
        if found is not None and not _of_a_fact(state, place):
            state.use(place)
            noun = next((index for index in range(len(state.mentions)) if state.noun_at(index) == draft.home), None)
            number = limit_of(state, place)
            draft.order = Order(field=found.ref, descending=found.descending)
            sorted_only = opposite(state, found) or state.take("first_word", "sort")
            draft.limit = number or (None if sorted_only else MANY if plural(state, noun) else 1)
            draft.shape = "list"
            metric = state.model.field(found.ref.dataset, found.ref.field).metric
            if metric and state.model.metrics[str(metric)].date:
                # The dearest orders of 2025 are those whose cost was booked then.
                draft.date_field = state.model.metrics[str(metric)].date
            presupposed = state.model.field(found.ref.dataset, found.ref.field).superlative_condition
            if presupposed and not found.descending:
                draft.filters.append(Named(dataset=found.ref.dataset, condition=str(presupposed)))
            if state.model.field(found.ref.dataset, found.ref.field).is_date:
                state.take("when")
            return True
    return _field_extreme(state) or read_latest(state) or _top_few(state) or _of_others(state)


def _of_a_fact(state: ReadingState, place: int) -> bool:
    """«equipo con la falla más reciente»: the extreme is the event's, not the machine's."""
    near = state.adjacent_noun(place)
    if near is None or near == state.draft.home:
        return False
    return state.model.datasets[near].default_date is not None


def opposite(state: ReadingState, found: Superlative) -> bool:
    """«del más caro al más barato» sorts and does not cut."""
    for mention in state.mentions:
        other = mention.first(Superlative, lambda item: item.ref == found.ref and item.descending != found.descending)
        if other is not None and not mention.used:
            mention.used = True
            return True
    return False


def read_latest(state: ReadingState) -> bool:
    """«los últimos 5 paros», "last 10 orders": the newest rows by the date that periods bind to."""
    draft = state.draft
    assert draft.home is not None
    once = next(state.roles("last_time", "first_time"), None)
    place = once if once is not None else next(state.roles("last_few"), None)
    date = state.model.datasets[draft.home].default_date
    if place is None or date is None:
        return False
    date = _happened(state) or date
    state.use(place)
    noun = next((index for index in range(len(state.mentions)) if state.noun_at(index) == draft.home), None)
    first = once is not None and state.mentions[once].role("first_time") is not None
    draft.order = Order(field=FieldRef(dataset=draft.home, field=date), descending=not first)
    draft.limit = limit_of(state, place) or (MANY if once is None and plural(state, noun) else 1)
    draft.shape = "list"
    state.take("when")
    return True


def _happened(state: ReadingState) -> str | None:
    """The date on which the rows became what a condition says: an order was closed, a stop ended."""
    home, happened = state.draft.home, None
    assert home is not None
    for mention in state.mentions:
        cond = mention.first(Cond, lambda item: item.dataset == home)
        named = state.model.datasets[home].conditions[cond.name].date if cond is not None else None
        if named and not state.model.field(home, named).ahead:
            happened = named
    return happened


def _of_others(state: ReadingState) -> bool:
    """«La falla más larga»: failures have no length, stops and repairs do. Those are offered; one of them is not
    taken for the other."""
    draft = state.draft
    assert draft.home is not None
    for place, mention in enumerate(state.mentions):
        if mention.used:
            continue
        facts = [
            item
            for item in mention.all(Superlative)
            if item.ref.dataset != draft.home and state.model.datasets[item.ref.dataset].default_date
        ]
        if not facts or state.model.datasets[draft.home].default_date is None:
            continue
        noun = next((index for index, other in enumerate(state.mentions) if _is_noun(other, draft.home)), None)
        if noun is None:
            continue
        several = plural(state, noun)
        options = []
        for item in facts:
            label = state.model.datasets[item.ref.dataset].label
            word = (label.many if several else label.one)[state.language]
            words = [word if index == noun else other.text for index, other in enumerate(state.mentions)]
            options.append(Option(str(item.ref), None, " ".join(words)))
        state.use(place)
        draft.shape = "list"
        state.problem("no_measure", place, options=tuple(options), dataset=draft.home)
        return True
    return False


def _is_noun(mention: Mention, dataset: str) -> bool:
    return mention.first(NounIs, lambda item: item.dataset == dataset) is not None


def _top_few(state: ReadingState) -> bool:
    """«top 5 paros», «el peor paro»: by what the model says that their rows are compared by, and the answer says so."""
    draft = state.draft
    assert draft.home is not None
    name = state.model.datasets[draft.home].top_by
    place = next((index for index in state.roles("top", "most") if fold(state.mentions[index].text) == "top"), None)
    place = next(state.roles("worst"), None) if place is None else place
    if place is None or not name:
        return False
    noun = next((index for index in range(len(state.mentions)) if state.noun_at(index) == draft.home), None)
    number = limit_of(state, place)
    if number is None and not state.mentions[place].role("worst"):
        return False
    number = number or (MANY if plural(state, noun) else 1)
    state.use(place)
    ref = FieldRef(dataset=draft.home, field=str(name))
    draft.order, draft.limit, draft.shape = Order(field=ref), number, "list"
    label = state.model.field(draft.home, str(name)).label.one[state.language].lower()
    said = state.mentions[place].text.casefold()
    draft.said.append(say(planning.LONGEST_OF_TOP, state.language, word=said, measure=label))
    return True


def _field_extreme(state: ReadingState) -> bool:
    """«con mayor costo de reposición», "highest unit cost": a sorting word beside a numeric or date field."""
    draft = state.draft
    for place, mention in enumerate(state.mentions):
        role = mention.role("most", "least")
        if role is None or mention.used:
            continue
        ref = None
        following = None
        for neighbour in (state.after(place), state.before(place)):
            # "highest unit cost", «el costo de reemplazo más alto»
            following = neighbour
            ref = state.settle_field(neighbour, numeric=True) if neighbour is not None else None
            if ref is not None and ref.dataset == draft.home:
                break
        if ref is None or following is None or ref.dataset != draft.home:
            continue
        state.use(place, following)
        noun = next((index for index in range(len(state.mentions)) if state.noun_at(index) == draft.home), None)
        number = limit_of(state, place)
        draft.order = Order(field=ref, descending=role == "most")
        draft.limit = number or (MANY if plural(state, noun) else 1)
        draft.shape = "list"
        return True
    return False
