"""Puts another value beside the one that was spoken of: «compáralo con M-106», "vs Bottling"."""

from __future__ import annotations

from core.comprehension.meaning.builder import Builder
from core.comprehension.reading.readings import ValueIs
from core.semantics.query import Compare, GroupBy, Measure, SemanticQuery


def beside(builder: Builder, last: SemanticQuery) -> None:
    """Both values, side by side, of what was measured or counted of the one."""
    draft, bag = builder.draft, builder.bag
    words = [place for place in bag.roles("compare") if builder.free(place)]
    if not words or last.shape in ("list", "lookup", "exists") or draft.measures:
        return
    pinned = {part.field: part for part in last.filters if isinstance(part, Compare) and part.op in ("=", "in")}
    for place, phrase in builder.free_said():
        item = phrase.head.first(ValueIs, lambda reading: reading.ref in pinned)
        if item is None or phrase.negated:
            continue
        before = pinned[item.ref]
        builder.use(*words, place, effect="compared")
        values = tuple(dict.fromkeys([*before.values, item.value]))
        draft.filters.append(Compare(field=item.ref, op="in", values=values))
        draft.groups = [GroupBy(field=item.ref), *(group for group in last.groups if group.field != item.ref)]
        draft.measures = list(last.measures) or [Measure(aggregate="count")]
        draft.date_field = last.date_field
        return
