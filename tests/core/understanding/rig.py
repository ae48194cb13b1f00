"""The deterministic planner over the demo plant, talked to turn by turn."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Coroutine
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, TypeVar

from core.data.sampling import ColumnValues
from core.kernel.messages import Language, Question, Thread, Viewer
from core.kernel.result import Result
from core.planning.plan import Asks, Plan, Queried, Query, SessionView
from core.semantics.load import load_model
from core.semantics.model import SemanticModel
from core.understanding.planner import DeterministicPlanner
from core.understanding.reading.lattice import Lattice

T = TypeVar("T")
TODAY = date(2026, 11, 22)
"""A Sunday."""


class Sqlite:
    """The plant's data read straight from its file."""

    dialect = "sqlite"

    def __init__(self, path: Path) -> None:
        self.path = path

    def ask(self, sql: str) -> Result:
        """Run a query."""
        with closing(sqlite3.connect(f"{self.path.as_uri()}?mode=ro", uri=True)) as connection:
            cursor = connection.execute(sql)
            columns = tuple(item[0] for item in cursor.description)
            return Result(columns, tuple(cursor.fetchall()), False, 0.0, datetime.now(UTC))

    async def run(self, sql: str) -> Result:
        """Run a query, as the pipeline would."""
        return self.ask(sql)

    async def values_of(self, source: str, value: str, *, limit: int) -> ColumnValues:
        """An expression's values."""
        rows = self.ask(
            f"SELECT DISTINCT {value} FROM {source} WHERE {value} IS NOT NULL ORDER BY 1 LIMIT {limit}"
        ).rows
        return ColumnValues([row[0] for row in rows], whole=len(rows) < limit)

    async def version(self) -> str | None:
        """Nothing ever changes."""
        return "1"


@dataclass
class Talk:
    """A Session that remembers as the real one does."""

    language: Language | None = None
    last_plan: Query | None = None
    pending: Asks | None = None
    recent: tuple[tuple[str, Plan], ...] = ()

    def heard(self, text: str, plan: Plan) -> None:
        """Go on with one more turn."""
        self.language = plan.language
        self.pending = plan if isinstance(plan, Asks) and plan.choices else None
        if isinstance(plan, Asks) and plan.ends_session:
            self.last_plan = None
        elif isinstance(plan, Queried):
            self.last_plan = plan
        self.recent = (*self.recent, (text, plan))[-5:]


class Bench:
    """Asks the planner."""

    def __init__(self, path: Path, today: date = TODAY, model: SemanticModel | None = None) -> None:
        self.data = Sqlite(path)
        self.today = today
        self.planner = DeterministicPlanner(
            model or load_model(), self.data, today=lambda: self.today, run=self.data.run
        )
        self.session = Talk()
        self._loop = asyncio.new_event_loop()
        self.wait(self.planner.prepare())

    def wait(self, work: Coroutine[Any, Any, T]) -> T:
        """What ``work`` gives, on the loop that the planner lives on."""
        return self._loop.run_until_complete(work)

    def close(self) -> None:
        """End the loop."""
        self._loop.close()

    def plan(
        self, text: str, session: SessionView | None = None, *, today: date | None = None, choice: str | None = None
    ) -> Plan:
        """Plan one message."""
        asked = Question(
            id="q1",
            thread=Thread(platform="test", workspace="T1", thread="C1"),
            viewer=Viewer(platform="test", id="U1"),
            text=text,
            received_at=datetime(2026, 11, 22, 14, 15, tzinfo=UTC),
            today=today,
            choice=choice,
        )
        return self.wait(self.planner.plan(asked, session or Talk()))

    def talk(self, *turns: str) -> list[Plan]:
        """Plan the turns of one Session."""
        self.session = session = Talk()
        plans = []
        for turn in turns:
            plans.append(self.plan(turn, session))
            session.heard(turn, plans[-1])
        return plans

    def rows(self, plan: Plan) -> list[tuple[Any, ...]]:
        """What a plan's query finds."""
        assert isinstance(plan, Queried), plan
        return [tuple(row) for row in self.data.ask(plan.sql).rows]

    def read(self, text: str) -> Lattice:
        """How a question is cut into mentions."""
        return self.wait(self.planner.hear(text, None))
