"""A choice that is asked as a question of its own, with nothing waiting for an answer."""

from __future__ import annotations

from core.planning.plan import Asks, SessionView


class WithoutPending:
    """A Session as it would be without its pending question."""

    def __init__(self, session: SessionView) -> None:
        self.language = session.language
        self.last_plan = session.last_plan
        self.pending: Asks | None = None
        self.recent = session.recent
