"""Asks a pipeline questions, as somebody in a Thread does."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from core.app import Core
from core.kernel.messages import Question, Reply, Thread, Viewer


@dataclass
class Person:
    """One person in one Thread.

    Attributes:
        asked: the Questions so far, the last one last.
    """

    core: Core
    thread: str = field(default_factory=lambda: uuid.uuid4().hex)
    name: str = "ana"

    def __post_init__(self) -> None:
        self.asked: list[Question] = []

    async def ask(self, text: str = "", **more: Any) -> Reply:
        """One Question through the door."""
        more.setdefault("kind", "rest")
        question = Question(
            id=uuid.uuid4().hex,
            thread=Thread(platform="rest", thread=self.thread),
            viewer=Viewer(platform="rest", id=self.name),
            text=text,
            received_at=datetime.now(UTC),
            **more,
        )
        self.asked.append(question)
        reply = await self.core.answer(question)
        assert sum(span.bold for span in reply.headline) <= 1, f"more than one bold thing: {reply.text}"
        return reply
