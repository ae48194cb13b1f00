"""Sessions: they do not mix, choices are taken by id and by words, and one can ask about the answer itself."""

from __future__ import annotations

import asyncio

import pytest

from core.app import Core
from tests.core.asking import Person

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_two_threads_of_one_person_do_not_mix(shared: Core) -> None:
    orders, stops = Person(shared), Person(shared)
    await orders.ask("OT abiertas por área")
    await stops.ask("¿cuántos paros hay en curso?")
    followed = await orders.ask("¿y en soldadura?")
    assert "OT" in followed.text and "paro" not in followed.text
    other = await stops.ask("¿y en soldadura?")
    assert "OT" not in other.text


async def test_threads_that_ask_at_the_same_time_do_not_mix(shared: Core) -> None:
    subjects = ["OT abiertas", "equipos parados", "paros en curso", "fallas de este año"]
    people = [Person(shared) for _ in subjects]
    await asyncio.gather(*(person.ask(f"¿cuántas {text}?") for person, text in zip(people, subjects, strict=True)))
    together = await asyncio.gather(*(person.ask("¿y en soldadura?") for person in people))
    for text, reply in zip(subjects, together, strict=True):
        alone = Person(shared)
        await alone.ask(f"¿cuántas {text}?")
        assert reply.rows == (await alone.ask("¿y en soldadura?")).rows, text
        assert "Welding" in reply.text


async def test_a_choice_is_taken_by_its_id(shared: Core) -> None:
    person = Person(shared)
    asked = await person.ask("overdue")
    assert asked.action == "clarify" and asked.clarification is not None
    labels = {choice.label: choice.id for choice in asked.clarification.choices}
    orders = await person.ask(choice=labels["Overdue work orders"])
    alone = await Person(shared).ask("overdue work orders")
    assert orders.action == "data" and orders.rows == alone.rows


@pytest.mark.parametrize("said", ["2", "the second", "the second one", "work orders", "Overdue work orders"])
async def test_a_choice_is_taken_by_words(shared: Core, said: str) -> None:
    person = Person(shared)
    await person.ask("overdue")
    answered = await person.ask(said)
    assert answered.action == "data", answered.text
    assert answered.rows == (await Person(shared).ask("overdue work orders")).rows


async def test_the_words_of_a_choice_are_no_question_of_their_own(shared: Core) -> None:
    """Somebody asked just «equipos»; that plan must not answer «¿de qué?» elsewhere."""
    running = Person(shared)
    await running.ask("¿cuántos equipos hay en espera?")
    every = await running.ask("equipos")
    person = Person(shared)
    await person.ask("¿cuántos equipos hay en reserva?")
    await person.ask("vencidos")
    chosen = await person.ask("equipos vencidos")
    assert chosen.rows and every.rows and len(chosen.rows) < len(every.rows)


async def test_a_choice_that_nobody_offered_is_asked_about_not_guessed(shared: Core) -> None:
    reply = await Person(shared).ask(choice="7")
    assert reply.action in ("help", "clarify")
    assert reply.rows is None


async def test_a_new_topic_forgets_the_last_one(shared: Core) -> None:
    person = Person(shared)
    await person.ask("OT abiertas por área")
    assert (await person.ask("nuevo tema")).action == "help"
    reply = await person.ask("solo las preventivas")
    assert "abiertas" not in reply.text and "se mantiene" not in str(reply.assumptions)


async def test_undo_goes_back_to_the_result_before(shared: Core) -> None:
    person = Person(shared)
    first = await person.ask("OT abiertas por área")
    narrowed = await person.ask("solo preventivas")
    back = await person.ask("deshaz")
    assert back.rows == first.rows != narrowed.rows


async def test_how_it_was_counted_is_told_without_a_query(shared: Core) -> None:
    person = Person(shared)
    asked = await person.ask("¿cuántas OT abiertas hay?")
    told = await person.ask("¿cómo lo calculaste?")
    assert (told.action, told.metrics.sql_time, told.metrics.sql_attempts) == ("answer", 0.0, 0)
    assert told.sql == asked.sql and told.rows == asked.rows
    assert not told.artifacts


async def test_a_chart_of_the_last_result_runs_no_query(shared: Core) -> None:
    person = Person(shared)
    listed = await person.ask("OT abiertas por área")
    drawn = await person.ask("hazme una gráfica")
    assert (drawn.action, drawn.metrics.sql_attempts, drawn.metrics.sql_time) == ("image", 0, 0.0)
    assert drawn.rows == listed.rows and drawn.artifact("image") is not None


async def test_a_chart_of_nothing_says_that_there_is_nothing_yet(shared: Core) -> None:
    reply = await Person(shared).ask("hazme una gráfica")
    assert reply.rows is None and reply.artifact("image") is None
    assert reply.action in ("help", "clarify")


async def test_a_button_speaks_of_the_answer_it_stands_under(shared: Core) -> None:
    person = Person(shared)
    await person.ask("¿cuántas OT abiertas hay?")
    orders = person.asked[-1]
    await person.ask("¿cuántos equipos parados hay?")
    about = await person.ask("¿y en soldadura?", about=orders.id)
    alone = await Person(shared).ask("¿cuántas OT abiertas hay en soldadura?")
    assert about.rows == alone.rows
    assert "OT" in about.text


async def test_a_button_under_an_answer_that_is_gone_goes_on_from_the_last(shared: Core) -> None:
    person = Person(shared)
    await person.ask("¿cuántas OT abiertas hay?")
    reply = await person.ask("¿y en soldadura?", about="no such question")
    assert "OT" in reply.text and "Welding" in reply.text


async def test_a_question_with_a_day_of_its_own_counts_from_that_day(shared: Core) -> None:
    from datetime import date

    text = "¿cuántas OT se cerraron este mes?"
    now = await Person(shared).ask(text)
    then = await Person(shared).ask(text, today=date(2026, 10, 15))
    assert "2026-10-01" in (then.sql or "") and "2026-11-01" in (now.sql or "")
    assert then.rows != now.rows


async def test_a_reply_holds_what_adapters_show(shared: Core) -> None:
    reply = await Person(shared).ask("open work orders by area, with a chart")
    assert reply.action == "data_image"
    assert [file.kind for file in reply.artifacts] == ["data", "workbook", "image", "code"]
    assert reply.table is not None and reply.columns is not None and reply.rows is not None
    assert reply.chart_title and not reply.chartable
    assert reply.freshness and reply.sql
    metrics = reply.metrics
    assert metrics.total_time >= metrics.plan_time + metrics.sql_time + metrics.image_time
    assert metrics.image_time > 0 and metrics.sql_attempts <= 1
