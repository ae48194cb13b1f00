"""Filters: values and conditions, their negation and their «o» and «y»."""

from __future__ import annotations

import re
from dataclasses import dataclass

from core.kernel.folding import fold
from core.semantics.query import AnyOf, Compare, FieldRef, Filter, Named, Not
from core.understanding.draft import Obstacle
from core.understanding.readings import Cond, DateVerb, FieldIs, Gram, Mention, Missing, NounIs, Number, ValueIs
from core.understanding.state import ReadingState


@dataclass
class PlacedFilter:
    """A filter with where it stands, so that neighbours can be joined."""

    place: int
    end: int
    filter: Filter
    negated: bool
    joined_by_or: bool
    joined: bool = False
    """«y», «o» or a comma stands before it."""


def read_filters(
    state: ReadingState, *, skip: frozenset[int] = frozenset(), inside: tuple[int, int] | None = None
) -> list[Filter]:
    """Use all values and conditions (within token places ``inside`` when given) and make filters of them."""
    parts: list[PlacedFilter] = []
    first, last = inside or (0, len(state.mentions))
    for place in range(first, last):
        mention = state.mentions[place]
        if mention.used or place in skip:
            continue
        if missing := mention.first(Missing):
            state.use(place)
            _missing(state, place, missing)
            continue
        if not (mention.first(ValueIs) or mention.first(Cond)):
            continue
        if mention.role("help", "yes") and not mention.first(ValueIs):
            continue
        if _numbered(state, place):
            continue
        if mention.can(DateVerb) and (not state.can_settle(place) or _own_date(state, mention)):
            continue  # rather the date that a period binds to («programados para la próxima semana»)
        reading = state.settle(place)
        state.use(place)
        if reading is None:
            continue
        negated = _negated(state, place, parts)
        joined = _listed(state, place)
        parts.append(
            PlacedFilter(place, place + 1, _as_filter(reading), negated, _or_before(state, place, parts), joined)
        )
        _field_before(state, place, reading)
    return _joined(state, parts)


def _own_date(state: ReadingState, mention: Mention) -> bool:
    """A date of the home's rows («stops *started* today»), where the other readings are of other rows."""
    home = state.draft.home
    own = {
        item.ref.dataset if isinstance(item, ValueIs) else item.dataset
        for item in mention.readings
        if isinstance(item, ValueIs | Cond)
    }
    return mention.first(DateVerb, lambda item: item.ref.dataset == home) is not None and home not in own


def _numbered(state: ReadingState, place: int) -> bool:
    """«Embotellado 2»: a value with a number right behind it is another value, which does not exist."""
    value = state.mentions[place].first(ValueIs)
    if value is None or value.noun or place + 1 >= len(state.mentions):
        return False
    number = state.mentions[place + 1].first(Number)
    if number is None or state.mentions[place + 1].used or number.unit:
        return False
    state.use(place, place + 1)
    text = f"{state.mentions[place].text} {state.mentions[place + 1].text}"
    near = [str(value.value)]
    state.draft.problems.append(Obstacle("missing_value", (text,), ref=value.ref, near=tuple(near)))
    return True


def _as_filter(reading: ValueIs | Cond) -> Filter:
    if isinstance(reading, Cond):
        return Named(dataset=reading.dataset, condition=reading.name)
    return Compare(field=reading.ref, op="=", values=(reading.value,))


def _missing(state: ReadingState, place: int, missing: Missing) -> None:
    near: list[str] = []
    if missing.ref is not None:
        near = state.values.nearest(missing.ref.dataset, missing.ref.field, missing.text)
    state.problem("missing_value", place, ref=missing.ref, near=tuple(near))


def _field_before(state: ReadingState, place: int, reading: ValueIs | Cond) -> None:
    """The field's name beside its value («área Welding», "priority high", "fabricante Siemens") says nothing more."""
    ref = reading.ref if isinstance(reading, ValueIs) else None
    for neighbour in (state.before(place), state.after(place)):
        if neighbour is None or state.mentions[neighbour].used or ref is None:
            continue
        mention = state.mentions[neighbour]
        field = mention.first(
            FieldIs, lambda item: item.ref == ref or (item.ref.dataset == ref.dataset and item.ref.field == ref.field)
        )
        close = abs(neighbour - place) <= 2
        if field and close:
            state.use(neighbour)


def _negated(state: ReadingState, place: int, parts: list[PlacedFilter]) -> bool:
    """«que no sean críticos», "except pumps and motors": a negation reaches over coordinated values."""
    before = state.before(place)
    while before is not None and (
        (state.mentions[before].role("copula", "by") and not state.mentions[before].used)
        or (state.mentions[before].used and state.mentions[before].role("of_them", "only", "followup_start"))
    ):
        before = state.before(before)
    if before is None:
        return False
    before = _past_noun(state, before, place)
    mention = state.mentions[before]
    if mention.role("not") and mention.role("distinct"):
        # «fabricantes distintos de bombas» are different manufacturers; «OT distintas de preventivas» are others.
        earlier = state.before(before)
        if earlier is not None and state.mentions[earlier].can(FieldIs) and not state.mentions[earlier].can(NounIs):
            if state.mentions[earlier].used or not _field_of_value(state, earlier, place):
                return False
    if minus(state, before, place):
        state.use(before)
        return True
    if mention.role("not", "without") and not mention.used:
        state.use(before)
        return True
    if mention.role("not", "without") and mention.used:
        return False
    if mention.role("and", "or") and parts and parts[-1].negated:
        previous = state.before(before)
        return previous == parts[-1].place
    return bool(parts and parts[-1].negated and before == parts[-1].place and _same_kind(state, before, place))


_EXCLUDING = frozenset(
    "sin contar|sin incluir|excluyendo|excepto|salvo|quitando|aparte de|exceptuando|excepto los de|except|except for|"
    "excluding|not counting|not including|leaving out|ignoring|apart from|aside from|besides".split("|")
)


def _past_noun(state: ReadingState, before: int, place: int) -> int:
    """«sin contar los *paros* programados»: the noun of what is left out may be said once more."""
    earlier = state.before(before)
    if earlier is None or fold(state.mentions[earlier].text) not in _EXCLUDING or state.mentions[earlier].used:
        return before
    owners = {item.dataset for item in state.mentions[place].all(Cond)}
    owners |= {item.ref.dataset for item in state.mentions[place].all(ValueIs)}
    return earlier if any(item.dataset in owners for item in state.mentions[before].all(NounIs)) else before


def minus(state: ReadingState, word: int, place: int) -> bool:
    """«bombas menos P-101», «todas las áreas menos Pintura»: what is named by its own name is taken away from what
    was said before, in the same message or in the one before it. «OT menos urgentes» are of a lower degree, which is
    another thing."""
    mention = state.mentions[word]
    if fold(mention.text) != "menos" or mention.used:
        return False
    value = state.mentions[place].first(ValueIs)
    if value is None:
        return False
    meaning = state.model.datasets[value.ref.dataset]
    field = state.model.field(value.ref.dataset, value.ref.field)
    kind = field.noun and not field.adjective
    return bool(kind) or value.ref.field in (meaning.identity, meaning.beside)


def _field_of_value(state: ReadingState, field: int, value: int) -> bool:
    """«prioridad distinta de baja»: the field is that of the value."""
    refs = {str(item.ref) for item in state.mentions[field].all(FieldIs)}
    return any(str(item.ref) in refs for item in state.mentions[value].all(ValueIs))


def _same_kind(state: ReadingState, one: int, two: int) -> bool:
    first, second = state.mentions[one].first(ValueIs), state.mentions[two].first(ValueIs)
    return bool(first and second and first.ref == second.ref)


def _or_before(state: ReadingState, place: int, parts: list[PlacedFilter]) -> bool:
    before = state.before(place)
    if before is None or not parts:
        return False
    mention = state.mentions[before]
    if mention.role("or"):
        state.use(before)
        return True
    if mention.role("and"):
        state.use(before)
    return False


def _joined(state: ReadingState, parts: list[PlacedFilter]) -> list[Filter]:
    """Values of one field are alternatives; conditions of one field too; «o» joins anything; the rest must all hold."""
    filters: list[Filter] = []
    pending = list(parts)
    while pending:
        part = pending.pop(0)
        alternatives = [part]
        while pending and pending[0].joined_by_or and not part.negated:
            alternatives.append(pending.pop(0))
        same = [
            other for other in pending if other.negated == part.negated and _one_field(state, part.filter, other.filter)
        ]
        for other in same:
            pending.remove(other)
        if len(alternatives) == 1 and not part.negated and same:
            same = _narrowed(state, alternatives, same)
        group = [*alternatives, *same]
        filters += _combine(state, group, negated=part.negated)
    return filters


def _narrowed(state: ReadingState, alternatives: list[PlacedFilter], same: list[PlacedFilter]) -> list[PlacedFilter]:
    """«OT pendientes en espera de refacciones», "open orders in progress": of two conditions side by side the narrower
    holds, since the wider says nothing more. Joined by «y» both readings are meant by somebody: asked."""
    first = alternatives[0]
    wide = allowed(state, first.filter)
    kept: list[PlacedFilter] = []
    for other in same:
        values = allowed(state, other.filter)
        if wide is None or values is None or wide == values:
            kept.append(other)
        elif wide < values or values < wide:
            if any(part.joined for part in same):
                state.problem("too_complex", other.place)
            if values < wide:
                alternatives[0], wide = other, values
        elif not wide & values and not other.joined and _said_to_be(state, first.place, other.place):
            # "Completed orders that are still open", «equipos parados que están en mantenimiento»: none can be both.
            state.problem("unattached", other.place)
        else:
            kept.append(other)
    return kept


def _said_to_be(state: ReadingState, first: int, other: int) -> bool:
    return any(mention.role("copula") for mention in state.mentions[first + 1 : other])


_ONE_OF = re.compile(r"^(\w+) (?:= ('[^']*')|IN \(([^()]*)\))(?= AND |$)")


def allowed(state: ReadingState, item: Filter) -> frozenset[tuple[str, str]] | None:
    """The values of one field that a filter leaves, each with the field's name; None when it is no plain list."""
    if isinstance(item, Compare):
        name = f"{item.field.dataset}.{item.field.field}"
        return frozenset((name, str(value)) for value in item.values) if item.op in ("=", "in") else None
    if not isinstance(item, Named) or item.negated:
        return None
    found = _ONE_OF.match(state.model.datasets[item.dataset].conditions[item.condition].expression)
    if found is None:
        return None
    values = re.findall(r"'([^']*)'", found[2] or found[3])
    return frozenset((f"{item.dataset}.{found[1]}", value) for value in values)


def contradiction(state: ReadingState) -> Obstacle | None:
    """«OT cerradas que están vencidas», "what percentage of the completed ones is overdue": no row can be both, so the
    words mean something else than their conditions."""
    draft = state.draft
    shares = [part for measure in draft.measures if measure.aggregate == "share" for part in measure.only]
    items = [(item, allowed(state, item)) for item in [*draft.filters, *shares]]
    for number, (one, first) in enumerate(items):
        for two, second in items[number + 1 :]:
            if not first or not second or first & second or one == two:
                continue
            if {name for name, _ in first} == {name for name, _ in second}:
                return Obstacle("unattached", _said_of(state, two))
    return None


def _said_of(state: ReadingState, item: Filter) -> tuple[str, ...]:
    for mention in state.mentions:
        readings: list[ValueIs | Cond] = [*mention.all(Cond), *mention.all(ValueIs)]
        if any(_as_filter(reading) == item for reading in readings):
            return (mention.text,)
    return ()


def _listed(state: ReadingState, place: int) -> bool:
    before = state.before(place)
    return before is not None and bool(state.mentions[before].role("and", "or"))


def _field_of(state: ReadingState, item: Filter) -> FieldRef | None:
    match item:
        case Compare():
            return item.field
        case Named():
            name = state.model.datasets[item.dataset].conditions[item.condition].field
            return FieldRef(dataset=item.dataset, field=name) if name else None
        case _:
            return None


def _one_field(state: ReadingState, one: Filter, two: Filter) -> bool:
    first, second = _field_of(state, one), _field_of(state, two)
    return first is not None and first == second


def _combine(state: ReadingState, parts: list[PlacedFilter], *, negated: bool) -> list[Filter]:
    items = list(dict.fromkeys(part.filter for part in parts))
    compares = [item for item in items if isinstance(item, Compare)]
    if len(items) == 1:
        item = items[0]
        if not negated:
            return [item]
        if isinstance(item, Compare):
            return [item.model_copy(update={"op": "<>"})]
        return [_opposite(state, item)] if isinstance(item, Named) else [Not(part=item)]
    if len(compares) == len(items) and len({str(item.field) for item in compares}) == 1:
        values = tuple(dict.fromkeys(value for item in compares for value in item.values))
        return [Compare(field=compares[0].field, op="not in" if negated else "in", values=values)]
    if negated:
        return [piece for part in parts for piece in _combine(state, [part], negated=True)]
    return [AnyOf(parts=tuple(items))]


def _opposite(state: ReadingState, item: Named) -> Named:
    """Not closed on time: late, which is less than everything else (an open order that is not due yet is not late)."""
    other = state.model.datasets[item.dataset].conditions[item.condition].opposite
    return item.model_copy(update={"condition": str(other)} if other else {"negated": True})


def leftover(state: ReadingState) -> Obstacle | None:
    """The words that no part of the plan accounts for: strictly all content must be used."""
    words = [
        mention.text
        for mention in state.mentions
        if not mention.used and mention.is_content and not _droppable(state, mention)
    ]
    words += _running_sum(state)
    words += [state.mentions[quantity.place].text for quantity in state.quantities if not quantity.used]
    if not words:
        return None
    unknown = any(not mention.readings for mention in state.mentions if mention.text in words)
    return Obstacle("unknown" if unknown else "unattached", tuple(words))


_HARMLESS = frozenset("filler which list and with copula exists yes only followup_start".split())


def _but(state: ReadingState, mention: Mention) -> bool:
    """Inside a question ("all pumps *but* P-101") it takes something away, unless «no» or «only» follows it."""
    if mention.start == 0 or fold(mention.text) not in ("but", "pero"):
        return False
    following = next((item for item in state.mentions if item.start >= mention.end), None)
    return following is None or following.role("not", "only", "without", "with") is None


def _running_sum(state: ReadingState) -> list[str]:
    """«Acumulado» says nothing of one total, and of a total by month it asks for what we do not compute."""
    if not any(group.grain for group in state.draft.groups):
        return []
    said = [mention.text for mention in state.mentions]
    return [text for text in said if fold(text).startswith(("acumulad", "cumulativ", "accumulat"))]


def _droppable(state: ReadingState, mention: Mention) -> bool:
    """Grammar that may stand without changing what is asked: which, show me, is there, and …

    A word that can be a filler may also be one where its other reading is only a field, a date's verb or a «one»
    that nothing took up («hubo», "assigned to", «un»). "Each" says nothing in a list.
    """
    roles = {item.role for item in mention.readings if isinstance(item, Gram)}
    others = [item for item in mention.readings if not isinstance(item, Gram)]
    if "each" in roles and not others:
        return state.draft.shape in ("list", "exists", "lookup")
    if roles & _HARMLESS and not others:
        # «Mejor por área» goes on; «mejor máquina» asks for the best.
        return not _but(state, mention) and "best" not in roles
    return bool(roles & {"filler", "exists"}) and all(isinstance(item, FieldIs | DateVerb | Number) for item in others)
