"""A replayed shift: 500 questions by 40 people in one plant, and how many of them cost no planning and no query anew.

What people ask in a shift repeats itself: the same boards at the start, the same machines while they are down, in the
same words give or take an accent. The mix below is seeded, so every run replays the same shift.
"""

from __future__ import annotations

import asyncio
import logging
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random

import structlog

from benchmarks.figure import Figure
from core.app import Core, open_core
from core.kernel.messages import Question, Thread, Viewer
from core.kernel.settings import Settings

AS_OF = date(2026, 11, 22)
QUESTIONS = 500
PEOPLE = 40
FOLLOW_UPS = 0.12

# Most asked first: the n-th is asked in proportion to 1 / n.
ASKED = (
    "¿Qué equipos están parados?",
    "¿Cuántos equipos necesitan mantenimiento preventivo este mes?",
    "OT abiertas por área",
    "OT vencidas",
    "Which machines are down?",
    "¿Qué OT de emergencia hay abiertas?",
    "OT abiertas en Packaging",
    "Horas de paro este mes",
    "¿Qué refacciones están por debajo del mínimo?",
    "Open work orders by priority",
    "Equipos parados en Bottling",
    "Las 5 máquinas que más fallan",
    "MTBF de las bombas",
    "OT sin asignar",
    "Paros en curso",
    "Horas de paro por área este mes",
    "Cumplimiento del preventivo",
    "OT en espera de refacciones",
    "Overdue work orders",
    "¿Cuántas bombas hay?",
    "Fallas por modo este año",
    "Costo de mantenimiento este mes",
    "OT abiertas por técnico",
    "Equipos críticos parados",
    "Which parts are out of stock?",
    "Downtime by month this year",
    "OT cerradas esta semana",
    "Equipos en mantenimiento",
    "MTTR por área",
    "Disponibilidad de los compresores",
    "OT abiertas en Welding",
    "Consumo de refacciones este mes",
)
FOLLOWS = ("¿y en Packaging?", "solo las de prioridad alta", "¿y en Bottling?", "por área", "con gráfica")


def shift(seed: int = 6) -> Iterator[tuple[int, int, str]]:
    """(person, thread, question) of a shift, in order; a follow-up stays in its person's last thread."""
    random = Random(seed)
    weights = [1 / rank for rank in range(1, len(ASKED) + 1)]
    thread = 0
    last: dict[int, int] = {}
    for _ in range(QUESTIONS):
        person = random.randrange(PEOPLE)
        if person in last and random.random() < FOLLOW_UPS:
            yield person, last[person], random.choice(FOLLOWS)
            continue
        thread += 1
        last[person] = thread
        yield person, thread, _as_typed(random, random.choices(ASKED, weights)[0])


def _as_typed(random: Random, text: str) -> str:
    """The same words as different thumbs type them."""
    style = random.randrange(4)
    if style == 0:
        return text.lower()
    if style == 1:
        return text.strip("¿?")
    return text.translate(str.maketrans("áéíóú", "aeiou")) if style == 2 else text


async def _replay(core: Core) -> tuple[float, list[float]]:
    hits, times = 0, []
    for number, (person, thread, text) in enumerate(shift()):
        question = Question(
            id=f"q{number}",
            thread=Thread(platform="bench", channel=f"c{person % 5}", thread=f"t{thread}"),
            viewer=Viewer(platform="bench", id=f"u{person}"),
            text=text,
            received_at=datetime.now(UTC),
            today=AS_OF,
        )
        began = time.perf_counter()
        reply = await core.answer(question)
        times.append((time.perf_counter() - began) * 1000)
        hits += reply.cached
    return hits / QUESTIONS, times


def measure() -> Iterable[Figure]:
    """The share that the caches missed (so that less is better, as for every figure), and the time of an answer."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))

    async def work() -> tuple[float, list[float]]:
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder)
            settings = Settings(
                _env_file=None,  # type: ignore[call-arg]
                planner="offline",
                maintenance_database_url=None,
                maintbot_home=home,
                chat_docs_dir=str(home / "docs"),
                maintbot_today=AS_OF,
            )
            async with open_core(settings) as core:
                return await _replay(core)

    hits, times = asyncio.run(work())
    yield Figure("answers from the caches in a replayed shift", 100 * hits, "%")
    yield Figure("answers that the caches missed", 100 * (1 - hits), "%", 35)
    yield Figure("an answer in a replayed shift (median)", statistics.median(times), "ms")
