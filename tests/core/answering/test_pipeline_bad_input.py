"""What is no question: one clear sentence in the person's language, a code, nothing half-written."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.answering.opening import LONGEST_QUESTION
from core.app import Core
from tests.core.asking import Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

ENGLISH = "how many machines are down and which of them are critical? "


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty_question"),
        ("   \t\n ", "empty_question"),
        ("\x00\x01\x07", "empty_question"),
        ("\x1b[31m\x1b[0m", "empty_question"),
        ("¿cuántas bombas hay? " * 1000, "question_too_long"),
        ("x" * 20_000, "question_too_long"),
    ],
)
async def test_what_cannot_be_read_is_an_error_in_one_sentence(shared: Core, text: str, code: str) -> None:
    docs = Path(shared.settings.chat_docs_dir)
    before = set(docs.iterdir()) if docs.exists() else set()
    reply = await Person(shared).ask(text)
    assert (reply.action, reply.error_code, reply.metrics.flow) == ("error", code, "failed")
    assert reply.text and "Traceback" not in reply.text and "{" not in reply.text
    assert reply.sql is None and reply.rows is None and not reply.artifacts
    assert (set(docs.iterdir()) if docs.exists() else set()) == before


async def test_a_long_question_is_refused_from_one_character_too_many(shared: Core) -> None:
    asked = "how many pumps are down".ljust(LONGEST_QUESTION)
    person = Person(shared)
    assert (await person.ask(asked)).action == "data"
    reply = await person.ask(asked + " ")
    assert reply.error_code == "question_too_long"
    assert str(LONGEST_QUESTION) in reply.text


async def test_the_error_is_in_the_questions_language_even_when_it_is_too_long(shared: Core) -> None:
    assert (await Person(shared).ask(ENGLISH * 400)).text.startswith("The question is too long")


@pytest.mark.parametrize("text", ["🔥🔥🔥", "?!", "..."])
async def test_signs_alone_are_answered_with_examples(shared: Core, text: str) -> None:
    reply = await Person(shared).ask(text)
    assert (reply.action, reply.error_code) == ("help", None)
    assert reply.suggestions


@pytest.mark.parametrize(
    "text", ["wie viele Pumpen sind kaputt", "combien de machines sont en panne", "сколько насосов стоит", "今何台"]
)
async def test_another_language_is_never_answered_with_data(shared: Core, text: str) -> None:
    reply = await Person(shared).ask(text)
    assert reply.action in ("refused", "clarify")
    assert reply.sql is None and reply.rows is None


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * FROM equipment",
        "select count(*) from work_order where status = 'open'",
        "DROP TABLE equipment;",
        "'; DELETE FROM work_order; --",
        "UPDATE equipment SET status = 'running'",
    ],
)
async def test_sql_typed_as_a_question_is_not_run(shared: Core, text: str) -> None:
    reply = await Person(shared).ask(text)
    assert reply.action in ("refused", "clarify")
    assert reply.sql is None and reply.rows is None


@pytest.mark.parametrize(
    "text",
    [
        "how\x00 many\x07 pumps are\u200b down",
        "how many\tpumps\r\nare down",
        "\x1b[31mhow many pumps\x1b[0m are down",
    ],
)
async def test_control_characters_do_not_change_the_answer(shared: Core, text: str) -> None:
    plain = await Person(shared).ask("how many pumps are down")
    reply = await Person(shared).ask(text)
    assert (reply.action, reply.rows) == ("data", plain.rows)
    assert reply.text == plain.text


async def test_a_question_that_could_not_be_read_leaves_the_session_as_it_was(shared: Core) -> None:
    person = Person(shared)
    await person.ask("OT abiertas")
    for bad in ("", "y" * 20_000):
        assert (await person.ask(bad)).action == "error"
    reply = await person.ask("¿y en soldadura?")
    assert reply.action == "data"
    assert "Welding" in reply.text and "OT abiertas" in reply.text


async def test_an_error_that_nobody_foresaw_is_one_sentence_too(shared: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr(shared.pipeline.plans.router, "plan", broken)
    reply = await Person(shared).ask("how many chillers are on standby")
    assert (reply.action, reply.error_code) == ("error", "internal")
    assert "secret" not in reply.text and "RuntimeError" not in reply.text
