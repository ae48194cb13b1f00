"""Golden plans: tests/golden/planning_*.yaml, a question or a conversation and the plan of its last turn.

A new case is two lines there; what a line means is told by ``rig.compact``.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from core.planning.plan import Queried
from core.semantics.sql.compile import Compiler
from tests.core.understanding.rig import TODAY, Bench, compact

GOLDEN = Path(__file__).parents[2] / "golden"
NAMES = ("coverage", "everyday", "language", "time", "values", "followups", "ambiguity", "charts")


@cache
def cases_of(name: str) -> dict[str, list[dict[str, Any]]]:
    """A file's cases by language; a reader that leaves «no» a word."""
    text = (GOLDEN / f"planning_{name}.yaml").read_text("utf-8")
    found: dict[str, list[dict[str, Any]]] = yaml.load(text, Loader=yaml.BaseLoader)
    return found


CASES = [
    pytest.param(language, case["q"], case["is"], id=f"{name}-{language}-{number}")
    for name in NAMES
    for language, cases in cases_of(name).items()
    for number, case in enumerate(cases, start=1)
]


@pytest.mark.parametrize(("language", "said", "wanted"), CASES)
def test_the_plan_is_the_golden_one(bench: Bench, language: str, said: str | list[str], wanted: str) -> None:
    turns = [said] if isinstance(said, str) else said
    plan = bench.talk(*turns)[-1]
    assert compact(plan, bench.session.last_plan) == wanted, getattr(plan, "sentence", "")
    if isinstance(plan, Queried):
        assert plan.language == language
        bench.data.ask(plan.sql)


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_a_dozen_cases(name: str) -> None:
    assert {language: len(cases) >= 12 for language, cases in cases_of(name).items()} == {"es": True, "en": True}


@pytest.mark.parametrize(("language", "said", "wanted"), [case for case in CASES if "asks" in str(case.values[2])])
def test_every_choice_leads_to_an_answer(bench: Bench, language: str, said: str | list[str], wanted: str) -> None:
    turns = [said] if isinstance(said, str) else said
    plan = bench.talk(*turns)[-1]
    assert len(plan.choices) <= 4
    for choice in plan.choices:
        if choice.query is not None:
            bench.data.ask(Compiler(bench.planner.model, "sqlite").compile(choice.query, TODAY, plan.language).sql)
        else:
            assert choice.text
            assert not bench.plan(choice.text).abstains, choice.text
