"""A year that is said once for two periods: «Q2 contra Q3 de este año», "June versus July last year"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from core.understanding.phrases.types import Phrase, When
from core.understanding.reading.calendar import Days
from core.understanding.reading.readings import Time
from core.understanding.reading.time_expression import TimeExpression

_PROBE = date(2001, 12, 31)


def share_years(phrases: Sequence[Phrase]) -> list[Phrase]:
    """The phrases, in which a period that is put beside another and has no year of its own has that one's; a year that
    stands right behind the two is no third period."""
    found = list(phrases)
    for place in range(len(found) - 2, 0, -1):
        second, year = found[place], found[place + 1]
        if _beside(second) and _is_year(year) and _before(found, place) is not None:
            found[place] = _within(second, year)
            del found[place + 1]
    for place, second in enumerate(found):
        before = _before(found, place) if _beside(second) else None
        if before is not None and _has_year(second) and _other_part(found[before], second):
            found[before] = _within(found[before], second)
    return found


def _before(phrases: Sequence[Phrase], place: int) -> int | None:
    """The period without a year that another one is put beside."""
    return next((at for at in range(place - 1, -1, -1) if _yearless(phrases[at])), None)


def _expression(phrase: Phrase) -> TimeExpression | None:
    return phrase.time.expression if isinstance(phrase, When) and phrase.time is not None else None


def _grain(phrase: Phrase) -> str:
    expression = _expression(phrase)
    return expression.grain if expression is not None else ""


def _other_part(first: Phrase, second: Phrase) -> bool:
    """Two parts of one kind that differ within a year; the same one twice is «marzo contra marzo del año pasado»."""
    if _grain(first) != _grain(second):
        return False
    days = [expression.make(_PROBE, False)[0] for phrase in (first, second) if (expression := _expression(phrase))]
    return None not in days and len({(day.month, day.day) for day in days if day is not None}) == 2


def _beside(phrase: Phrase) -> bool:
    return isinstance(phrase, When) and (phrase.after or phrase.joined)


def _yearless(phrase: Phrase) -> bool:
    expression = _expression(phrase)
    return expression is not None and expression.yearless


def _has_year(phrase: Phrase) -> bool:
    expression = _expression(phrase)
    return expression is not None and not expression.yearless and expression.of_year


def _is_year(phrase: Phrase) -> bool:
    return isinstance(phrase, When) and not (phrase.after or phrase.joined) and _grain(phrase) == "year"


def _within(phrase: Phrase, year: Phrase) -> Phrase:
    """The period in the year in which the other one lies."""
    one, other = _expression(phrase), _expression(year)
    assert isinstance(phrase, When) and one is not None and other is not None

    def make(today: date, ahead: bool) -> Days:
        start, end = other.make(today, False)
        last = date((start or end or today).year, 12, 31)
        return one.make(last if last < today else today, ahead)

    inside = replace(one, make=make, yearless=False, of_year=True, bare_month=False)
    return replace(phrase, time=Time(inside))
