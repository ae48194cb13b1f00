"""A person gives a thumb; it is kept with the plan of the answer."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from tests.scenarios.teams.plant import Plant


async def test_a_thumb_down_with_words(plant: Plant) -> None:
    asked = plant.say.channel("¿cuántas bombas están paradas?", root=plant.thread())
    await plant.ask(asked)
    message = plant.last_id(asked["conversation"]["id"])
    begun = datetime.now(UTC) - timedelta(seconds=1)
    # The message's id is written down just after it was sent: the thumb is pressed until it is.
    for _ in range(100):
        assert await plant.post(plant.say.thumb(asked, message, "dislike", "falta P-101")) == 200
        given = await plant.core.feedback.given(since=begun)
        if given:
            break
    (row,) = given
    assert (row["thumb"], row["comment"]) == ("down", "falta P-101")
    assert json.loads(row["plan"])["kind"] == "own"


async def test_a_client_that_does_not_say_which_answer_means_the_last(plant: Plant) -> None:
    asked = plant.say.channel("¿cuántas bombas hay?", root=plant.thread())
    await plant.ask(asked)
    chain, channel = asked, {**asked, "conversation": {**asked["conversation"], "id": "19:plant@thread.tacv2"}}
    for place, thumb in ((chain, "like"), (channel, "dislike")):
        begun = datetime.now(UTC)
        assert await plant.post(plant.say.thumb(place, "", thumb, who="luis")) == 200
        (row,) = await plant.core.feedback.given(since=begun)
        assert row["thumb"] == ("up" if thumb == "like" else "down")
        assert json.loads(row["plan"])["kind"] == "own"
