"""Carrying out a model's plan: check, run, and send what failed back with its message, a bounded number of times."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import structlog

from core.kernel.errors import GuardRefused, QueryFailed
from core.kernel.messages import Language, Question
from core.kernel.result import Result
from core.modelling.checks import Checks, settled
from core.modelling.problem import PlanProblem
from core.planning.plan import Asks, ModelQuery, Plan, PlannedChoice, SessionView
from core.sentences import model as sentences
from core.sentences import say

log = structlog.get_logger(__name__)

Execute = Callable[[str], Awaitable[Result]]
"""Guards a query and runs it."""


class Repairs(Protocol):
    """Who makes another plan when one did not hold (the model planner)."""

    async def repaired(self, question: Question, session: SessionView, plan: ModelQuery, problem: PlanProblem) -> Plan:
        """Another plan for the same question, told what was wrong."""
        ...


@dataclass(frozen=True)
class Held:
    """What came of a plan.

    Attributes:
        plan: the one that held, settled against its result; or one that asks or declines.
        result: its rows; None when ``plan`` abstains or speaks of the last result.
        attempts: queries tried, for ``metrics.sql_attempts``.
        problems: what was wrong with those before, in order.
        failed: True when none held and ``plan`` says so.
    """

    plan: Plan
    result: Result | None
    attempts: int
    problems: tuple[PlanProblem, ...] = ()
    failed: bool = False


async def carry_out(
    question: Question,
    session: SessionView,
    first: ModelQuery,
    *,
    execute: Execute,
    checks: Checks,
    repairs: Repairs,
    retries: int,
) -> Held:
    """Check and run a model's plan, repaired up to ``retries`` times (MAX_SQL_RETRIES).

    Raises:
        QueryTimeout, DatabaseUnavailable: what no other SQL would mend.
        ModelUnavailable: the model went away between attempts.
    """
    plan: Plan = first
    problems: list[PlanProblem] = []
    attempts = 0
    while isinstance(plan, ModelQuery):
        attempts += 1
        plan, problem = checks.before(plan)
        result: Result | None = None
        if problem is None:
            try:
                result = await execute(plan.sql)
            except (GuardRefused, QueryFailed) as error:
                problem = PlanProblem.of(error)
            else:
                problem = checks.after(plan, result) or await _missing_value(plan, result, execute, checks)
        if result is not None and (problem is None or problem.kind in {p.kind for p in problems}):
            # NULL, or nothing found, a second time is an answer: there is no value. The sentence says so.
            return Held(settled(plan, result), result, attempts, tuple(problems))
        assert problem is not None
        problems.append(problem)
        log.info("plan_problem", kind=problem.kind, attempt=attempts)
        if len(problems) > retries:
            if result is not None:
                return Held(settled(plan, result), result, attempts, tuple(problems))
            return Held(given_up(plan, problems), None, attempts, tuple(problems), failed=True)
        plan = await repairs.repaired(question, session, plan, problem)
    return Held(plan, None, attempts, tuple(problems))


async def _missing_value(plan: ModelQuery, result: Result, execute: Execute, checks: Checks) -> PlanProblem | None:
    """When nothing was found: the literal of the query that occurs nowhere in its column, if there is one."""
    for lookup in checks.doubtful(plan, result):
        try:
            found = await execute(lookup.sql)
        except (GuardRefused, QueryFailed):
            continue
        if not found.rows:
            return lookup.problem
    return None


def given_up(plan: ModelQuery, problems: list[PlanProblem]) -> Asks:
    """An honest sentence with what was tried; existing values that resemble a missing one are offered."""
    last, language = problems[-1], plan.language
    asks = gave_up(language, problems)
    choices: tuple[PlannedChoice, ...] = ()
    if last.kind == "unknown_value" and last.nearest:
        choices = tuple(
            PlannedChoice(id=str(number), label=value, text=plan.restated.replace(last.value, value))
            for number, value in enumerate(last.nearest[:3], start=1)
            if last.value in plan.restated
        )
    update = {"restated": plan.restated, "usage": plan.usage, "degraded": plan.degraded, "choices": choices}
    return asks.model_copy(update=update | {"action": "clarify" if choices else "refused"})


def gave_up(language: Language, problems: Sequence[PlanProblem]) -> Asks:
    """No attempt held: how many there were, and what was wrong with the last."""
    text = sentences.GAVE_UP if len(problems) > 1 else sentences.GAVE_UP_ONCE
    reason = problems[-1].reason(language)
    sentence = say(text, language, attempts=len(problems), reason=reason)
    return Asks(language=language, planner="model", action="refused", sentence=sentence)
