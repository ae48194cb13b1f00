"""Whatever a model answers within the schema, it becomes a Plan or a message: nothing else is raised, and no SQL of a
plan in names is refused by the guard."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.data.database import Database
from core.data.guard.guard import Guard
from core.modelling.faults import Fault
from core.modelling.names.problems import Unfit
from core.modelling.names.schema import schema_of
from core.modelling.names.vocabulary import Vocabulary
from core.modelling.parse import accept
from core.planning.plan import Asks, ChartOfLast, ModelQuery, OfLast, OwnQuery
from core.semantics.load import load_model
from core.semantics.values import ValueIndex
from tests.core.modelling.rig import making
from tests.fakes.openai_server import named

MODEL = load_model()
MAKING = making(ValueIndex(MODEL, {("equipment", "tag"): ["P-101"], ("area", "name"): ["Bottling"]}))
SCHEMA = schema_of(Vocabulary.of(MODEL)).document
TODAY = date(2026, 11, 22)
TEXTS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ("this_month", "2026-10", "last_30_days", "next_week", "..2026", "5", "-1.5", "1e999", "true", "bomba")
    ),
)


def answers(found: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Documents that a schema allows."""
    if "$ref" in found:
        return answers(SCHEMA["$defs"][found["$ref"].removeprefix("#/$defs/")])
    if "anyOf" in found:
        return st.one_of(*(answers(each) for each in found["anyOf"]))
    if "enum" in found:
        return st.sampled_from(found["enum"])
    kind = found["type"]
    if isinstance(kind, list):
        return st.one_of(*(answers({"type": each}) for each in kind))
    if kind == "object":
        return st.fixed_dictionaries({name: answers(each) for name, each in found["properties"].items()})
    if kind == "array":
        return st.lists(answers(found["items"]), max_size=3)
    plain = {
        "string": TEXTS,
        "boolean": st.booleans(),
        "integer": st.integers(-3, 20_000),
        "number": st.floats(allow_nan=False, allow_infinity=False),
        "null": st.none(),
    }
    return plain[kind]


QUERY = next(each for each in SCHEMA["properties"]["plan"]["anyOf"] if "of" in each["properties"])


@pytest.fixture(scope="module")
def guard(demo_plant: Path) -> Guard:
    import asyncio

    async def made() -> Guard:
        database = await Database.open(f"sqlite:///{demo_plant}")
        try:
            return Guard(await database.catalog(), "sqlite", 1000)
        finally:
            await database.close()

    return asyncio.run(made())


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(answer=answers(QUERY))
def test_every_query_in_names_is_one_or_a_message(answer: dict[str, Any], guard: Guard) -> None:
    try:
        plan = MAKING.plan(accept(json.dumps({"plan": answer})), "es", TODAY, [], {})
    except Unfit as unfit:
        assert unfit.problem.message
        assert unfit.problem.reason("es")
        return
    if isinstance(plan, OwnQuery):
        assert guard.check(plan.sql).sql
    else:
        assert isinstance(plan, Asks)
        assert plan.sentence


@pytest.mark.parametrize("text", ["pu\x1bmp", "\u202epump", "\x00"])
def test_signs_that_nobody_sees_are_no_part_of_a_value(text: str, guard: Guard) -> None:
    part = {"field": "equipment.tag", "op": "contains", "to": [text], "or": None}
    try:
        plan = MAKING.plan(accept(json.dumps(named("equipment", where=[part]))), "es", TODAY, [], {})
    except Unfit as unfit:
        assert unfit.problem.message
        return
    assert isinstance(plan, OwnQuery)
    assert guard.check(plan.sql).sql


PERIODS = ("this_month", "last_week", "2026-10", "2025", "last_30_days", "2026-03-01..")
SMALL = {
    "get": st.sampled_from(("count", "list", "exists", "lookup")),
    "when": st.one_of(st.none(), st.sampled_from(PERIODS)),
    "by": answers(QUERY["properties"]["by"]),
    "top": answers(QUERY["properties"]["top"]),
    "chart": answers(QUERY["properties"]["chart"]),
}


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(of=answers(QUERY["properties"]["of"]), fields=st.fixed_dictionaries(SMALL))
def test_most_small_plans_run(of: str, fields: dict[str, Any], guard: Guard) -> None:
    try:
        plan = MAKING.plan(accept(json.dumps(named(of, **fields))), "en", TODAY, [], {})
    except Unfit:
        return
    assert isinstance(plan, OwnQuery)
    assert guard.check(plan.sql).sql


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(answer=answers(SCHEMA))
def test_every_answer_within_the_schema_is_taken(answer: dict[str, Any]) -> None:
    try:
        plan = MAKING.plan(accept(json.dumps(answer)), "es", TODAY, ["¿cuántos?"], {})
    except (Unfit, Fault) as error:
        assert str(error)
        return
    assert isinstance(plan, OwnQuery | ModelQuery | OfLast | ChartOfLast | Asks)


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.floats(), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=8,
)


@given(answer=JSON)
def test_other_json_is_a_fault(answer: Any) -> None:
    with pytest.raises(Fault):
        accept(json.dumps(answer))
