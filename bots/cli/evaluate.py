"""``maintbot eval``: a question file asked and judged against its gold SQL."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from core.app import Core
    from core.evaluation.questions import Filled
    from core.evaluation.report import Judged
    from core.kernel.settings import Settings


def evaluate(
    file: Path = typer.Argument(..., metavar="FILE.jsonl", help="Questions with gold SQL, one JSON object a line."),
    today: datetime = typer.Option(
        None,
        "--today",
        formats=["%Y-%m-%d"],
        metavar="YYYY-MM-DD",
        help="The questions' today; else MAINTBOT_TODAY, else the plant's date.",
        show_default=False,
    ),
    abstained: bool = typer.Option(False, "--abstained", help="List what it declined too."),
    max_wrong: int = typer.Option(
        None, "--max-wrong", min=0, metavar="N", help="End with 1 when more are wrong.", show_default=False
    ),
    min_right: float = typer.Option(
        None,
        "--min-right",
        min=0,
        max=100,
        metavar="PERCENT",
        help="End with 1 when fewer are right.",
        show_default=False,
    ),
) -> None:
    """Judge answers against gold SQL.

    Asks every question of a file, prints what is right, declined and wrong by language, style and category, lists the
    wrong ones, and ends with one line: right R/N abstained A wrong W error E.
    """
    from bots.cli import run

    settings = run.settings_or_exit()

    async def work(settings: Settings) -> int:
        judged = await judge_file(settings, file, today.date() if today else None, abstained=abstained)
        wrong = sum(one.verdict.outcome == "wrong" for one in judged)
        right = sum(one.verdict.outcome == "right" for one in judged)
        too_many = max_wrong is not None and wrong > max_wrong
        too_few = min_right is not None and right * 100 < min_right * len(judged)
        return run.ERROR if too_many or too_few else run.OK

    run.run(work, settings)


async def judge_file(settings: Settings, file: Path, today: date | None, *, abstained: bool = False) -> list[Judged]:
    """Ask every question of a file, each in a session of its own, and print the report.

    A question whose gold fails on this database is named on standard error and left out.
    """
    import uuid

    from core.app import open_core
    from core.evaluation import questions, report

    listed = questions.load(file)
    workspace = uuid.uuid4().hex[:12]
    judged: list[Judged] = []
    async with open_core(settings, chart_workers=0) as core:
        day = today or core.clock.today()
        for question in listed:
            try:
                filled = await questions.fill(question, day.isoformat(), core.database.run)
            except questions.GoldFails as error:
                print(f"{question.id}: {error.detail}", file=sys.stderr)
                continue
            judged.append(await _judged(core, filled, day, workspace))
    print(report.tables(judged))
    listing = report.mistakes(judged, abstained=abstained)
    if listing:
        print(listing)
    print(report.last_line(judged))
    return judged


async def _judged(core: Core, filled: Filled, today: date, workspace: str) -> Judged:
    from adapters.terminal import events
    from core.evaluation.report import Judged, judge

    for turn in filled.turns:
        asked = events.question(turn, filled.question.id, today=today, workspace=workspace)
        reply = await core.answer(asked)
    gold = filled.golds[0].sql if filled.golds else None
    return Judged(filled.question, filled.turns[-1], judge(filled.question, filled.golds, reply), reply.sql, gold)
