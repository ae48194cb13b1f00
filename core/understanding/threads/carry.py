"""What of the last query still holds: its limits, its period, what is taken away or put beside it."""

from __future__ import annotations

from core.semantics.model import SemanticModel
from core.semantics.query import Compare, Dated, FieldRef, Filter, Named, Related, SemanticQuery
from core.understanding.kinds.figures import Figure
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.clashes import merged
from core.understanding.meaning.finish import default_windows
from core.understanding.meaning.own_part import is_own_part
from core.understanding.meaning.times import read_times
from core.understanding.meaning.two_periods import shifted
from core.understanding.phrases.types import When
from core.understanding.reading.readings import Cond
from core.understanding.threads.dropping import Dropped
from core.understanding.weights import WEIGHTS


def carried(model: SemanticModel, part: Filter, home: str, *, same: bool) -> Filter | None:
    """A limit of the last query as it holds for the rows that are asked for now; None when it cannot."""
    if same:
        return part
    if isinstance(part, Named) and part.condition in model.datasets[home].conditions and part.dataset != home:
        if model.datasets[home].default_date or not model.reaches(home, part.dataset):
            return part.model_copy(update={"dataset": home, "period": None})
    owner = getattr(part, "dataset", None) or getattr(getattr(part, "field", None), "dataset", None)
    if isinstance(part, Related):
        return part if model.reaches(part.dataset, home) else None
    if owner is not None and owner != home and model.datasets[owner].default_date and model.datasets[home].default_date:
        return None  # what orders were limited to says nothing of stops
    return part if owner is not None and model.reaches(home, owner) else None


def merge(
    builder: Builder,
    last: SemanticQuery,
    new: list[Filter],
    dropped: Dropped,
    *,
    same: bool,
    figure: Figure | None,
) -> None:
    """The limits that still hold, the new ones, and the period."""
    draft, model = builder.draft, builder.model
    timed = bool(builder.bag.of(When))
    old = [part for part in last.filters if part not in dropped.limits]
    still = [found for part in old if (found := carried(model, part, builder.home, same=same)) is not None]
    if len(still) < len(old) and builder.bag.pointers:
        raise Reject  # «sus OT» of rows that they cannot be held to would be everybody's
    fresh = {group.field for group in draft.groups} - {group.field for group in last.groups}
    still = [part for part in still if not _spread(part, fresh)]
    if not draft.groups and any(_names_none(model, part) for part in new):
        still = [part for part in still if not _only_named(part, last)]
    still = [part for part in still if not is_own_part(model, part, draft.measures)]
    if timed:
        still = [_untimed(model, part) for part in still if not isinstance(part, Dated)]
    if builder.bag.opener == "and":
        still, new = _replaced_within(still, new)
    if not timed:
        new = [_then_too(model, part, still) for part in new]
    draft.filters = merged(model, still, new)
    if _compare(builder, last):
        timed = True
    draft.kept = [part for part in still if part in draft.filters]
    had = draft.period
    read_times(builder)
    dated = same or builder.has_date(builder.home) or figure is not None
    held = last.period is not None and not dropped.period
    if not timed and had is None and draft.compare_to is None and held and dated:
        assert last.period is not None
        if last.period.given or figure is None:
            draft.period, draft.kept_period = last.period, last.period.given
        if same and draft.date_field in (None, last.date_field) and not _own_dates(builder, last, figure):
            draft.date_field = _happened(builder, last, new) or last.date_field
    if draft.compare_to is None and same and timed is False:
        draft.compare_to = last.compare_to
    default_windows(builder)


def _happened(builder: Builder, last: SemanticQuery, new: list[Filter]) -> str | None:
    """«¿y cuántas *se cerraron*?» behind those that were opened this week: what happened besides, on its own date; the
    state of those that were opened («¿y cerradas?») has none."""
    model, bag = builder.model, builder.bag
    if bag.opener != "and" or last.date_field != model.datasets[last.dataset].default_date:
        return None
    names = {part.condition for part in new if isinstance(part, Named) and part.dataset == last.dataset}
    for _, phrase in bag.said():
        told = bag.words.acts(phrase.head.folded.split()[-1])
        became = {item.name for item in phrase.head.all(Cond)} & names if told else set()
        for item in model.datasets[last.dataset].fields.values():
            if item.condition is not None and str(item.condition) in became:
                return item.name
    return None


def _replaced_within(still: list[Filter], new: list[Filter]) -> tuple[list[Filter], list[Filter]]:
    """«¿y la línea 4?» behind the machines that failed on line 3: those that failed on line 4."""
    fields = {part.field: part for part in new if isinstance(part, Compare) and part.op == "="}
    found: list[Filter] = []
    taken: set[FieldRef] = set()
    for part in still:
        if isinstance(part, Related) and not part.negated:
            within = [item.field for item in part.filters if isinstance(item, Compare) and item.field in fields]
            taken.update(within)
            inner = tuple(fields.get(item.field, item) if isinstance(item, Compare) else item for item in part.filters)
            part = part.model_copy(update={"filters": inner})
        found.append(part)
    return found, [part for part in new if not (isinstance(part, Compare) and part.field in taken)]


def _then_too(model: SemanticModel, part: Filter, still: list[Filter]) -> Filter:
    """«¿cuáles tuvieron paro?» of the machines that failed yesterday: what happened besides, in the days spoken of."""
    if not isinstance(part, Related) or part.period is not None or part.filters or part.measure is not None:
        return part
    period = next((item.period for item in still if isinstance(item, Related) and item.period is not None), None)
    date_field = model.datasets[part.dataset].default_date
    if period is None or not date_field:
        return part
    return part.model_copy(update={"period": period, "date_field": part.date_field or date_field})


def _names_none(model: SemanticModel, part: Filter) -> bool:
    """A state of having none («sin asignar»), by what the model says of it."""
    if not isinstance(part, Named):
        return False
    expression = " ".join(model.datasets[part.dataset].conditions[part.condition].expression.casefold().split())
    return expression.endswith(" is null")


def _only_named(part: Filter, last: SemanticQuery) -> bool:
    """Groups without a name were left out of a breakdown, which is not kept."""
    grouped = {group.field for group in last.groups}
    return isinstance(part, Compare) and part.op == "is not null" and part.field in grouped


def _spread(part: Filter, groups: set[FieldRef | None]) -> bool:
    """«¿y por tipo?» after one type is of all of them: a breakdown by what has one value says nothing."""
    return isinstance(part, Compare) and part.op == "=" and len(part.values) == 1 and part.field in groups


def _own_dates(builder: Builder, last: SemanticQuery, figure: Figure | None) -> bool:
    """A metric in the place of rows that were counted goes by its own date, unless another one was spoken of."""
    usual = builder.model.datasets[last.dataset].default_date
    return figure is not None and last.date_field == usual and all(m.metric for m in builder.draft.measures)


def _compare(builder: Builder, last: SemanticQuery) -> bool:
    """ "vs last year", «¿y comparado con octubre?»: another period beside the last query's own."""
    places = builder.bag.of(When)
    if len(places) != 1 or last.period is None:
        return False
    when = builder.bag.phrases[places[0]]
    assert isinstance(when, When) and when.time is not None
    if not when.after and not when.time.expression.year_before:
        return False
    unit = when.time.expression.year_before
    other = shifted(last.period, unit) if unit else when.time.expression.resolve(builder.today, ahead=False)
    builder.use(places[0], effect="periods")
    draft = builder.draft
    draft.date_field = last.date_field
    if last.groups or not builder.pick("beside", [(0.0, True), (WEIGHTS["margin"] * 2, False)]):
        draft.period = other
    else:
        draft.period, draft.compare_to = last.period, other
    return True


def _untimed(model: SemanticModel, part: Filter) -> Filter:
    """A kept limit without its own period, so that the new one takes its place."""
    if isinstance(part, Related):
        return part.model_copy(update={"period": None})
    if isinstance(part, Named) and model.datasets[part.dataset].conditions[part.condition].window:
        return part.model_copy(update={"period": None})
    return part
