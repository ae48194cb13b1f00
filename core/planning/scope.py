"""Scope: the limits of an answer, each with a name and an id by which it is taken away with one press.

A press is a Question about that answer whose ``choice`` is the id; the planner takes the limit off the query and
understands nothing anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.kernel.messages import ScopePart
from core.planning.plan import Queried
from core.semantics.query import SemanticQuery
from core.wording.describe.describer import Describer

_WITHOUT: Final = "without:"
_PERIOD: Final = "period"


def scope(plan: Queried, describer: Describer) -> tuple[ScopePart, ...]:
    """The limits of a plan's answer, in the order that they were understood, then what it has let go of.

    What is kept of the question before is marked so. A look-up of one thing has none: without it there is no question.
    """
    query = plan.query
    if query is None or query.shape == "lookup":
        return ()
    return (*_limits(plan, query, describer), *_let_go(plan))


def _limits(plan: Queried, query: SemanticQuery, describer: Describer) -> Iterator[ScopePart]:
    for place, label in enumerate(describer.filters(query.filters)):
        if label:
            kept = label in plan.inherited
            yield ScopePart(id=f"{_WITHOUT}{place}", label=label, state="kept" if kept else "asked")
    if query.period is not None and query.period.given:
        label = describer.period(query.period, None)
        kept = label in plan.inherited
        yield ScopePart(id=_WITHOUT + _PERIOD, label=label, state="kept" if kept else "asked")


def _let_go(plan: Queried) -> Iterator[ScopePart]:
    """What a new topic did not take along: asked for again by its words."""
    if not plan.inherited:
        for offer in plan.offers:
            yield ScopePart(label=offer.label, text=offer.text, state="dropped")


def without(query: SemanticQuery, choice: str) -> SemanticQuery | None:
    """The query without the limit of that id; None when the id names none of its limits."""
    if not choice.startswith(_WITHOUT):
        return None
    name = choice.removeprefix(_WITHOUT)
    if name == _PERIOD:
        if query.period is None:
            return None
        return query.model_copy(update={"period": None, "compare_to": None})
    if not (name.isascii() and name.isdigit() and int(name) < len(query.filters)):
        return None
    left = tuple(part for place, part in enumerate(query.filters) if place != int(name))
    return query.model_copy(update={"filters": left})
