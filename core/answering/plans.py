"""Plans: the router's answers to the same words in the same context, kept; one flight for many who ask at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.answering.cache import PlanCache
from core.conversation.session import Session
from core.conversation.turn import Turn
from core.kernel.flights import SingleFlight
from core.kernel.folding import fold_text
from core.kernel.messages import Question
from core.planning.plan import OwnQuery, Plan
from core.planning.router import Router
from core.semantics.model import SemanticModel
from core.semantics.query import Compare

if TYPE_CHECKING:
    from core.understanding.planner import DeterministicPlanner


@dataclass
class Plans:
    """The router behind its cache.

    Attributes:
        observe_cache: told of every look into the cache ("plan", hit); must not raise.
    """

    router: Router
    deterministic: DeterministicPlanner
    kept: PlanCache
    model: SemanticModel
    observe_cache: Callable[[str, bool], None] = lambda cache, hit: None
    _flights: SingleFlight = field(default_factory=SingleFlight)

    async def plan(self, turn: Turn, offer: Plan | None = None) -> tuple[Plan, bool]:
        """A Plan, from the cache where the same was asked in the same context.

        Args:
            offer: what the deterministic planner makes of the question, when somebody has asked it already.

        Returns:
            The Plan, and whether it came from the cache.
        """
        await self.deterministic.prepare()
        session = turn.session
        own = self._key(turn, _context(session))
        free = self._key(turn, _topic(session)) if _may_stand_alone(turn) else None
        for key in (free, own):
            cached = self.kept.get(key) if key is not None else None
            if cached is not None:
                self.observe_cache("plan", True)
                return _paid_for(cached), True
        self.observe_cache("plan", False)
        mine = False

        async def make() -> Plan:
            nonlocal mine
            mine = True
            made = await self.router.plan(turn.question, session, turn.heard, offer)
            # Kept before the flight lands: who comes between landing and keeping would plan it once more.
            self._put(made, own, free)
            return made

        plan: Plan = await self._flights.do(own, make)
        return (plan if mine else _paid_for(plan)), False

    def keep(self, plan: Plan, turn: Turn) -> None:
        """Whoever asks the same again in the same context gets this Plan."""
        self._put(plan, self._key(turn, _context(turn.session)), None)

    def _put(self, plan: Plan, own: tuple[object, ...], free: tuple[object, ...] | None) -> None:
        if plan.degraded is None:
            offers = isinstance(plan, OwnQuery) and bool(plan.offers)  # they are of the talk that it stands in
            alone = plan.context_free and free is not None and not offers
            self.kept.put(plan, own, *([free] if alone else []))

    def _key(self, turn: Turn, context: str | None) -> tuple[object, ...]:
        """All that a Plan depends on. Whoever asks sees the same plant today; the scope stands for that."""
        question = turn.question
        return (
            " ".join(fold_text(question.text).split()),
            question.choice,
            context,
            _scope(question),
            question.plant,
            self.model.fingerprint,
            turn.today.date(),
            question.offline,
            turn.language,
            self.deterministic.generation,
        )


def _paid_for(plan: Plan) -> Plan:
    """A plan that somebody else's answer has paid for: its calls are counted once."""
    return plan.model_copy(update={"usage": {}}) if plan.usage else plan


def _context(session: Session) -> str | None:
    """What of a Session a Plan may depend on; None for one without any."""
    if session.pending is None and session.last_plan is None and not session.recent:
        return None
    parts = [
        session.pending.model_dump_json(exclude={"usage"}) if session.pending else "",
        # What a Plan has cost says nothing of what follows from it.
        session.last_plan.model_dump_json(exclude={"usage"}) if session.last_plan else "",
        "|".join(text for text, _ in session.recent),
    ]
    return str(hash(tuple(parts)))


def _may_stand_alone(turn: Turn) -> bool:
    """Whether a question in a running Session may be a new topic. An answer to a question back is none, and in a
    fresh Session nothing tells «¿y en soldadura?» from a question that holds anywhere."""
    session = turn.session
    return session.last_plan is not None and session.pending is None and turn.question.choice is None


def _topic(session: Session) -> str:
    """What decides, beside its own words, whether a question continues a Session: what the last answer was about."""
    last = session.last_plan.query if session.last_plan is not None else None
    if last is None:
        return "any context"
    named = [part.model_dump_json() for part in last.filters if isinstance(part, Compare) and part.op == "="]
    return f"any context, about {last.dataset} {sorted(named)} {last.limit}"


def _scope(question: Question) -> str:
    """Whose view of the plant it is. Everyone sees all of it today; policies will tell people apart here."""
    del question
    return "everyone"
