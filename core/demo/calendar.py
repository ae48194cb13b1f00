"""Time on the demo plant: days since its history begins, turned into dates at the very end.

History is simulated in days as floats (0.25 is 06:00 of the first day), so one seed tells the same story for every
``as_of`` and only the calendar under it shifts: seasons, week days and the year in an order's number follow the date.
"""

from __future__ import annotations

import math
from datetime import date, datetime, time, timedelta

from core.demo.problems import DateOutOfRange

HISTORY_DAYS = 1096  # three years, one of them a leap year
HANDOVER = 6 / 24  # the last thing known: 06:00 of as_of, when the night shift hands over
EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


class Calendar:
    """Dates, shifts and seasons of a plant whose history ends at 06:00 of ``as_of``.

    Raises:
        DateOutOfRange: ``as_of`` lies before 2000 or after 2100.
    """

    def __init__(self, as_of: date) -> None:
        if not EARLIEST <= as_of <= LATEST:
            raise DateOutOfRange(
                f"as-of date {as_of.isoformat()} out of range",
                asked=as_of.isoformat(),
                first=EARLIEST.isoformat(),
                last=LATEST.isoformat(),
            )
        self.as_of = as_of
        self.now = HISTORY_DAYS + HANDOVER
        self._first_day = as_of - timedelta(days=HISTORY_DAYS)
        self._start = datetime.combine(self._first_day, time())
        self._first_weekday = self._first_day.weekday()
        # Mexico's heat: coldest in mid-January, hottest in mid-July.
        self._warmth = [
            -math.cos(2 * math.pi * ((self._first_day + timedelta(days=day)).timetuple().tm_yday - 15) / 365.25)
            for day in range(HISTORY_DAYS + 1)
        ]

    def moment(self, when: float) -> datetime:
        """The minute in which ``when`` (days) lies."""
        return self._start + timedelta(minutes=int(when * 1440 + 1e-6))

    def day(self, when: float) -> date:
        """The date on which ``when`` (days, negative ones before the history begins) lies."""
        return self._first_day + timedelta(days=math.floor(when))

    def warmth(self, when: float) -> float:
        """-1 in mid-winter to 1 in mid-summer."""
        return self._warmth[max(0, min(int(when), HISTORY_DAYS))]

    def is_sunday(self, when: float) -> bool:
        """True on the day of rest, when little planned work is done."""
        return (int(when) + self._first_weekday) % 7 == 6


def shift_at(when: float) -> str:
    """The shift on duty: morning 06–14, afternoon 14–22, night 22–06."""
    hour = (when % 1) * 24
    if 6 <= hour < 14:
        return "morning"
    return "afternoon" if 14 <= hour < 22 else "night"
