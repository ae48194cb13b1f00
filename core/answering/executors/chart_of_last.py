"""Draws the last result: no query."""

from __future__ import annotations

from dataclasses import dataclass

from core.answering.executors.of_last import SpeakOfLast, nothing_yet, own_sentence
from core.conversation.turn import Turn
from core.kernel.messages import Span
from core.planning.plan import BESIDE, ChartOfLast
from core.replies.outcome import Abstained, Shown, Spoken
from core.sentences import replies as texts
from core.sentences import say


@dataclass(frozen=True)
class DrawLast:
    """Executor of ``ChartOfLast``.

    Attributes:
        speaking: tells what is asked about the rows in the same breath.
    """

    speaking: SpeakOfLast

    async def carry_out(self, turn: Turn, plan: ChartOfLast) -> Abstained | Shown | Spoken:
        """The last query with this chart, over the rows that the Session holds."""
        last, result = turn.session.last_plan, turn.session.last_result
        if last is None or result is None:
            return nothing_yet(plan)
        if not result.rows:
            return Spoken(plan, (Span(text=say(texts.NO_ROWS_TO_CHART, plan.language)),), result)
        drawn = last.model_copy(
            update={
                "language": plan.language,
                "chart": plan.chart,
                "inherited": (),
                "corrections": (),
                "usage": {},  # the answer before has paid for it
            }
        )
        return Shown(
            plan,
            drawn,
            result,
            sentence=own_sentence(last, result, self.speaking.currency),
            sql=await self.speaking.queries.pretty(last),
            beside=self.speaking.told(turn, plan, last, result) if plan.topic in BESIDE else None,
        )
