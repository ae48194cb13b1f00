"""Questions and conversations with the plan of their last turn: the golden ones, and those of the yaml files here."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.planning.plan import Queried
from tests import yaml_text
from tests.core.understanding.rig import Bench
from tests.golden.plans import written

FILES = (
    *("plans.yaml", "singles.yaml", "everyday.yaml", "two_in_one.yaml", "going_on.yaml", "mended.yaml", "slang.yaml"),
    *("calm.yaml", "left_to_talk.yaml"),
)
OWN = [
    (language, case)
    for name in FILES
    for language, cases in yaml_text.read_words((Path(__file__).parent / name).read_text("utf-8")).items()
    for case in cases
]
OTHERWISE = {
    "all pumps but P-101": "«but» takes away",
    "who has no open orders": "the people that lack them are listed",
    "OT en espera de refacciones de más de 10 días": "an age of what is open, with the date said",
    "OT abiertas por área en línea": "«en línea» is a chart of lines, as «en barras» is one of bars",
    "cost by work order this year": "each row's mean, as «cost per work order»",
    "OT que vencen mañana": "what is done already is not due",
    "orders due tomorrow": "what is done already is not due",
    "orders due next week": "what is done already is not due",
}
"""Golden questions that this planner reads otherwise, and why; they change with the switch."""


def _turns(case: dict[str, str | list[str]]) -> tuple[str, ...]:
    asked = case["q"]
    return (asked,) if isinstance(asked, str) else tuple(asked)


@pytest.mark.parametrize(
    ("language", "case"),
    [pytest.param(language, case, id=_turns(case)[-1]) for language, case in OWN],
)
def test_the_plan_is_as_written(bench: Bench, language: str, case: dict[str, str]) -> None:
    plan = bench.talk(*_turns(case))[-1]
    assert written(plan, bench.session.last_plan) == case["is"]
    if isinstance(plan, Queried):
        assert plan.language == language
        bench.data.ask(plan.sql)
