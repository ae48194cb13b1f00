"""Somebody mentions the bot in a channel; the answer comes in the reply chain, the CSV as a link."""

from __future__ import annotations

from tests.scenarios.teams.plant import Plant, button, headline


async def test_the_answer_is_in_the_reply_chain(plant: Plant) -> None:
    root = plant.thread()
    card = await plant.ask(plant.say.channel("¿cuántas bombas están paradas?", root=root))
    down = plant.count("SELECT COUNT(*) FROM equipment WHERE type = 'pump' AND status = 'down'")
    assert str(down) in headline(card)
    calls = [call for call in plant.teams.received if call.conversation.endswith(f";messageid={root}")]
    assert [call.activity["type"] for call in calls] == ["message"]


async def test_the_csv_that_is_asked_for_is_a_link_that_opens(plant: Plant) -> None:
    card = await plant.ask(plant.say.channel("lista de equipos parados en csv", root=plant.thread()))
    url = button(card, "Descargar CSV")["url"]
    assert url.startswith("https://bot.example.com/files/")
    async with plant.session.get(url.replace("https://bot.example.com", plant.url)) as got:
        assert got.status == 200
        assert got.content_type == "text/csv"
        rows = (await got.text()).strip().splitlines()
    assert len(rows) == 1 + plant.count("SELECT COUNT(*) FROM equipment WHERE status = 'down'")


async def test_chatter_without_a_mention_stays_unanswered(plant: Plant) -> None:
    root = plant.thread()
    assert await plant.post(plant.say.channel("¿cuántas bombas están paradas?", root=root, mention=False)) == 200
    await plant.ask(plant.say.channel("¿cuántas bombas hay?", root=plant.thread()))
    assert plant.answers(f"19:plant@thread.tacv2;messageid={root}") == []
