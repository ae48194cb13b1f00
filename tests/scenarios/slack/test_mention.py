"""A person mentions the bot in a channel, a private channel or a group message."""

from __future__ import annotations

import pytest

from tests.fakes.slack_people import labels, words
from tests.scenarios.slack.plant import Plant

DOWN_PUMPS = "SELECT COUNT(*) FROM equipment WHERE type = 'pump' AND status = 'down'"


async def test_a_count(plant: Plant) -> None:
    _, answer = await plant.ask("¿cuántas bombas están paradas?", plant.channel())
    assert str(plant.count(DOWN_PUMPS)) in answer["text"]
    bold = [part for part in answer["blocks"][0]["elements"][0]["elements"] if part.get("style")]
    assert bold
    assert "Ver SQL" in labels(answer)


async def test_the_same_in_english(plant: Plant) -> None:
    _, answer = await plant.ask("how many pumps are down?", plant.channel())
    assert str(plant.count(DOWN_PUMPS)) in answer["text"]
    assert "Show SQL" in labels(answer)


@pytest.mark.parametrize("kind", ["group", "mpim"])
async def test_in_a_private_channel_and_a_group_message(plant: Plant, kind: str) -> None:
    _, answer = await plant.ask("¿cuántas bombas están paradas?", plant.channel(kind))
    assert str(plant.count(DOWN_PUMPS)) in answer["text"]


async def test_a_breakdown_has_a_table_and_a_csv(plant: Plant) -> None:
    channel = plant.channel()
    ts, answer = await plant.ask("equipos por área", channel)
    areas = plant.column("SELECT DISTINCT area.name FROM area JOIN equipment ON equipment.area_id = area.id")
    shown = words(answer)
    assert any(area in shown for area in areas)
    assert any(block["type"] == "table" for block in answer["blocks"])
    files = (await plant.said(channel, ts, 2))[1]["files"]
    csv = next(part for part in files if part["name"].endswith(".csv"))
    content = plant.slack.files[csv["id"]]["content"].decode("utf-8-sig")
    assert all(area in content for area in areas)


async def test_a_chart_comes_in_the_same_upload_as_the_csv(plant: Plant) -> None:
    channel = plant.channel()
    ts, _ = await plant.ask("OT abiertas por área, con gráfica", channel)
    files = (await plant.said(channel, ts, 2))[1]["files"]
    assert sorted(part["name"].rpartition(".")[2] for part in files) == ["csv", "png"]
    png = next(part for part in files if part["name"].endswith(".png"))
    assert plant.slack.files[png["id"]]["content"].startswith(b"\x89PNG")


async def test_the_status_is_shown_while_it_works(plant: Plant) -> None:
    channel = plant.channel()
    ts, _ = await plant.ask("¿cuántas bombas están paradas?", channel)
    shown = [
        call.args for call in plant.slack.called("assistant.threads.setStatus") if call.args["channel_id"] == channel
    ]
    assert [args["thread_ts"] for args in shown] == [ts]


async def test_a_mention_without_a_question_is_answered_with_help(plant: Plant) -> None:
    _, answer = await plant.ask("", plant.channel())
    assert answer["text"]
    assert "Traceback" not in words(answer)
