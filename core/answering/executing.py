"""Which executor a Plan gets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.answering.executors.chart_of_last import DrawLast
from core.answering.executors.checked import RunChecked
from core.answering.executors.of_last import SpeakOfLast
from core.answering.executors.own import RunOwn
from core.answering.forgetting import Forgetting
from core.conversation.sessions import SessionStore
from core.conversation.turn import Turn
from core.planning.plan import BESIDE, Asks, ChartOfLast, CheckedQuery, ModelQuery, OfLast, OwnQuery, Plan
from core.replies.outcome import Abstained, Outcome, Shown, Spoken

if TYPE_CHECKING:
    from core.answering.executors.model import RunModels


@dataclass(frozen=True)
class Executors:
    """One for each kind of Plan.

    Attributes:
        models: None without a language model.
    """

    sessions: SessionStore
    own: RunOwn
    checked: RunChecked
    of_last: SpeakOfLast
    chart_of_last: DrawLast
    models: RunModels | None = None
    forgetting: Forgetting | None = None

    async def carry_out(self, turn: Turn, plan: Plan, *, from_cache: bool) -> Outcome:
        """Have a Plan carried out.

        Args:
            from_cache: the Plan came from the plan cache.

        Raises:
            MaintbotError: the subclass says what went wrong.
        """
        match plan:
            case Asks():
                if plan.forgets and self.forgetting is not None:
                    await self.forgetting.forget(turn.question.thread)
                    turn.session.empty()
                elif plan.ends_session:
                    await self.sessions.forget(turn.question.thread)
                return Abstained(plan)
            case OwnQuery():
                shown = await self.own.carry_out(turn, plan, from_cache=from_cache)
                if plan.topic in BESIDE:
                    return replace(shown, beside=self.of_last.told(turn, plan, plan, shown.result))
                return shown
            case CheckedQuery():
                return await self.checked.carry_out(turn, plan, from_cache=from_cache)
            case OfLast():
                return await self.of_last.carry_out(turn, plan)
            case ChartOfLast():
                return await self.chart_of_last.carry_out(turn, plan)
            case ModelQuery():
                assert self.models is not None, "only a model planner makes such plans"
                came = await self.models.carry_out(turn, plan, from_cache=from_cache)
                if isinstance(came, Abstained | Shown | Spoken):
                    return came
                return await self.carry_out(turn, came, from_cache=False)
