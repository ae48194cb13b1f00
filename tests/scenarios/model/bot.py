"""The whole bot as a person meets it, and what its model is scripted to plan."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from core.app import Core
from core.kernel.messages import Question, Reply, Thread, Viewer
from tests.fakes.openai_server import plan

AS_OF = date(2026, 11, 22)
BY_AREA = plan(
    sql="SELECT area.name AS area, COUNT(*) AS machines FROM equipment JOIN area ON area.id = equipment.area_id "
    "WHERE equipment.status <> 'retired' GROUP BY area.name ORDER BY machines DESC, area",
    restated="Machines by area",
    headline="**{area} tiene más que nadie ({machines})**.",
    columns=[
        {"name": "area", "label": "Área", "kind": "text"},
        {"name": "machines", "label": "Equipos", "kind": "integer"},
    ],
    assumptions=[],
)
CHART = {"kind": "barh", "x": "area", "y": ["machines"], "series": None, "title": "Equipos por área", "unit": None}


@dataclass
class Bot:
    """Asks as people do."""

    core: Core
    asked: int = 0

    async def ask(self, text: str, *, thread: str = "t1", person: str = "U1", **fields: Any) -> Reply:
        self.asked += 1
        question = Question(
            id=f"q{self.asked}",
            thread=Thread(platform="test", workspace="T1", channel="C1", thread=thread),
            viewer=Viewer(platform="test", workspace="T1", id=person),
            text=text,
            received_at=datetime.now(UTC),
            today=AS_OF,
            **fields,
        )
        return await self.core.answer(question)

    async def all_at_once(self, text: str, people: int) -> list[Reply]:
        return await asyncio.gather(*(self.ask(text, thread=f"t{n}", person=f"U{n}") for n in range(people)))


OpenBot = Callable[..., Any]
