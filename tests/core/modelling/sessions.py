"""Sessions and results for tests of the model's room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from core.kernel.messages import Cell, Language, Question, Thread, Viewer
from core.kernel.result import Result
from core.planning.plan import Plan
from tests.plans import a_plan

NOW = datetime(2026, 11, 22, 14, 15, tzinfo=UTC)


@dataclass
class FakeSession:
    """A SessionView."""

    language: Language | None = None
    last_plan: Plan | None = None
    pending: Plan | None = None
    recent: tuple[tuple[str, Plan], ...] = ()


EMPTY = FakeSession()


def question(text: str, **fields: Any) -> Question:
    thread = Thread(platform="test", workspace="T1", channel="C1")
    return Question(
        id="q1",
        thread=thread,
        viewer=Viewer(platform="test", workspace="T1", id="U1"),
        text=text,
        received_at=NOW,
        **fields,
    )


def result(columns: str, *rows: tuple[Cell, ...]) -> Result:
    """A Result with space-separated column names."""
    return Result(tuple(columns.split()), rows, False, 0.001, NOW)


def data_plan(**fields: Any) -> Plan:
    whole: dict[str, Any] = {"language": "es", "action": "data", "planner": "model", "sql": "SELECT 1 AS n"}
    return a_plan(**(whole | fields))
