"""What people type around a question changes nothing of its answer."""

from __future__ import annotations

import unicodedata

import pytest

from tests.scenarios.slack.plant import Plant

QUESTION = "¿cuántas órdenes de trabajo están vencidas?"


@pytest.mark.parametrize(
    "written",
    [
        unicodedata.normalize("NFD", QUESTION),
        f"{QUESTION} :pray:",
        f"&gt; la P-101 vibra otra vez\n{QUESTION}",
        f"• {QUESTION}",
        f"```{QUESTION}```",
        f"{QUESTION} <https://cmms.example/ot/12>",
        f"{QUESTION} <#C0123|bombas>",
        f"{QUESTION} cc <@U0BRUNO>",
        f"*{QUESTION}*",
        QUESTION.replace(" ", "\u2009"),
        f"1. {QUESTION}",
        f"&gt; {QUESTION}",
        f"<https://cmms.example|ver tablero> {QUESTION}",
        f"{QUESTION} <mailto:ana@planta.mx|ana@planta.mx>",
        f"{QUESTION} <!subteam^S1|@turno>",
        f"{QUESTION} /cc <@U0BRUNO>",
        f"gracias <@U0BRUNO>, {QUESTION}",
        f"[14/11 10:22] Bruno Díaz: la P-101 vibra\n{QUESTION}",
    ],
)
async def test_the_same_answer(plant: Plant, written: str) -> None:
    _, plain = await plant.ask(QUESTION, plant.channel())
    _, dressed = await plant.ask(written, plant.channel())
    assert dressed["text"] == plain["text"]


async def test_a_mentioned_person_is_a_person_of_the_plant(plant: Plant) -> None:
    name = plant.column("SELECT name FROM technician WHERE active = 1 ORDER BY id LIMIT 1")[0]
    plant.slack.users["U0TECH"] = {"id": "U0TECH", "team_id": plant.slack.team, "name": "tech", "real_name": name}
    _, by_name = await plant.ask(f"OT abiertas de {name}", plant.channel())
    _, mentioned = await plant.ask("OT abiertas de <@U0TECH>", plant.channel())
    assert mentioned["text"] == by_name["text"]


async def test_a_mentioned_person_whom_the_plant_does_not_know_is_asked_about(plant: Plant) -> None:
    plant.slack.users["U0GUEST"] = {"id": "U0GUEST", "team_id": plant.slack.team, "real_name": "Wenceslao Xóchitl"}
    _, everything = await plant.ask("¿cuántas OT abiertas hay?", plant.channel())
    _, asked_back = await plant.ask("¿cuántas OT abiertas tiene <@U0GUEST>?", plant.channel())
    assert asked_back["text"] != everything["text"]
    assert "Wenceslao" in asked_back["text"] or "Xóchitl" in asked_back["text"]


@pytest.mark.parametrize(
    "foreign",
    [
        "quantas bombas estão paradas?",
        "combien de pompes sont en panne?",
        "wie viele Pumpen sind heute nicht in Betrieb?",
        "quante pompe sono ferme oggi?",
        "сколько насосов остановлено?",
        "有多少台泵停了？",
    ],
)
async def test_another_language_is_told_that_we_speak_two(plant: Plant, foreign: str) -> None:
    _, answer = await plant.ask(foreign, plant.channel())
    assert "español e inglés" in answer["text"] or "Spanish and English" in answer["text"]
