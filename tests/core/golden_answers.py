"""Golden questions asked of a whole core, and judged by the rows of their gold SQL."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from adapters.terminal import events
from core.app import Core
from core.evaluation import report
from core.evaluation.questions import Filled
from core.evaluation.report import Judged
from core.kernel.messages import Column
from core.kernel.result import Result
from core.planning.chart_spec import ChartSpec

TODAY = date(2026, 11, 22)
GOLDEN = Path(__file__).parents[1] / "golden"
PNG = bytes.fromhex("89504e470d0a1a0a")


class NoCharts:
    """Stands for the pool that draws: whether a chart is made counts here, not how it looks."""

    def __init__(self, **options: object) -> None:
        pass

    async def start(self) -> None:
        """Nothing to start."""

    async def render(self, spec: ChartSpec, columns: tuple[Column, ...], result: Result) -> bytes:
        """A picture of nothing."""
        return PNG

    async def close(self) -> None:
        """Nothing to end."""


async def answered(core: Core, filled: Filled) -> Judged:
    """A dialogue's last reply, judged."""
    for turn in filled.turns:
        asked = events.question(turn, filled.question.id, today=TODAY, workspace="golden")
        reply = await core.answer(asked)
    gold = filled.golds[0].sql if filled.golds else None
    verdict = report.judge(filled.question, filled.golds, reply)
    return Judged(filled.question, filled.turns[-1], verdict, reply.sql, gold)
