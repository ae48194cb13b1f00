"""Stretches of time: «días desde la última falla», "more than 30 days after their due date", "within 24 hours of being
requested", «más de 10 días de retraso». What stands between a unit or a comparison and the dates is one phrase."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from core.semantics.model import SemanticModel
from core.semantics.query import Operator
from core.understanding.phrases.types import UNITS, Amount, Bound, Extreme, Phrase, Said, Stretch, When, unit_of
from core.understanding.reading import calendar
from core.understanding.reading.readings import Cond, DateVerb, FieldIs, Mention, NounIs, Time, ValueIs, Verb
from core.understanding.reading.time_expression import TimeExpression

_WINDOW = 5
"""Phrases behind the word that joins («desde»), within which the date stands."""
_LENGTHS = ("how_long", "lapse", "age", "average", "going_on")
_SHOWN_LATE = "late"


def joined(phrases: Sequence[Phrase], model: SemanticModel) -> list[Phrase]:
    """The phrases, in which each stretch of time is one."""
    found = list(phrases)
    for place in range(len(found) - 1, -1, -1):
        if place >= len(found):
            continue
        for rule in (_since, _before, _both_dates, _late, _took, _spared):
            if (made := rule(found, place, model)) is not None:
                found = made
                break
    return found


# ---- rules ----


def _since(phrases: list[Phrase], place: int, model: SemanticModel) -> list[Phrase] | None:
    """A word that counts from a date, and the date behind it."""
    word = phrases[place]
    if not isinstance(word, Said) or word.head.role("since") is None or word.head.is_substance:
        return None
    length = _length(phrases, place - 1)
    start = _date_behind(phrases, place, model)
    if start is None:
        return None
    asked = any(_asks_length(item) for item in phrases[: place + 1]) or _unit_before(phrases, place) is not None
    if length is None and not asked:
        return _beyond(phrases, place, start, ">", model)
    taken = {place, *_newest(phrases, place, start)}
    newest = len(taken) > 1
    if length is not None:
        taken |= set(range(place - length.width, place))
    elif (unit := _unit_before(phrases, place)) is not None:
        length = _length(phrases, unit)  # "how many *days* has WO-1 been waiting since …"
        taken.add(unit)
    fact = _names_fact(phrases[start].head, model)
    if not fact:
        taken.add(start)
    end = _end_behind(phrases, start, model)
    if end is not None:
        taken |= {end - 1, end} if _until(phrases[end - 1]) else {end}
    made = _stretch(phrases, sorted(taken), word.head, length)
    made = replace(made, since=phrases[start].head, newest=newest or fact)
    made = replace(made, until=phrases[end].head if end is not None else None)
    kept = [item for index, item in enumerate(phrases) if index not in taken]
    kept.insert(sum(1 for index in range(place) if index not in taken), made)
    return [_affirmed(item) if fact and item is phrases[start] else item for item in kept]


def _beyond(phrases: list[Phrase], place: int, start: int, op: Operator, model: SemanticModel) -> list[Phrase] | None:
    """«cerradas *después de su fecha límite*», "closed *before their due date*": one date of a row past another."""
    named = phrases[start]
    if start != place + 1 or not _plain_date(named, model) or named.head.can(Cond):
        return None
    if not any(_is_over(item, model) or _tells_date(item) for item in phrases[:place]):
        return None
    made = _stretch(phrases, [place, start], phrases[place].head, _Length("days", 0, op, (0,)))
    return [*phrases[:place], replace(made, since=named.head), *phrases[start + 1 :]]


def _before(phrases: list[Phrase], place: int, model: SemanticModel) -> list[Phrase] | None:
    """What ended before a date of its own."""
    word = phrases[place]
    if not isinstance(word, Said) or word.head.role("before") is None or word.head.is_substance:
        return None
    start = _date_behind(phrases, place, model)
    return _beyond(phrases, place, start, "<", model) if start is not None else None


def _tells_date(phrase: Phrase) -> bool:
    return isinstance(phrase, Said) and phrase.head.can(DateVerb)


def _unit_before(phrases: Sequence[Phrase], place: int) -> int | None:
    """A unit that is asked for earlier in the sentence, and compared with nothing."""
    for index in range(place - 1, -1, -1):
        phrase = phrases[index]
        if isinstance(phrase, Said) and unit_of(phrase.head):
            return index
    return None


def _both_dates(phrases: list[Phrase], place: int, model: SemanticModel) -> list[Phrase] | None:
    """ "longer than 10 days from request to completion": two dates behind a length."""
    length = _length(phrases, place)
    if length is None or place + 2 >= len(phrases):
        return None
    first, last = phrases[place + 1], phrases[place + 2]
    if not (_plain_date(first, model) and _plain_date(last, model)):
        return None
    start = place - length.width + 1
    start -= 1 if start and _asks_length(phrases[start - 1]) else 0  # "*took* over 24 h from start to finish"
    taken = list(range(start, place + 3))
    made = replace(_stretch(phrases, taken, phrases[place].head, length), since=first.head, until=last.head)
    return [*phrases[: taken[0]], made, *phrases[place + 3 :]]


def _late(phrases: list[Phrase], place: int, model: SemanticModel) -> list[Phrase] | None:
    """«días de atraso», "10 days late": from the day on which rows were due."""
    word = phrases[place]
    length = _length(phrases, place - 1)
    if length is None or not isinstance(word, Said) or word.negated:
        return None
    due = [item for item in word.head.all(Cond) if _is_due(item, model)]
    if not due and word.head.role(_SHOWN_LATE) is None:
        return None
    if isinstance(phrases[place - 1], Bound) and not any(_is_over(item, model) for item in phrases):
        return None  # «más de 10 días vencidas» says how long rows have been so
    taken = list(range(place - length.width, place + 1))
    made = replace(_stretch(phrases, taken, word.head, length), since=word.head, late=True)
    return [*phrases[: taken[0]], made, *phrases[place + 1 :]]


def _took(phrases: list[Phrase], place: int, model: SemanticModel) -> list[Phrase] | None:
    """«tardaron más de 15 días en cerrarse»: up to the date of the verb, from the one on which such rows begin."""
    bound = phrases[place]
    if not isinstance(bound, Bound) or bound.unit not in UNITS or not 0 < place < len(phrases) - 1:
        return None
    before, behind = phrases[place - 1], phrases[place + 1]
    if not isinstance(before, Said) or before.head.role("lapse") is None or not _plain_date(behind, model):
        return None
    taken = [place - 1, place, place + 1]
    made = replace(_stretch(phrases, taken, before.head, _length(phrases, place)), until=behind.head)
    return [*phrases[: place - 1], made, *phrases[place + 2 :]]


def _spared(phrases: list[Phrase], place: int, model: SemanticModel) -> list[Phrase] | None:
    """«más de 6 meses sin falla», "not serviced in over 90 days": not had within so long up to today."""
    long = _long(phrases[place])
    if long is None:
        return None
    behind = phrases[place + 1] if place + 1 < len(phrases) else None
    for index, fact in ((place + 1, behind), (place - 1, phrases[place - 1] if place else None)):
        if not isinstance(fact, Said) or not (fact.link == "without" or fact.negated):
            continue
        happened = _names_fact(fact.head, model) or _of_fact(fact.head, model)
        if happened or _tells_of_past(fact.head, model):
            made = so_long(long[1], long[0]) if happened else _since_then(*long)
            when = When(phrases[place].at, phrases[place].head, time=Time(made))
            first = min(index, place)
            return [*phrases[:first], fact, when, *phrases[first + 2 :]]
    return None


def _long(phrase: Phrase) -> tuple[str, int] | None:
    """More than so many calendar units, up to today: compared («más de 6 meses») or counted back («hace más de …»)."""
    if isinstance(phrase, When) and phrase.time is not None:
        return phrase.time.expression.longer
    if not isinstance(phrase, Bound) or phrase.op not in (">", ">="):
        return None
    unit = {"days": "day", "weeks": "week", "months": "month", "years": "year"}.get(phrase.unit)
    return (unit, int(phrase.values[0])) if unit is not None else None


def _tells_of_past(head: Mention, model: SemanticModel) -> bool:
    """A verb whose date is one of what happened, and no state."""
    dates = head.all(DateVerb)
    return bool(dates) and not head.can(NounIs, Cond) and any(not _ahead(item, model) for item in dates)


def _ahead(item: DateVerb, model: SemanticModel) -> bool:
    return bool(model.field(item.ref.dataset, item.ref.field).ahead)


# ---- what stands there ----


class _Length:
    """A unit («días»), or a comparison with so many of them («más de 10 días»), and how many phrases it takes."""

    def __init__(self, unit: str, width: int = 1, op: Operator | None = None, values: tuple[float, ...] = ()) -> None:
        self.unit, self.width, self.op, self.values = unit, width, op, values


def _length(phrases: Sequence[Phrase], place: int) -> _Length | None:
    phrase = phrases[place] if 0 <= place < len(phrases) else None
    if isinstance(phrase, Bound) and phrase.unit in UNITS:
        return _Length(phrase.unit, 1, phrase.op, phrase.values)
    if isinstance(phrase, Amount) and phrase.unit in UNITS:
        return _Length(phrase.unit, 1, "=", (phrase.value,))
    if isinstance(phrase, Said) and (unit := unit_of(phrase.head)):
        return _Length(unit)
    return None


def _asks_length(phrase: Phrase) -> bool:
    return isinstance(phrase, Said) and phrase.head.role(*_LENGTHS) is not None


def _date_behind(phrases: Sequence[Phrase], place: int, model: SemanticModel) -> int | None:
    """The date behind a word: a field, a verb or a state that has one; else a thing that happens."""
    behind = range(place + 1, min(len(phrases), place + 1 + _WINDOW))
    for index in behind:
        if _plain_date(phrases[index], model) or _happened(phrases[index]):
            return index
    return next((index for index in behind if _names_fact(phrases[index].head, model)), None)


def _plain_date(phrase: Phrase, model: SemanticModel) -> bool:
    if not isinstance(phrase, Said):
        return False
    head = phrase.head
    if any(model.field(item.ref.dataset, item.ref.field).is_date for item in head.all(FieldIs)) or head.can(DateVerb):
        return not head.can(NounIs, ValueIs)
    return any(model.datasets[item.dataset].conditions[item.name].date for item in head.all(Cond))


def _happened(phrase: Phrase) -> bool:
    return isinstance(phrase, Said) and phrase.head.can(Verb)


def _names_fact(head: Mention, model: SemanticModel) -> bool:
    named = [item.dataset for item in head.readings if isinstance(item, NounIs | Verb)]
    return any(model.datasets[name].default_date for name in named) and not head.can(DateVerb)


def _of_fact(head: Mention, model: SemanticModel) -> bool:
    """A kind of thing that happens, by a noun of its own («un preventivo»)."""
    return any(item.noun and model.datasets[item.ref.dataset].default_date for item in head.all(ValueIs))


def _newest(phrases: Sequence[Phrase], place: int, start: int) -> Iterator[int]:
    """«la *última* falla», "*last* failed"."""
    for index in range(place + 1, min(len(phrases), start + 2)):
        phrase = phrases[index]
        last = isinstance(phrase, Extreme) and phrase.way == "last" and phrase.n in (None, 1)
        if last or (isinstance(phrase, Said) and phrase.head.role("last_time") is not None):
            yield index


def _end_behind(phrases: Sequence[Phrase], start: int, model: SemanticModel) -> int | None:
    """«desde que se solicita *hasta que se completa*»."""
    for index in range(start + 1, min(len(phrases), start + 3)):
        if _plain_date(phrases[index], model):
            return index if _until(phrases[index - 1]) or index == start + 1 else None
    return None


def _until(phrase: Phrase) -> bool:
    return isinstance(phrase, Said) and phrase.head.role("until") is not None


def _is_over(phrase: Phrase, model: SemanticModel) -> bool:
    """A state that rows are in from a date on, at which their being late ended (closed)."""
    dates = [
        (item.dataset, model.datasets[item.dataset].conditions[item.name].date)
        for item in (phrase.head.all(Cond) if isinstance(phrase, Said) else ())
    ]
    return any(date and not model.field(dataset, date).ahead for dataset, date in dates)


def so_long(count: int, grain: str) -> TimeExpression:
    """The last so many calendar units up to today."""
    return TimeExpression(lambda today, ahead: calendar.rolling(grain, count, today, future=False), relative="past")


def _since_then(grain: str, count: int) -> TimeExpression:
    """From the day so many calendar units ago: what has a date of its own lies before it, or nowhere."""
    return TimeExpression(lambda today, ahead: (calendar.back(grain, today, count), today), relative="past")


def _is_due(item: Cond, model: SemanticModel) -> bool:
    date = model.datasets[item.dataset].conditions[item.name].date
    return bool(date) and bool(model.field(item.dataset, str(date)).ahead)


def _affirmed(phrase: Phrase) -> Phrase:
    """«hace cuánto que *no* falla»: since when it did."""
    return replace(phrase, negated=False, link="") if isinstance(phrase, Said) else phrase


def _stretch(phrases: Sequence[Phrase], taken: Sequence[int], head: Mention, length: _Length | None) -> Stretch:
    at = tuple(sorted({mention for index in taken for mention in phrases[index].at}))
    if length is None:
        return Stretch(at, head)
    return Stretch(at, head, op=length.op, values=length.values, unit=length.unit)
