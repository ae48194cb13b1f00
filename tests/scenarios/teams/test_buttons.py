"""Presses: a suggestion, the chart, a clarification's choice."""

from __future__ import annotations

import base64
import io

from PIL import Image

from tests.scenarios.teams.plant import Plant, buttons, headline, texts


async def test_a_suggestion_asks_in_the_same_place_as_that_person(plant: Plant) -> None:
    asked = plant.say.channel("¿cuántos equipos están parados?", root=plant.thread())
    card = await plant.ask(asked)
    offered = [action for action in buttons(card, "Submit") if action["title"] != "Gráfica"]
    assert offered
    assert len(offered) <= 3
    answer = await plant.ask(plant.say.press(asked, offered[0], who="luis"))
    assert texts(answer)[0] == f"Luis Ruiz preguntó: {offered[0]['data']['maintbot']['ask']}"
    assert headline(answer)


async def test_the_chart_is_drawn_in_the_card(plant: Plant) -> None:
    who = plant.person()
    asked = plant.say.personal("¿cuántas OT abiertas hay por área?", who=who)
    card = await plant.ask(asked)
    images = [part for part in card["body"] if part["type"] == "Image"]
    if not images:
        chart = next(action for action in buttons(card, "Submit") if action["title"] == "Gráfica")
        card = await plant.ask(plant.say.press(asked, chart, who=who))
        images = [part for part in card["body"] if part["type"] == "Image"]
    (image,) = images
    picture = Image.open(io.BytesIO(base64.b64decode(image["url"].partition("base64,")[2])))
    assert max(picture.size) <= 1024
    assert image["altText"]


async def test_a_choice_goes_on_where_the_question_stopped(plant: Plant) -> None:
    who = plant.person()
    asked = plant.say.personal("overdue", who=who, locale="en-US")
    card = await plant.ask(asked)
    choices = [action for action in buttons(card, "Submit") if "choice" in action["data"]["maintbot"]]
    assert len(choices) >= 2
    answer = await plant.ask(plant.say.press(asked, choices[0], who=who))
    assert any(character.isdigit() for character in headline(answer))
    assert not [action for action in buttons(answer, "Submit") if "choice" in action["data"]["maintbot"]]
