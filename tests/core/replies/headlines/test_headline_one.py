"""One thing by its name: whether it is down, overdue, critical, and what the sentence says when it is not."""

from __future__ import annotations

import pytest

from core.app import Core
from tests.core.asking import Person

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("is machine P-101 down", "P-101 is not down."),
        ("are any P-101 machines down", "No, P-101 is not down."),
        ("is CV-108 down", "CV-108 is down."),
        ("is P-101 critical?", "P-101 is not critical."),
        ("is P-101 overdue for maintenance", "P-101 is not overdue for preventive maintenance."),
        ("does P-101 need maintenance?", "P-101 does not need preventive maintenance this month."),
        ("¿está parada la P-101?", "El equipo P-101 no está parado."),
        ("¿está parado CV-108?", "El equipo CV-108 está parado."),
        ("is P-101 without a line", "P-101 has a line."),
        ("P-101 sin línea", "El equipo P-101 tiene línea."),
        ("is P-101 a motor", "P-101 is not a motor."),
        ("¿es motor P-101?", "El equipo P-101 no es motor."),
        ("is P-101 in Bottling?", "P-101 is not in Bottling."),
        ("¿P-101 está en embotellado?", "El equipo P-101 no está en Bottling."),
        ("¿está vencida la OT WO-2026-02571?", "La OT WO-2026-02571 está vencida."),
        ("is LUB-46 below minimum stock?", "LUB-46 is not below minimum stock."),
        (
            "¿necesita mantenimiento P-101?",
            "El equipo P-101 no necesita mantenimiento preventivo este mes.",
        ),
    ],
)
async def test_one_thing_is_or_is_not(shared: Core, question: str, said: str) -> None:
    reply = await Person(shared).ask(question)
    assert reply.text == said


async def test_overdue_machines_are_overdue_for_preventive_maintenance(shared: Core) -> None:
    spanish = await Person(shared).ask("¿cuántos equipos están vencidos?")
    assert spanish.text == "Hay 23 equipos con mantenimiento preventivo vencido."
    english = await Person(shared).ask("how many machines are overdue")
    assert english.text == "23 machines are overdue for preventive maintenance."
    assert (await Person(shared).ask("equipo más vencido")).text.startswith("El equipo más vencido es ")
    assert (await Person(shared).ask("most overdue machine")).text.startswith("The most overdue machine is ")


async def test_that_some_are_already_overdue_is_said_short(shared: Core) -> None:
    reply = await Person(shared).ask("equipos que necesitan mantenimiento este mes")
    assert reply.text.endswith("; 23 de ellos ya están vencidos.")
    counted = await Person(shared).ask("¿Cuántos equipos necesitan mantenimiento preventivo?")
    assert counted.text == "66 equipos necesitan mantenimiento preventivo este mes; 23 de ellos ya están vencidos."
    english = await Person(shared).ask("How many machines need preventive maintenance?")
    assert english.text.endswith("; 23 of them are already overdue.")


@pytest.mark.parametrize("wording", ["equipos con mantenimiento preventivo vencido", "equipos vencidos"])
async def test_our_own_words_are_understood(shared: Core, wording: str) -> None:
    assert (await Person(shared).ask(wording)).table.total == 23  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("question", "leader"),
    [
        ("OT abiertas por área", "el área con más es Bottling (31, el 19 %)"),
        ("costo por equipo este año", "el equipo con más es CV-107"),
    ],
)
async def test_who_leads_is_called_what_it_is(shared: Core, question: str, leader: str) -> None:
    assert leader in (await Person(shared).ask(question)).text


@pytest.mark.parametrize(
    ("question", "show", "said"),
    [
        ("OT vencidas", "muéstrame el SQL", "Listé las OT"),
        ("overdue work orders", "show me the SQL", "I listed the work orders"),
    ],
)
async def test_the_sql_is_marked_as_asked_for(shared: Core, question: str, show: str, said: str) -> None:
    person = Person(shared)
    first = await person.ask(question)
    assert not first.sql_asked
    reply = await person.ask(show)
    assert reply.sql_asked and reply.sql == first.sql
    assert reply.text.startswith(said)
    assert not (await person.ask("¿cómo lo calculaste?")).sql_asked


async def test_how_many_first_ones_is_said_before_their_tie(shared: Core) -> None:
    notes = (await Person(shared).ask("top 10 máquinas con más fallas")).assumptions
    assert notes[-2:] == ("10 primeros", "empate en el 10.º lugar: se muestran 15")


async def test_sql_before_any_answer_is_none(shared: Core) -> None:
    assert not (await Person(shared).ask("muéstrame el SQL")).sql_asked
