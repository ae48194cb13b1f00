"""A person presses what stands under an answer: a suggestion, a chart, the SQL, a thumb."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.fakes.slack_people import labels, words
from tests.scenarios.slack.plant import Plant


async def test_a_suggestion_is_asked_in_the_thread(plant: Plant) -> None:
    channel = plant.channel()
    ts, answer = await plant.ask("¿cuántas OT abiertas hay?", channel)
    suggestions = [label for label in labels(answer) if label not in ("Ver SQL", "Gráfica")]
    assert suggestions
    await plant.people.press(answer, suggestions[0], channel=channel)
    second = (await plant.answers(channel, ts, 2))[1]
    assert "<@U0ASHA> preguntó" in words(second)


async def test_the_chart_button_draws_that_answer(plant: Plant) -> None:
    channel = plant.channel()
    ts, answer = await plant.ask("OT abiertas por planta", channel)  # of two plants there is none unasked
    assert "Gráfica" in labels(answer)
    await plant.people.press(answer, "Gráfica", channel=channel)

    def drawn() -> list[str]:
        blocks = [block for message in plant.slack.said(channel, ts) for block in message["blocks"]]
        return [block["slack_file"]["id"] for block in blocks if block["type"] == "image"]

    assert len(await plant.slack.until(drawn, 60)) == 1


async def test_the_sql_is_one_press_away(plant: Plant) -> None:
    channel = plant.channel()
    _, answer = await plant.ask("¿cuántas bombas están paradas?", channel)
    before = len(plant.slack.views)
    await plant.people.press(answer, "Ver SQL", channel=channel)
    view = (await plant.slack.until(lambda: plant.slack.views[before:]))[0]
    assert "SELECT" in words(view).upper()
    assert "ms" in words(view)


async def test_a_thumb_down_with_what_was_wrong_is_kept_with_the_plan(plant: Plant) -> None:
    channel = plant.channel()
    ts, answer = await plant.ask("¿cuántas bombas están paradas?", channel)
    before = len(plant.slack.views)
    await plant.people.thumb(answer, "negative", channel=channel)
    view = (await plant.slack.until(lambda: plant.slack.views[before:]))[0]
    await plant.people.submit(view, "faltan las de la planta norte")
    kept = await plant.core.feedback.given(since=datetime.now(UTC) - timedelta(minutes=5))
    mine = [one for one in kept if one["question_id"].endswith(f"{channel}:{ts}")]
    assert [(one["thumb"], one["comment"]) for one in mine] == [("down", "faltan las de la planta norte")]
    assert mine[0]["plan"]
