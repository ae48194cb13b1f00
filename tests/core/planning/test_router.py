"""Which planner answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from core.kernel.errors import ModelUnavailable
from core.kernel.messages import Question
from core.kernel.settings import PlannerMode
from core.planning.plan import Plan, PlannedChoice, SessionView
from core.planning.router import Router
from core.semantics.load import load_model
from tests.core.modelling.sessions import EMPTY, FakeSession, question
from tests.plans import a_plan

COVERED = a_plan(language="es", action="data", planner="deterministic", sql="SELECT 1")
LOST = a_plan(
    language="es",
    action="clarify",
    planner="deterministic",
    sentence="No sé qué es «flurbas».",
    unknown=("flurbas",),
)
AMBIGUOUS = a_plan(language="en", action="clarify", planner="deterministic", sentence="Overdue what?")
DECLINED = a_plan(language="es", action="refused", planner="deterministic", sentence="Solo consulto.")
BY_MODEL = a_plan(language="es", action="data", planner="model", sql="SELECT 2")


@dataclass
class Planner:
    """Gives one plan, or fails."""

    answer: Plan | ModelUnavailable
    asked: list[Question] = field(default_factory=list)

    async def plan(self, question: Question, session: SessionView, heard: Any = None) -> Plan:
        self.asked.append(question)
        if isinstance(self.answer, ModelUnavailable):
            raise self.answer
        return self.answer


def router(offline: Plan, model: Plan | ModelUnavailable | None = BY_MODEL, mode: PlannerMode = "auto") -> Router:
    return Router(
        Planner(offline), Planner(model) if model is not None else None, mode=mode, today=lambda: date(2026, 11, 22)
    )


@pytest.mark.parametrize("plan", [COVERED, AMBIGUOUS, DECLINED])
async def test_what_is_covered_costs_no_call(plan: Plan) -> None:
    routed = router(plan)
    assert await routed.plan(question("x"), EMPTY) == plan
    assert routed.model is not None
    assert routed.model.asked == []  # type: ignore[attr-defined]


async def test_what_is_not_covered_goes_to_the_model() -> None:
    assert await router(LOST).plan(question("x"), EMPTY) == BY_MODEL


async def test_without_a_model_the_first_planner_is_alone() -> None:
    assert await router(LOST, None, "model").plan(question("x"), EMPTY) == LOST


@pytest.mark.parametrize(("mode", "offline"), [("offline", False), ("auto", True), ("model", True)])
async def test_offline_never_calls(mode: PlannerMode, offline: bool) -> None:
    assert await router(LOST, mode=mode).plan(question("x", offline=offline), EMPTY) == LOST


async def test_model_mode_does_not_ask_the_first() -> None:
    routed = router(COVERED, mode="model")
    assert await routed.plan(question("x"), EMPTY) == BY_MODEL
    assert routed.deterministic.asked == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("mode", ["auto", "model"])
async def test_a_model_that_is_away_leaves_the_best_offer_marked(mode: PlannerMode) -> None:
    plan = await router(LOST, ModelUnavailable("circuit_open"), mode).plan(question("x"), EMPTY)
    assert plan.planner == "deterministic"
    assert plan.degraded == "circuit_open"
    assert plan.sentence == LOST.sentence


CHECKED = load_model().verified_queries
ASKED = "¿Cuántos equipos necesitan mantenimiento preventivo este mes?"


def checking(offline: Plan) -> Router:
    return Router(Planner(offline), Planner(BY_MODEL), verified=CHECKED, mode="model", today=lambda: date(2026, 11, 22))


async def test_a_verified_question_does_not_ask_the_model() -> None:
    routed = checking(LOST)
    plan = await routed.plan(question(ASKED), EMPTY)
    assert (plan.planner, plan.action) == ("verified", "data")
    assert "'2026-12-01'" in (plan.sql or "")
    assert (plan.checked_by, plan.checked_on) == ("los autores de la demo", "2026-10-05")
    later = await routed.plan(
        question("How many machines need preventive maintenance this month?", today=date(2027, 2, 3)), EMPTY
    )
    assert "'2027-03-01'" in (later.sql or "")
    assert (later.language, later.checked_by) == ("en", "the demo's authors")
    assert routed.model is not None
    assert routed.model.asked == []  # type: ignore[attr-defined]


async def test_a_verified_question_that_is_covered_keeps_the_planners_wording() -> None:
    plan = await checking(COVERED).plan(question(ASKED), EMPTY)
    assert (plan.planner, plan.own) == ("verified", COVERED)
    assert "'2026-12-01'" in plan.sql
    assert (plan.checked_by, plan.checked_on) == ("los autores de la demo", "2026-10-05")


async def test_a_pressed_choice_in_words_is_asked_as_its_question() -> None:
    pending = a_plan(
        language="es",
        action="clarify",
        planner="model",
        choices=(PlannedChoice(id="1", label="OT", text="OT vencidas"),),
    )
    routed = router(COVERED)
    await routed.plan(question("", choice="1"), FakeSession(pending=pending))
    asked = routed.deterministic.asked[0]  # type: ignore[attr-defined]
    assert (asked.text, asked.choice) == ("OT vencidas", None)


async def test_other_choices_are_left_to_the_planner() -> None:
    pending = a_plan(
        language="es", action="clarify", planner="deterministic", choices=(PlannedChoice(id="1", label="OT"),)
    )
    routed = router(COVERED)
    await routed.plan(question("", choice="1"), FakeSession(pending=pending))
    assert routed.deterministic.asked[0].choice == "1"  # type: ignore[attr-defined]


async def test_a_verified_question_is_worded_anew_whatever_the_talk() -> None:
    """Behind another answer the planner's own reading would keep that one's limits, and say other figures."""
    seen: list[SessionView] = []

    class Listens(Planner):
        async def plan(self, question: Question, session: SessionView, heard: Any = None) -> Plan:
            seen.append(session)
            return await super().plan(question, session, heard)

    asked = Router(Listens(COVERED), verified=CHECKED, today=lambda: date(2026, 11, 22))
    running = FakeSession(language="es", last_plan=COVERED, recent=(("equipos", COVERED),))
    plan = await asked.plan(question("¿Qué equipos están parados ahora?"), running, None, LOST)
    assert plan.planner == "verified" and plan.own == COVERED  # type: ignore[union-attr]
    assert seen[0].last_plan is None and seen[0].language == "es"
