"""What a message goes on from: the last query, or an earlier one, where it goes back to what that was about («volvamos
al costo por área»), or limits rows behind an answer about one of them («no, list the high priority ones»)."""

from __future__ import annotations

from collections.abc import Sequence

from core.semantics.query import Compare, FieldRef, Named, SemanticQuery
from core.understanding.meaning.bag import Bag
from core.understanding.reading.readings import Cond, FieldIs, Mention, MetricIs, NounIs, ValueIs, Verb
from core.understanding.threads.antecedent import Talked


def gone_on_from(bag: Bag, queries: Sequence[SemanticQuery], talked: Talked) -> SemanticQuery:
    """The query that the message edits.

    Args:
        queries: the thread's queries, newest first.
    """
    last = queries[0]
    if bag.has("back"):
        rows = [query for query in queries if query.shape != "lookup" and talked.pinned(query) is None] or queries
        return max(rows, key=lambda query: _shared(bag, query))  # the newest of those that share most
    if (
        (bag.opener in ("undo", "only") or bag.has("list"))
        and not bag.pointers
        and talked.pinned(last, last.dataset) is not None
    ):
        several = [query for query in queries[1:] if talked.pinned(query, query.dataset) is None]
        if several and several[0].dataset == last.dataset and not any(bag.is_name(at) for at, _ in bag.said()):
            return several[0]
    return last


def _shared(bag: Bag, query: SemanticQuery) -> int:
    """How much of what the message names the query was about."""
    heads = [phrase.head for _, phrase in bag.said()]
    keys = [key.mention for key in bag.keys if key.mention is not None]
    return sum(_is_about(query, head) for head in heads) + sum(_is_split(bag, query, key) for key in keys)


def _is_about(query: SemanticQuery, head: Mention) -> bool:
    metrics = {measure.metric for measure in query.measures if measure.metric}
    if any(item.name in metrics for item in head.all(MetricIs)):
        return True
    if not metrics and any(item.dataset == query.dataset for item in head.readings if isinstance(item, NounIs | Verb)):
        return True
    for part in query.filters:
        match part:
            case Compare() if part.op in ("=", "in"):
                if any(item.ref == part.field and item.value in part.values for item in head.all(ValueIs)):
                    return True
            case Named():
                if any((item.dataset, item.name) == (part.dataset, part.condition) for item in head.all(Cond)):
                    return True
            case _:
                pass
    return False


def _is_split(bag: Bag, query: SemanticQuery, key: Mention) -> bool:
    grouped = {group.field for group in query.groups if group.field is not None}
    refs = {item.ref for item in key.all(FieldIs)}
    refs |= {
        FieldRef(dataset=item.dataset, field=bag.model.datasets[item.dataset].identity) for item in key.all(NounIs)
    }
    return bool(grouped & refs)
