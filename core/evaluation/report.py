"""Verdicts, and how they are counted and shown."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.evaluation.compare import Gold, matches
from core.evaluation.questions import EvalQuestion
from core.kernel.messages import Action, Cell, Reply

Outcome = Literal["right", "abstained", "wrong", "error"]

_ABSTAINS: tuple[Action, ...] = ("clarify", "refused", "help")
_CHARTS: tuple[Action, ...] = ("image", "data_image")


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one question came out. ``why`` is for who mends it; it holds no rows."""

    outcome: Outcome
    why: str = ""


@dataclass(frozen=True, slots=True)
class Judged:
    """A question with its verdict, and what is needed to see why."""

    question: EvalQuestion
    said: str
    verdict: Verdict
    sql: str | None
    gold_sql: str | None


def judge(question: EvalQuestion, golds: Sequence[Gold], reply: Reply) -> Verdict:
    """The verdict on a Reply to a question's last turn."""
    action = reply.action
    if not question.wants_answer:
        if action in _ABSTAINS:
            return Verdict("right")
        if action == "error":
            return Verdict("error", reply.error_code or "internal")
        return Verdict("wrong", f"{action} where it should decline or ask")
    if action in _ABSTAINS:
        return Verdict("abstained", action)
    if action == "error":
        return Verdict("error", reply.error_code or "internal")
    if reply.rows is None:
        return Verdict("wrong", "no rows")
    rows: tuple[tuple[Cell, ...], ...] = reply.rows
    if not any(matches(gold, rows) for gold in golds):
        if question.ordered and any(matches(gold, rows, ordered=False) for gold in golds):
            return Verdict("wrong", "right rows, wrong order")
        return Verdict("wrong", f"{len(rows)} rows, gold {golds[0].wanted if golds else 0}")
    if question.expect == "chart" and action not in _CHARTS:
        return Verdict("wrong", f"right rows, no chart ({action})")
    return Verdict("right")


def tables(judged: Sequence[Judged]) -> str:
    """Counts by language, style and category, as aligned text."""
    return "\n".join(_table(name, judged) for name in ("lang", "style", "category"))


def _table(name: str, judged: Sequence[Judged]) -> str:
    counts: dict[str, Counter[Outcome]] = defaultdict(Counter)
    for one in judged:
        counts[getattr(one.question, name)][one.verdict.outcome] += 1
    lines = [f"{name:<14}{'n':>6}{'right':>8}{'%':>8}{'abstained':>11}{'wrong':>8}{'error':>8}"]
    for label, outcomes in sorted(counts.items()):
        total = outcomes.total()
        share = 100 * outcomes["right"] / total
        lines.append(
            f"{label:<14}{total:>6}{outcomes['right']:>8}{share:>7.1f}%"
            f"{outcomes['abstained']:>11}{outcomes['wrong']:>8}{outcomes['error']:>8}"
        )
    return "\n".join(lines) + "\n"


def mistakes(judged: Sequence[Judged], *, abstained: bool = False) -> str:
    """The wrong ones and the errors (and, if asked, what it declined), with both queries."""
    wanted: tuple[Outcome, ...] = ("wrong", "error", "abstained") if abstained else ("wrong", "error")
    return "\n".join(_mistake(one) for outcome in wanted for one in judged if one.verdict.outcome == outcome)


def _mistake(one: Judged) -> str:
    return (
        f"{one.verdict.outcome.upper()} {one.question.id}: {one.said}\n  {one.verdict.why}\n"
        f"  sql:  {_one_line(one.sql)}\n  gold: {_one_line(one.gold_sql)}\n"
    )


def last_line(judged: Sequence[Judged]) -> str:
    """``right R/N abstained A wrong W error E``."""
    counts: Counter[Outcome] = Counter(one.verdict.outcome for one in judged)
    return (
        f"right {counts['right']}/{len(judged)} abstained {counts['abstained']} "
        f"wrong {counts['wrong']} error {counts['error']}"
    )


def _one_line(sql: str | None) -> str:
    return " ".join(sql.split()) if sql else "-"
