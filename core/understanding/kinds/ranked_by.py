"""Things ranked by a measure that the breaking-down word names: "top 10 machines by maintenance cost"."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from core.semantics.query import Measure, Order
from core.understanding.kinds.beside import beside
from core.understanding.kinds.figures import Figure, home_of
from core.understanding.kinds.kind import Attempt
from core.understanding.kinds.order import MANY, limit_of, nth, way_sorted
from core.understanding.kinds.rankings import targets_of, use_target, way_of
from core.understanding.kinds.ratios import Divisor, divide, divisors
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder, Reject
from core.understanding.meaning.finish import attach
from core.understanding.phrases.types import Extreme, Split
from core.understanding.reading.readings import FieldIs, Mention, MetricIs, NounIs
from core.understanding.weights import WEIGHTS


def ranked_by(bag: Bag) -> Iterator[Attempt]:
    """ "top 10 machines by maintenance cost", «equipos por horas de paro»: the breaking-down word names the measure."""
    for place in bag.splits:
        split = bag.phrases[place]
        assert isinstance(split, Split)
        for key in split.keys:
            if key.mention is None:
                continue
            metrics = _measured(bag, key.mention)
            if any(item.name not in metrics for _, phrase in bag.said() for item in phrase.head.all(MetricIs)):
                continue
            for metric in metrics:
                home = home_of(bag, metric)
                per = list(divisors(bag, home, place))
                nested = WEIGHTS["nested"] if per else 0.0
                yield Attempt(home, partial(_by_metric, place=place, metric=metric), nested)
                for by in per:
                    yield Attempt(home, partial(_by_metric, place=place, metric=metric, by=by))
            for noun in key.mention.all(NounIs)[:1]:
                if bag.model.datasets[noun.dataset].default_date:
                    yield Attempt(noun.dataset, partial(_by_metric, place=place, metric=None))


def _measured(bag: Bag, mention: Mention) -> list[str]:
    """The metric that a word names, or that adds up the field that it names («por *cantidad usada*»)."""
    named = [item.name for item in mention.all(MetricIs)]
    fields = [bag.model.field(item.ref.dataset, item.ref.field) for item in mention.all(FieldIs)]
    return (named or [str(field.metric) for field in fields if field.metric])[:1]


def _by_metric(builder: Builder, place: int, metric: str | None, by: Divisor | None = None) -> None:
    bag, draft = builder.bag, builder.draft
    builder.use(place, effect="measure")
    if metric is not None:
        said = [at for at, phrase in bag.said() if phrase.head.has(MetricIs, lambda item: item.name == metric)]
        builder.use(*said, effect="measure")  # "top 5 *parts used* by quantity" says it twice
    draft.measures = [Measure(metric=metric) if metric else Measure(aggregate="count")]
    if by is not None:
        builder.use(by.place, effect="average")
        divide(builder, by)
    figure = Figure(builder.home, (place,), lambda other: None, lower_is_better=_lower(bag, metric))
    extremes = [index for index in bag.of(Extreme) if builder.free(index)]
    builder.use(*(index for index in bag.roles("compare") if index == 0), effect="asks")  # "*compare* areas by …"
    beside(builder)
    found = [item for item in targets_of(builder, figure) if item.place != place]
    if not found:
        raise Reject
    target = builder.pick("target", [(item.cost, item) for item in found])
    use_target(builder, target)
    way, n = way_of(builder, extremes[0]) if extremes else ("most", None)
    if extremes:
        builder.use(extremes[0], effect="order")
    lower = figure.lower_is_better
    descending = way != "least" if lower is None or way not in ("worst", "best") else lower == (way == "worst")
    if (sorted_so := way_sorted(builder, lower)) is not None:
        descending = sorted_so
    draft.order = Order(measure=by.main if by is not None else 0, descending=descending)
    number = limit_of(builder, n, extremes[0] if extremes else place)
    draft.shape = "ranking" if extremes or number else "breakdown"
    if draft.shape == "ranking":
        draft.limit = number or (MANY if target.plural else 1)
        nth(builder)
    else:
        builder.charge("kind")
    builder.take("which", "list", "sort", "sorted_desc", "sorted_asc", "who")
    attach(builder)


def _lower(bag: Bag, metric: str | None) -> bool | None:
    better = bag.model.metrics[metric].better if metric else None
    return None if better is None else better == "lower"
