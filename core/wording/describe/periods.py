"""Periods in words: relative ones inside a sentence («este mes»), dates beneath it («1 al 22 nov 2026»)."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Final

from core.kernel.messages import Language
from core.semantics.calendar import add, end_of, start_of
from core.semantics.query import Grain, Period
from core.wording import numbers as wording

_GRAINS: Final[tuple[Grain, ...]] = ("day", "week", "month", "quarter", "year")
_THIS: Final[dict[Grain, dict[Language, str]]] = {
    "day": {"es": "hoy", "en": "today"},
    "week": {"es": "esta semana", "en": "this week"},
    "month": {"es": "este mes", "en": "this month"},
    "quarter": {"es": "este trimestre", "en": "this quarter"},
    "year": {"es": "este año", "en": "this year"},
}
_LAST: Final[dict[Grain, dict[Language, str]]] = {
    "day": {"es": "ayer", "en": "yesterday"},
    "week": {"es": "la semana pasada", "en": "last week"},
    "month": {"es": "el mes pasado", "en": "last month"},
    "quarter": {"es": "el trimestre pasado", "en": "last quarter"},
    "year": {"es": "el año pasado", "en": "last year"},
}
_NEXT: Final[dict[Grain, dict[Language, str]]] = {
    "day": {"es": "mañana", "en": "tomorrow"},
    "week": {"es": "la próxima semana", "en": "next week"},
    "month": {"es": "el próximo mes", "en": "next month"},
    "quarter": {"es": "el próximo trimestre", "en": "next quarter"},
    "year": {"es": "el próximo año", "en": "next year"},
}
_MONTHS: Final[dict[Language, list[str]]] = {
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}


def month(value: date, language: Language, *, year: bool = True) -> str:
    """A month's whole name: «octubre de 2026», "October 2026"."""
    name = _MONTHS[language][value.month - 1]
    if not year:
        return name
    return f"{name} de {value.year}" if language == "es" else f"{name} {value.year}"


def whole(period: Period) -> Grain | None:
    """The calendar unit that the days are exactly one of."""
    if period.start is None or period.end is None:
        return None
    for grain in _GRAINS:
        if start_of(grain, period.start) == period.start and end_of(grain, period.start) == period.end:
            return grain
    return None


_LASTING: Final = re.compile(r"ultim|last|past|pasad|prox|next|sigui|coming|viene")
_USUAL: Final = (7, 14, 15, 28, 30, 60, 90, 180, 365)
"""Days that people count back or ahead; other ranges to or from today are told by their dates."""


def _begun(period: Period, today: date) -> Grain | None:
    """The calendar unit that the days are, up to today."""
    for grain in ("year", "quarter", "month"):
        if period.end == today and period.start == start_of(grain, today):
            return grain
    return None


def relative(period: Period, today: date, language: Language) -> str | None:
    """«este mes», «ayer», «los últimos 30 días»: as people say it today, None where they would say dates.

    A unit that has begun counts as the present one when it is cut at today («este mes» = 1st to today).
    """
    start, end = period.start, period.end
    if start is None or end is None or _by_name(period):
        return None
    for grain in _GRAINS:
        first = start_of(grain, today)
        if grain == "day" and period.relative == "current" and period.grain not in ("day", "range"):
            continue
        if start == first and end in (today, end_of(grain, today)) and (grain == "day" or end != start):
            # On the first day of a month "this month" and "today" are the same days; what was meant decides.
            return _THIS[grain][language]
        if period.grain == grain and period.relative == "current" and start == first:
            return _THIS[grain][language]
        before, after = add(grain, first, -1), add(grain, first, 1)
        if (start, end) == (before, end_of(grain, before)):
            return _LAST[grain][language]
        if (start, end) == (after, end_of(grain, after)):
            return _NEXT[grain][language]
    if end == today and (said := _in_units(period, today, language)) is not None:
        return said
    days = (end - start).days + 1
    if not _LASTING.search(period.phrase) and (period.phrase or days not in _USUAL):
        return None
    if end == today:
        return f"los últimos {days} días" if language == "es" else f"the last {days} days"
    if start == today:
        return f"los próximos {days} días" if language == "es" else f"the next {days} days"
    return None


_UNITS: Final[dict[Grain, tuple[str, tuple[str, str], tuple[str, str]]]] = {
    "week": (r"\bseman|\bweek", ("la última semana", "las últimas {} semanas"), ("the past week", "the last {} weeks")),
    "month": (r"\bmes|\bmonth", ("el último mes", "los últimos {} meses"), ("the past month", "the last {} months")),
    "year": (r"\ba[nñ]os?\b|\byear", ("el último año", "los últimos {} años"), ("the past year", "the last {} years")),
}
_MOST_UNITS: Final = 60


def _in_units(period: Period, today: date, language: Language) -> str | None:
    """«los últimos 6 meses», "the last 3 weeks": days up to today that were asked for in these units."""
    for grain, (word, *said) in _UNITS.items():
        if not (_LASTING.search(period.phrase) and re.search(word, period.phrase)):
            continue
        for count in range(1, _MOST_UNITS):
            if add(grain, today, -count) + timedelta(days=1) == period.start:
                one, many = said[0 if language == "es" else 1]
                return one if count == 1 else many.format(count)
    return None


_NAMED: Final = re.compile(
    r"\b(?:ene|feb|mar|abr|may|jun|jul|ago|sep|set|oct|nov|dic|jan|apr|aug|dec)[a-z]*\b|\b(?:19|20)\d\d\b|\b[qt][1-4]\b"
)


def _by_name(period: Period) -> bool:
    """True when the question named the month, quarter or year, so that the answer does too."""
    return period.relative not in ("current",) and bool(_NAMED.search(period.phrase))


def inside(period: Period, today: date, language: Language) -> str:
    """A period as part of a sentence: «este mes», «en octubre de 2026», «del 1 al 15 oct 2026»."""
    spanish = language == "es"
    said = relative(period, today, language)
    if said is not None and not _long_ago(said, period):
        bare = not said.startswith(("los ", "las ", "el último ", "la última ", "the "))
        return said if bare else f"{'en' if spanish else 'in'} {said}"
    start, end = period.start, period.end
    grain = whole(period) or _begun(period, today)
    if start is not None and end is not None:
        if grain == "month":
            return f"{'en' if spanish else 'in'} {month(start, language)}"
        if grain in ("quarter", "year"):
            return f"en {_quarter(start, grain, language)}" if spanish else f"in {_quarter(start, grain, language)}"
        if start == end:
            return f"el {wording.day(start, language)}" if spanish else f"on {wording.day(start, language)}"
        if grain == "week":
            return (
                f"en la {wording.bucket(start, 'week', language)}"
                if spanish
                else f"in the {wording.bucket(start, 'week', language)}"
            )
        if end == today:
            return wording.day_range(start, None, language)
        dates = wording.day_range(start, end, language)
        return f"del {dates}" if spanish else f"from {dates}"
    if end is not None and not spanish:
        return f"up to {wording.day(end, language)}"
    return wording.day_range(start, end, language)


def _long_ago(said: str, period: Period) -> bool:
    """«los últimos 412 días» says less than dates do."""
    days = (period.end - period.start).days + 1 if period.start and period.end else 0
    return said.startswith(("los ", "the ")) and said.endswith(("días", "days")) and days > 366


def _quarter(start: date, grain: Grain, language: Language) -> str:
    text = wording.bucket(start, grain, language)
    return f"el {text}" if grain == "quarter" and language == "es" else text


def dates(period: Period, language: Language) -> str:
    """The days themselves: «1 al 22 nov 2026», «hasta el 30 nov 2026»."""
    return wording.day_range(period.start, period.end, language)


def at_moment(moment: datetime, language: Language) -> str:
    """A moment inside a sentence: «el 21 nov 2026 a las 15:30»; midnight as the close of the day that it ends."""
    if moment.time() == time():
        day = wording.day((moment - timedelta(days=1)).date(), language)
        return f"al cierre del {day}" if language == "es" else f"at the end of {day}"
    day, clock = wording.day(moment.date(), language), f"{moment:%H:%M}"
    return f"el {day} a las {clock}" if language == "es" else f"on {day} at {clock}"


def span(period: Period, today: date, language: Language) -> str:
    """The name of a period for comparing: «este mes», «octubre de 2026», «1 al 15 oct 2026»."""
    said = relative(period, today, language)
    if said is not None:
        return said
    grain = whole(period) or _begun(period, today)
    if period.start is not None and grain == "month":
        return month(period.start, language)
    if period.start is not None and grain in ("quarter", "year"):
        return _quarter(period.start, grain, language)
    if period.start is not None and period.start == period.end:
        text = wording.day(period.start, language)
        return f"el {text}" if language == "es" else text
    return dates(period, language)


def is_past(period: Period | None, today: date) -> bool:
    """True when the period is over or up to today, so that what happened in it is told in the past."""
    return period is not None and (period.end is None or period.end <= today)


def unfinished(grain: Grain, period: Period | None, today: date) -> bool:
    """True when the bucket that today is in is among those shown and not over."""
    if period is not None and period.end is not None and period.end < start_of(grain, today):
        return False
    if period is not None and period.start is not None and period.start > today:
        return False
    return end_of(grain, today) >= today


def current_bucket(grain: Grain, today: date, language: Language) -> str:
    """The bucket that today is in, by name: «noviembre», «la semana del 16 nov 2026», «T4 2026»."""
    start = start_of(grain, today)
    if grain == "day":
        return "hoy" if language == "es" else "today"
    if grain == "month":
        return month(start, language, year=False)
    text = wording.bucket(start, grain, language)
    return f"{'la' if language == 'es' else 'the'} {text}" if grain == "week" else text


def days_ago(days: int, language: Language) -> str:
    """«hace 12 días», «en 3 días», «hoy» for a day so far from today (negative: ahead)."""
    if days == 0:
        return "hoy" if language == "es" else "today"
    count = wording.long_time(abs(days), language)
    if days > 0:
        return f"hace {count}" if language == "es" else f"{count} ago"
    return f"en {count}" if language == "es" else f"in {count}"
