"""Picks of what was measured: the worst of a breakdown, the 3 dearest, «¿cuál falla más?»; one where one is asked for.
Other things are ranked by the same measure («¿qué máquina fue la peor?»)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from core.semantics.model import SemanticModel
from core.semantics.query import GroupBy, Measure, Named, Order, SemanticQuery
from core.understanding.kinds.kind import Attempt
from core.understanding.kinds.order import MANY, limit_of
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.clauses import read_clauses
from core.understanding.meaning.finish import leftover
from core.understanding.meaning.looks import read_context, read_names
from core.understanding.phrases.types import Extreme
from core.understanding.reading.readings import MetricIs, NounIs, Superlative, ValueIs, Verb
from core.understanding.threads.carry import merge
from core.understanding.threads.dropping import Dropped
from core.understanding.weights import WEIGHTS

# ---- of a breakdown ----


def pick(builder: Builder, last: SemanticQuery) -> None:
    """Order what was broken down by its measure, and cut it."""
    draft, bag = builder.draft, builder.bag
    places = [place for place in bag.of(Extreme) if builder.free(place)]
    others = [
        place
        for place, phrase in bag.said()
        if bag.is_noun(place) and bag.nouns_at(place) != (last.dataset,) and not _happens(bag, place, last)
    ]
    grouped = {group.field.dataset for group in last.groups if group.field is not None}
    if places and any(not grouped & set(bag.nouns_at(place)) for place in others):
        raise Reject  # «el peor compresor» after causes ranks compressors
    if not places:
        _dearest(builder, last)
        return
    place = places[0]
    extreme = bag.phrases[place]
    assert isinstance(extreme, Extreme)
    descending = descends(builder.model, last.measures[0], extreme.way)
    builder.use(place, effect="order")
    draft.order = Order(measure=0, descending=descending)
    for index, phrase in bag.said():
        if _happens(bag, index, last):
            builder.use(index, effect="subject")  # «¿cuál falla más?» after failures
        elif phrase.head.has(MetricIs, lambda item: item.name == last.measures[0].metric):
            builder.use(index, effect="measure")  # «las 3 que más gastaron» after a cost
    if builder.take("sort", "first_word", effect="sort"):
        return
    draft.limit = limit_of(builder, extreme.n, place) or (1 if _one(bag, place, extreme.way) else last.limit or MANY)


def descends(model: SemanticModel, measure: Measure, way: str) -> bool:
    """Whether the largest stands first: of the best where more is better, of the worst where less is."""
    metric = model.metrics.get(measure.metric or "")
    higher = metric is not None and metric.better == "higher"
    if measure.aggregate == "share" and metric is None:
        good = [part for part in measure.only if isinstance(part, Named) and is_good(model, part)]
        higher = bool(good) and len(good) == len(measure.only)
    return {"least": False, "best": higher, "worst": not higher}.get(way, True)


def is_good(model: SemanticModel, part: Named) -> bool:
    """A state that rows ought to be in: not to be so has a name of its own in the model (on time, not on time)."""
    return not part.negated and bool(model.datasets[part.dataset].conditions[part.condition].opposite)


def _happens(bag: Bag, place: int, last: SemanticQuery) -> bool:
    """What happened is said again by its verb."""
    return any(item.dataset == last.dataset for item in bag.phrases[place].head.all(Verb))


def _dearest(builder: Builder, last: SemanticQuery) -> None:
    """«las 3 más caras» after a cost by area: the word of a field that is measured as the measure is."""
    model, first = builder.model, last.measures[0]
    kind = model.metrics[first.metric].kind if first.metric else None
    for place, phrase in builder.free_said():
        for item in phrase.head.all(Superlative):
            if kind is not None and model.field(item.ref.dataset, item.ref.field).kind == kind:
                builder.use(place, effect="order")
                builder.draft.order = Order(measure=0, descending=item.descending)
                one = _one(builder.bag, place, "")
                builder.draft.limit = limit_of(builder, None, place) or (1 if one else last.limit or MANY)
                return


def _one(bag: Bag, place: int, way: str) -> bool:
    """One is asked for: nothing that asks or ranks is in the plural, by the forms of the language's words."""
    asking = bag.roles("which", "who")
    if any(_plural(bag, index) for index in (place, *asking)):
        return False
    if any(bag.is_noun(index) and bag.plural(index) for index, _ in bag.said()):
        return False
    return bool(asking) or way not in ("top", "last")


def _plural(bag: Bag, place: int) -> bool:
    """A word whose singular plays the same part."""
    phrase = bag.phrases[place]
    last_word = phrase.head.folded.split()[-1]
    known = {words.split()[-1] for role in bag.words.roles.values() for words in role}
    endings = {ending for ending in (last_word[:-1], last_word[:-2]) if len(ending) > 2}
    return bag.words.several(last_word) and (bool(endings & known) or phrase.head.can(Superlative))


# ---- of other things ----


OPENERS = ("followup_start", "undo", "only", "and", "instead", "yes")
"""Words that a message goes on with, which ask for nothing."""


def reranked(bag: Bag, last: SemanticQuery) -> Iterator[Attempt]:
    """«¿qué máquina fue la peor?» after a measure: the things that are named, ranked by it."""
    if not last.measures or last.measures[0].aggregate == "share":
        return
    for place in bag.of(Extreme):
        for index, phrase in bag.said():
            if any(item for item in phrase.head.all(NounIs)) or any(item.noun for item in phrase.head.all(ValueIs)):
                yield Attempt(
                    last.dataset,
                    partial(_rerank, last=last, place=place, of=index),
                    WEIGHTS["edit"],
                )


def _rerank(builder: Builder, last: SemanticQuery, place: int, of: int) -> None:
    bag, draft, model = builder.bag, builder.draft, builder.model
    extreme = bag.phrases[place]
    assert isinstance(extreme, Extreme)
    owner = next(
        (name for name in bag.nouns_at(of) if model.reaches(last.dataset, name) or _formula(model, last)), None
    )
    identity = builder.identity(owner) if owner is not None else None
    if identity is None or (owner == last.dataset and not _formula(model, last)):
        raise Reject
    if any(phrase.head.can(MetricIs) for _, phrase in bag.said()):
        raise Reject
    builder.use(place, effect="order")
    if bag.phrases[of].head.can(NounIs):
        builder.use(of, effect="group")
    builder.take("which", "list", *OPENERS)
    draft.measures = [measure.model_copy(update={"share": False}) for measure in last.measures]
    draft.date_field = last.date_field
    descending = descends(model, last.measures[0], extreme.way)
    draft.groups, draft.shape, draft.order = (
        [GroupBy(field=identity)],
        "ranking",
        Order(measure=0, descending=descending),
    )
    draft.limit = limit_of(builder, extreme.n, place) or (MANY if bag.plural(of) else 1)
    read_clauses(builder)
    new = list(draft.filters)
    draft.groups = [GroupBy(field=identity)]
    merge(builder, last, new, Dropped(), same=True, figure=None)
    read_context(builder)
    read_names(builder)
    leftover(builder)


def _formula(model: SemanticModel, last: SemanticQuery) -> bool:
    return any(measure.metric and model.metrics[measure.metric].is_formula for measure in last.measures)
