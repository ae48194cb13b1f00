"""Quick commands as the first word: the same answers as Slack's slash commands, never a model."""

from __future__ import annotations

from tests.scenarios.teams.plant import Plant, headline


async def test_equipos_counts_by_status(plant: Plant) -> None:
    said = headline(await plant.ask(plant.say.personal("equipos", who=plant.person())))
    present = plant.count("SELECT COUNT(*) FROM equipment WHERE status <> 'retired'")
    retired = plant.count("SELECT COUNT(*) FROM equipment WHERE status = 'retired'")
    assert said.startswith(f"{present} equipos")
    assert "operando" in said
    assert f"{retired} retirados aparte" in said


async def test_equipment_is_the_same_in_english(plant: Plant) -> None:
    said = headline(await plant.ask(plant.say.channel("equipment", root=plant.thread())))
    assert said.startswith(
        f"{plant.count('SELECT COUNT(*) FROM equipment WHERE status <> ' + chr(39) + 'retired' + chr(39))} machines"
    )


async def test_ot_counts_open_and_overdue(plant: Plant) -> None:
    said = headline(await plant.ask(plant.say.personal("ot", who=plant.person())))
    opened = plant.count("SELECT COUNT(*) FROM work_order WHERE status IN ('open', 'in_progress', 'waiting_parts')")
    assert said.startswith(f"{opened} OT abiertas")
    assert "vencida" in said


async def test_words_behind_a_command_filter(plant: Plant) -> None:
    said = headline(await plant.ask(plant.say.personal("equipos parados empaque", who=plant.person())))
    down = plant.count(
        "SELECT COUNT(*) FROM equipment JOIN area ON area.id = equipment.area_id "
        "WHERE equipment.status = 'down' AND area.name = 'Packaging'"
    )
    assert str(down) in said or down == 0


async def test_help(plant: Plant) -> None:
    card = await plant.ask(plant.say.personal("ayuda", who=plant.person()))
    assert headline(card)
