"""What is asked behind the first of a ranking: of that one, and not of all that were ranked."""

from __future__ import annotations

from dataclasses import replace

from core.semantics.query import Compare, SemanticQuery
from core.understanding.derive import Derivation
from core.understanding.threads.antecedent import Things
from core.understanding.weights import WEIGHTS


def of_the_first(reading: Derivation, source: SemanticQuery, one: Things) -> Derivation:
    """«¿cuántas horas fueron?» behind the area with most stops is of that area: another measure ranks nothing anew."""
    draft = reading.draft
    ranked = draft.limit == 1 and draft.groups == list(source.groups) and draft.measures != list(source.measures)
    if not reading.clean or not ranked or len(draft.groups) != 1 or draft.period != source.period:
        return reading
    limit = Compare(field=one.ref, op="=", values=one.values)
    draft.filters, draft.kept = [*draft.filters, limit], [*draft.kept, limit]
    draft.groups, draft.order, draft.limit, draft.shape = [], None, None, "measure"
    return reading


def of_him(reading: Derivation) -> Derivation:
    """«¿cuántas fueron correctivas?» behind who closed most is of him, rather than of all that were ranked."""
    whole = reading.clean and not reading.draft.groups
    return replace(reading, cost=reading.cost + WEIGHTS["bare"]) if whole else reading
