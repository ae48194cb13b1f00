"""People go on in a reply chain or a chat; chains keep apart."""

from __future__ import annotations

from tests.scenarios.teams.plant import Plant, headline

OPEN = "work_order.status IN ('open', 'in_progress', 'waiting_parts')"
IN_AREA = (
    "SELECT COUNT(*) FROM work_order JOIN equipment ON equipment.id = work_order.equipment_id "
    f"JOIN area ON area.id = equipment.area_id WHERE {OPEN} AND area.name = '{{area}}'"
)


async def test_a_reply_in_the_chain_keeps_the_question(plant: Plant) -> None:
    root = plant.thread()
    first = await plant.ask(plant.say.channel("¿cuántas OT abiertas hay en Packaging?", root=root))
    assert str(plant.count(IN_AREA.format(area="Packaging"))) in headline(first)
    second = await plant.ask(plant.say.channel("¿y en soldadura?", root=root))
    assert str(plant.count(IN_AREA.format(area="Welding"))) in headline(second)


async def test_two_people_share_a_chain(plant: Plant) -> None:
    root = plant.thread()
    await plant.ask(plant.say.channel("¿cuántas OT abiertas hay en Packaging?", root=root, who="ana"))
    second = await plant.ask(plant.say.channel("¿y en Bottling?", root=root, who="luis"))
    assert str(plant.count(IN_AREA.format(area="Bottling"))) in headline(second)


async def test_a_client_in_english_does_not_turn_a_spanish_chain(plant: Plant) -> None:
    root = plant.thread()
    await plant.ask(plant.say.channel("lista de OT vencidas", root=root, locale="en-US"))
    second = await plant.ask(plant.say.channel("¿y en soldadura?", root=root, locale="en-US"))
    assert second["lang"] == "es"


async def test_another_chain_starts_clean(plant: Plant) -> None:
    await plant.ask(plant.say.channel("¿cuántas OT abiertas hay en Packaging?", root=plant.thread()))
    fresh = await plant.ask(plant.say.channel("¿cuántas bombas hay?", root=plant.thread()))
    pumps = plant.count("SELECT COUNT(*) FROM equipment WHERE type = 'pump' AND status <> 'retired'")
    assert str(pumps) in headline(fresh)


async def test_a_chat_goes_on_until_a_new_topic(plant: Plant) -> None:
    who = plant.person()
    await plant.ask(plant.say.personal("¿cuántas OT abiertas hay en Packaging?", who=who))
    second = await plant.ask(plant.say.personal("¿y en soldadura?", who=who))
    assert str(plant.count(IN_AREA.format(area="Welding"))) in headline(second)
    await plant.ask(plant.say.personal("nuevo tema", who=who))
    third = await plant.ask(plant.say.personal("¿y en mezclado?", who=who))
    assert str(plant.count(IN_AREA.format(area="Mixing"))) not in headline(third)
