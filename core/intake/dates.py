"""Dates as people write them. Whether the day or the month comes first is decided for a column, never for a cell."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Literal

from core.intake.two_ways import BothWays
from core.kernel.folding import fold

DateOrder = Literal["dmy", "mdy"]
ORDERS: tuple[DateOrder, DateOrder] = ("dmy", "mdy")

_TIME = (
    r"(?:[T ,]*\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?"
    r"\s*(?P<half>[ap]\.?\s?m\.?)?\s*(?:h|hs|hrs|horas)?)?"
)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})(?P<sign>[-/.])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})" + _TIME)
_YEAR_LAST = re.compile(r"(?P<one>\d{1,2})(?P<sign>[-/.])(?P<two>\d{1,2})(?P=sign)(?P<year>\d{4}|\d{2})" + _TIME)
_NAMED = re.compile(
    r"(?:[a-z]+,\s*)?(?:(?P<day>\d{1,2})(?:\s+de\s+|[-\s./]+)(?P<month>[a-z]{3,12})\.?|"
    r"(?P<month2>[a-z]{3,12})\.?\s+(?P<day2>\d{1,2}),?)(?:\s+de[l]?\s+|[-\s./,]+)(?P<year>\d{4}|\d{2})" + _TIME,
    re.IGNORECASE,
)
_MONTHS = {
    name[:3]: number
    for number, names in enumerate(
        (
            "enero january januar",
            "febrero february februar",
            "marzo march marz maerz",
            "abril april",
            "mayo may mai",
            "junio june juni",
            "julio july juli",
            "agosto august",
            "septiembre september setiembre",
            "octubre october oktober",
            "noviembre november",
            "diciembre december dezember",
        ),
        1,
    )
    for name in names.split()
}
_NO_DATE = frozenset("00/00/0000|00.00.0000|00-00-0000|0000-00-00|0000-00-00 00:00:00|00000000".split("|"))
_ENDS = re.compile(r"\d[-/.:\s]|\d,? ?de|[a-zA-Z.] \d{1,2},")
"""Something that every date has."""
_CENTURY_TURNS = 69
"""Years of two digits from here on are of the 20th century, as C and Python read them."""


def is_no_date(text: str) -> bool:
    """True for the zeros that SAP and MySQL write where there is no date."""
    return text in _NO_DATE


def read_date(text: str, order: DateOrder) -> date | datetime | None:
    """A text read as a date, or with a clock as a datetime; None when it is none in that order.

    ISO dates and those with the month's name are the same in either order.
    """
    if len(text) > 40:
        return None
    if match := _YEAR_FIRST.fullmatch(text):
        return _made(match, int(match["year"]), int(match["month"]), int(match["day"]))
    if match := _YEAR_LAST.fullmatch(text):
        if len(match["year"]) == 2 and match["sign"] != "/":
            # 01-02-03 and 1.2.10 are places and versions more often than days.
            return None
        one, two = int(match["one"]), int(match["two"])
        day, month = (one, two) if order == "dmy" else (two, one)
        return _made(match, _full_year(match["year"]), month, day)
    if text[:1].isalnum() and (match := _NAMED.fullmatch(fold(text))):
        number = _MONTHS.get((match["month"] or match["month2"])[:3])
        return _made(match, _full_year(match["year"]), number, int(match["day"] or match["day2"])) if number else None
    return None


BothOrders = BothWays[DateOrder, date]
_NO_DAY: BothOrders = BothWays(ORDERS, None, None)


def read_both(text: str) -> BothOrders:
    """A text read in both orders; quick for what cannot be a date, which most texts of a column of words are."""
    if not _ENDS.search(text):
        return _NO_DAY
    return BothWays(ORDERS, *(read_date(text, order) for order in ORDERS))


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) == 4:
        return year
    return year + (1900 if year >= _CENTURY_TURNS else 2000)


def _made(match: re.Match[str], year: int, month: int, day: int) -> date | datetime | None:
    try:
        if match["hour"] is None:
            return date(year, month, day)
        hour = int(match["hour"])
        if match["half"]:
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
        # A plant's clock is local and has no zone in its exports.
        return datetime(year, month, day, hour, int(match["minute"]), int(match["second"] or 0))  # noqa: DTZ001
    except ValueError:
        return None
