"""What the answer of an edit looks like: the last one's shape, unless the message asks otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from core.semantics.query import (
    Compare,
    FieldRef,
    Filter,
    GroupBy,
    Measure,
    Order,
    SemanticQuery,
)
from core.understanding.kinds.figures import Figure
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.whole import sum_of
from core.understanding.phrases.types import When
from core.understanding.reading.readings import FieldIs, Superlative
from core.understanding.threads.arithmetic import whole


@dataclass(frozen=True)
class Wanted:
    """How the message asks for the rows that it speaks of."""

    count: bool
    rows: bool
    share: bool
    plain: bool
    total: bool
    who: bool


def shape(
    builder: Builder,
    last: SemanticQuery,
    asks: Wanted,
    new: list[Filter],
    *,
    same: bool,
    figure: Figure | None,
    shown: bool = False,
) -> None:
    """What the answer looks like now."""
    draft = builder.draft
    count = [Measure(aggregate="count")]
    if figure is not None:
        draft.groups = draft.groups or _kept_groups(last, new)
        draft.shape = "breakdown" if draft.groups else "measure"
        if last.limit is not None and draft.groups == list(last.groups):
            draft.shape, draft.limit, draft.order = "ranking", draft.limit or last.limit, draft.order or last.order
        return
    corrects = builder.bag.opener == "undo"  # «no, me refería al total de la planta Norte» is of the same sums
    one = sum_of(builder.model, last.measures) if asks.total and not corrects else None
    if one is not None:
        last = last.model_copy(update={"measures": (one,)})
        draft.measures = [one]
    if asks.total:
        draft.measures = [whole(measure) for measure in draft.measures]  # "break the *total* down by mode"
    if draft.groups:
        draft.measures, draft.shape = draft.measures or count, "ranking" if draft.limit else "breakdown"
        if draft.limit and draft.order is None:
            draft.order = Order(measure=0)
        return
    if asks.who and not draft.select and not any(phrase.head.can(FieldIs) for _, phrase in builder.free_said()):
        _people(builder, last)
        return
    if asks.share:
        _as_share(builder, last, new)
        return
    parts = last.groups and any(measure.share for measure in last.measures)
    back = builder.bag.has("back") and not builder.bag.of(When)  # "back to failures: how many … last month?" asks anew
    if (asks.count and back and last.groups and last.measures) or (asks.plain and parts):
        # "back to counts", «mejor los números»: what was shown as parts of a whole
        draft.groups = draft.groups or _kept_groups(last, new)
        draft.measures = [measure.model_copy(update={"share": False}) for measure in last.measures]
        draft.shape, draft.order = "ranking" if draft.limit else "breakdown", draft.order or last.order
        return
    if asks.count:
        draft.shape, draft.measures = "count", count
        return
    if asks.total and last.groups and last.limit is None:
        draft.measures = list(last.measures) or count
        draft.shape = "count" if draft.measures[0].aggregate == "count" else "measure"
        draft.measures = [measure.model_copy(update={"share": False}) for measure in draft.measures]
        return
    listing = asks.rows and (
        last.shape in ("count", "measure") or (bool(new) and last.shape in ("breakdown", "ranking"))
    )
    settled = bool(last.groups) and not _kept_groups(last, new)  # «las del primero, con su área»
    listing = listing or (shown and (asks.rows or settled or last.shape in ("count", "exists")))
    rows = draft.order is not None and draft.order.field is not None
    if not same or listing or rows:
        draft.measures = []
        draft.shape = "list"
        if not same and last.shape == "count" and not asks.rows:
            draft.shape, draft.measures = "count", count
        if same and not listing:
            draft.select = draft.select or list(last.select)
        return
    draft.groups, draft.shape = _kept_groups(last, new), last.shape
    draft.measures = list(last.measures)
    draft.select = list(last.select)
    draft.everyone = last.everyone and last.shape == "lookup"
    draft.order = draft.order or last.order
    draft.limit = draft.limit or last.limit
    draft.having = draft.having or list(last.having)
    draft.spans, draft.latest = list(last.spans), last.latest
    draft.limit_within = last.limit_within if draft.groups == list(last.groups) else None
    if draft.offset and (draft.order != last.order or new):
        raise Reject  # the next ones of another order are no next ones
    if draft.compare_to is not None:
        draft.measures, draft.shape = draft.measures or count, "breakdown" if draft.groups else "measure"
    if last.groups and not draft.groups:
        draft.shape = "count" if all(measure.aggregate == "count" for measure in draft.measures) else "measure"
        draft.measures = [measure.model_copy(update={"share": False}) for measure in draft.measures]
        draft.order = draft.limit = None
    elif draft.limit is not None and draft.groups and draft.order is not None:
        draft.shape = "ranking"


def _people(builder: Builder, last: SemanticQuery) -> None:
    """«¿quién las trae?»: the people of the rows, with how many each."""
    people, draft = builder.bag.people, builder.draft
    who = builder.identity(people) if people is not None else None
    if any(isinstance(part, Compare) and part.op == "=" and part.field == who for part in last.filters):
        raise Reject  # whose they are was said
    if any(builder.bag.is_name(place) for place, _ in builder.bag.said()):
        builder.charge("bare")  # who is on a thing that is named is a question of its own
    if people is None or people == builder.home or builder.distance(people) is None or last.limit is not None:
        if people != builder.home:
            raise Reject
        draft.shape, draft.measures = "list", []
        return
    ref = FieldRef(dataset=people, field=builder.model.datasets[people].identity)
    if draft.order is not None and draft.order.field is not None and draft.limit is not None and _superlative(builder):
        # «¿quién tiene la más vieja?»: whose that one row is
        draft.shape, draft.measures, own = "list", [], builder.identity(builder.home)
        draft.select = [*([own] if own is not None else []), ref]
        return
    ranked = draft.limit is not None and len(last.measures) == 1  # «¿quién tiene *más*?» of what was measured
    draft.shape, draft.groups = "ranking" if draft.limit is not None else "breakdown", [GroupBy(field=ref)]
    draft.measures = list(last.measures) if ranked else [Measure(aggregate="count")]
    if draft.order is not None and draft.order.field is not None:
        draft.order = Order(measure=0, descending=draft.order.descending)  # who closed most, and not who closed last
    draft.filters.append(Compare(field=ref, op="is not null"))


def _superlative(builder: Builder) -> bool:
    return any(phrase.head.can(Superlative) for _, phrase in builder.bag.said())


def _kept_groups(last: SemanticQuery, new: list[Filter]) -> list[GroupBy]:
    """«¿y en soldadura?» after a breakdown by area: one area is no breakdown any more."""
    settled = {part.field for part in new if isinstance(part, Compare) and part.op == "=" and len(part.values) == 1}
    return [group for group in last.groups if group.field is None or group.field not in settled]


def _as_share(builder: Builder, last: SemanticQuery, new: list[Filter]) -> None:
    """«¿y en porcentaje?», «¿qué porcentaje son críticas?»."""
    draft = builder.draft
    if new:
        draft.filters = [part for part in draft.filters if part not in new]
        metric = last.measures[0].metric if len(last.measures) == 1 else None
        summed = metric if metric and builder.model.metrics[metric].additive else None
        draft.measures, draft.shape = [Measure(metric=summed, aggregate="share", only=tuple(new))], "measure"
        return
    if not last.groups or not last.measures:
        raise Reject
    draft.groups, draft.shape, draft.order, draft.limit = list(last.groups), last.shape, last.order, last.limit
    draft.measures = [measure.model_copy(update={"share": True}) for measure in last.measures]
