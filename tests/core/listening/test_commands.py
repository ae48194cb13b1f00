"""Quick commands: how they are read, what they ask, and the two answers that are composed here."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from core.kernel.messages import Cell, Column, Language, Question, Reply, Span, Suggestion, Table, Thread, Viewer
from core.listening import commands
from core.listening.commands import COMMANDS, Command, parse, parse_first_word, wordings
from core.sentences import commands as words

TEMPLATE = Question(
    id="slack:T1:command:1",
    thread=Thread(platform="slack", workspace="T1", channel="C1", thread="command-1"),
    viewer=Viewer(platform="slack", workspace="T1", id="U1"),
    text="",
    received_at=datetime(2026, 11, 22, tzinfo=UTC),
    alone=True,
)


def reply(rows: tuple[tuple[Cell, ...], ...] = (), **more: Any) -> Reply:
    fields: dict[str, Any] = {
        "question_id": "q",
        "language": "es",
        "action": "data",
        "headline": (Span(text="de la planta"),),
        "rows": rows,
        "sql": "SELECT 1",
        "assumptions": ("estado actual",),
        "suggestions": (Suggestion(label="x", text="x"),),
        "chartable": True,
    }
    return Reply(**{**fields, **more})


class Asked:
    """Answers from a script and keeps what it was asked."""

    def __init__(self, answers: dict[str, Reply]) -> None:
        self.answers = answers
        self.asked: list[Question] = []

    async def ask(self, question: Question) -> Reply:
        self.asked.append(question)
        unknown = reply(action="clarify", headline=(Span(text=f"No sé qué es «{question.text}»."),))
        return self.answers.get(question.text, unknown)


async def run(name: str, text: str, answers: dict[str, Reply]) -> tuple[Reply, Asked]:
    command = parse(name, text)
    assert command is not None
    door = Asked(answers)
    return await commands.answer(door, command, TEMPLATE), door


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("/equipos", "", Command("equipment", "es")),
        ("equipos", "  parados   empaque ", Command("equipment", "es", "parados empaque")),
        ("/Equipment", "by area public", Command("equipment", "en", "by area", public=True)),
        ("/ot", "público", Command("orders", "es", public=True)),
        ("/ot", "vencidas publico.", Command("orders", "es", "vencidas", public=True)),
        ("/workorders", "help", Command("orders", "en", help=True)),
        ("/equipos", "ayuda público", Command("equipment", "es", public=True, help=True)),
        ("ayuda", "", Command("help", "es", help=True)),
        ("/equipos", "servicio público norte", Command("equipment", "es", "servicio público norte")),
    ],
)
def test_parse(name: str, text: str, expected: Command) -> None:
    assert parse(name, text) == expected


def test_what_is_no_command() -> None:
    assert parse("/paros", "") is None
    assert parse_first_word("¿cuántos equipos hay?") is None
    assert parse_first_word("help me with P-101") is None
    assert parse_first_word("equipos parados") == Command("equipment", "es", "parados")
    assert parse_first_word("OT") == Command("orders", "es")
    assert parse_first_word("ayuda") == Command("help", "es", help=True)
    assert parse_first_word("") is None


@pytest.mark.parametrize(
    ("name", "text", "first"),
    [
        ("equipos", "parados empaque", "equipos parados empaque"),
        ("equipment", "down packaging critical", "equipment down packaging critical"),
        ("equipos", "equipos parados", "equipos parados"),
        ("equipos", "máquinas críticas", "máquinas críticas"),
        ("ot", "empaque", "OT abiertas empaque"),
        ("ot", "vencidas empaque", "OT vencidas empaque"),
        ("ot", "órdenes cerradas ayer", "órdenes cerradas ayer"),
        ("workorders", "bottling", "open work orders bottling"),
        ("workorders", "overdue by area", "work orders overdue by area"),
        ("ot", "WO-2026-02571", "WO-2026-02571"),
    ],
)
def test_wordings_begin_with_the_commands_own_language(name: str, text: str, first: str) -> None:
    command = parse(name, text)
    assert command is not None
    assert wordings(command)[0] == first
    assert len(wordings(command)) == 2


STATUSES: tuple[tuple[Cell, ...], ...] = (
    ("down", 22),
    ("maintenance", 17),
    ("retired", 9),
    ("running", 168),
    ("standby", 24),
)


async def test_counts_by_status_as_people_expect_them() -> None:
    answer, pipeline = await run("/equipos", "", {"equipos por estado": reply(STATUSES)})
    assert (
        answer.text
        == "231 equipos: 168 operando · 24 en espera · 22 parados · 17 en mantenimiento (9 retirados aparte)"
    )
    assert [span.text for span in answer.headline if span.bold] == ["231 equipos"]
    assert answer.sql == "SELECT 1"
    assert answer.assumptions == ("estado actual",)
    assert answer.table is None
    assert answer.suggestions == ()
    (question,) = pipeline.asked
    assert question.offline
    assert question.kind == "command"
    assert question.language == "es"
    assert question.thread != TEMPLATE.thread


async def test_the_same_in_english_and_in_the_singular() -> None:
    rows: tuple[tuple[Cell, ...], ...] = (("down", 1), ("retired", 1))
    answer, _ = await run("/equipment", "", {"equipment by status": reply(rows, language="en")})
    assert answer.text == "1 machine: 1 down (1 retired, not counted)"
    spanish, _ = await run("/equipos", "", {"equipos por estado": reply(rows)})
    assert spanish.text == "1 equipo: 1 parado (1 retirado aparte)"


async def test_statuses_that_are_translated_or_the_plants_own() -> None:
    rows: tuple[tuple[Cell, ...], ...] = (("En espera", 3), ("Bajo revisión", 2), ("operando", 1))
    answer, _ = await run("/equipos", "", {"equipos por estado": reply(rows)})
    assert answer.text == "6 equipos: 1 operando · 3 en espera · 2 Bajo revisión"


async def test_an_empty_plant_and_a_broken_one() -> None:
    broken = reply(action="error", error_code="database_unavailable")
    answer, _ = await run("/equipos", "", {"equipos por estado": broken})
    assert answer.error_code == "database_unavailable"
    nothing, _ = await run("/equipos", "", {"equipos por estado": reply((("running", 0),))})
    assert nothing.text == "No hay equipos registrados."
    strange, _ = await run("/equipos", "", {"equipos por estado": reply(((1.5, None),))})
    assert strange.text == "de la planta"


@pytest.mark.parametrize(
    ("opened", "overdue", "spanish", "english"),
    [
        (184, 31, "184 OT abiertas, 31 de ellas vencidas.", "184 open work orders, 31 of them overdue."),
        (184, 1, "184 OT abiertas, 1 de ellas vencida.", "184 open work orders, 1 of them overdue."),
        (184, 0, "184 OT abiertas, ninguna vencida.", "184 open work orders, none overdue."),
        (1, 1, "1 OT abierta, y está vencida.", "1 open work order, and it is overdue."),
        (1, 0, "1 OT abierta, y está en tiempo.", "1 open work order, and it is on time."),
        (0, 0, "No hay OT abiertas.", "There are no open work orders."),
        (1184, 1031, "1,184 OT abiertas, 1,031 de ellas vencidas.", "1,184 open work orders, 1,031 of them overdue."),
    ],
)
async def test_open_and_overdue(opened: int, overdue: int, spanish: str, english: str) -> None:
    answer, pipeline = await run("/ot", "", {"OT abiertas": reply(((opened,),)), "OT vencidas": reply(((overdue,),))})
    assert answer.text == spanish
    assert len({question.id for question in pipeline.asked}) == 2
    assert len({question.thread.key for question in pipeline.asked}) == 2
    in_english = {
        "open work orders": reply(((opened,),), language="en"),
        "overdue work orders": reply(((overdue,),), language="en"),
    }
    answer, _ = await run("/workorders", "", in_english)
    assert answer.text == english


async def test_a_list_is_counted_by_its_rows() -> None:
    table = Table(columns=(Column(name="a", label="a"),), rows=(("x",),), total=12)
    listed = reply((("x",), ("y",)), table=table)
    answer, _ = await run("/ot", "", {"OT abiertas": listed, "OT vencidas": reply(((0,),))})
    assert answer.text == "12 OT abiertas, ninguna vencida."


async def test_filters_in_the_other_language() -> None:
    answers = {"equipment down packaging": reply(headline=(Span(text="4 down"),), language="en")}
    answer, pipeline = await run("/equipos", "down packaging", answers)
    assert answer.text == "4 down"
    assert [question.text for question in pipeline.asked] == ["equipos down packaging", "equipment down packaging"]
    assert [question.language for question in pipeline.asked] == ["es", None]


@pytest.mark.parametrize("name", ["equipos", "equipment", "ot", "workorders"])
async def test_what_is_not_understood_has_three_examples(name: str) -> None:
    answer, _ = await run(name, "flurbas", {})
    subject, language = COMMANDS[name]
    assert answer.action == "clarify"
    for example in words.EXAMPLES[subject][language]:
        assert example in answer.text
    assert "flurbas" in answer.text


@pytest.mark.parametrize(("name", "language"), [("ayuda", "es"), ("help", "en"), ("equipos", "es")])
async def test_help(name: str, language: Language) -> None:
    answer, pipeline = await run(name, "help", {})
    assert answer.action == "help"
    assert answer.language == language
    assert "/equip" in answer.text
    assert pipeline.asked == []


@pytest.mark.parametrize(("platform", "slash"), [("slack", True), ("teams", False)])
@pytest.mark.parametrize("language", ["es", "en"])
def test_help_is_written_as_the_platform_is_typed(platform: str, slash: bool, language: Language) -> None:
    asked = TEMPLATE.model_copy(update={"thread": TEMPLATE.thread.model_copy(update={"platform": platform})})
    for command in (Command("help", language, help=True), Command("orders", language, help=True)):
        said = commands.usage(asked, command).text
        assert ("/ot" in said or "/workorders" in said) is slash
        assert ("público" in said or "public" in said) is slash
    confused = commands.not_understood(asked, Command("orders", language, "flurbas"), None).text
    assert ("/ot" in confused or "/workorders" in confused) is slash
