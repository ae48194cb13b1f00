"""A person asks what the bot cannot, must not, or does not understand."""

from __future__ import annotations

import pytest

from tests.fakes.slack_people import words
from tests.scenarios.slack.plant import Plant


@pytest.mark.parametrize(
    "text",
    ["cierra todas las ot vencidas", "¿cuánto gana el técnico mejor pagado?", "clima mañana", "bombas flurbas paradas"],
)
async def test_it_says_so_kindly_and_shows_no_trace(plant: Plant, text: str) -> None:
    _, answer = await plant.ask(text, plant.channel())
    assert answer["text"]
    for word in ("Traceback", "Exception", "Error:", "None", "SELECT"):
        assert word not in words(answer)


@pytest.mark.parametrize("text", ["combien de machines sont en panne ?", "quantas bombas estão paradas?"])
async def test_another_language_is_declined_with_those_that_it_speaks(plant: Plant, text: str) -> None:
    _, answer = await plant.ask(text, plant.channel())
    assert "español e inglés" in answer["text"] or "Spanish and English" in answer["text"]


async def test_data_cannot_ping(plant: Plant) -> None:
    channel = plant.channel()
    _, answer = await plant.ask("equipos &lt;!channel&gt; <!here> parados", channel)
    from tests.fakes import slack_blocks

    assert slack_blocks.reads(answer["text"], answer["blocks"])["pings"] == []
