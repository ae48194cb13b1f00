"""What a newcomer is shown: the plant today against SQL of our own, examples that are answered, names while writing."""

from __future__ import annotations

import sqlite3
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
    assert len({one.topic for one in examples}) >= 4
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

    shown = list(spread({"a": topic("a", 9), "b": topic("b", 1), "c": topic("c", 2)}, 8))
    assert [one.topic for one in shown] == ["a"] * 5 + ["b"] + ["c"] * 2
    assert list(spread({}, 8)) == []


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
