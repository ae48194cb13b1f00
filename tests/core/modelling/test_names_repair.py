"""What goes back to the model, what is asked of the person, and the language of all of it."""

from __future__ import annotations

from typing import Any

import pytest

from core.kernel.settings import Settings
from core.language.heard import Heard
from core.modelling.planner import ModelPlanner
from core.planning.plan import Asks, ModelQuery, OwnQuery, Plan
from core.semantics.load import load_model
from core.semantics.query import Compare
from core.semantics.values import ValueIndex
from tests.core.modelling.rig import MakeClient, a_planner
from tests.core.modelling.sessions import EMPTY, FakeSession, question
from tests.fakes.openai_server import FakeOpenAI, asks, compares, holds, named, plan

OCCURRING = {
    ("area", "name"): ["Packaging", "Bottling", "Welding"],
    ("equipment", "tag"): ["P-101", "P-102", "PK-109"],
    ("technician", "name"): ["Ana Ruiz", "Ana Soto", "Luis Vega"],
}
COUNT = "¿cuántos equipos hay ahí?"


@pytest.fixture
def planner(make_client: MakeClient) -> ModelPlanner:
    model = load_model()
    settings = Settings(_env_file=None, max_sql_retries=2)  # type: ignore[call-arg]
    return a_planner(make_client(), settings, ValueIndex(model, OCCURRING))


async def planned(planner: ModelPlanner, text: str = COUNT, **fields: Any) -> Plan:
    return await planner.plan(
        question(text, today="2026-11-22"), fields.pop("session", EMPTY), fields.pop("heard", None)
    )


UNFIT = {
    "a name that is not there": (named("machines"), "no dataset 'machines'"),
    "a field of another dataset": (named("equipment", by=["equipment.area"]), "no field 'equipment.area'"),
    "a hidden measure": (named("equipment", get="measure", what=["present_equipment"]), "no measure"),
    "no way between two datasets": (named("area", by=["work_order.type"]), "no path from area to work_order"),
    "no period": (named("failure", when="the other day"), "is no period"),
    "a period of nobody knows what": (named("equipment", when="last_month"), "say with on which date of equipment"),
    "what happened lies ahead": (named("failure", when="next_month"), "lies ahead"),
    "conditions that exclude each other": (
        named("work_order", where=[holds("work_order.completed_late"), holds("work_order.completed_on_time")]),
        "never hold of one row",
    ),
    "a word for a number": (named("spare_part", where=[compares("spare_part.stock", "<", "few")]), "'few' is none"),
    "a value that the file does not list": (
        named("equipment", where=[compares("equipment.type", "=", "toaster")]),
        "it has pump, motor",
    ),
    "nothing measured": (named("downtime", get="measure"), "what is measured"),
    "two periods and no measure": (
        named("failure", get="list", when="this_month", more=None)
        | {"plan": named("failure", get="list", when="this_month")["plan"] | {"more": {
            "vs": "last_month", "everyone": False, "having": [], "split": None, "skip": None, "within": None,
            "latest": None, "spans": [], "also": None,
        }}},
        "vs is compared with when",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("wrong", "told"), UNFIT.values(), ids=UNFIT)
async def test_what_cannot_be_goes_back_with_its_message(
    fake: FakeOpenAI, planner: ModelPlanner, wrong: dict[str, Any], told: str
) -> None:
    fake.answers["Problem:"] = named("equipment")
    fake.answers["ahí"] = wrong
    found = await planned(planner)
    assert isinstance(found, OwnQuery)
    assert (found.mended, found.usage["calls"], len(fake.requests)) == (1, 2, 2)
    assert told in fake.requests[1].prompts[-1]
    assert f'"of":"{wrong["plan"]["of"]}"' in fake.requests[1].prompts[-1]


async def test_it_goes_back_so_often_and_no_more(fake: FakeOpenAI, planner: ModelPlanner) -> None:
    fake.answers["ahí"] = named("machines")
    found = await planned(planner)
    assert isinstance(found, Asks)
    assert (found.action, found.usage["calls"]) == ("refused", 3)
    assert "3 intentos" in found.sentence
    assert "machines" not in found.sentence


async def test_a_mended_plan_may_be_of_another_kind(fake: FakeOpenAI, planner: ModelPlanner) -> None:
    fake.answers["Problem:"] = plan()
    fake.answers["ahí"] = named("machines")
    assert isinstance(await planned(planner), ModelQuery)
    fake.answers["Problem:"] = asks("clarify", "¿Qué equipos?")
    assert isinstance(await planned(planner), Asks)


# ---- values ----


async def test_a_value_in_other_words_needs_no_second_call(fake: FakeOpenAI, planner: ModelPlanner) -> None:
    fake.answers["ahí"] = named("equipment", where=[compares("area.name", "=", "embotellado")])
    found = await planned(planner)
    assert isinstance(found, OwnQuery)
    (part,) = found.query.filters
    assert isinstance(part, Compare) and part.values == ("Bottling",)
    assert len(fake.requests) == 1


async def test_an_unknown_value_is_asked_of_the_person_and_told_to_nobody(
    fake: FakeOpenAI, planner: ModelPlanner
) -> None:
    fake.answers["ahí"] = named("failure", where=[compares("equipment.tag", "=", "P-109")])
    found = await planned(planner)
    assert isinstance(found, Asks)
    assert found.sentence.startswith("No hay equipo «P-109». ¿Quisiste decir ")
    assert [choice.label for choice in found.choices][:1] == ["PK-109"]
    assert all(choice.query is not None for choice in found.choices)
    assert found.unknown == ()
    assert len(fake.requests) == 1
    assert all("PK-109" not in prompt for request in fake.requests for prompt in request.prompts)


async def test_a_name_that_several_have_is_asked_back(fake: FakeOpenAI, planner: ModelPlanner) -> None:
    fake.answers["ahí"] = named("work_order", where=[compares("technician.name", "=", "ana")])
    found = await planned(planner, "how many orders there (ahí) does ana have?")
    assert isinstance(found, Asks)
    assert found.language == "en"
    assert [choice.label for choice in found.choices] == ["Ana Ruiz", "Ana Soto"]


async def test_a_value_like_nothing_is_said_so(fake: FakeOpenAI, planner: ModelPlanner) -> None:
    fake.answers["ahí"] = named("failure", where=[compares("equipment.tag", "=", "@@@@")])
    found = await planned(planner)
    assert isinstance(found, Asks)
    assert (found.sentence, found.choices) == ("No hay equipo «@@@@».", ())


# ---- language ----


@pytest.mark.parametrize(
    ("text", "language", "said"),
    [("¿cuántos equipos están parados?", "es", "actual"), ("how many machines are down?", "en", "now")],
)
async def test_the_language_is_the_questions(
    fake: FakeOpenAI, planner: ModelPlanner, text: str, language: str, said: str
) -> None:
    fake.answers[text] = named("equipment", where=[holds("equipment.down")])
    found = await planned(planner, text)
    assert isinstance(found, OwnQuery)
    assert found.language == language
    assert said in " ".join(found.assumptions)
    assert f"Write texts in {'Spanish' if language == 'es' else 'English'}" in fake.requests[0].prompts[-1]


async def test_who_has_heard_the_question_decides(fake: FakeOpenAI, planner: ModelPlanner) -> None:
    """And where its words do not tell, the Thread, then the person."""
    fake.answers["OEE"] = asks("clarify", "What do you mean?")
    assert (await planned(planner, "OEE", heard=Heard("OEE", (), "en"))).language == "en"
    assert (await planned(planner, "OEE", session=FakeSession(language="en"))).language == "en"
    assert (await planned(planner, "OEE")).language == "es"


async def test_the_kinds_of_answers_are_counted(fake: FakeOpenAI, make_client: MakeClient) -> None:
    counted: list[str] = []
    planner = a_planner(make_client(), observe=counted.append)
    for answer in (named("equipment"), plan(), asks("help", "x")):
        fake.answers["ahí"] = answer
        await planned(planner)
    assert counted == ["own", "model", "asks"]
