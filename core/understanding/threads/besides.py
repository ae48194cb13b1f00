"""«¿qué *otras* tiene?»: the rows that were spoken of, and a question without them."""

from __future__ import annotations

from collections.abc import Sequence

from core.semantics.query import Compare, Operator, SemanticQuery
from core.understanding.derive import Derivation
from core.understanding.meaning.draft import Draft
from core.understanding.threads.antecedent import Talked, Things
from core.understanding.threads.says import things_pointed


def held_by_nothing(reading: Derivation, before: Things) -> bool:
    """ "what else of *theirs*": nothing is left that it points at, once those that were spoken of are left out."""
    own = [part for part in reading.draft.kept if not (isinstance(part, Compare) and part.field == before.ref)]
    return bool(things_pointed(reading.bag)) and not own and not reading.draft.kept_period


def left_out_of(draft: Draft, things: Things) -> None:
    """Rows besides those that were spoken of, which a look-up of one of them becomes a list of."""
    draft.filters = [part for part in draft.filters if not (isinstance(part, Compare) and part.field == things.ref)]
    op: Operator = "<>" if len(things.values) == 1 else "not in"
    draft.filters.append(Compare(field=things.ref, op=op, values=things.values))
    if draft.shape == "lookup":
        draft.shape, draft.select, draft.everyone = "list", [], False


async def spoken_of_before(dataset: str, queries: Sequence[SemanticQuery], talked: Talked) -> Things | None:
    """The rows of a dataset that the talk was about last."""
    for query in queries:
        found = talked.pinned(query, dataset) or await talked.rows(query, dataset)
        if found is not None:
            return found
    return None
