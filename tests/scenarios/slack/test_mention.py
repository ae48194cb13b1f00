"""A person mentions the bot in a channel, a private channel or a group message."""

from __future__ import annotations

import io

import openpyxl
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


async def test_a_breakdown_comes_with_its_chart_that_tells_all_of_it(plant: Plant) -> None:
    channel = plant.channel()
    _, answer = await plant.ask("equipos por área", channel)
    areas = plant.column("SELECT DISTINCT area.name FROM area JOIN equipment ON equipment.area_id = area.id")
    assert any(area in words(answer) for area in areas)
    assert not any(block["type"] == "table" for block in answer["blocks"])
    (picture,) = [block for block in answer["blocks"] if block["type"] == "image"]
    png = plant.slack.files[picture["slack_file"]["id"]]
    assert png["content"].startswith(b"\x89PNG")
    assert png["title"] == "Gráfica (PNG) · Equipos por área"
    assert picture["alt_text"] == "Gráfica: Equipos por área"


async def test_a_long_list_comes_with_a_workbook_of_all_rows(plant: Plant) -> None:
    channel = plant.channel()
    ts, answer = await plant.ask("lista de OT vencidas", channel)
    assert any(block["type"] == "table" for block in answer["blocks"])
    (file,) = (await plant.said(channel, ts, 2))[1]["files"]
    assert file["name"].startswith("ot_vencidas_2026-11-22-") and file["name"].endswith(".xlsx")
    rows = openpyxl.load_workbook(io.BytesIO(plant.slack.files[file["id"]]["content"]))["Datos"]
    numbers = [row[0].value for row in rows.iter_rows(min_row=2)]
    assert sorted(numbers) == sorted(
        plant.column(
            "SELECT number FROM work_order WHERE status IN ('open', 'in_progress', 'waiting_parts') AND due_on < '2026-11-22'"
        )
    )


async def test_the_csv_that_is_asked_for_follows_the_message_with_its_chart(plant: Plant) -> None:
    channel = plant.channel()
    ts, answer = await plant.ask("OT abiertas por área, con gráfica, en csv", channel)
    files = (await plant.said(channel, ts, 2))[1]["files"]
    assert [part["name"].rpartition(".")[2] for part in files] == ["csv"]
    assert any(block["type"] == "image" for block in answer["blocks"])


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
