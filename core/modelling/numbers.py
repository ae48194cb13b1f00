"""Numbers in what a model wrote: which there are, and whether the result (or the query) vouches for them."""

from __future__ import annotations

import math
import re
from functools import cached_property
from typing import Final

from core.kernel.messages import Cell
from core.kernel.result import Result
from core.language.language import languages

ROWS_READ: Final = 1000
"""Rows whose numbers count. A number from further down is a stray, which costs the wording, never the truth."""

_TOKEN = re.compile(r"[^\W\d_]*-?\d[\w\-/:.,  ]*\d|[^\W\d_]*-?\d\w*")
_NUMBER = re.compile(r"\d+(?:[.,  ]\d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)?")
_IDENTIFIER = re.compile(r"(?=.*[^\W\d_])(?=.*\d)[\w\-]+$")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_COMPARED = re.compile(r"(?i)(?:[<>=]|\blimit|\bbetween|\band)\s*(\d+(?:\.\d+)?)\b")
_STRING = re.compile(r"'(?:[^']|'')*'")
_MONTHS: Final = {name[:3]: number for words in languages().values() for name, number in words.months.items()}
_SPELLED_DATE = re.compile(
    rf"(?i)\b(?:(\d{{1,2}})(?:st|nd|rd|th)?(?:\s+de)?\s+)?({'|'.join(_MONTHS)})[a-z]*\.?"
    r"(?:(?:\s+del?|,)?\s+(\d{4}))?\b"
)


def numbers(text: str) -> list[str]:
    """Every number of a text with its separators, in order: "1,148 h of 5" → ["1,148", "5"]."""
    return _NUMBER.findall(text)


def readings(number: str) -> set[float]:
    """The values that a written number may have: "1,148" is 1148 or 1.148, since languages differ."""
    compact = re.sub(r"[  ]", "", number)
    last = max(compact.rfind(","), compact.rfind("."))
    if last < 0:
        return {float(compact)}
    whole, fraction = re.sub(r"[.,]", "", compact[:last]), compact[last + 1 :]
    mixed = "," in compact and "." in compact
    grouped = len(fraction) == 3 and not mixed
    repeated = compact.count(compact[last]) > 1
    found = set() if repeated else {float(f"{whole}.{fraction}")}
    if grouped or repeated:
        found.add(float(whole + fraction))
    return found


class Vouched:
    """Knows which numbers a result and its query vouch for.

    The rows vouch for their numbers, however rounded, for how many they are, and for codes and names that they hold.
    The query vouches for its dates, limits and thresholds, which a sentence may repeat.
    """

    def __init__(self, result: Result, sql: str = "") -> None:
        self._result = result
        self._sql = sql

    def strays(self, text: str) -> list[str]:
        """Numbers and codes of ``text`` that nothing vouches for."""
        if not any(char.isdigit() for char in text):
            return []
        rest = self._without_dates(self._without_names(text))
        strays: list[str] = []
        for token in (found.group().strip(" .,:;-/") for found in _TOKEN.finditer(rest)):
            if _IDENTIFIER.match(token) and not token[0].isdigit():
                strays.append(token)
            else:
                strays += [number for number in numbers(token) if not readings(number) & self._values]
        return strays

    @cached_property
    def _cells(self) -> tuple[set[Cell], list[str]]:
        """The different values of the first rows, and of them the texts that hold digits, longest first."""
        cells: set[Cell] = {cell for row in self._result.rows[:ROWS_READ] for cell in row if cell is not None}
        texts = [cell for cell in cells if isinstance(cell, str) and any(char.isdigit() for char in cell)]
        return cells, sorted(texts, key=len, reverse=True)

    @cached_property
    def _values(self) -> set[float]:
        values = {float(len(self._result.rows))}
        for cell in self._cells[0]:
            if isinstance(cell, int | float):
                value = abs(float(cell))
                # Half up, as core/wording/numbers rounds, and as a model might.
                values.update(math.floor(value * 10**digits + 0.5 + 1e-9) / 10**digits for digits in range(4))
                values.update((round(value, 2), float(int(value))))
        bare = _STRING.sub("''", self._sql)
        values.update(float(number) for number in _COMPARED.findall(bare))
        values.update(float(day[:4]) for day in self._days)
        return values

    @cached_property
    def _days(self) -> set[str]:
        return set(_ISO_DATE.findall(self._sql))

    def _without_names(self, text: str) -> str:
        for name in self._cells[1]:
            text = re.sub(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", " ", text)
        for literal in _STRING.findall(self._sql):
            name = literal.strip("'%")
            if name and not _ISO_DATE.search(name):
                text = re.sub(rf"(?i)(?<!\w){re.escape(name)}(?!\w)", " ", text)
        return text

    def _without_dates(self, text: str) -> str:
        """``text`` without the dates that the query compares with: in ISO, or in words with day, month or year."""
        from datetime import date, timedelta

        days = set()
        for written in self._days:
            text = text.replace(written, " ")
            try:
                day = date.fromisoformat(written)
            except ValueError:
                continue
            # "until 30 November" is "before 1 December" in SQL.
            days |= {day, day - timedelta(days=1)}

        def told(found: re.Match[str]) -> str:
            number, month, year = found.group(1), _MONTHS[found.group(2).lower()], found.group(3)
            fits = any(
                day.month == month
                and (number is None or day.day == int(number))
                and (year is None or day.year == int(year))
                for day in days
            )
            return " " if fits else found.group()

        return _SPELLED_DATE.sub(told, text)
