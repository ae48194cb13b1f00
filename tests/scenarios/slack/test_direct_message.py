"""A person writes to the bot directly."""

from __future__ import annotations

from tests.scenarios.slack.plant import Plant


async def test_an_answer_hangs_under_the_message_and_the_dm_is_one_conversation(plant: Plant) -> None:
    user = plant.person()
    dm = plant.slack.dm(user).id
    first = await plant.people.write("¿cuántas bombas hay?", channel=dm, user=user)
    pumps = plant.count("SELECT COUNT(*) FROM equipment WHERE type = 'pump' AND status <> 'retired'")
    assert str(pumps) in (await plant.said(dm, first))[0]["text"]
    second = await plant.people.write("¿y cuántas están paradas?", channel=dm, user=user)
    down = plant.count("SELECT COUNT(*) FROM equipment WHERE type = 'pump' AND status = 'down'")
    assert str(down) in (await plant.said(dm, second))[0]["text"]


async def test_a_new_topic_forgets(plant: Plant) -> None:
    user = plant.person()
    dm = plant.slack.dm(user).id
    first = await plant.people.write("¿cuántas bombas hay?", channel=dm, user=user)
    await plant.said(dm, first)
    await plant.said(dm, await plant.people.write("nuevo tema", channel=dm, user=user))
    last = await plant.people.write("¿y cuántas están paradas?", channel=dm, user=user)
    answer = (await plant.said(dm, last))[0]
    down = plant.count("SELECT COUNT(*) FROM equipment WHERE type = 'pump' AND status = 'down'")
    assert f"{down} bombas" not in answer["text"]


async def test_a_reply_under_an_answer_goes_on_from_it(plant: Plant) -> None:
    user = plant.person()
    dm = plant.slack.dm(user).id
    first = await plant.people.write("¿cuántas bombas hay?", channel=dm, user=user)
    await plant.said(dm, first)
    await plant.said(dm, await plant.people.write("¿cuántas OT abiertas hay en Packaging?", channel=dm, user=user))
    await plant.people.write("¿y cuántas están paradas?", channel=dm, user=user, thread_ts=first)
    answer = (await plant.answers(dm, first, 2))[1]
    down = plant.count("SELECT COUNT(*) FROM equipment WHERE type = 'pump' AND status = 'down'")
    assert str(down) in answer["text"]
    assert "bomba" in answer["text"]
