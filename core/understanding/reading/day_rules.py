"""One day, month or year as one end of a range («hasta *el viernes*», "before *the end of the month*")."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from core.language.language import Words
from core.understanding.reading import calendar
from core.understanding.reading.slots import ISO, SLASH, SlotTexts

Span = tuple[date, date]


class DayRules:
    """Reads one day, month or year as one end of a range."""

    def __init__(self, words: Words, rules: Sequence[tuple[re.Pattern[str], str]]) -> None:
        self.words = words
        self._rules = rules

    def days(self, text: str, today: date, ahead: bool) -> Span | None:
        """First and last day of what is written; None when there is no such day."""
        if re.fullmatch(ISO, text):
            year, month, day = (int(part) for part in text.split("-"))
            return calendar.safe(year, month, day)
        if re.fullmatch(SLASH, text):
            one, two, year = (int(part) for part in text.split("/"))
            first_is_day = (self.words.day_first and two <= 12) or one > 12
            return calendar.safe(year, *((two, one) if first_is_day else (one, two)))
        for pattern, kind in self._rules:
            match = pattern.fullmatch(text)
            if match is not None:
                return _one_end(kind, SlotTexts.of(self.words, match), today, ahead)
        return None


def _one_end(kind: str, slots: SlotTexts, today: date, ahead: bool) -> Span | None:
    month, year, day = slots.month(), slots.number("YEAR"), slots.number("D")
    match kind:
        case "day_month":
            return calendar.day_of_month(day or 0, month or 1, year, today, ahead)
        case "day_of_month":
            return calendar.safe(today.year, today.month, day or 0)
        case "month":
            return calendar.month_days(month or 1, year, today, ahead)
        case "month_last_year":
            return calendar.month_days(month or 1, today.year - 1, today, ahead)
        case "weekday" | "weekday_past":
            wanted = slots.words.weekdays[slots.text("WEEKDAY") or ""]
            found = calendar.weekday(wanted, today, ahead=ahead and kind == "weekday", before_today=kind != "weekday")
            return found, found
        case "year":
            return (date(year, 1, 1), date(year, 12, 31)) if year else None
        case "today" | "yesterday" | "tomorrow":
            found = today + timedelta(days={"today": 0, "yesterday": -1, "tomorrow": 1}[kind])
            return found, found
        case "last_unit":
            return calendar.unit_around(slots.unit(), calendar.shifted(slots.unit(), today, -1))
        case "this_unit" | "unit_end":
            first, last = calendar.unit_around(slots.unit(), today)
            return (first if kind == "this_unit" else last), last
        case _:
            count = slots.number("N") or 1
            if not calendar.in_reach(slots.unit(), count):
                return None
            found = calendar.back(slots.unit(), today, count)
            return found, found
