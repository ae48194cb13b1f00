"""Periods that are told by the talk become days: «ese mes» behind the worst month, "the same month last year" behind
September, «¿y el anterior?» behind last month. So every kind of question and every edit takes them as periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from core.semantics.calendar import bucket_of
from core.semantics.query import Dated, Named, Period, Related, SemanticQuery
from core.understanding.meaning.bag import Bag
from core.understanding.phrases.types import Phrase, Said, When
from core.understanding.reading import calendar
from core.understanding.reading.calendar import Days
from core.understanding.reading.readings import Ref, Time
from core.understanding.reading.time_expression import TimeExpression
from core.understanding.threads.antecedent import Talked

_NEIGHBOURS = {"one_before": -1, "one_after": 1}
_UNITS = ("day", "week", "fortnight", "month", "quarter", "year")


async def timed(bag: Bag, queries: Sequence[SemanticQuery], talked: Talked) -> tuple[Bag, tuple[int, ...]]:
    """The message with days in the place of what points at a period, and the places of what points at none.

    Args:
        queries: the thread's queries, newest first.
    """
    phrases: list[Phrase] = []
    missing = []
    for place, phrase in enumerate(bag.phrases):
        found: Phrase | None = phrase
        if isinstance(phrase, When) and phrase.time is not None and phrase.time.expression.beside is not None:
            found = _beside(phrase, phrase.time.expression, queries)
        elif isinstance(phrase, Said) and not phrase.head.is_substance and (ref := _pointing(phrase)) is not None:
            found = await _then(bag, phrase, ref, queries, talked)
        if found is None:
            missing.append(place)
        phrases.append(found or phrase)
    return replace(bag, phrases=tuple(phrases)), tuple(missing)


def _pointing(phrase: Said) -> Ref | None:
    return phrase.head.first(Ref, lambda item: item.kind == "then" or item.kind in _NEIGHBOURS)


def spoken_of(query: SemanticQuery) -> Period | None:
    """The period that a query was asked for: of its rows, or of what they were to have."""
    if query.period is not None:
        return query.period if query.period.given else None
    for part in query.filters:
        if isinstance(part, Named | Related | Dated) and part.period is not None and part.period.given:
            return part.period
    return None


def _beside(when: When, said: TimeExpression, queries: Sequence[SemanticQuery]) -> When:
    """ "the same month last year": of the month that was spoken of; of the present one where none was."""
    period = spoken_of(queries[0])
    if said.beside is None or period is None or period.grain != said.grain or period.start is None:
        return when
    unit, count = said.beside
    day = calendar.back(unit, period.start, -count)
    return _at(when, Time(_fixed(calendar.unit_around(said.grain, day), said.grain)))


async def _then(bag: Bag, phrase: Said, ref: Ref, queries: Sequence[SemanticQuery], talked: Talked) -> Phrase | None:
    """The days that a word points at; the phrase itself where it says that the last period holds."""
    if ref.kind in _NEIGHBOURS:
        period = spoken_of(queries[0])
        if period is None or period.grain not in _UNITS or period.start is None or queries[0].limit is not None:
            return None
        day = calendar.shifted(period.grain, period.start, _NEIGHBOURS[ref.kind])
        return _at(phrase, Time(_fixed(calendar.unit_around(period.grain, day), period.grain)))
    unit = next((bag.words.grains[word] for word in phrase.head.folded.split() if word in bag.words.grains), None)
    for query in queries:
        ranked = await _ranked(query, talked) if unit is None or _grain(query) == unit else None
        if ranked is not None:
            return _at(phrase, Time(_fixed(ranked, _grain(query) or "range"))) if ranked else None
        period = spoken_of(query)
        if period is None:
            continue
        if unit is None or period.grain == unit:
            days = (period.start, period.end)
            return phrase if query == queries[0] else _at(phrase, Time(_fixed(days, period.grain)))
    return None if unit is not None and any(_grain(query) for query in queries) else phrase


def _grain(query: SemanticQuery) -> str | None:
    return query.groups[0].grain if query.groups else None


async def _ranked(query: SemanticQuery, talked: Talked) -> Days | tuple[()] | None:
    """The days of the one unit that an answer named; () of several that are as good, None when it named none."""
    grain = query.groups[0].grain if query.groups else None
    if grain is None or query.limit != 1 or query.offset:
        return None
    labels = await talked.labels(query)
    return (bucket_of(grain, labels[0]) or ()) if len(labels) == 1 else ()


def _fixed(days: Days, grain: str) -> TimeExpression:
    def make(today: date, ahead: bool) -> Days:
        return days

    return TimeExpression(make, grain)


def _at(phrase: Phrase, time: Time) -> When:
    after = isinstance(phrase, When) and phrase.after
    return When(phrase.at, replace(phrase.head, readings=(time,)), time=time, after=after)
