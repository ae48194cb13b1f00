"""What a column holds: from its declared type, and of text and numbers from what is in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from core.drafting.survey.found import Kind
from core.kernel.messages import Cell

_DECLARED: tuple[tuple[str, Kind], ...] = (
    ("json", "json"),
    ("bool|tinyint\\(1\\)|^bit(\\(1\\))?$", "boolean"),
    ("timestamp|datetime", "datetime"),
    ("^date", "date"),
    ("interval|point", "other"),
    ("int|serial", "integer"),
    ("num|dec|real|float|double|money", "decimal"),
    ("char|text|clob|unknown|enum|string|uuid|^$", "text"),
)
_FORMS: tuple[tuple[str, str], ...] = (
    (r"\d{4}-\d\d-\d\d", "YYYY-MM-DD"),
    (r"\d{8}", "YYYYMMDD"),
    (r"\d\d\.\d\d\.\d{4}", "DD.MM.YYYY"),
    (r"\d\d/\d\d/\d{4}", "DD/MM/YYYY"),
    (r"\d\d-\d\d-\d{4}", "DD-MM-YYYY"),
    (r"\d{4}/\d\d/\d\d", "YYYY/MM/DD"),
)
_CLOCKS = ((r"", ""), (r"[ T]\d\d:\d\d(:\d\d.*)?", " HH:MM:SS"))
_PYTHON = {"YYYY": "%Y", "MM": "%m", "DD": "%d"}
_NONE = frozenset({"", "00000000", "00.00.0000", "0000-00-00", "00/00/0000"})
_FIRST, _LAST = 946_684_800, 2_208_988_800
"""Seconds since 1970 that lie between 2000 and 2040."""


def declared_kind(sql_type: str) -> Kind:
    """What the catalog says that a column holds."""
    return next((kind for pattern, kind in _DECLARED if re.search(pattern, sql_type)), "other")


def date_form(values: Sequence[Cell]) -> tuple[Kind, str] | None:
    """Whether all texts of a sample are dates of one form: ``date`` or ``datetime``, and the form; None when not.

    Days and months are told apart by the whole sample: a thirteenth month says that it is the day.
    """
    texts = [str(value).strip() for value in values if value is not None]
    texts = [text for text in texts if text not in _NONE]
    if not texts:
        return None
    for pattern, form in _FORMS:
        for clock, clock_form in _CLOCKS:
            if all(re.fullmatch(pattern + clock, text) for text in texts):
                for tried in (form, form.replace("DD/MM", "MM/DD")):
                    if _all_real([text[: len(tried)] for text in texts], tried):
                        if clock_form and not all(re.match(pattern + r"[ T]\d\d:\d\d:\d\d", t) for t in texts):
                            clock_form = " HH:MM"
                        return ("datetime" if clock_form else "date"), tried + clock_form
    mixed = re.compile(_FORMS[0][0] + r"([ T]\d\d:\d\d.*)?")
    if all(mixed.fullmatch(text) for text in texts):
        return "datetime", "YYYY-MM-DD HH:MM:SS"
    return None


def _all_real(texts: Sequence[str], form: str) -> bool:
    python = form
    for part, code in _PYTHON.items():
        python = python.replace(part, code)
    for text in texts:
        try:
            made = datetime.strptime(text, python)  # noqa: DTZ007
        except ValueError:
            return False
        if not 1900 <= made.year <= 2200:
            return False
    return True


def written_amounts(values: Sequence[Cell]) -> bool:
    """True when texts are amounts with a decimal comma (``1.234,50``); some of them must show it."""
    texts = [str(value).strip() for value in values if value is not None and str(value).strip()]
    return any("," in text for text in texts) and all(_AMOUNT.fullmatch(text) for text in texts)


_AMOUNT = re.compile(r"-?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")


def epoch_form(values: Sequence[Cell]) -> str:
    """``epoch`` or ``epoch_ms`` when all whole numbers of a sample are moments of our time, else nothing."""
    numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool) and value]
    if len(numbers) < 3:
        return ""
    for form, per_second in (("epoch", 1), ("epoch_ms", 1000)):
        if all(_FIRST * per_second <= number <= _LAST * per_second for number in numbers):
            return form
    return ""
