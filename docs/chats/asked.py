"""Twelve kinds of answers, as the bot really gives them on the demo plant."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from core.app import Core, open_core
from core.kernel.messages import Language, Question, Reply, Thread, Viewer
from core.kernel.settings import Settings

DAY = "2026-11-22"
PEOPLE = {"es": "Ana Ruiz", "en": "Emily Carter"}


@dataclass(frozen=True)
class Kind:
    """A kind of answer.

    Attributes:
        name: of its picture.
        asked: what is written, by language; of several lines the last one's answer is shown.
        broken: the plant's database is away by then.
    """

    name: str
    asked: dict[Language, tuple[str, ...]]
    broken: bool = False

    @classmethod
    def of(cls, name: str, es: str, en: str, **more: Any) -> Kind:
        """A kind whose lines are parted by " / "."""
        return cls(name, {"es": tuple(es.split(" / ")), "en": tuple(en.split(" / "))}, **more)


KINDS = (
    Kind.of("count", "¿Cuántas bombas están paradas?", "How many pumps are down?"),
    Kind.of("list", "OT vencidas en Bottling", "Overdue work orders in Bottling"),
    Kind.of("breakdown", "OT abiertas por área", "Open work orders by area"),
    Kind.of("ranking", "¿Cuáles son las 5 máquinas que más fallan este año?", "Top 5 machines by failures this year"),
    Kind.of("trend", "Horas de paro por mes este año", "Downtime by month this year"),
    Kind.of("measure", "MTBF de las bombas", "MTBF of the pumps"),
    Kind.of(
        "comparison",
        "costo de mantenimiento de octubre contra septiembre",
        "maintenance cost in October against September",
    ),
    Kind.of("two_ways", "OT abiertas por área y prioridad", "Open work orders by area and priority"),
    Kind.of("one_thing", "¿está parada la P-139?", "is P-139 down?"),
    Kind.of("question_back", "equipos de noviembre", "machines of November"),
    Kind.of(
        "follow_up",
        "¿Cuántas OT vencidas hay en Bottling? / ¿y de prioridad alta?",
        "How many overdue work orders are in Bottling? / and of high priority?",
    ),
    Kind.of("error", "¿Cuántos motores hay?", "How many motors are there?", broken=True),
)


@dataclass(frozen=True)
class Asked:
    """A kind with what came of it.

    Attributes:
        picture: the chart's PNG, when there is one.
    """

    kind: Kind
    question: Question
    reply: Reply
    picture: bytes | None


async def ask_all(home: Path, platform: str, language: Language) -> AsyncIterator[Asked]:
    """Ask all of them, each in a conversation of its own, as a member of a channel does."""
    settings = Settings(
        _env_file=None,  # type: ignore[call-arg]
        maintbot_home=str(home / "data"),
        chat_docs_dir=str(home / "chat_docs"),
        maintbot_today=DAY,
        planner="offline",
    )
    async with open_core(settings, chart_workers=0) as core:
        for kind in KINDS:
            if kind.broken:
                await core.database.close()
            yield await _asked(core, kind, platform, language)


async def _asked(core: Core, kind: Kind, platform: str, language: Language) -> Asked:
    viewer = Viewer(platform=platform, workspace="T0PLANT", id="U0PERSON", name=PEOPLE[language])
    thread = Thread(platform=platform, workspace="T0PLANT", channel="C0MAINT", thread=kind.name)
    for place, text in enumerate(kind.asked[language]):
        question = Question(
            id=f"{platform}:T0PLANT:C0MAINT:{kind.name}:{place}",
            thread=thread,
            viewer=viewer,
            text=text,
            received_at=datetime.now(UTC),
            kind="mention",
            delivery={"scope": "channel"},
        )
        reply = await core.answer(question)
    image = reply.artifact("image")
    return Asked(kind, question, reply, await core.artifacts.read(image.path) if image else None)
