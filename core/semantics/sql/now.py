"""The moment up to which today has passed: left open in SQL that is kept, filled in when the SQL is run.

A Plan is kept for the day, and so is its SQL. What depends on the time of day would be false an hour later, so the
compiler writes a placeholder, and the door to the plant's rows puts the plant's time there.
"""

from __future__ import annotations

from datetime import datetime, time
from typing import Final

NOW: Final = "{now}"
"""Stands for a time of day inside a moment's literal: ``'2026-11-22 {now}'``."""
_STEP: Final = 5
"""Minutes: so long a Result that depends on the time of day may be shared."""


def at(sql: str, now: datetime) -> str:
    """SQL with the time of day filled in, up to five minutes ahead, so that what has just begun counts.

    Args:
        now: the plant's time.
    """
    return sql.replace(NOW, f"{_ahead(now):%H:%M:%S}") if NOW in sql else sql


def _ahead(now: datetime) -> time:
    minutes = (now.hour * 60 + now.minute) // _STEP * _STEP + _STEP
    return time(minutes // 60, minutes % 60) if minutes < 24 * 60 else time(23, 59, 59)
