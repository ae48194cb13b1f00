"""With a model set, people's talk in a thread costs no call; a follow-up of the model's answer does."""

from __future__ import annotations

from pathlib import Path

from tests.fakes.openai_server import FakeOpenAI, plan
from tests.homes import furnish
from tests.scenarios.slack.plant import running

FLURBOS = plan(
    sql="SELECT COUNT(*) AS machines FROM equipment",
    restated="Count of flurbos",
    headline="**Hay {machines} flurbos.**",
    columns=[{"name": "machines", "label": "Equipos", "kind": "integer"}],
    assumptions=[],
)

CHATTER = (
    "ya lo reviso yo",
    "thanks, I'll check it",
    "la bomba está parada",
    "voy",
    "ok",
    "mañana",
    "¿quién trae las llaves?",
    "¿ya comiste?",
    "¿me prestas tu multímetro?",
    "el lunes",
)


async def test_chatter_calls_no_model(tmp_path: Path, demo_plant: Path) -> None:
    """Not even where every question is the model's."""
    async with FakeOpenAI() as model:
        given = {"openai_base_url": f"{model.url}/v1", "openai_api_key": "sk-test", "openai_timeout": 5.0}
        async with running(furnish(tmp_path, demo_plant), planner="model", **given) as plant:
            model.answers["flurbos"] = FLURBOS
            model.answers["zurbos"] = FLURBOS
            channel = plant.channel()
            ts, first = await plant.ask("¿cuántos flurbos hay?", channel)
            assert "flurbos" in first["text"]
            asked = len(model.requests)
            for text in (*CHATTER, "¿y los zurbos?"):
                await plant.people.write(text, channel=channel, thread_ts=ts, user="U0BRUNO")
            for text in CHATTER:
                await plant.people.write(text, channel=channel, thread_ts=ts)
            await plant.people.write("¿y los zurbos?", channel=channel, thread_ts=ts)
            answers = await plant.answers(channel, ts, 2)
            assert len(answers) == 2
            assert len(model.requests) == asked + 1
            assert model.requests[-1].question == "¿y los zurbos?"
