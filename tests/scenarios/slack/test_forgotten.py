"""A button whose conversation is forgotten says so, and never gives another, wider answer."""

from __future__ import annotations

import pytest

from core.conversation.sessions import SessionStore
from core.kernel.messages import Thread
from tests.fakes.slack_people import labels
from tests.scenarios.slack.plant import Plant


async def forget(plant: Plant, channel: str, ts: str) -> None:
    store: SessionStore = plant.core.sessions
    assert await store.delete(Thread(platform="slack", workspace=plant.slack.team, channel=channel, thread=ts))


@pytest.mark.parametrize(
    ("question", "button", "said"),
    [
        ("OT cerradas por planta el mes pasado", "Gráfica", "Ya no tengo guardada esa conversación"),
        ("work orders closed by plant last month", "Chart", "That conversation is no longer stored"),
    ],
)
async def test_a_chart_of_what_is_forgotten(plant: Plant, question: str, button: str, said: str) -> None:
    channel = plant.channel()
    ts, answer = await plant.ask(question, channel)
    assert button in labels(answer)
    await forget(plant, channel, ts)
    await plant.people.press(answer, button, channel=channel)
    answers = await plant.answers(channel, ts, 2)
    assert said in answers[-1]["text"]
    assert not any(block["type"] == "image" for one in answers for block in one["blocks"])


async def test_a_choice_of_what_is_forgotten(plant: Plant) -> None:
    channel = plant.channel()
    ts, asked_back = await plant.ask("¿cuál es el peor equipo del mes pasado?", channel)
    choices = [label for label in labels(asked_back) if label not in ("Ver SQL",)]
    assert choices
    await forget(plant, channel, ts)
    await plant.people.press(asked_back, choices[0], channel=channel)
    answers = await plant.answers(channel, ts, 2)
    assert "Ya no tengo guardada esa conversación" in answers[-1]["text"]
