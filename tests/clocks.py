"""Clocks that go on by as much as a test says, for modules that ask ``datetime.now``."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from types import ModuleType

import pytest


class Ahead(datetime):
    """``datetime`` whose now is ``by`` later than it is."""

    by = timedelta(0)

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
        return datetime.now(tz) + cls.by


def set_ahead(monkeypatch: pytest.MonkeyPatch, by: timedelta, *modules: ModuleType) -> None:
    """From now on these modules live so much later."""
    later = type("Later", (Ahead,), {"by": by})
    for module in modules:
        monkeypatch.setattr(module, "datetime", later)
