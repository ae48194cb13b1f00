"""The new planner, talked to turn by turn."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from core.comprehension.planner import Comprehension
from core.comprehension.reading.lattice import Reader
from core.kernel.messages import Question, Thread, Viewer
from core.planning.plan import Plan, Queried, SessionView
from core.semantics.model import SemanticModel
from tests.core.understanding.rig import TODAY, Sqlite, Talk

T = TypeVar("T")


class Understood:
    """Asks the planner on a loop of its own."""

    def __init__(self, path: Path, model: SemanticModel, today: date = TODAY) -> None:
        self.data = Sqlite(path)
        self.planner = Comprehension(model, self.data, today=lambda: today, run=self.data.run)
        self.session = Talk()
        self._loop = asyncio.new_event_loop()
        self.reader: Reader = self.wait(self.planner.prepare())

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """What ``work`` gives."""
        return self._loop.run_until_complete(work)

    def close(self) -> None:
        """End the loop."""
        self._loop.close()

    def plan(self, text: str, session: SessionView | None = None, *, choice: str | None = None) -> Plan:
        """Plan one message."""
        asked = Question(
            id="q1",
            thread=Thread(platform="test", workspace="T1", thread="C1"),
            viewer=Viewer(platform="test", id="U1"),
            text=text,
            received_at=datetime(2026, 11, 22, 14, 15, tzinfo=UTC),
            choice=choice,
        )
        return self.wait(self.planner.plan(asked, session or Talk()))

    def talk(self, *turns: str) -> Plan:
        """Plan the turns of one Session; the plan of the last one."""
        self.session = session = Talk()
        plan: Plan | None = None
        for turn in turns:
            plan = self.plan(turn, session)
            session.heard(turn, plan)
        assert plan is not None
        return plan

    def rows(self, plan: Plan) -> list[tuple[Any, ...]]:
        """What a plan's query finds."""
        assert isinstance(plan, Queried), plan
        return [tuple(row) for row in self.data.ask(plan.sql).rows]
