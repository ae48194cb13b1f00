"""What an answer says about where its plan came from: a model that is away, a query that a person has checked."""

from __future__ import annotations

from core.kernel.messages import Span
from core.planning.plan import Asks, CheckedQuery, Planned
from core.sentences import model as sentences
from core.sentences import say
from core.wording import numbers as wording


def with_note(headline: tuple[Span, ...], plan: Planned) -> tuple[Span, ...]:
    """The headline, framed by the note that the model did not answer when ``plan.degraded`` says so."""
    if plan.degraded is None:
        return headline
    reason = sentences.BUDGET_SPENT if plan.degraded == "budget_spent" else sentences.NOT_AVAILABLE
    why = say(reason, plan.language)
    if isinstance(plan, Asks):
        return (Span(text=f"{why}. "), *headline)
    opening = Span(text=say(sentences.WITHOUT_IT, plan.language, why=why))
    return (opening, *headline, Span(text=say(sentences.REPHRASE, plan.language)))


def verified_label(plan: CheckedQuery) -> str:
    """Who checked a verified query, and when."""
    try:
        day = wording.day(plan.checked_on, plan.language)
    except ValueError:
        day = plan.checked_on
    return say(sentences.VERIFIED_LABEL, plan.language, who=plan.checked_by, when=day)
