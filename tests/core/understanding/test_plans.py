"""Questions and conversations of plans.yaml, each with the plan of its last turn."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from core.planning.plan import Queried
from tests.core.understanding.rig import Bench
from tests.golden.plans import written

OWN = yaml.load((Path(__file__).parent / "plans.yaml").read_text("utf-8"), Loader=yaml.BaseLoader)


def _turns(case: dict[str, str | list[str]]) -> tuple[str, ...]:
    asked = case["q"]
    return (asked,) if isinstance(asked, str) else tuple(asked)


@pytest.mark.parametrize(
    ("language", "case"),
    [pytest.param(language, case, id=_turns(case)[-1]) for language, cases in OWN.items() for case in cases],
)
def test_the_plan_is_as_written(bench: Bench, language: str, case: dict[str, str]) -> None:
    plan = bench.talk(*_turns(case))[-1]
    assert written(plan, bench.session.last_plan) == case["is"]
    if isinstance(plan, Queried):
        assert plan.language == language
        bench.data.ask(plan.sql)
