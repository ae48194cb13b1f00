"""Whoever waited for more than two minutes is told so, whether for us or for the platform."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from core.delivery.lateness import late_note
from core.kernel.errors import DeliveryUncertain
from core.state.database import State
from core.state.tables import inbox as rows
from tests.core.delivery.worker_bench import Bench
from tests.core.helpers import question


async def received(state: State, question_id: str, ago: float) -> None:
    moment = datetime.now(UTC) - timedelta(seconds=ago)
    one = rows.update().where(rows.c.question_id == question_id).values(received_at=moment)
    await state.write(lambda connection: connection.execute(one))


@pytest.mark.parametrize(("ago", "said"), [(110, False), (130, True), (7 * 3600, True)])
async def test_it_is_said_from_two_minutes_on(bench: Bench, ago: float, said: bool) -> None:
    await bench.put(question("q1"))
    await received(bench.state, "q1", ago)
    await bench.worker().start()
    await bench.done()
    (text,) = bench.texts
    assert text.startswith("Esta respuesta llega") is said


async def test_the_first_message_says_it_alone_and_the_stored_answer_stays(bench: Bench) -> None:
    bench.adapter.parts = 2
    await bench.put(question("q1"))
    await received(bench.state, "q1", 200)
    await bench.worker().start()
    await bench.done()
    assert ["3 minutos" in text for text in bench.texts] == [True, False]


async def test_an_answer_that_had_arrived_is_not_sent_again_to_say_so(bench: Bench) -> None:
    bench.adapter.after = [DeliveryUncertain("dropped")]
    await bench.put(question("q1"))
    await bench.worker().start()
    await bench.done()
    assert len(bench.texts) == 1 and "llega" not in bench.texts[0]


def test_minutes_then_hours_in_both_languages() -> None:
    assert late_note(125, "es") == "Esta respuesta llega 2 minutos después de tu pregunta."
    assert late_note(119 * 60, "en") == "This answer comes 119 minutes after your question."
    assert late_note(3.9 * 3600, "en") == "This answer comes 3 hours after your question."
