"""A question of its own about a thing that the last answer named by name: «¿cuántas fallas tuvo la P-139?» behind the
hours of this month by machine is of this month. The name points back, and so the days that were spoken of hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from core.semantics.query import Related, SemanticQuery
from core.understanding.derive import Derivation, derive
from core.understanding.meaning.bag import Bag
from core.understanding.phrases.types import When
from core.understanding.reading.readings import ValueIs
from core.understanding.threads.antecedent import Talked, Things, WithPeriod


async def of_shown(bags: Sequence[Bag], last: SemanticQuery, talked: Talked, today: date) -> list[Derivation]:
    """The message in the days of the last query; nothing where it names days itself, or nothing that was shown."""
    first = bags[0]
    if last.period is None or not last.period.given or not last.groups or first.of(When):
        return []
    named = [item for _, phrase in first.said() for item in phrase.head.all(ValueIs)]
    things = await talked.things(last) if named else None
    if things is None:
        return []
    values = tuple(
        dict.fromkeys(item.value for item in named if item.ref == things.ref and item.value in things.values)
    )
    if len(values) != 1 or len(things.values) < 2:
        return []
    scope = WithPeriod(Things(things.ref, values), last.period, had=last)
    readings = derive([replace(bag, topic=None) for bag in bags], today, scope)
    found = [reading for query, reading in readings.clean if reading.draft.kept_period or _had_then(query, last)]
    for reading in found:
        reading.draft.kept = []  # what it names itself is not kept
    return found


def _had_then(query: SemanticQuery, last: SemanticQuery) -> bool:
    """«¿qué máquinas tuvieron *las fugas*?»: things that had the rows that were counted, in those days."""
    parts = [part for part in query.filters if isinstance(part, Related)]
    return any(part.dataset == last.dataset and part.period == last.period for part in parts)
