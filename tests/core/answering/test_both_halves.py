"""A question that asks two things of one row is answered in one sentence; the rows are those of the demo plant's SQL."""

from __future__ import annotations

import pytest

from core.app import Core
from tests.core.asking import Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

BOTH = [
    ("¿cuál es la OT más vieja y de qué equipo es?", "WO-2023-00001 (22 nov 2023); equipo: PR-106."),
    ("¿cuál fue la parada más larga de este mes y por qué causa fue?", "101 h 5 min (P-139); causa: mecánica."),
    ("¿cuál es la OT más cara del mes y quién la cerró?", "WO-2026-03519 ($32,407); técnico: sin asignar."),
    ("¿qué máquina falló más este año y cuántas horas estuvo parada?", "CV-107 (19 fallas); "),
    ("¿cuántos equipos parados hay y cuáles son?", "Hay 22 equipos parados."),
    ("which is the oldest open work order and who has it?", "WO-2026-02571 (20 Aug 2026); technician: Jessica Brown."),
    ("which machine failed most this year and how many hours was it down?", "CV-107 (19 failures); downtime: 359 h."),
    ("what was the last repair on CV-107 and who did it", "WO-2026-03394 (1 Nov 2026); technician: Emily Carter."),
    ("how many orders are open and how many are preventive?", "159 open work orders"),
    ("how much did we spend this month and how much last month", "MX$520,902"),
]


@pytest.mark.parametrize(("question", "said"), BOTH)
async def test_both_halves_are_in_the_sentence(shared: Core, question: str, said: str) -> None:
    reply = await Person(shared).ask(question)
    assert said in reply.text
