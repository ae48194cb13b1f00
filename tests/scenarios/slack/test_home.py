"""A person opens the Home, chooses a language, asks an example, opens the DM."""

from __future__ import annotations

from tests.fakes.slack_people import elements, words
from tests.scenarios.slack.plant import Plant


async def test_the_home_shows_the_plant_today_and_what_can_be_asked(plant: Plant) -> None:
    user = plant.person()
    await plant.people.open_home(user=user)
    text = words(await plant.slack.until(lambda: plant.slack.homes.get(user), 60))
    overdue = "status IN ('open', 'in_progress', 'waiting_parts') AND due_on < '2026-11-22'"
    for what, sql in (
        ("equipos parados", "equipment WHERE status = 'down'"),
        ("equipos con mantenimiento", "equipment WHERE status <> 'retired' AND next_maintenance < '2026-11-22'"),
        ("OT vencidas", f"work_order WHERE {overdue}"),
    ):
        assert f"{plant.count(f'SELECT COUNT(*) FROM {sql}')} {what}" in text
    for example in plant.core.model.examples("es")[:3]:
        assert example in text
    assert "Tus últimas preguntas" not in text


async def test_the_last_questions_and_the_language_are_the_persons(plant: Plant) -> None:
    user = plant.person()
    dm = plant.slack.dm(user).id
    await plant.said(dm, await plant.people.write("¿cuántas bombas hay?", channel=dm, user=user))
    await plant.people.open_home(user=user)
    view = await plant.slack.until(lambda: plant.slack.homes.get(user), 60)
    assert "¿cuántas bombas hay?" in words(view)
    select = next(element for element in elements(view) if element.get("action_id") == "home_language")
    chosen = {"type": "static_select", "action_id": "home_language", "selected_option": select["options"][1]}
    await plant.people.press_home(chosen, user=user)
    await plant.slack.until(lambda: "Ask maintenance" in words(plant.slack.homes[user]), 60)


async def test_the_last_questions_are_those_that_make_sense_anywhere(plant: Plant) -> None:
    user = plant.person()
    dm = plant.slack.dm(user).id
    for text in (
        "¿cuántas OT abiertas hay en Packaging?",
        "¿y en soldadura?",
        "gracias",
        "¿cuántas bombas paradas hay?",
    ):
        ts = await plant.people.write(text, channel=dm, user=user)
        await plant.answers(dm, ts, 1)
    await plant.people.open_home(user=user)
    view = words(await plant.slack.until(lambda: plant.slack.homes.get(user), 60))
    assert "¿cuántas OT abiertas hay en Packaging?" in view
    assert "¿cuántas bombas paradas hay?" in view
    assert "¿y en soldadura?" not in view
    assert "gracias" not in view


async def test_an_example_is_answered_in_the_dm(plant: Plant) -> None:
    user = plant.person()
    await plant.people.open_home(user=user)
    view = await plant.slack.until(lambda: plant.slack.homes.get(user), 60)
    ask = next(element for element in elements(view) if element.get("action_id", "").startswith("home_ask:example"))
    await plant.people.press_home({key: ask[key] for key in ("type", "action_id", "value")}, user=user)
    answer = (await plant.said(plant.slack.dm(user).id, None))[0]
    assert any(character.isdigit() for character in answer["text"])


async def test_prompts_are_offered_when_the_dm_is_opened(plant: Plant) -> None:
    user = plant.person()
    await plant.people.open_home(user=user, tab="messages")
    dm = plant.slack.dm(user).id
    calls = await plant.slack.until(
        lambda: [
            call
            for call in plant.slack.called("assistant.threads.setSuggestedPrompts")
            if call.args["channel_id"] == dm
        ]
    )
    offered = [prompt["message"] for prompt in calls[0].args["prompts"]]
    assert offered == list(plant.core.model.examples("es")[:4])


async def test_a_figure_of_today_is_listed_in_the_dm(plant: Plant) -> None:
    user = plant.person()
    await plant.people.open_home(user=user)
    view = await plant.slack.until(lambda: plant.slack.homes.get(user), 60)
    overdue = [element for element in elements(view) if element.get("action_id", "").startswith("home_ask:today")][-1]
    await plant.people.press_home({key: overdue[key] for key in ("type", "action_id", "value")}, user=user)
    answer = (await plant.said(plant.slack.dm(user).id, None))[0]
    count = plant.count(
        "SELECT COUNT(*) FROM work_order WHERE status IN ('open', 'in_progress', 'waiting_parts')"
        " AND due_on < '2026-11-22'"
    )
    assert f"{count} OT vencidas" in answer["text"]
