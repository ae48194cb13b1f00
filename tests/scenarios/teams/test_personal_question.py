"""A supervisor asks in their own chat with the bot."""

from __future__ import annotations

from tests.scenarios.teams.plant import Plant, button, buttons, headline, texts

PUMPS_DOWN = "SELECT COUNT(*) FROM equipment WHERE type = 'pump' AND status = 'down'"


async def test_a_count_in_spanish(plant: Plant) -> None:
    card = await plant.ask(plant.say.personal("¿cuántas bombas están paradas?", who=plant.person()))
    assert str(plant.count(PUMPS_DOWN)) in headline(card)
    assert card["lang"] == "es"


async def test_the_same_in_english_from_the_same_client(plant: Plant) -> None:
    card = await plant.ask(plant.say.personal("how many pumps are down?", who=plant.person()))
    assert str(plant.count(PUMPS_DOWN)) in headline(card)
    assert card["lang"] == "en"
    assert button(card, "Show SQL")


async def test_typing_comes_first_and_the_notification_reads_the_answer(plant: Plant) -> None:
    asked = plant.say.personal("¿cuántas bombas están paradas?", who=plant.person())
    card = await plant.ask(asked)
    conversation = asked["conversation"]["id"]
    kinds = [call.activity.get("type") for call in plant.teams.received if call.conversation == conversation]
    assert kinds[0] == "typing"
    assert "typing" not in kinds[kinds.index("message") :]
    (answer,) = plant.answers(conversation)
    assert answer["summary"] == headline(card)


async def test_a_list_shows_rows_what_was_counted_and_its_sql(plant: Plant) -> None:
    card = await plant.ask(plant.say.personal("lista de equipos parados", who=plant.person()))
    table = next(part for part in card["body"] if part["type"] == "Table")
    assert len(table["rows"]) > 1
    sql = next(part for part in card["body"] if part.get("id") == "sql")
    assert sql["isVisible"] is False
    assert any(text.upper().startswith("SELECT") for text in texts(sql))
    assert buttons(card, "ToggleVisibility")


async def test_what_it_does_not_know_it_says(plant: Plant) -> None:
    card = await plant.ask(plant.say.personal("clima mañana", who=plant.person()))
    assert "SELECT" not in " ".join(texts(card))


async def test_two_people_are_kept_apart(plant: Plant) -> None:
    ana, luis = plant.person(), plant.person()
    await plant.ask(plant.say.personal("¿cuántas OT abiertas hay en Packaging?", who=ana))
    card = await plant.ask(plant.say.personal("¿cuántas bombas hay?", who=luis))
    pumps = plant.count("SELECT COUNT(*) FROM equipment WHERE type = 'pump' AND status <> 'retired'")
    assert str(pumps) in headline(card)
