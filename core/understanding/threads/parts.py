"""«¿y en porcentaje?» behind the count of a part: what part of the rows before it those are ("how many of those were
completed on time?", "as a %": of the ones that were due)."""

from __future__ import annotations

from collections.abc import Sequence

from core.semantics.query import Filter, Measure, SemanticQuery
from core.understanding.derive import Derivation
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.draft import Draft
from core.understanding.reading.readings import Light, Ref
from core.understanding.weights import WEIGHTS

_SAID = frozenset({"share", "which", "how_much", "and", "list", "followup_start", "instead", "by", "exists"})


def asks_part(bag: Bag, last: SemanticQuery) -> bool:
    """The message asks for a percentage, and of nothing but what was counted or measured last."""
    if not bag.has("share") or last.groups or len(last.measures) != 1:
        return False
    if len(list(bag.said())) < len(bag.phrases):
        return False
    heads = [phrase.head for _, phrase in bag.said()]
    return all(
        head.readings and not head.is_substance and (head.role(*_SAID) or head.can(Light, Ref)) for head in heads
    )


def part_of(bag: Bag, queries: Sequence[SemanticQuery]) -> Derivation | None:
    """The last query as a part of the one that it narrowed; None where it narrowed none.

    Args:
        queries: the thread's queries, newest first.
    """
    last = queries[0]
    for query in queries[1:]:
        only = _narrowed(last, query)
        if only is None:
            continue
        draft = Draft.of(last)
        draft.kind, draft.shape, draft.filters = "part", "measure", list(query.filters)
        metric = last.measures[0].metric
        draft.measures = [Measure(metric=metric, aggregate="share", only=only)]
        draft.kept, draft.kept_period = list(query.filters), last.period is not None and last.period.given
        return Derivation(bag, draft, WEIGHTS["edit"])
    return None


def _narrowed(last: SemanticQuery, query: SemanticQuery) -> tuple[Filter, ...] | None:
    """What the last query is limited to beyond another one of the same rows, days and measure."""
    counts = last.measures[0].metric is None and last.measures[0].aggregate == "count"
    same = query.dataset == last.dataset and query.period == last.period and query.date_field == last.date_field
    measured = query.measures == last.measures or (counts and not any(measure.metric for measure in query.measures))
    if not same or not measured or query.limit is not None or not set(query.filters) < set(last.filters):
        return None
    return tuple(part for part in last.filters if part not in query.filters)
