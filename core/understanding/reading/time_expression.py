"""TimeExpression: a period as it was said, which becomes days once it is known whether it looks ahead."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from core.semantics.query import Period
from core.understanding.reading.calendar import Days


@dataclass(frozen=True)
class TimeExpression:
    """A period as it was written.

    Attributes:
        make: (today, ahead) → first and last day, either open.
        grain: the calendar unit that it is one of.
        relative: current, past, future or fixed, as Period says.
        bare_month: a month by its name without a year; then the present one counts as current.
        yearless: a part of a year whose year was not said; ``of_year``: one whose year was.
        year_before: the same days a year (or unit) before another period of the question or the thread.
        beside: how many units («año», "month") it lies from the period that was spoken of, where one was: "the same
            month last year", «el mes anterior».
        clock: hour and minute of the last day, for a moment; 24:00 is the day's close.
        bare_clock: no day was said with it.
        longer: the calendar unit and how many of them it lies back at least («hace más de 3 meses»).
    """

    make: Callable[[date, bool], Days]
    grain: str = "range"
    relative: str = "fixed"
    phrase: str = ""
    bare_month: bool = False
    year_before: str | None = None
    beside: tuple[str, int] | None = None
    clock: tuple[int, int] | None = None
    bare_clock: bool = False
    yearless: bool = False
    of_year: bool = False
    longer: tuple[str, int] | None = None

    def resolve(self, today: date, *, ahead: bool) -> Period:
        """The days. What happened never reaches past today."""
        start, end = self.make(today, ahead)
        relative = self.relative
        grain = self.grain if self.grain in ("day", "week", "month", "quarter", "year", "fortnight") else "range"
        if self.bare_month and start and start <= today <= (end or today):
            relative = "current"
        if not ahead and (end is None or end > today) and (start is None or start <= today):
            end = today
        return Period(start=start, end=end, grain=grain, relative=relative, phrase=self.phrase)
