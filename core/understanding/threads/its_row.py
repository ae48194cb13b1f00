"""What is asked of one row without a name of its own, a stop, a failure or a reading: «¿cuánto duró?», «¿en qué máquina
fue?», "when was it and what was the cause?". It cannot be called again; it is shown with what is asked."""

from __future__ import annotations

from core.semantics.model import SemanticModel
from core.semantics.query import FieldRef, SemanticQuery
from core.understanding.derive import Derivation
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder
from core.understanding.meaning.draft import Draft, Problem
from core.understanding.phrases.types import Phrase, Said, unit_of
from core.understanding.reading.readings import Cond, DateVerb, FieldIs, Light, NounIs, Ref, Verb

_JOINS = ("and", "which", "list", "past", "was", "followup_start", "one_asked", "count", "how_much", "yes", "no_answer")
_LENGTH = ("how_long", "going_on", "lapse")


def told_of_row(bag: Bag, last: SemanticQuery) -> Derivation | None:
    """The last query, its one row shown with what is asked for; None where rows have a name, or more is said."""
    meaning = bag.model.datasets[last.dataset]
    called = meaning.identity in meaning.fields
    if last.shape != "list" or last.limit != 1 or last.groups:
        return None
    if bag.opener == "new":
        return None
    columns: list[FieldRef] = []
    unknown: list[str] = []
    for phrase in bag.phrases:
        found = told(bag, phrase, last)
        if found is None and phrase.head.role("who") and _did(bag):
            unknown.append(phrase.head.text)  # who mended it is not on record: those who mend such things are others
        elif found is None:
            return None
        columns += found or []
    if (not columns and not unknown) or (called and len(columns) < 2):
        return None  # one thing that is asked of a row with a name is asked of what it is called
    dates = [FieldRef(dataset=last.dataset, field=meaning.default_date)] if meaning.default_date else []
    own = [FieldRef(dataset=last.dataset, field=meaning.identity)] if called else []
    named = own or called_by(bag.model, last.dataset) or dates
    draft = Draft.of(last)
    draft.kind, draft.kept = "again", list(last.filters)
    draft.select = list(dict.fromkeys([*named, *columns]))
    draft.problems += [Problem("not_related", tuple(unknown))] if unknown else []
    return Derivation(bag, draft, 0.0)


def picked_row(builder: Builder, last: SemanticQuery) -> None:
    """«¿*cuándo* fue la última?» behind a list: of the one that is picked of it, what is asked."""
    draft = builder.draft
    if draft.shape != "list" or draft.limit != 1 or last.shape != "list" or last.limit == 1 or draft.groups:
        return
    columns: list[FieldRef] = []
    for place, phrase in builder.free_said():
        if phrase.head.role("when", "where", "how_long") and (found := told(builder.bag, phrase, last)):
            builder.use(place, effect="column")
            columns += found
    if columns:
        identity = builder.identity(builder.home)
        named = [identity] if identity is not None else called_by(builder.model, builder.home)
        draft.select = list(dict.fromkeys([*named, *columns]))


def told(bag: Bag, phrase: Phrase, last: SemanticQuery) -> list[FieldRef] | None:
    """What a phrase asks of the row; none of a word that only joins; None where it says anything else."""
    model, head, home = bag.model, phrase.head, last.dataset
    if not isinstance(phrase, Said) or phrase.negated or phrase.link or phrase.each:
        return None
    meaning = model.datasets[home]
    if head.role("who") and bag.people is not None:
        return _name_of(model, home, bag.people)
    if head.role("where"):
        place = next((name for name, item in model.datasets.items() if item.place and model.path(home, name)), None)
        return _name_of(model, home, place) if place is not None else None
    if head.role("when"):
        return [FieldRef(dataset=home, field=meaning.default_date)] if meaning.default_date else None
    if head.role(*_LENGTH) or unit_of(head):
        length = meaning.interval.minutes if meaning.interval is not None else None
        return [FieldRef(dataset=home, field=str(length))] if length else None
    refs = [item.ref for item in head.all(FieldIs)]
    asked = [ref.dataset for ref in last.select if ref.dataset != home and ref not in called_by(model, home)]
    # «¿qué orden tiene? ¿y en qué estado está?»: what was asked for last is what is asked about
    own = next((ref for name in (*asked, home) for ref in refs if ref.dataset == name), None)
    near = own or next((ref for ref in refs if model.path(home, ref.dataset)), None)
    if near is not None:
        return [near]
    owner = next((item.dataset for item in head.all(NounIs) if item.dataset != home), None)
    if owner is not None:
        return _name_of(model, home, owner)
    if bag.has("who") and (head.can(Cond, DateVerb) or head.has(Verb, lambda item: item.dataset == home)):
        return []
    if head.is_substance:
        return None
    return [] if head.role(*_JOINS) or head.can(Ref, Light) else None


def _did(bag: Bag) -> bool:
    """ "who *fixed* it"."""
    return any(phrase.head.can(Cond, DateVerb) for _, phrase in bag.said())


def called_by(model: SemanticModel, home: str) -> list[FieldRef]:
    """What such a row is told by where it is listed: the machine that stopped."""
    for column in model.datasets[home].listed:
        owner, _, name = str(column).rpartition(".")
        if owner and model.datasets[owner].identity == name:
            return [FieldRef(dataset=owner, field=name)]
    return []


def _name_of(model: SemanticModel, home: str, owner: str) -> list[FieldRef] | None:
    """What a row's owner is called; None where rows do not belong to such things."""
    name = model.datasets[owner].identity
    return [FieldRef(dataset=owner, field=name)] if model.path(home, owner) and name else None
