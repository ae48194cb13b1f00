"""How fresh the data of a query is: the facts that its answer stands on, and up to when they should have rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.semantics.model import SemanticModel
from core.semantics.query import (
    AnyOf,
    During,
    FieldRef,
    Filter,
    Measure,
    Named,
    Not,
    Period,
    Related,
    SemanticQuery,
)


@dataclass(frozen=True)
class Newest:
    """The newest row of a fact, up to the end of today.

    Attributes:
        moment: when it is of, in the plant's time; the end of its day where only that is known.
        dated: only the day is known.
    """

    dataset: str
    moment: datetime
    dated: bool = False

    @classmethod
    def of(cls, dataset: str, cell: object) -> Newest | None:
        """From the cell that ``newest_query`` gives; None where there is no row."""
        text = str(cell or "")
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            return None
        if len(text) <= len("2026-11-22"):
            return cls(dataset, datetime.combine(moment.date(), time.max), dated=True)
        return cls(dataset, moment.replace(tzinfo=None))


def date_of(model: SemanticModel, dataset: str) -> str | None:
    """The date by which a dataset's rows come in, None where they have none."""
    meaning = model.datasets[dataset]
    name = meaning.fresh_by or meaning.default_date
    return None if name is None or meaning.fields[name].ahead else name


def newest_query(model: SemanticModel, dataset: str, today: date) -> SemanticQuery:
    """The date of the newest row, whoever's it is; rows of days to come are somebody's slip and do not count."""
    name = date_of(model, dataset)
    assert name is not None, f"{dataset} has no date"
    ref = FieldRef(dataset=dataset, field=name)
    return SemanticQuery(
        dataset=dataset,
        shape="measure",
        measures=(Measure(aggregate="max", field=ref),),
        period=Period(end=today),
        date_field=name,
        everyone=True,
    )


def facts_of(query: SemanticQuery, model: SemanticModel) -> tuple[str, ...]:
    """The datasets with a date whose rows were counted, looked for or relied on, each once."""
    found = dict.fromkeys((*_measured(query, model), *_filtered(query.filters, model)))
    return tuple(name for name in found if date_of(model, name) is not None)


def _measured(query: SemanticQuery, model: SemanticModel) -> Iterator[str]:
    for measure in query.measures:
        metric = model.metrics[measure.metric] if measure.metric else None
        if metric is not None and metric.is_formula:
            yield from (name for base in metric.bases if (name := model.metrics[base].dataset))
        elif measure.aggregate not in ("ratio", "difference"):
            yield (metric.dataset if metric is not None else measure.dataset) or query.dataset
        yield from _filtered(measure.only, model)
    if not query.measures:
        yield query.dataset


def _filtered(parts: tuple[Filter, ...], model: SemanticModel) -> Iterator[str]:
    for part in parts:
        match part:
            case Related():
                yield part.dataset
                yield from _filtered(part.filters, model)
            case During():
                yield part.dataset
            case Named():
                lasts = model.datasets[part.dataset].conditions[part.condition].lasts
                if lasts is not None:
                    yield lasts.dataset
            case AnyOf():
                yield from _filtered(part.parts, model)
            case Not():
                yield from _filtered((part.part,), model)
            case _:
                pass


def expected(query: SemanticQuery, now: datetime) -> datetime:
    """Up to when the answer takes the data to be complete: the end of its days, or now where they are not over.

    Args:
        now: the plant's time.
    """
    ends = [period.end for period in _periods(query)]
    last = max((end for end in ends if end is not None), default=None)
    if last is None or None in ends or last >= now.date():
        return now.replace(tzinfo=None)
    return datetime.combine(last + timedelta(days=1), time())


def covered(query: SemanticQuery) -> tuple[str, ...]:
    """The datasets of which rows were looked for that have some of their time within a period."""
    parts = [*query.filters]
    for part in query.filters:
        parts += part.filters if isinstance(part, Related) else ()
    return tuple(dict.fromkeys(part.dataset for part in parts if isinstance(part, During)))


def _periods(query: SemanticQuery) -> Iterator[Period]:
    own = (query.period, query.compare_to, *(measure.period for measure in query.measures))
    yield from (period for period in own if period is not None)
    for part in query.filters:
        if isinstance(part, Related) and part.period is not None:
            yield part.period
        inner = part.filters if isinstance(part, Related) else (part,)
        yield from (item.period for item in inner if isinstance(item, During))


def stale(newest: Newest, query: SemanticQuery, model: SemanticModel, now: datetime, hours: float) -> bool:
    """True when a fact's newest row is older than the answer takes for granted.

    Args:
        hours: STALE_HOURS, where the model gives the dataset none of its own; 0 is never, whatever the model says.
    """
    own = model.datasets[newest.dataset].stale_hours
    allowed = own if own is not None and hours else hours
    return allowed > 0 and expected(query, now) - newest.moment > timedelta(hours=allowed)
