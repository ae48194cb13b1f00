"""A question inside the running talk: what it keeps to, and what it says itself in the place of that."""

from __future__ import annotations

from core.semantics.query import Filter, Named, Related
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.clashes import contradiction, merged
from core.understanding.reading.readings import Cond, DateVerb, MetricIs, NounIs, Verb


def inside(builder: Builder) -> None:
    """A question inside the running talk keeps to what that is about; what the question says itself takes its place."""
    if builder.scope is None:
        return
    found = builder.scope.limits(builder.model, builder.home)
    if found is None:
        raise Reject
    filters, period = found.filters, found.period
    draft = builder.draft
    if any(phrase.pointed for _, phrase in builder.bag.said()):
        # «esa bomba»: its noun says what kind the one thing is, and puts nothing in its place.
        draft.filters = list(dict.fromkeys([*filters, *draft.filters]))
    else:
        draft.filters = merged(builder.model, filters, draft.filters)
    draft.kept = [part for part in filters if part in draft.filters]
    draft.filters = list(dict.fromkeys(_of_those(part, found.had) for part in draft.filters))
    dated = builder.has_date(builder.home) or any(m.metric or m.dataset for m in draft.measures)
    now = any(
        isinstance(part, Named)
        and part.period is None
        and builder.model.datasets[part.dataset].conditions[part.condition].of_now
        for part in draft.filters
        if part not in filters
    )
    ahead = found.date_field is not None and builder.model.field(builder.home, found.date_field).ahead
    theirs = now and not ahead and period is not None and _theirs(builder, found.date_field)
    if draft.period is None and dated and (ahead or not now or theirs):
        # what was due then may be late now; "how many of those are *still open*" is of those that were opened then
        draft.period = period
        draft.date_field = draft.date_field or found.date_field or (_happened(builder) if period is not None else None)
        draft.kept_period = period is not None
    elif found.date_field is not None and draft.period is not None and _only_days(builder):
        draft.date_field = found.date_field  # "what about this week" behind what was due last week
    for place in builder.bag.pointers:
        if not builder.phrase(place).head.is_substance:
            builder.use(place, effect="points back")


def _theirs(builder: Builder, date_field: str | None) -> bool:
    """The days are those of the rows that are pointed at, and what they became on them does not rule out what they are
    said to be now."""
    spoken = getattr(builder.scope, "query", None) or getattr(builder.scope, "of", None)
    if spoken is None or spoken.dataset != builder.home or not builder.bag.pointers:
        return False
    field = builder.model.datasets[builder.home].fields.get(date_field or spoken.date_field or "")
    became = (
        [Named(dataset=builder.home, condition=str(field.condition))] if field is not None and field.condition else []
    )
    return contradiction(builder.model, [*became, *builder.draft.filters]) is None


def _only_days(builder: Builder) -> bool:
    """Nothing is said of what happened in the days that are named."""
    said = [phrase.head for _, phrase in builder.bag.said()]
    return not any(head.can(DateVerb, Cond, NounIs, Verb, MetricIs) for head in said)


def _of_those(part: Filter, had: Related | None) -> Filter:
    """«¿qué máquinas de ahí *pararon*?» behind the stops of October: by those stops."""
    if had is None or not isinstance(part, Related) or part.dataset != had.dataset or part.period is not None:
        return part
    kept = tuple(item for item in had.filters if item not in part.filters)
    date_field = part.date_field or (had.date_field if had.period is not None else None)
    return part.model_copy(update={"filters": (*kept, *part.filters), "period": had.period, "date_field": date_field})


def _happened(builder: Builder) -> str | None:
    """The date on which rows became what they are said to be (closed), to which a period that is kept binds."""
    draft = builder.draft
    if any(measure.metric for measure in draft.measures):
        return None
    for part in draft.filters:
        if isinstance(part, Named) and part.dataset == draft.home and not part.negated:
            name = builder.model.datasets[part.dataset].conditions[part.condition].date
            if name and not builder.model.field(part.dataset, name).ahead:
                return name
    return None
