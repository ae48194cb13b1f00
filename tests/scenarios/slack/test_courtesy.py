"""Thanks in a direct message are answered with a line, not with a help card."""

from __future__ import annotations

import pytest

from tests.fakes.slack_people import elements, labels
from tests.scenarios.slack.plant import Plant


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("gracias", "De nada."),
        ("thanks!", "You're welcome."),
        ("👍", "De acuerdo."),
        ("ok", "De acuerdo."),
    ],
)
async def test_a_courtesy_in_a_dm_gets_a_line(plant: Plant, text: str, line: str) -> None:
    user = plant.person()
    dm = plant.slack.dm(user).id
    ts = await plant.people.write(text, channel=dm, user=user)
    answer = (await plant.said(dm, ts))[0]
    assert answer["text"].startswith(line)
    assert len(answer["text"]) < 80
    assert elements(answer) == []


async def test_thanks_to_the_bot_in_a_channel_too(plant: Plant) -> None:
    channel = plant.channel()
    _, answer = await plant.ask("muchas gracias 🙏", channel)
    assert answer["text"].startswith("De nada.")


async def test_thanks_do_not_end_a_clarification(plant: Plant) -> None:
    user = plant.person()
    dm = plant.slack.dm(user).id
    first = await plant.people.write("vencidos", channel=dm, user=user)
    assert len(labels((await plant.said(dm, first))[0])) >= 2
    second = await plant.people.write("gracias", channel=dm, user=user)
    assert (await plant.said(dm, second))[0]["text"].startswith("De nada.")
    third = await plant.people.write("la 1", channel=dm, user=user)
    assert any(character.isdigit() for character in (await plant.said(dm, third))[0]["text"])


async def test_an_ok_takes_the_only_choice(plant: Plant) -> None:
    user = plant.person()
    dm = plant.slack.dm(user).id
    first = await plant.people.write("bombas flurbas paradas", channel=dm, user=user)
    offered = (await plant.said(dm, first))[0]
    assert "Ver las 4 bombas paradas" in labels(offered)
    second = await plant.people.write("ok", channel=dm, user=user)
    assert "bomba" in (await plant.said(dm, second))[0]["text"]


async def test_two_quick_replies_under_an_answer_both_go_on_from_it(plant: Plant) -> None:
    user = plant.person()
    dm = plant.slack.dm(user).id
    ts = await plant.people.write("¿cuántas OT abiertas hay en Packaging?", channel=dm, user=user)
    await plant.answers(dm, ts, 1)
    await plant.people.write("¿y en soldadura?", channel=dm, user=user, thread_ts=ts)
    await plant.people.write("¿y en pintura?", channel=dm, user=user, thread_ts=ts)
    texts = [message["text"] for message in await plant.answers(dm, ts, 3)]
    assert all("OT abiertas" in text for text in texts), texts


async def test_a_reply_under_a_question_that_is_not_answered_yet(plant: Plant) -> None:
    user = plant.person()
    dm = plant.slack.dm(user).id
    ts = await plant.people.write("¿cuántas OT abiertas hay en Packaging?", channel=dm, user=user)
    await plant.people.write("¿y en soldadura?", channel=dm, user=user, thread_ts=ts)
    texts = [message["text"] for message in await plant.answers(dm, ts, 2)]
    assert all("OT abiertas" in text for text in texts), texts
