"""Numbers, money, dates and lists as people write them, in Spanish (es_MX) and English (en_US).

Grouping and decimal marks are those of babel's locales es_MX and en_US: a comma groups, a point divides (1,148.5) in
both. Two habits are ours: Spanish writes a space before the per cent sign (18 %), and dates put the day first in both
languages (22 nov 2026, 22 Nov 2026), so that no reader takes the month for the day. Rounding is half up, as people
round. ``None`` and what is not a number is "—".

The marks and the short names of months stand here, as babel has them and a test compares; babel itself is 5 MB, and is
imported for a currency's sign alone, when it is none of those that plants here count in.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final, Literal

from core.kernel.messages import Cell, Column, Language

Grain = Literal["day", "week", "month", "quarter", "year"]
Gender = Literal["m", "f"]
Number = int | float

NOTHING: Final = "—"
_HUGE: Final = 10**15
"""From here on digits say nothing to a person: 1.00e+15."""
LOCALES: Final[dict[Language, str]] = {"es": "es_MX", "en": "en_US"}
MONTHS: Final[dict[Language, tuple[str, ...]]] = {
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}
SIGNS: Final[dict[str, dict[Language, str]]] = {
    "MXN": {"es": "$", "en": "MX$"},
    "USD": {"es": "USD", "en": "$"},
    "EUR": {"es": "EUR", "en": "€"},
}
"""Signs of the currencies with two decimals that are written without babel."""

_EXPONENTS: Final = {decimals: Decimal(1).scaleb(-decimals) for decimals in range(7)}
_MONTH: Final = re.compile(r"(\d{4})-(\d{2})$")
_QUARTER: Final = re.compile(r"(\d{4})-?[QT]([1-4])$")
_WEEK: Final = re.compile(r"(\d{4})-?W(\d{2})$")
_YEAR: Final = re.compile(r"(\d{4})(?:\.0)?$")
_I_SOUND: Final = re.compile(r"h?[ií](?![eé])", re.IGNORECASE)
_O_SOUND: Final = re.compile(r"(?:h?[oó]|8|11(?!\d))", re.IGNORECASE)


@lru_cache
def _currency(currency: str, language: Language) -> tuple[str, int]:
    """The currency's sign before a number, and how many decimals its coins have."""
    if currency in SIGNS:
        symbol, coins = SIGNS[currency][language], 2
    else:
        from babel import Locale
        from babel.numbers import get_currency_precision, get_currency_symbol

        symbol = get_currency_symbol(currency, Locale.parse(LOCALES[language]))
        coins = get_currency_precision(currency)
    return (f"{symbol} " if symbol[-1:].isalpha() else symbol), coins


def coins(currency: str) -> int:
    """Decimals of a currency: 2 for MXN, 0 for JPY."""
    return _currency(currency, "en")[1]


def _is_number(value: object) -> bool:
    return isinstance(value, int) or (isinstance(value, float) and math.isfinite(value))


def _round(value: Number, decimals: int) -> Decimal:
    rounded = Decimal(repr(value) if isinstance(value, float) else value)
    if isinstance(value, float):
        rounded = rounded.quantize(_EXPONENTS[decimals], rounding=ROUND_HALF_UP) if abs(value) < _HUGE else rounded
    return rounded or Decimal(0)


def _write(value: Number, language: Language, decimals: int, *, fixed: bool = False) -> str:
    if abs(value) >= _HUGE:
        return f"{Decimal(value):.3g}"
    text = f"{_round(value, decimals):,.{decimals}f}"  # both locales group by commas and put a point before decimals
    return text if fixed or not decimals else text.rstrip("0").rstrip(".")


def number(value: Number | None, language: Language, decimals: int | None = None, *, fixed: bool = False) -> str:
    """A plain number, grouped: 1148 → "1,148", 2.345 → "2.35".

    Args:
        decimals: at most so many; by default none from 1,000 up, one from 100 up, else two (more for a value that
            would read as 0, so that something never reads as nothing).
        fixed: exactly so many, as the cells of one column are written.
    """
    if value is None or not _is_number(value):
        return NOTHING
    if decimals is None:
        size = abs(value)
        decimals = 0 if size >= 1000 else 1 if size >= 100 else 2
        if 0 < size < 1e-6:
            return f"{value:.1g}"
        if 0 < size < 0.005:
            decimals = min(6, 1 - math.floor(math.log10(size)))
    return _write(value, language, decimals, fixed=fixed)


def compact(value: Number | None, language: Language, *, millions: bool = False) -> str:
    """A number short enough for an axis: below a million as ``number``, above it "1.2 M", "1.2M".

    ``millions`` writes any value so, for ticks of one form: "0.5 M".
    """
    if value is None or not _is_number(value):
        return NOTHING
    size = abs(value)
    if size >= 999_500_000_000:
        return f"{Decimal(value):.2g}"
    if size >= 999_950 or (millions and size):
        decimals = 0 if size >= 99_950_000 else 1 if size >= 9_950_000 else 2
        return f"{_write(value / 1_000_000, language, decimals)}{' M' if language == 'es' else 'M'}"
    return number(value, language)


def money(value: Number | None, currency: str, language: Language, decimals: int | None = None) -> str:
    """An amount with its currency's sign as babel gives it: MXN in Spanish "$1,234", USD in English "$1,234".

    A sign made of letters keeps a space (USD 1,234). Coins are written below 1,000 only, and only when there are any.
    """
    if value is None or not _is_number(value):
        return NOTHING
    sign, coins = _currency(currency, language)
    if decimals is None:
        size = abs(value)
        decimals = 0 if size >= 999.995 or float(value).is_integer() else coins
    text = _write(abs(value), language, decimals, fixed=True)
    minus = "-" if value < 0 and any(digit in "123456789" for digit in text) else ""
    return f"{minus}{sign}{text}"


def percent(value: Number | None, language: Language, decimals: int | None = None, *, fixed: bool = False) -> str:
    """A percentage, given in per cent (18.2, not 0.182): "18.2 %" in Spanish, "18.2%" in English.

    One decimal at most, unless it would make a value read as a full 0 or 100 that it is not. ``fixed``: all of them.
    """
    if value is None or not _is_number(value):
        return NOTHING
    if decimals is None:
        decimals = 1
        while decimals < 4 and _round(value, decimals) in (0, 100) and value not in (0, 100):
            decimals += 1
    return _write(value, language, decimals, fixed=fixed) + (" %" if language == "es" else "%")


def hours(value: Number | None, language: Language, decimals: int | None = None, *, fixed: bool = False) -> str:
    """Hours: "212 h", "1,148 h", "4.5 h", "0.25 h". ``fixed`` as in ``number``."""
    if value is None or not _is_number(value):
        return NOTHING
    if decimals is None:
        decimals = 0 if abs(value) >= 99.95 else 1 if abs(value) >= 1 else 2
    return f"{_write(value, language, decimals, fixed=fixed)} h"


def days(value: Number | None, language: Language, decimals: int | None = None, *, fixed: bool = False) -> str:
    """Days: "1 día", "12 días", "1.5 days". ``fixed`` as in ``number``."""
    if value is None or not _is_number(value):
        return NOTHING
    text = _write(value, language, (0 if abs(value) >= 100 else 1) if decimals is None else decimals, fixed=fixed)
    one, many = ("día", "días") if language == "es" else ("day", "days")
    return f"{text} {one if text == '1' else many}"


_DAYS_OF_YEAR, _DAYS_OF_MONTH = 365.25, 30.4375


def long_time(value: Number | None, language: Language) -> str:
    """Days as people say them: below a year in days, below two in months, else in years: "7.7 años", "13 months"."""
    if value is None or not _is_number(value) or abs(value) < 365:
        return days(value, language)
    if abs(value) < 730:
        return f"{number(round(float(value) / _DAYS_OF_MONTH), language)} {'meses' if language == 'es' else 'months'}"
    return f"{number(float(value) / _DAYS_OF_YEAR, language, 1)} {'años' if language == 'es' else 'years'}"


def duration(minutes: Number | None, language: Language) -> str:
    """Minutes in hours and minutes: 200 → "3 h 20 min"; whole minutes, below one minute "0.5 min"."""
    if minutes is None or not _is_number(minutes):
        return NOTHING
    sign = "-" if minutes < 0 else ""
    size = abs(minutes)
    if 0 < size < 1:
        return f"{sign}{number(size, language, 1 if size >= 0.05 else 2)} min"
    whole, rest = divmod(int(_round(float(size), 0)) if size < _HUGE else int(size), 60)
    if not whole:
        return f"{sign}{rest} min"
    text = f"{sign}{_write(whole, language, 0)} h"
    return f"{text} {rest} min" if rest else text


def boolean(value: object, language: Language) -> str:
    """sí/no, yes/no."""
    if value is None:
        return NOTHING
    return ("sí" if value else "no") if language == "es" else ("yes" if value else "no")


def as_date(value: date | str) -> date:
    """A date from itself or from ISO text, with or without a time.

    Raises:
        ValueError: the text is no ISO date.
    """
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(value[:10])


def day(value: date | str | None, language: Language, *, year: bool = True) -> str:
    """A date: "22 nov 2026", "22 Nov 2026"; ``year=False`` leaves the year out."""
    if value is None:
        return NOTHING
    found = as_date(value)
    text = f"{found.day} {MONTHS[language][found.month - 1]}"
    return f"{text} {found.year}" if year else text


def moment(value: datetime | str | None, language: Language) -> str:
    """A date with its time of day: "22 nov 2026 08:15"."""
    if value is None:
        return NOTHING
    found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return f"{day(found, language)} {found:%H:%M}"


def day_range(start: date | str | None, end: date | str | None, language: Language) -> str:
    """Days from one to another, both included; year and month are said once when they are the same.

    "1 ene al 22 nov 2026", "1 al 15 nov 2026"; an open end: "desde el 1 ene 2026", "hasta el 22 nov 2026".
    """
    spanish = language == "es"
    if start is None and end is None:
        return "todas las fechas" if spanish else "all dates"
    if start is None:
        return f"{'hasta el' if spanish else 'until'} {day(end, language)}"
    if end is None:
        return f"{'desde el' if spanish else 'since'} {day(start, language)}"
    first, last = as_date(start), as_date(end)
    if first == last:
        return day(first, language)
    if (first.year, first.month) == (last.year, last.month):
        opening = str(first.day)
    else:
        opening = day(first, language, year=first.year != last.year)
    return f"{opening} {'al' if spanish else 'to'} {day(last, language)}"


def bucket_start(value: Cell) -> tuple[date, Grain] | None:
    """The first day of a time bucket's value and the grain that its form shows, or None when it is none.

    Understood are "2026", "2026-10", "2026-Q3", "2026-W47", "2026-10-05" (a day, with or without a time).
    """
    text = str(value).strip() if value is not None else ""
    try:
        if match := _MONTH.match(text):
            return date(int(match[1]), int(match[2]), 1), "month"
        if match := _QUARTER.match(text):
            return date(int(match[1]), int(match[2]) * 3 - 2, 1), "quarter"
        if match := _WEEK.match(text):
            return date.fromisocalendar(int(match[1]), int(match[2]), 1), "week"
        if match := _YEAR.match(text):
            return date(int(match[1]), 1, 1), "year"
        return date.fromisoformat(text[:10]), "day"
    except ValueError:
        return None


def next_bucket(start: date, grain: Grain) -> date:
    """The first day of the bucket after the one that begins on ``start``."""
    if grain in ("day", "week"):
        return start + timedelta(days=1 if grain == "day" else 7)
    months = {"month": 1, "quarter": 3, "year": 12}[grain]
    index = start.year * 12 + start.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def bucket(value: Cell | date, grain: Grain | None, language: Language) -> str:
    """A time bucket: "oct 2026", "semana del 16 nov 2026", "T3 2026", "2026", "22 nov 2026".

    Args:
        grain: None takes the grain from the value's form. A value that is no date stays as it is.
    """
    if value is None:
        return NOTHING
    found = (value, "day") if isinstance(value, date) else bucket_start(value)
    if found is None:
        return str(value)
    start, shown = found[0], grain or found[1]
    if shown == "year":
        return str(start.year)
    if shown == "quarter":
        return f"{'T' if language == 'es' else 'Q'}{(start.month + 2) // 3} {start.year}"
    if shown == "month":
        return f"{MONTHS[language][start.month - 1]} {start.year}"
    if shown == "week":
        return f"{'semana del' if language == 'es' else 'week of'} {day(start, language)}"
    return day(start, language)


def month_name(month: int, language: Language) -> str:
    """The short name of a month, 1 to 12: "oct", "Oct"."""
    return MONTHS[language][month - 1]


def join(items: Sequence[str], language: Language, *, word: Literal["and", "or"] = "and") -> str:
    """A list in a sentence: "a, b y c", "a, b and c"; Spanish "e" before the sound i, "u" before the sound o."""
    if len(items) < 2:
        return items[0] if items else ""
    last = items[-1]
    link: str = word
    if language == "es":
        link = ("e" if _I_SOUND.match(last) else "y") if word == "and" else ("u" if _O_SOUND.match(last) else "o")
    return f"{', '.join(items[:-1])} {link} {last}"


def some_of(items: Sequence[str], most: int, language: Language) -> str:
    """A list of which ``most`` items are named: "a, b y 3 más"."""
    if len(items) <= most:
        return join(items, language)
    return join(
        [*items[:most], f"{number(len(items) - most, language)} {'más' if language == 'es' else 'more'}"], language
    )


def plural(count: Number, one: str, many: str) -> str:
    """The form that goes with a count: ``one`` for exactly 1, ``many`` for anything else, 0 included."""
    return one if count == 1 else many


def ordinal(value: int, language: Language, gender: Gender = "m") -> str:
    """A place in an order: "5.º", "5.ª", "5th"."""
    if language == "es":
        return f"{value}.{'º' if gender == 'm' else 'ª'}"
    ending = "th" if 10 <= value % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")
    return f"{value}{ending}"


def cell(value: Cell, column: Column, language: Language, currency: str) -> str:
    """A Result's value as its column's kind is written. Text in a column of numbers or dates stays as it is."""
    if value is None:
        return NOTHING
    kind = column.kind
    if isinstance(value, str):
        try:
            if kind == "date":
                return day(value, language)
            if kind == "datetime":
                return moment(value, language)
        except ValueError:
            return value
        return value
    if kind == "boolean":
        return boolean(value, language)
    decimals, fixed = column.decimals, column.decimals is not None
    if kind == "money":
        return money(value, currency, language, decimals)
    if kind == "percent":
        return percent(value, language, decimals, fixed=fixed)
    if kind == "hours":
        return hours(value, language, decimals, fixed=fixed)
    if kind == "days":
        return days(value, language, decimals, fixed=fixed)
    if kind == "minutes":
        return duration(value, language)
    if kind in ("integer", "number"):
        text = number(value, language, decimals, fixed=fixed)
        return f"{text} {column.unit}" if column.unit and text != NOTHING else text
    return str(value)
