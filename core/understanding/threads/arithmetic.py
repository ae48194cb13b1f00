"""Arithmetic over what the last answer showed: as a rate, its sum, its mean over units, what part of others it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from core.semantics.model import SemanticModel
from core.semantics.query import Compare, Filter, Measure, SemanticQuery
from core.understanding.derive import Derivation
from core.understanding.kinds.kind import Attempt
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.clauses import read_clauses
from core.understanding.meaning.draft import Draft
from core.understanding.meaning.finish import leftover
from core.understanding.meaning.looks import read_context, read_names
from core.understanding.phrases.types import Amount, Said, Split
from core.understanding.reading.readings import Light, MetricIs, NounIs, Ref, Role, Verb
from core.understanding.threads.antecedent import Talked
from core.understanding.threads.carry import merge
from core.understanding.threads.dropping import Dropped
from core.understanding.threads.picking import OPENERS
from core.understanding.weights import WEIGHTS

# ---- as a rate: "what's that per week?", «¿eso cuánto es al mes?», «en promedio por día» ----
#
# «¿y por semana?» alone breaks the figure down; it is a rate where the figure is pointed at, or a mean is asked for.


def rates(bag: Bag, last: SemanticQuery) -> Iterator[Attempt]:
    """The last query's figure over a calendar unit, where the message asks for that."""
    if last.shape not in ("count", "measure") or len(last.measures) != 1 or last.period is None:
        return
    if any(phrase.head.can(NounIs, MetricIs, Verb) for _, phrase in bag.said()):
        return  # it names a figure of its own
    pointed = any(phrase.head.has(Ref, lambda item: item.kind == "that") for _, phrase in bag.said())
    for place in bag.of(Split):
        split = bag.phrases[place]
        assert isinstance(split, Split)
        grains = [key.grain for key in split.keys]
        if len(grains) == 1 and grains[0] is not None and (pointed or split.rate or bag.has("average")):
            yield Attempt(last.dataset, partial(_rate, last=last, place=place, unit=grains[0]), WEIGHTS["edit"])


def whole(measure: Measure) -> Measure:
    """A measure that is no mean over units any more: the total of them."""
    if measure.aggregate == "average_per":
        return Measure(aggregate="count", dataset=measure.dataset)
    return measure.model_copy(update={"per": None})


def _rate(builder: Builder, last: SemanticQuery, place: int, unit: str) -> None:
    draft, measure = builder.draft, whole(last.measures[0])
    metric = builder.model.metrics[measure.metric] if measure.metric else None
    if (metric is not None and not metric.additive) or (metric is None and measure.aggregate != "count"):
        raise Reject  # a mean of means is no figure of the plant
    builder.use(place, effect="average")
    builder.take(*OPENERS, "which", "how_much", "average", "count", "list", effect="average")
    for index, phrase in builder.free_said():
        if not phrase.head.is_substance and phrase.head.can(Ref):
            builder.use(index, effect="points back")
    counted = Measure(aggregate="average_per", dataset=measure.dataset or last.dataset, per=unit)
    draft.measures = [measure.model_copy(update={"per": unit}) if metric is not None else counted]
    draft.shape, draft.date_field = "measure", last.date_field
    read_clauses(builder)
    merge(builder, last, list(draft.filters), Dropped(), same=True, figure=None)
    read_context(builder)
    read_names(builder)
    leftover(builder)


# ---- the sum: «¿cuánto suman?» ----


_BESIDE_SUM = frozenset({"sum", "which", "how_much", "and", "list", "followup_start", "count"})


def asks_total(bag: Bag, last: SemanticQuery) -> bool:
    """«¿cuánto suman?», "what is their total": the message asks for a sum and names nothing else."""
    return bag.has("sum") and all(
        isinstance(item, Light | Ref) or (isinstance(item, Role) and item.role in _BESIDE_SUM)
        for _, phrase in bag.said()
        for item in phrase.head.readings
        if not (isinstance(item, Role) and phrase.head.role(*_BESIDE_SUM))
    ) and all(_counted(bag, place, last) for place in range(len(bag.phrases)))  # fmt: skip


def _counted(bag: Bag, place: int, last: SemanticQuery) -> bool:
    """A word, or the number of those that were shown («suma esos 5»)."""
    phrase = bag.phrases[place]
    return isinstance(phrase, Said) or (isinstance(phrase, Amount) and not phrase.unit and phrase.value == last.limit)


def _is_mean(last: SemanticQuery) -> bool:
    """What was shown is a mean over units of something that adds up."""
    one = last.measures[0] if len(last.measures) == 1 and not last.groups else None
    return one is not None and (one.aggregate == "average_per" or one.per is not None)


async def total(bag: Bag, last: SemanticQuery, talked: Talked) -> Derivation | None:
    """The sum of what the last answer showed; None when its figures do not add up."""
    metrics = [talked.model.metrics[measure.metric] for measure in last.measures if measure.metric]
    if _is_mean(last):
        draft = Draft.of(last)
        draft.kind, draft.measures = "total", [whole(last.measures[0])]
        draft.shape = "measure" if draft.measures[0].metric else "count"
        draft.kept, draft.kept_period = list(last.filters), last.period is not None
        return Derivation(bag, draft, WEIGHTS["edit"])
    if not last.groups or not last.measures or any(not metric.additive for metric in metrics):
        return None
    draft = Draft(last.dataset, kind="total")
    draft.filters, draft.period, draft.date_field = list(last.filters), last.period, last.date_field
    draft.measures = [measure.model_copy(update={"share": False}) for measure in last.measures]
    draft.shape = "count" if all(measure.aggregate == "count" for measure in draft.measures) else "measure"
    draft.kept, draft.kept_period = list(last.filters), last.period is not None
    if bag.counted and last.limit is None:
        named = [group.field for group in last.groups[:1] if group.field is not None]
        draft.filters += [Compare(field=field, op="is not null") for field in named]  # «los tres turnos», and no others
    if last.limit is not None:
        things = await talked.things(last)
        if things is None:
            return None
        draft.filters.append(Compare(field=things.ref, op="in", values=things.values))
    return Derivation(bag, draft, WEIGHTS["edit"])


# ---- the mean: "what's the average per week?" behind a breakdown by weeks, the total over all of them ----


_BESIDE_MEAN = frozenset({"average", "which", "how_much", "and", "list", "followup_start", "sum"})


def asks_mean(bag: Bag, last: SemanticQuery) -> bool:
    """The message asks for a mean, over the units that were shown if it names any, and for nothing else."""
    grain = last.groups[0].grain if len(last.groups) == 1 else None
    if grain is None or last.limit not in (None, 1) or last.period is None or not bag.has("average"):
        return False
    return all(_adds_nothing(phrase, str(grain)) for phrase in bag.phrases)


def _adds_nothing(phrase: object, grain: str) -> bool:
    if isinstance(phrase, Split):
        return [key.grain for key in phrase.keys] == [grain]
    if not isinstance(phrase, Said) or phrase.head.is_substance or not phrase.head.readings:
        return False
    return phrase.head.role(*_BESIDE_MEAN) is not None or phrase.head.can(Light, Ref)


def mean(bag: Bag, last: SemanticQuery, model: SemanticModel) -> Derivation | None:
    """The total of the period by its units; None of what does not add up."""
    if len(last.measures) != 1:
        return None
    measure = whole(last.measures[0]).model_copy(update={"share": False})
    metric = model.metrics[measure.metric] if measure.metric else None
    if (metric is not None and not metric.additive) or (metric is None and measure.aggregate != "count"):
        return None
    grain = last.groups[0].grain
    draft = Draft.of(last)
    draft.kind, draft.shape, draft.groups, draft.order, draft.having = "mean", "measure", [], None, []
    draft.limit = None
    counted = Measure(aggregate="average_per", dataset=measure.dataset or last.dataset, per=grain)
    draft.measures = [measure.model_copy(update={"per": grain}) if metric is not None else counted]
    draft.kept, draft.kept_period = list(last.filters), last.period is not None and last.period.given
    return Derivation(bag, draft, WEIGHTS["edit"])


# ---- the part: «¿y en porcentaje?» behind "how many of those were completed on time?", of those that were due ----


_BESIDE_SHARE = frozenset({"share", "which", "how_much", "and", "list", "followup_start", "instead", "by", "exists"})


def asks_part(bag: Bag, last: SemanticQuery) -> bool:
    """The message asks for a percentage, and of nothing but what was counted or measured last."""
    if not bag.has("share") or last.groups or len(last.measures) != 1:
        return False
    if len(list(bag.said())) < len(bag.phrases):
        return False
    heads = [phrase.head for _, phrase in bag.said()]
    return all(
        head.readings and not head.is_substance and (head.role(*_BESIDE_SHARE) or head.can(Light, Ref))
        for head in heads
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
