"""«¿en qué máquina fue?», "on which order?" behind one row that has no name of its own: what the row belongs to."""

from __future__ import annotations

from core.semantics.query import FieldRef, SemanticQuery
from core.understanding.derive import Derivation
from core.understanding.meaning.asked import asked
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.draft import Draft
from core.understanding.reading.readings import NounIs


def its_owner(bag: Bag, last: SemanticQuery) -> Derivation | None:
    """The last query, its one row shown with what is asked for; None where rows have a name, or more is said."""
    model, target = bag.model, asked(bag, "which")
    meaning = model.datasets[last.dataset]
    if last.shape != "list" or last.limit != 1 or last.groups or meaning.identity in meaning.fields or target is None:
        return None
    if bag.content - {target, *bag.pointers, *bag.roles("which", "past", "was")} or bag.opener == "new":
        return None
    nouns = [item.dataset for item in bag.phrases[target].head.all(NounIs)]
    owner = next((name for name in nouns if name != last.dataset and model.path(last.dataset, name)), None)
    if owner is None:
        return None
    name = FieldRef(dataset=owner, field=model.datasets[owner].identity)
    dates = [FieldRef(dataset=last.dataset, field=meaning.default_date)] if meaning.default_date else []
    draft = Draft.of(last)
    draft.kind, draft.kept, draft.select = "again", list(last.filters), [*dates, name]
    return Derivation(bag, draft, 0.0)
