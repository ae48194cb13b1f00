"""People talk to each other in a thread with the bot: it answers what is for it, and keeps out of the rest."""

from __future__ import annotations

import pytest

from tests.fakes.slack_people import labels
from tests.scenarios.slack.plant import Plant

CHATTER = (
    "ya lo reviso yo",
    "thanks, I'll check it",
    "<@U0BRUNO> ¿puedes ir tú?",
    "¿puedes ir, <@U0BRUNO>?",
    "ok",
    "👍",
    "va, gracias",
    ":tada:",
    "la bomba está parada",
    "ya están cerradas",
    "it was closed yesterday",
    "mañana",
    "dame un minuto",
    "cierra la OT por favor",
    "Ana, ¿puedes ir tú?",
    "qué raro",
    "hola, buenos días",
    "https://planta.mx/?id=3",
    "Bruno, ¿ya revisaste la de M-129?",
    "¿a qué hora es la junta?",
    "¿quién trae las llaves?",
    "¿me prestas tu multímetro?",
    "¿viste el partido?",
    "¿ya comiste?",
    "¿sí?",
    "en la línea 3",
    "el lunes",
    "necesito refacciones",
    "¿me ayudas con las OT?",
    "los mecánicos",
    "turno de noche",
    "¿cuántos zurbos hay?",
)


async def test_talk_between_people_is_left_alone_and_forgets_nothing(plant: Plant) -> None:
    channel = plant.channel()
    ts, _ = await plant.ask("¿cuántas OT abiertas hay en Packaging?", channel)
    for place, text in enumerate(CHATTER):
        user = "U0ASHA" if place % 2 else "U0BRUNO"
        await plant.people.write(text, channel=channel, thread_ts=ts, user=user)
    await plant.people.write("por área", channel=channel, thread_ts=ts)
    answers = await plant.answers(channel, ts, 2)
    assert len(answers) == 2
    assert "Packaging" in answers[1]["text"]
    statuses = [
        call for call in plant.slack.called("assistant.threads.setStatus") if call.args["channel_id"] == channel
    ]
    assert len(statuses) <= 1, "only the mention showed that the bot works"
    # The inbox keeps none of it open; the answer's own files may still be on their way.
    assert {question.text for question in await plant.core.inbox.unfinished()} <= {"por área"}


@pytest.mark.parametrize(
    "text", ["¿y en soldadura?", "and last month?", "how many are overdue", "¿cuántas OT vencidas hay?"]
)
async def test_a_question_without_a_mention_is_answered(plant: Plant, text: str) -> None:
    channel = plant.channel()
    ts, _ = await plant.ask("¿cuántas OT abiertas hay en Packaging?", channel)
    await plant.people.write(text, channel=channel, thread_ts=ts, user="U0BRUNO")
    assert len(await plant.answers(channel, ts, 2)) == 2


@pytest.mark.parametrize("text", ["solo las críticas", "only critical ones", "cuales son", "hazme una gráfica"])
async def test_a_short_follow_up_is_answered_to_who_asked_and_to_nobody_else(plant: Plant, text: str) -> None:
    channel = plant.channel()
    ts, _ = await plant.ask("¿cuántas OT abiertas hay en Packaging?", channel)
    await plant.people.write(text, channel=channel, thread_ts=ts, user="U0BRUNO")
    await plant.people.write(text, channel=channel, thread_ts=ts)
    await plant.people.write("¿y en soldadura?", channel=channel, thread_ts=ts, user="U0BRUNO")
    assert len(await plant.answers(channel, ts, 3)) == 3


async def test_what_is_not_understood_is_answered_when_it_names_the_bot(plant: Plant) -> None:
    channel = plant.channel()
    ts, _ = await plant.ask("¿cuántas OT abiertas hay en Packaging?", channel)
    await plant.people.write("bot, ¿cuántos zurbos hay?", channel=channel, thread_ts=ts)
    assert "zurbos" in (await plant.answers(channel, ts, 2))[1]["text"]


async def test_a_yes_to_our_offer_is_taken_from_who_got_it(plant: Plant) -> None:
    channel = plant.channel()
    ts, offered = await plant.ask("cierra todas las OT vencidas", channel)
    assert "¿Te las listo" in offered["text"]
    await plant.people.write("sí", channel=channel, thread_ts=ts, user="U0BRUNO")
    await plant.people.write("sí", channel=channel, thread_ts=ts)
    answers = await plant.answers(channel, ts, 2)
    assert len(answers) == 2
    assert "vencidas" in answers[1]["text"]


async def test_a_mention_is_answered_whatever_it_says(plant: Plant) -> None:
    channel = plant.channel()
    ts, _ = await plant.ask("¿cuántas OT abiertas hay en Packaging?", channel)
    await plant.people.ask("ya lo reviso yo con <@U0BRUNO>", channel=channel, thread_ts=ts)
    assert len(await plant.answers(channel, ts, 2)) == 2


async def test_a_clarification_waits_through_chatter_for_its_answer(plant: Plant) -> None:
    channel = plant.channel()
    ts, asked = await plant.ask("vencidos", channel)
    choices = [label for label in labels(asked) if label != "Ver SQL"]
    assert len(choices) >= 2
    for text in ("ya voy", "la bomba está parada", "gracias"):
        await plant.people.write(text, channel=channel, thread_ts=ts, user="U0BRUNO")
    await plant.people.write(str(len(choices) + 4), channel=channel, thread_ts=ts)
    again = (await plant.answers(channel, ts, 2))[1]
    assert [label for label in labels(again) if label != "Ver SQL"] == choices
    await plant.people.write("la 1", channel=channel, thread_ts=ts)
    answer = (await plant.answers(channel, ts, 3))[2]
    assert any(character.isdigit() for character in answer["text"])


async def test_an_unfinished_question_goes_before_what_is_said_after_it(plant: Plant) -> None:
    """Whether «por área» is for us depends on the question before it, which may still be on its way."""
    channel = plant.channel()
    ts = await plant.people.ask("¿cuántas OT abiertas hay en Packaging?", channel=channel)
    await plant.people.write("por área", channel=channel, thread_ts=ts)
    await plant.people.write("ya lo reviso yo", channel=channel, thread_ts=ts)
    answers = await plant.answers(channel, ts, 2)
    assert "Packaging" in answers[1]["text"]
