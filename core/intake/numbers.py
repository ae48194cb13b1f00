"""Numbers as people write them: decimal comma or point, thousands, currency, percent, brackets for negatives."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from core.intake.two_ways import BothWays

Decimal = Literal["comma", "point"]
DECIMALS: tuple[Decimal, Decimal] = ("comma", "point")

_CURRENCY = r"US\$|R\$|S/\.?|MX\$|[$€£¥₡₲]|(?:USD|EUR|MXN|COP|CLP|PEN|ARS|BRL|GTQ|CRC|UYU|DOP|BOB|GBP|CAD)\b"
_WRITTEN = re.compile(
    rf"""(?P<open>\()?\s*(?P<sign>[-+−])?\s*(?P<before>{_CURRENCY})?\s*(?P<inner>[-−])?\s*
         (?P<digits>\d[\d.,'’\ \u00a0\u202f\u2009]*|[.,]\d+)(?P<power>[eE][-+]\d{{1,3}})?\s*
         (?P<percent>%)?\s*(?P<after>(?<!\w){_CURRENCY}|{_CURRENCY})?\s*(?P<trailing>[-−])?\s*(?P<close>\))?""",
    re.VERBOSE,
)
_GAPS = re.compile("[ \u00a0\u202f\u2009'’]")
_GROUPED_BY_GAPS = re.compile("\\d{1,3}(?:[ \u00a0\u202f\u2009'’]\\d{3})+(?![\\d \u00a0\u202f\u2009'’])")
_PLAIN = re.compile(r"\d+")
_FORMS: dict[Decimal, re.Pattern[str]] = {
    "comma": re.compile(r"(?P<whole>\d+|[1-9]\d{0,2}(?:\.\d{3})+|)(?:,(?P<part>\d+))?"),
    "point": re.compile(r"(?P<whole>\d+|[1-9]\d{0,2}(?:,\d{3})+|)(?:\.(?P<part>\d+))?"),
}
_LONGEST = 40
_LETTERS = re.compile(r"(?!US\$|R\$|S/|MX\$|[A-Z]{3}\b)\s*[^\W\d_]")
MOST_DIGITS = 15
"""More digits than this do not survive as a floating-point number; such things are codes."""


@dataclass(frozen=True, slots=True)
class WrittenNumber:
    """A number as written in one of the two manners.

    Attributes:
        value: int where it was written without decimals.
        currency: its sign or code, else empty.
        percent: written with a percent sign; 12 % has the value 12.
    """

    value: int | float
    currency: str = ""
    percent: bool = False


def read_number(text: str, decimal: Decimal) -> WrittenNumber | None:
    """A text read as a number, with a decimal comma or point; None when it is none in that manner.

    >>> read_number("1.234,50 €", "comma")
    WrittenNumber(value=1234.5, currency='€', percent=False)
    """
    match = _WRITTEN.fullmatch(text)
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    digits = match["digits"].rstrip()
    if _GAPS.search(digits):
        if not _GROUPED_BY_GAPS.match(digits):
            return None
        digits = _GAPS.sub("", digits)
    form = _FORMS[decimal].fullmatch(digits)
    if form is None or not (form["whole"] or form["part"]):
        return None
    signs = [match[name] for name in ("open", "sign", "inner", "trailing") if match[name] and match[name] != "+"]
    if len(signs) > 1 or (match["before"] and match["after"]):
        return None
    whole = (form["whole"] or "0").replace(".", "").replace(",", "")
    if len(whole) > MOST_DIGITS:
        return None
    value: int | float = int(whole)
    if form["part"] is not None or match["power"]:
        value = float(f"{whole}.{form['part'] or 0}{match['power'] or ''}")
        if value in (float("inf"), float("-inf")):
            return None
    currency = match["before"] or match["after"] or ""
    return WrittenNumber(-value if signs else value, currency, bool(match["percent"]))


BothManners = BothWays[Decimal, WrittenNumber]
"""A text read in both manners: ``1,234`` is a different number in each, ``12`` is the same in both."""
_NO_NUMBER: BothManners = BothWays(DECIMALS, None, None)


def read_both(text: str) -> BothManners:
    """A text read in both manners. A column has up to hundreds of thousands of texts, so the commonest are quick."""
    if text.isdecimal() and text.isascii() and len(text) <= MOST_DIGITS:
        plain = WrittenNumber(int(text))
        return BothWays(DECIMALS, plain, plain)
    if len(text) > _LONGEST or _LETTERS.match(text):
        return _NO_NUMBER
    return BothWays(DECIMALS, *(read_number(text, decimal) for decimal in DECIMALS))


def keeps_zeros(text: str) -> bool:
    """True for digits with zeros in front, which only a code has: ``00123``."""
    return len(text) > 1 and text[0] == "0" and _PLAIN.fullmatch(text) is not None
