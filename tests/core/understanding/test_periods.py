"""Every rule of the time grammar: what is written, on which day, and the days that it means."""

from __future__ import annotations

from datetime import date

import pytest

from core.language.language import languages
from core.language.tokens import tokenise
from core.understanding.reading.periods import Found, PeriodReader

READERS = {name: PeriodReader(words) for name, words in languages().items()}
SUNDAY = date(2026, 11, 22)
LEAP = date(2024, 2, 29)


def found(text: str, language: str | None = None) -> list[Found]:
    """The longest matches of the language that reads most of the text; Spanish where both read as much."""
    words = [token.folded for token in tokenise(text)]
    read = [READERS[name].find(words) for name in ([language] if language else ["es", "en"])]
    everything = max(read, key=lambda found: max((one.end - one.start for one in found), default=0))
    return [one for one in everything if not any(covers(other, one) for other in everything)]


def covers(other: Found, one: Found) -> bool:
    """True when another match is longer and holds this one; which is meant is settled later, with the question."""
    return (
        other is not one
        and other.start <= one.start
        and one.end <= other.end
        and other.end - other.start > one.end - one.start
    )


def days(text: str, today: date = SUNDAY, *, ahead: bool = False, language: str | None = None) -> str:
    (one,) = found(text, language)
    assert one.time is not None, text
    assert (one.start, one.end) == (0, len(tokenise(text))), "the whole phrase is read"
    period = one.time.resolve(today, ahead=ahead)
    return f"{period.start or ''}..{period.end or ''}"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("hoy", "2026-11-22..2026-11-22"),
        ("today", "2026-11-22..2026-11-22"),
        ("ayer", "2026-11-21..2026-11-21"),
        ("yesterday", "2026-11-21..2026-11-21"),
        ("antier", "2026-11-20..2026-11-20"),
        ("the day before yesterday", "2026-11-20..2026-11-20"),
        ("esta semana", "2026-11-16..2026-11-22"),
        ("this week", "2026-11-16..2026-11-22"),
        ("la semana pasada", "2026-11-09..2026-11-15"),
        ("last week", "2026-11-09..2026-11-15"),
        ("este mes", "2026-11-01..2026-11-22"),
        ("mes actual", "2026-11-01..2026-11-22"),
        ("el mes pasado", "2026-10-01..2026-10-31"),
        ("previous month", "2026-10-01..2026-10-31"),
        ("este trimestre", "2026-10-01..2026-11-22"),
        ("last quarter", "2026-07-01..2026-09-30"),
        ("este año", "2026-01-01..2026-11-22"),
        ("last year", "2025-01-01..2025-12-31"),
        ("el semestre pasado", "2026-01-01..2026-06-30"),
        ("esta quincena", "2026-11-16..2026-11-22"),
        ("la quincena pasada", "2026-11-01..2026-11-15"),
        ("en lo que va del año", "2026-01-01..2026-11-22"),
        ("ytd", "2026-01-01..2026-11-22"),
        ("mtd", "2026-11-01..2026-11-22"),
        ("qtd", "2026-10-01..2026-11-22"),
        ("week to date", "2026-11-16..2026-11-22"),
        ("últimos 30 días", "2026-10-24..2026-11-22"),
        ("last 7 days", "2026-11-16..2026-11-22"),
        ("los últimos tres meses", "2026-08-23..2026-11-22"),
        ("past two weeks", "2026-11-09..2026-11-22"),
        ("last 2 years", "2024-11-23..2026-11-22"),
        ("último mes", "2026-10-23..2026-11-22"),
        ("desde hace 10 días", "2026-11-13..2026-11-22"),
        ("hace dos meses", "2026-09-01..2026-09-30"),
        ("two months ago", "2026-09-01..2026-09-30"),
        ("hace 3 días", "2026-11-19..2026-11-19"),
        ("more than 2 years ago", "..2024-11-21"),
        ("el lunes", "2026-11-16..2026-11-16"),
        ("monday", "2026-11-16..2026-11-16"),
        ("el domingo pasado", "2026-11-15..2026-11-15"),
        ("last friday", "2026-11-20..2026-11-20"),
        ("fin de semana", "2026-11-21..2026-11-22"),
        ("last weekend", "2026-11-14..2026-11-15"),
        ("en marzo", "2026-03-01..2026-03-31"),
        ("en diciembre", "2025-12-01..2025-12-31"),
        ("in december", "2025-12-01..2025-12-31"),
        ("en noviembre", "2026-11-01..2026-11-22"),
        ("en marzo de 2025", "2025-03-01..2025-03-31"),
        ("march 2025", "2025-03-01..2025-03-31"),
        ("marzo del año pasado", "2025-03-01..2025-03-31"),
        ("en febrero de 2024", "2024-02-01..2024-02-29"),
        ("q3", "2026-07-01..2026-09-30"),
        ("q4 2025", "2025-10-01..2025-12-31"),
        ("primer trimestre de 2026", "2026-01-01..2026-03-31"),
        ("h1", "2026-01-01..2026-06-30"),
        ("segundo semestre de 2025", "2025-07-01..2025-12-31"),
        ("la primera quincena de octubre", "2026-10-01..2026-10-15"),
        ("la segunda quincena de octubre", "2026-10-16..2026-10-31"),
        ("en 2025", "2025-01-01..2025-12-31"),
        ("el 3 de octubre", "2026-10-03..2026-10-03"),
        ("el 25 de diciembre", "2025-12-25..2025-12-25"),
        ("october 3", "2026-10-03..2026-10-03"),
        ("2026-10-03", "2026-10-03..2026-10-03"),
        ("del 1 al 15 de octubre", "2026-10-01..2026-10-15"),
        ("from october 1 to october 15", "2026-10-01..2026-10-15"),
        ("del 28 de octubre al 3 de noviembre", "2026-10-28..2026-11-03"),
        ("from november to february", "2025-11-01..2026-02-28"),
        ("de marzo a diciembre de 2024", "2024-03-01..2024-12-31"),
        ("de diciembre de 2025 a febrero", "2025-12-01..2026-02-28"),
        ("desde enero", "2026-01-01..2026-11-22"),
        ("since monday", "2026-11-16..2026-11-22"),
        ("hasta el 15 de octubre", "..2026-10-15"),
        ("antes del 15 de octubre", "..2026-10-14"),
        ("before 2026-10-15", "..2026-10-14"),
        ("después del 15 de octubre", "2026-10-16..2026-11-22"),
        ("after october", "2026-11-01..2026-11-22"),
        ("el 29 de febrero", "2024-02-29..2024-02-29"),
    ],
)
def test_what_happened(text: str, wanted: str) -> None:
    assert days(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("mañana", "2026-11-23..2026-11-23"),
        ("tomorrow", "2026-11-23..2026-11-23"),
        ("pasado mañana", "2026-11-24..2026-11-24"),
        ("esta semana", "2026-11-16..2026-11-22"),
        ("la próxima semana", "2026-11-23..2026-11-29"),
        ("next week", "2026-11-23..2026-11-29"),
        ("este mes", "2026-11-01..2026-11-30"),
        ("el mes que viene", "2026-12-01..2026-12-31"),
        ("next quarter", "2027-01-01..2027-03-31"),
        ("este año", "2026-01-01..2026-12-31"),
        ("próximos 30 días", "2026-11-22..2026-12-21"),
        ("next 7 days", "2026-11-22..2026-11-28"),
        ("dentro de 2 semanas", "2026-11-22..2026-12-05"),
        ("en marzo", "2027-03-01..2027-03-31"),
        ("en noviembre", "2026-11-01..2026-11-30"),
        ("el viernes", "2026-11-27..2026-11-27"),
        ("el 29 de febrero", "2028-02-29..2028-02-29"),
        ("q1", "2027-01-01..2027-03-31"),
        ("hasta el 15 de diciembre", "..2026-12-15"),
    ],
)
def test_what_lies_ahead(text: str, wanted: str) -> None:
    assert days(text, ahead=True) == wanted


@pytest.mark.parametrize(
    ("text", "today", "wanted"),
    [
        ("ayer", date(2026, 1, 1), "2025-12-31..2025-12-31"),
        ("el mes pasado", date(2026, 1, 15), "2025-12-01..2025-12-31"),
        ("el mes pasado", date(2026, 3, 31), "2026-02-01..2026-02-28"),
        ("el trimestre pasado", date(2026, 2, 1), "2025-10-01..2025-12-31"),
        ("esta semana", date(2026, 1, 1), "2025-12-29..2026-01-01"),
        ("esta semana", date(2026, 11, 23), "2026-11-23..2026-11-23"),
        ("últimos 12 meses", LEAP, "2023-03-01..2024-02-29"),
        ("último año", LEAP, "2023-03-01..2024-02-29"),
        ("últimos 4 años", LEAP, "2020-03-01..2024-02-29"),
        ("hoy", LEAP, "2024-02-29..2024-02-29"),
        ("este mes", LEAP, "2024-02-01..2024-02-29"),
        ("esta quincena", date(2026, 11, 15), "2026-11-01..2026-11-15"),
        ("la quincena pasada", date(2026, 3, 10), "2026-02-16..2026-02-28"),
        ("q4", date(2026, 2, 1), "2025-10-01..2025-12-31"),
        ("el 29 de febrero", date(2026, 3, 1), "2024-02-29..2024-02-29"),
        ("el 29 de febrero", LEAP, "2024-02-29..2024-02-29"),
        ("este semestre", date(2026, 7, 1), "2026-07-01..2026-07-01"),
    ],
)
def test_the_edges_of_months_and_years(text: str, today: date, wanted: str) -> None:
    assert days(text, today) == wanted


@pytest.mark.parametrize(
    ("text", "language", "wanted"), [("3/4/2026", "es", "2026-04-03"), ("3/4/2026", "en", "2026-03-04")]
)
def test_a_date_with_slashes_by_its_language(text: str, language: str, wanted: str) -> None:
    assert days(text, language=language) == f"{wanted}..{wanted}"


@pytest.mark.parametrize(
    ("text", "grain"),
    [
        ("por mes", "month"),
        ("by month", "month"),
        ("cada semana", "week"),
        ("per quarter", "quarter"),
        ("mensual", "month"),
        ("weekly", "week"),
        ("diario", "day"),
        ("anual", "year"),
        ("trimestral", "quarter"),
        ("x mes", "month"),
    ],
)
def test_a_breakdown_by_calendar(text: str, grain: str) -> None:
    (one,) = found(text)
    assert (one.time, one.per) == (None, grain)


@pytest.mark.parametrize("text", ["bombas", "31 de junio de 2026", "últimos 99999999999 días", "hace 5000 años", "5 7"])
def test_no_period(text: str) -> None:
    assert [one for one in found(text) if one.end - one.start == len(tokenise(text))] == []


def test_a_range_that_ends_before_it_begins_is_none() -> None:
    assert all(one.end - one.start < 4 for one in found("del 2026-12-01 al 2026-01-01"))


def test_two_periods_keep_their_places() -> None:
    one, two = found("fallas este mes y el mes pasado")
    assert (one.start, two.end) == (1, 7)
