"""What a newcomer is shown: the plant today against SQL of our own, examples that are answered, names while writing."""

from __future__ import annotations

import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from core.answering.starting import EXAMPLES, Example, conditions_of_today, made_up, spread
from core.app import Core
from core.kernel.messages import Language, Viewer
from tests.core.asking import Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

VIEWER = Viewer(platform="rest", id="ana")
PRESSING = (
    "SELECT COUNT(*) FROM equipment WHERE status = 'down'",
    "SELECT COUNT(*) FROM equipment WHERE status <> 'retired' AND next_maintenance < '2026-11-22'",
    "SELECT COUNT(*) FROM work_order WHERE status IN ('open', 'in_progress', 'waiting_parts') AND due_on < '2026-11-22'",
)


@pytest.mark.parametrize("language", ["es", "en"])
async def test_today_is_counted_by_the_glossarys_sql(shared: Core, demo_file: Path, language: Language) -> None:
    with closing(sqlite3.connect(demo_file)) as connection:
        expected = [connection.execute(sql).fetchone()[0] for sql in PRESSING]
    shown = await shared.starting.today(language)
    bold = [span.text for one in shown for span in one.headline if span.bold]
    assert [int("".join(sign for sign in text if sign.isdigit())) for text in bold] == expected


@pytest.mark.parametrize("language", ["es", "en"])
async def test_a_figure_of_today_lists_as_many_when_it_is_asked(shared: Core, language: Language) -> None:
    for one in await shared.starting.today(language):
        reply = await Person(shared).ask(one.text, language=language)
        assert (reply.action, reply.language) == ("data", language), one.text
        count = next(int("".join(filter(str.isdigit, span.text))) for span in one.headline if span.bold)
        assert len(reply.rows or ()) == count, one.text


@pytest.mark.parametrize("language", ["es", "en"])
async def test_every_example_is_answered_in_its_language(shared: Core, language: Language) -> None:
    examples = await shared.starting.examples(language)
    assert len(examples) == EXAMPLES
    assert max(Counter(one.topic for one in examples).values()) <= 2
    for one in examples:
        reply = await Person(shared).ask(one.text)
        assert reply.action in ("data", "data_image"), one.text
        assert reply.language == language, one.text


async def test_a_plant_with_few_examples_is_given_plain_questions(shared: Core) -> None:
    texts = list(made_up(shared.model, "es"))
    assert "OT por mes este año" in texts
    assert "Fallas por área" in texts
    understood = [text for text in texts[:EXAMPLES] if (await Person(shared).ask(text)).action.startswith("data")]
    assert len(understood) >= EXAMPLES // 2


async def test_what_is_pressing_goes_on_or_is_past_its_date(shared: Core) -> None:
    found = [(one.dataset, one.name) for one in conditions_of_today(shared.model)]
    assert found == [("equipment", "down"), ("equipment", "overdue"), ("work_order", "overdue")]


async def test_topics_share_the_room() -> None:
    def topic(name: str, count: int) -> list[Example]:
        return [Example(name, f"{name}{place}") for place in range(count)]

    shown = list(spread({"a": topic("a", 9), "b": topic("b", 1), "c": topic("c", 2)}, 8, 4))
    assert [one.topic for one in shown] == ["a"] * 4 + ["b"] + ["c"] * 2
    assert [one.topic for one in spread({"a": topic("a", 9), "b": topic("b", 9)}, 3, 2)] == ["a", "a", "b"]
    assert list(spread({}, 8, 2)) == []


@pytest.mark.parametrize(
    ("language", "text", "start", "first", "kind"),
    [
        ("es", "paro de bot", 8, "Bottling", "área"),
        ("en", "downtime in bot", 12, "Bottling", "area"),
        ("es", "cv10", 0, "CV-101", "equipo"),
        ("es", "¿cómo va CV-10", 9, "CV-101", "equipo"),
        ("es", "disponi", 0, "disponibilidad", "medida"),
        ("en", "availab", 0, "availability", "measure"),
        ("es", "cuántas refacc", 8, "refacciones", "tema"),
        ("es", "¿cuántas BÓMB", 9, "bombas", "tipo"),
        ("es", "paros en soldad", 9, "soldadura", "área"),
        ("es", "OT venci", 3, "vencidas", "ot"),
        ("en", "OVERD", 0, "overdue", "work orders"),
        ("es", "paros por a", 10, "área", "desglose"),
        ("es", "Paros por ", 10, "área", "desglose"),
        ("es", "OT agrupadas por tur", 17, "turno", "técnicos"),
        ("en", "work orders by pri", 15, "priority", "work orders"),
        ("en", "downtime per mo", 13, "month", "calendar"),
        ("es", "paros por bot", 10, "Bottling", "área"),
    ],
)
async def test_names_are_completed(
    shared: Core, language: Language, text: str, start: int, first: str, kind: str
) -> None:
    found = await shared.starting.completions(VIEWER, text, language)
    assert found.start == start
    assert (found.options[0].text, found.options[0].kind.lower()) == (first, kind)
    assert len(found.options) <= 7


@pytest.mark.parametrize("text", ["", " ", "bo", "Bottling", "bottling ", "xyzzy", "¿", "de", "()", "WO-2026-03"])
async def test_nothing_is_offered_for_too_little_for_a_whole_name_and_for_none(shared: Core, text: str) -> None:
    assert (await shared.starting.completions(VIEWER, text, "es")).options == ()


async def test_people_are_not_offered(shared: Core, demo_file: Path) -> None:
    with closing(sqlite3.connect(demo_file)) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM technician")]
    for name in names:
        offered = await shared.starting.completions(VIEWER, name[:-1], "es")
        assert not {option.text for option in offered.options} & set(names), name


async def test_only_what_parts_the_rows_is_offered_behind_by(shared: Core) -> None:
    """No order belongs to a stop, and no part is of a shift: by the keys of the demo's tables."""
    for text, no in (("refacciones por tur", "turno"), ("equipos por tur", "turno"), ("OT por causa", "causa")):
        offered = await shared.starting.completions(VIEWER, text, "es")
        assert no not in [option.text for option in offered.options], text
    whole = await shared.starting.completions(VIEWER, "paros por área", "es")
    assert whole.options == ()
