"""What is wrong right now and needs an operator: one log line when it begins, one when it ends, a line in /health."""

from __future__ import annotations

from typing import Any

import structlog

log = structlog.get_logger(__name__)


class Troubles:
    """Troubles by what they are about ("slack T0PLANT")."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def begins(self, about: str, code: str, **fields: Any) -> None:
        """Something does not work; logged once, until it ends or becomes another trouble.

        Args:
            fields: for the log; ``advice`` says what to do.
        """
        if self._known.get(about) == code:
            return
        self._known[about] = code
        log.error("trouble_began", about=about, code=code, **fields)

    def ends(self, about: str) -> None:
        """It works again, or always did."""
        if (code := self._known.pop(about, None)) is not None:
            log.info("trouble_ended", about=about, code=code)

    def all(self) -> list[str]:
        """Each as "what: code", sorted."""
        return sorted(f"{about}: {code}" for about, code in self._known.items())
