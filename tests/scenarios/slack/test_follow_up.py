"""People go on in a thread without a mention; threads keep apart."""

from __future__ import annotations

from tests.scenarios.slack.plant import Plant

OPEN = "status IN ('open', 'in_progress', 'waiting_parts')"
IN_AREA = (
    "SELECT COUNT(*) FROM work_order JOIN equipment ON equipment.id = work_order.equipment_id "
    f"JOIN area ON area.id = equipment.area_id WHERE work_order.{OPEN} AND area.name = '{{area}}'"
)


async def test_a_follow_up_without_a_mention_keeps_the_question(plant: Plant) -> None:
    channel = plant.channel()
    ts, first = await plant.ask("¿cuántas OT abiertas hay en Packaging?", channel)
    assert str(plant.count(IN_AREA.format(area="Packaging"))) in first["text"]
    await plant.people.write("¿y en soldadura?", channel=channel, thread_ts=ts)
    second = (await plant.answers(channel, ts, 2))[1]
    assert str(plant.count(IN_AREA.format(area="Welding"))) in second["text"]


async def test_two_people_share_a_thread_and_are_told_apart(plant: Plant) -> None:
    channel = plant.channel()
    ts, _ = await plant.ask("¿cuántas OT abiertas hay en Packaging?", channel, user="U0ASHA")
    await plant.people.write("¿y en Bottling?", channel=channel, thread_ts=ts, user="U0BRUNO")
    second = (await plant.answers(channel, ts, 2))[1]
    assert str(plant.count(IN_AREA.format(area="Bottling"))) in second["text"]


async def test_a_new_thread_starts_clean(plant: Plant) -> None:
    channel = plant.channel()
    await plant.ask("¿cuántas OT abiertas hay en Packaging?", channel)
    _, fresh = await plant.ask("¿cuántas bombas hay?", channel)
    pumps = plant.count("SELECT COUNT(*) FROM equipment WHERE type = 'pump' AND status <> 'retired'")
    assert str(pumps) in fresh["text"]


async def test_a_thread_that_the_bot_is_not_in_stays_quiet(plant: Plant) -> None:
    channel = plant.channel()
    root = await plant.people.write("paró la P-101", channel=channel)
    await plant.people.write("¿cuántas bombas están paradas?", channel=channel, thread_ts=root)
    await plant.ask("¿cuántas bombas hay?", channel)
    assert plant.slack.said(channel, root) == []


async def test_courtesies_and_words_to_others_are_left_alone(plant: Plant) -> None:
    channel = plant.channel()
    ts, _ = await plant.ask("¿cuántas bombas hay?", channel)
    await plant.people.write("gracias", channel=channel, thread_ts=ts)
    await plant.people.write("<@U0BRUNO> ¿cuántas bombas revisas hoy?", channel=channel, thread_ts=ts)
    await plant.people.write("¿y motores?", channel=channel, thread_ts=ts)
    await plant.answers(channel, ts, 2)
    assert len([message for message in plant.slack.said(channel, ts) if message.get("text")]) == 2
