"""Today, in the plant. The database server's clock is never asked."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


class Clock:
    """Tells the plant's local date; ``frozen`` stops the calendar (MAINTBOT_TODAY) but not the time of day."""

    def __init__(self, timezone: str, frozen: date | None = None) -> None:
        self.zone = ZoneInfo(timezone)
        self.frozen = frozen

    def now(self) -> datetime:
        """Aware UTC time."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The plant's local date."""
        return self.frozen or datetime.now(self.zone).date()

    def local(self, moment: datetime) -> datetime:
        """An aware time as the plant's wall clock shows it."""
        return moment.astimezone(self.zone)
