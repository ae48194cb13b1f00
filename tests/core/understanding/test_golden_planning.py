"""Golden plans: tests/golden/planning_*.yaml, a question or a conversation and the plan of its last turn.

A new case is two lines there; what a line means is told by ``tests/golden/README.md``.
"""

from __future__ import annotations

from collections import Counter

import pytest

from core.planning.plan import Queried
from core.semantics.sql.compile import Compiler
from tests.core.understanding.rig import TODAY, Bench
from tests.golden.cases import PLANNING, Planned, planned
from tests.golden.plans import written

CASES = [pytest.param(case, id=case.id) for name in PLANNING for case in planned(name)]


@pytest.mark.parametrize("case", CASES)
def test_the_plan_is_the_golden_one(bench: Bench, case: Planned) -> None:
    plan = bench.talk(*case.turns)[-1]
    assert written(plan, bench.session.last_plan) == case.plan, getattr(plan, "sentence", "")
    if isinstance(plan, Queried):
        assert plan.language == case.language
        bench.data.ask(plan.sql)


@pytest.mark.parametrize("name", PLANNING)
def test_both_languages_have_a_dozen_cases(name: str) -> None:
    counted = Counter(case.language for case in planned(name))
    assert {language: count >= 12 for language, count in counted.items()} == {"es": True, "en": True}


@pytest.mark.parametrize("case", [case for case in CASES if "asks" in case.values[0].plan])
def test_every_choice_leads_to_an_answer(bench: Bench, case: Planned) -> None:
    plan = bench.talk(*case.turns)[-1]
    assert len(plan.choices) <= 4
    for choice in plan.choices:
        if choice.query is not None:
            bench.data.ask(Compiler(bench.planner.model, "sqlite").compile(choice.query, TODAY, plan.language).sql)
        else:
            assert choice.text
            assert not bench.plan(choice.text).abstains, choice.text
