"""A person types a slash command: quick counts, at once, without a model."""

from __future__ import annotations

import json

import pytest

from tests.fakes.slack_people import words
from tests.scenarios.slack.plant import Plant

OPEN = "status IN ('open', 'in_progress', 'waiting_parts')"


def status(plant: Plant, name: str) -> int:
    return plant.count(f"SELECT COUNT(*) FROM equipment WHERE status = '{name}'")


async def test_equipos(plant: Plant) -> None:
    code, body = await plant.people.command("/equipos", channel=plant.channel())
    present = plant.count("SELECT COUNT(*) FROM equipment WHERE status <> 'retired'")
    assert code == 200
    assert body["response_type"] == "ephemeral"
    assert body["text"].startswith(f"{present} equipos: {status(plant, 'running')} operando")
    assert f"{status(plant, 'standby')} en espera" in body["text"]
    assert f"{status(plant, 'down')} parado" in body["text"]
    assert f"{status(plant, 'maintenance')} en mantenimiento" in body["text"]
    assert f"({status(plant, 'retired')} retirado" in body["text"]
    assert f"*{present} equipos*" in json.dumps(body["blocks"], ensure_ascii=False)


async def test_equipment(plant: Plant) -> None:
    _, body = await plant.people.command("/equipment", channel=plant.channel())
    present = plant.count("SELECT COUNT(*) FROM equipment WHERE status <> 'retired'")
    assert body["text"].startswith(f"{present} machines: {status(plant, 'running')} running")


@pytest.mark.parametrize(
    ("command", "text", "where"),
    [
        ("/equipos", "parados empaque", "equipment.status = 'down' AND area.name = 'Packaging'"),
        ("/equipment", "down bottling", "equipment.status = 'down' AND area.name = 'Bottling'"),
        (
            "/equipment",
            "running packaging critical",
            "equipment.status = 'running' AND area.name = 'Packaging' AND criticality = 'A'",
        ),
        ("/equipos", "down bottling", "equipment.status = 'down' AND area.name = 'Bottling'"),
    ],
)
async def test_filters_in_free_words(plant: Plant, command: str, text: str, where: str) -> None:
    _, body = await plant.people.command(command, text, channel=plant.channel())
    count = plant.count(f"SELECT COUNT(*) FROM equipment JOIN area ON area.id = equipment.area_id WHERE {where}")
    expected = str(count) if count else ("ningun", "No hay", "no ", "No ")
    said = body["text"]
    assert expected in said if isinstance(expected, str) else any(word in said for word in expected)


async def test_by_area(plant: Plant) -> None:
    _, body = await plant.people.command("/equipment", "by area", channel=plant.channel())
    assert "Packaging" in words(body)


async def test_ot_and_workorders(plant: Plant) -> None:
    opened = plant.count(f"SELECT COUNT(*) FROM work_order WHERE {OPEN}")
    late = plant.count(f"SELECT COUNT(*) FROM work_order WHERE {OPEN} AND due_on < '2026-11-22'")
    _, body = await plant.people.command("/ot", channel=plant.channel())
    assert body["text"] == f"{opened:,} OT abiertas, {late:,} de ellas vencidas."
    _, body = await plant.people.command("/workorders", channel=plant.channel())
    assert body["text"] == f"{opened:,} open work orders, {late:,} of them overdue."


async def test_public_posts_to_the_channel(plant: Plant) -> None:
    _, body = await plant.people.command("/equipos", "parados público", channel=plant.channel())
    assert body["response_type"] == "in_channel"


async def test_what_is_not_understood_stays_with_who_asked(plant: Plant) -> None:
    _, body = await plant.people.command("/equipos", "flurbas gnomiles público", channel=plant.channel())
    assert body["response_type"] == "ephemeral"


async def test_what_is_not_understood_answers_with_three_examples(plant: Plant) -> None:
    _, body = await plant.people.command("/equipos", "flurbas gnomiles", channel=plant.channel())
    assert body["response_type"] == "ephemeral"
    assert body["text"].count("/equipos") == 3


async def test_help(plant: Plant) -> None:
    _, body = await plant.people.command("/equipos", "help", channel=plant.channel())
    assert "/equipos parados empaque" in body["text"]


async def test_the_sql_of_a_command_can_be_seen(plant: Plant) -> None:
    channel = plant.channel()
    _, body = await plant.people.command("/equipos", "parados empaque", channel=channel)
    before = len(plant.slack.views)
    await plant.people.press({**body, "ts": "1.000001"}, "Ver SQL", channel=channel)
    view = (await plant.slack.until(lambda: plant.slack.views[before:]))[0]
    assert "SELECT" in words(view).upper()


async def test_a_command_colours_no_conversation(plant: Plant) -> None:
    channel = plant.channel()
    await plant.people.command("/equipos", "parados empaque", channel=channel)
    _, body = await plant.people.command("/equipos", "por área", channel=channel)
    assert "Bottling" in words(body)
