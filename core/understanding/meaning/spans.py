"""Stretches of time on the rows of a question: as a limit («más de 30 días después de vencer»), as a column («con sus
días de atraso»), and the span that a phrase means on the rows of a dataset."""

from __future__ import annotations

from typing import get_args

from core.kernel.messages import Cell
from core.semantics.model import SemanticModel
from core.semantics.query import FieldRef, Lasted, Named, TimeSpan, Unit
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder
from core.understanding.meaning.units import plain
from core.understanding.phrases.types import Said, Stretch
from core.understanding.reading.readings import Cond, DateVerb, FieldIs, Mention

_HOURS = {"minutes": 1 / 60, "hours": 1.0, "days": 24.0, "weeks": 168.0}
_DAYS = {"days": 1.0, "weeks": 7.0, "months": 30.4375, "years": 365.25}


def span_of(bag: Bag, stretch: Stretch, home: str) -> TimeSpan | None:
    """The span that a phrase means on the rows of a dataset; None where they have no such date."""
    model = bag.model
    since = _due(model, home) if stretch.late else date_of(model, stretch.since, home)
    if stretch.since is None and (begun := model.datasets[home].default_date):
        since = FieldRef(dataset=home, field=begun)
    if since is None:
        return None
    until = date_of(model, stretch.until, home) if stretch.until is not None else None
    if stretch.until is not None and until is None:
        return None
    if until is None and (stretch.op is not None or stretch.late or bag.has("average")):
        until = _ended(bag, stretch, home, since)
    return TimeSpan(since=since, until=until, unit=_unit(stretch.unit or _unit_asked(bag)))


def date_of(model: SemanticModel, mention: Mention | None, home: str) -> FieldRef | None:
    """The date of a dataset's rows that a word tells."""
    for item in mention.readings if mention is not None else ():
        if isinstance(item, FieldIs | DateVerb) and item.ref.dataset == home:
            if model.field(home, item.ref.field).is_date:
                return item.ref
        if isinstance(item, Cond) and item.dataset == home:
            if date := model.datasets[home].conditions[item.name].date:
                return FieldRef(dataset=home, field=date)
    return None


def _due(model: SemanticModel, home: str) -> FieldRef | None:
    """The date ahead of which rows of a dataset are not late."""
    ahead = [item.name for item in model.datasets[home].fields.values() if item.ahead]
    return FieldRef(dataset=home, field=ahead[0]) if ahead else None


def _ended(bag: Bag, stretch: Stretch, home: str, since: FieldRef) -> FieldRef | None:
    """The date at which the rest of the question says that it ended («*cerradas* con más de 10 días de retraso»)."""
    for phrase in bag.phrases:
        if not isinstance(phrase, Said) or phrase.negated or phrase.head in (stretch.since, stretch.until):
            continue
        ref = date_of(bag.model, phrase.head, home)
        if ref is not None and ref != since and not bag.model.field(home, ref.field).ahead:
            return ref
    return None


def _unit_asked(bag: Bag) -> str:
    """The unit within the words that ask how long («cuántos *días* lleva»)."""
    words = [word for place in bag.roles("how_long") for word in bag.phrases[place].head.folded.split()]
    return next((bag.words.units[word] for word in words if word in bag.words.units), "")


def _unit(unit: str) -> Unit | None:
    return unit if unit in get_args(Unit) else None  # type: ignore[return-value]


# ---- as a limit ----


def read_stretches(builder: Builder) -> None:
    """Every stretch that is compared with a number limits the rows."""
    bag, draft = builder.bag, builder.draft
    for place in bag.of(Stretch):
        stretch = builder.phrase(place)
        assert isinstance(stretch, Stretch)
        if stretch.op is None or not builder.free(place):
            continue
        span = span_of(bag, stretch, builder.home)
        if span is None:
            continue
        values = _in_span_unit(builder, stretch, span)
        if values is None:
            continue
        builder.use(place, effect="filter")
        if stretch.late and span.until is None and (due := overdue_of(builder)) is not None:
            draft.filters += [due] if due not in draft.filters else []  # what is done already is late no more
        draft.filters.append(Lasted(span=span.model_copy(update={"unit": values[1]}), op=stretch.op, values=values[0]))


def _in_span_unit(builder: Builder, stretch: Stretch, span: TimeSpan) -> tuple[tuple[Cell, ...], Unit] | None:
    """The numbers in hours between two moments, in days where one end is a whole day."""
    refs = [span.since, *([span.until] if span.until is not None else [])]
    moments = all(builder.model.field(ref.dataset, ref.field).kind == "datetime" for ref in refs)
    in_hours = moments and len(refs) == 2 and stretch.unit in ("minutes", "hours")
    factor = (_HOURS if in_hours else _DAYS).get(stretch.unit)
    if factor is None:
        return None
    return tuple(plain(value * factor) for value in stretch.values), "hours" if in_hours else "days"


# ---- as a column ----


def read_spans(builder: Builder) -> bool:
    """Stretches that are asked for beside rows become columns; says whether there were any."""
    bag, draft = builder.bag, builder.draft
    found = False
    for place in bag.of(Stretch):
        stretch = builder.phrase(place)
        assert isinstance(stretch, Stretch)
        if stretch.op is not None or stretch.newest or not builder.free(place):
            continue
        span = span_of(bag, stretch, builder.home)
        if span is None:
            continue
        builder.use(place, effect="column")
        builder.take("how_long", "count", "how_much", "which", "age", "lapse")
        draft.spans.append(span)
        if stretch.late and span.until is None and (due := overdue_of(builder)) is not None:
            draft.filters += [due] if due not in draft.filters else []  # what is not due yet is late by no days
        found = True
    return found


def overdue_of(builder: Builder) -> Named | None:
    """The state in which rows are late, for figures that are only of such rows."""
    for condition in builder.model.datasets[builder.home].conditions.values():
        if condition.date and builder.model.field(builder.home, condition.date).ahead:
            return Named(dataset=builder.home, condition=condition.name)
    return None
