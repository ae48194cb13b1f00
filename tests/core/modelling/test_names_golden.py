"""Plans in names against SQL that a person wrote, on the demo plant; and every query's way to the wire and back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from core.data.database import Database
from core.kernel.messages import Cell
from core.modelling.names.lookup import PlantNames
from core.modelling.names.plan_json import WireQuery, written
from core.modelling.names.reader import PlanReader
from core.modelling.names.writer import PlanWriter
from core.modelling.parse import accept
from core.modelling.values import PlantValues
from core.planning.plan import OwnQuery
from core.semantics.load import load_model
from core.semantics.sql.compile import Compiler
from core.semantics.values import ValueIndex
from tests import yaml_text
from tests.core.modelling.rig import making
from tests.core.opening import AS_OF
from tests.fakes.openai_server import compares, holds, named
from tests.golden.notation import read

GOLDEN = Path(__file__).parents[2] / "golden"
CASES: list[dict[str, Any]] = yaml_text.read((GOLDEN / "model_plans.yaml").read_text("utf-8"))
QUERIES: list[dict[str, Any]] = yaml_text.read((GOLDEN / "semantic_sql.yaml").read_text("utf-8"))
MODEL = load_model()


@pytest.fixture
async def database(demo_plant: Path) -> AsyncIterator[Database]:
    opened = await Database.open(f"sqlite:///{demo_plant}")
    yield opened
    await opened.close()


@pytest.fixture(scope="module")
def values(demo_plant: Path) -> ValueIndex:
    """What occurs, read once for all cases."""

    async def read_values() -> ValueIndex:
        opened = await Database.open(f"sqlite:///{demo_plant}")
        try:
            return await ValueIndex.read(MODEL, opened)
        finally:
            await opened.close()

    return asyncio.run(read_values())


def wire_filter(short: Any) -> dict[str, Any]:
    """``is NAME``, ``not NAME`` or ``FIELD OP value|value`` as the wire writes it."""
    if not isinstance(short, str):
        return dict(short)
    head, _, rest = short.partition(" ")
    if head in ("is", "not"):
        return holds(rest, negated=head == "not")
    op, _, listed = rest.partition(" ")
    return compares(head, op, *listed.split("|"))


def answer(plan: dict[str, Any]) -> str:
    whole = named(**plan)["plan"]
    whole["when"] = str(whole["when"]) if whole["when"] is not None else None
    whole["where"] = [wire_filter(item) for item in whole["where"]]
    for item in whole["what"]:
        if isinstance(item, dict):
            item["only"] = [wire_filter(part) for part in item["only"]]
    return json.dumps({"plan": whole})


@pytest.mark.parametrize("case", CASES, ids=[case["q"] for case in CASES])
async def test_a_plan_gives_the_rows_that_hand_written_sql_gives(
    case: dict[str, Any], database: Database, values: ValueIndex
) -> None:
    plan = making(values).plan(accept(answer(case["plan"])), "es", AS_OF, [case["q"]], {})
    assert isinstance(plan, OwnQuery), plan
    assert (plan.planner, plan.language) == ("model", "es")
    own, wanted = (await database.run(plan.sql)).rows, (await database.run(case["sql"])).rows
    assert wanted and any(cell not in (None, 0) for row in wanted for cell in row), "the case tells nothing"
    width = len(wanted[0])
    assert [rounded(row[:width]) for row in own] == [rounded(row) for row in wanted]


def rounded(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(round(float(cell), 6) if isinstance(cell, int | float) else cell for cell in row)


def test_each_kind_of_filter_and_measure_is_there() -> None:
    text = json.dumps(CASES)
    for word in ("is ", "contains", "has", "left", "since", "only", '"or": 1', "on", "top", "sort", "next_", "20"):
        assert word in text, word


@pytest.mark.parametrize("case", QUERIES, ids=[case["name"] for case in QUERIES])
def test_what_the_language_says_the_wire_says_too(case: dict[str, Any]) -> None:
    query = read(case["query"])
    wire = accept(written(PlanWriter(AS_OF).query(query)))
    assert isinstance(wire, WireQuery)
    again = PlanReader(PlantNames(MODEL, AS_OF)).query(wire)
    compiler = Compiler(MODEL, "sqlite")
    sql, wanted = (compiler.compile(each, AS_OF, "en").sql for each in (again, query))
    # A month that runs is written up to today, since nothing that happened lies beyond.
    assert sql == wanted or sql == wanted.replace("2026-12-01", "2026-11-23")


def test_values_are_settled_again_when_others_occur(values: ValueIndex) -> None:
    held = PlantValues(MODEL, values)
    field = MODEL.field("equipment", "tag")
    assert held.stands_for(field, "p101") == ("P-101",)
    assert held.stands_for(MODEL.field("work_order", "status"), "en curso") == ("in_progress",)
