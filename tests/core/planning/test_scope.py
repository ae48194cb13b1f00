"""An answer's limits: named, taken away with a press, brought back; the counts against SQL of our own."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.app import Core
from core.kernel.messages import Reply
from core.planning.scope import without
from core.semantics.query import Compare, FieldRef, Period, SemanticQuery
from tests.core.asking import Person

pytestmark = pytest.mark.asyncio(loop_scope="module")

LATE = "status IN ('open', 'in_progress', 'waiting_parts') AND due_on < '2026-11-22'"
FROM = (
    "FROM work_order w JOIN equipment e ON e.id = w.equipment_id JOIN area a ON a.id = e.area_id "
    f"WHERE w.{LATE.replace('due_on', 'w.due_on')}"
)


def count(demo_file: Path, sql: str) -> int:
    with closing(sqlite3.connect(demo_file)) as connection:
        return int(connection.execute(f"SELECT COUNT(*) {sql}").fetchone()[0])


def states(reply: Reply) -> dict[str, str]:
    return {part.label: part.state for part in reply.scope}


async def test_each_limit_is_a_part_and_a_press_takes_it_away(shared: Core, demo_file: Path) -> None:
    person = Person(shared)
    reply = await person.ask("OT vencidas en Bottling")
    assert states(reply) == {"OT vencidas": "asked", "en Bottling": "asked"}
    assert len(reply.rows or ()) == count(demo_file, f"{FROM} AND a.name = 'Bottling'")
    place = next(part for part in reply.scope if part.label == "en Bottling")
    wider = await person.ask("Sin «en Bottling»", kind="button", choice=place.id, about=reply.question_id)
    assert len(wider.rows or ()) == count(demo_file, FROM)
    assert states(wider) == {"OT vencidas": "asked"}
    assert wider.language == "es"


async def test_what_a_follow_up_kept_is_marked_and_an_earlier_answer_can_be_pressed(
    shared: Core, demo_file: Path
) -> None:
    person = Person(shared)
    first = await person.ask("OT vencidas en Bottling")
    second = await person.ask("¿y las de prioridad alta?")
    assert states(second) == {"OT vencidas": "kept", "en Bottling": "kept", "de prioridad alta": "asked"}
    part = next(part for part in second.scope if part.label == "en Bottling")
    wider = await person.ask("Sin «en Bottling»", kind="button", choice=part.id, about=second.question_id)
    assert len(wider.rows or ()) == count(demo_file, f"{FROM} AND w.priority = 'high'")
    # The first answer's own limits still stand under it.
    part = next(part for part in first.scope if part.label == "OT vencidas")
    all_there = await person.ask("Sin «OT vencidas»", kind="button", choice=part.id, about=first.question_id)
    assert all_there.action == "data"
    assert states(all_there) == {"en Bottling": "asked"}


async def test_what_a_new_topic_let_go_of_can_be_brought_back(shared: Core) -> None:
    person = Person(shared)
    await person.ask("OT vencidas en Bottling")
    other = await person.ask("MTBF de las bombas")
    dropped = next(part for part in other.scope if part.state == "dropped")
    assert dropped.id is None
    back = await person.ask(dropped.text or "")
    assert "en Bottling" in states(back)


async def test_the_period_is_a_part(shared: Core) -> None:
    person = Person(shared)
    reply = await person.ask("failures of pumps in October 2026")
    part = next(part for part in reply.scope if "Oct 2026" in part.label)
    wider = await person.ask("Without", kind="button", choice=part.id, about=reply.question_id)
    assert wider.action == "data"
    assert all("Oct 2026" not in label for label in states(wider))


async def test_one_thing_alone_has_no_limits_to_take_away(shared: Core) -> None:
    assert (await Person(shared).ask("¿cuál es el estado de CV-105?")).scope == ()


async def test_a_press_on_what_is_gone_is_refused(shared: Core) -> None:
    person = Person(shared)
    reply = await person.ask("OT vencidas en Bottling")
    gone = await person.ask("Sin", kind="button", choice=reply.scope[0].id, about="another question")
    assert gone.action == "error"


QUERY = SemanticQuery(
    dataset="equipment",
    shape="list",
    filters=(
        Compare(field=FieldRef(dataset="area", field="name"), op="=", values=("Paint",)),
        Compare(field=FieldRef(dataset="equipment", field="type"), op="=", values=("pump",)),
    ),
    period=Period(),
)


async def test_only_the_limit_of_that_id_goes() -> None:
    first = without(QUERY, "without:0")
    assert first is not None
    assert first.filters == QUERY.filters[1:]
    assert first.period == QUERY.period
    undated = without(QUERY, "without:period")
    assert undated is not None
    assert (undated.period, undated.filters) == (None, QUERY.filters)


@pytest.mark.parametrize("choice", ["1", "without:", "without:2", "without:-1", "without:x", "without:١", ""])
async def test_an_id_that_names_no_limit_takes_nothing_away(choice: str) -> None:
    assert without(QUERY, choice) is None


async def test_there_is_no_period_to_take_away() -> None:
    assert without(QUERY.model_copy(update={"period": None}), "without:period") is None
