"""Effects: what each word that counts as used must have done to the query. One without its effect was no more than an
ornament of the reading, and such a reading loses: a superlative that ranks nothing, a «who» that names nobody."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from core.semantics.model import SemanticModel
from core.semantics.query import AnyOf, Compare, Dated, During, FieldRef, Filter, Measure, Named, Not, Related
from core.understanding.meaning.bag import Bag
from core.understanding.meaning.draft import Draft
from core.understanding.phrases.types import Amount, Bound, Extreme, Said, Versus, When
from core.understanding.reading.readings import DateVerb, Light, Mention, Role

Effect = Callable[[SemanticModel, Draft], bool]


def _ordered(model: SemanticModel, draft: Draft) -> bool:
    extremes = any(measure.aggregate in ("max", "min") for measure in draft.measures)
    ranked = (draft.order is not None or draft.limit is not None) and _has_rows(draft)
    return ranked or extremes or bool(draft.having) or draft.latest is not None


def _has_rows(draft: Draft) -> bool:
    """More than one row may come, so that an order or a limit changes anything; a single figure has neither."""
    return bool(draft.groups) or not draft.measures


def _averaged(model: SemanticModel, draft: Draft) -> bool:
    return any(
        measure.per is not None
        or measure.aggregate in ("avg", "ratio")
        or (measure.metric is not None and not model.metrics[measure.metric].additive)
        for measure in draft.measures
    )


def _of_people(model: SemanticModel, draft: Draft) -> bool:
    people = {item.name for item in model.datasets.values() if item.who}
    named = {draft.home, *(ref.dataset for ref in draft.select)}
    named |= {group.field.dataset for group in draft.groups if group.field is not None}
    shown = [model.field(ref.dataset, ref.field) for ref in draft.select]
    texts = [item for item in shown if item.kind == "text" and not item.values]  # a maker, and no state
    return bool(people & named) or bool(texts)


def _dated(model: SemanticModel, draft: Draft) -> bool:
    shown = [*draft.select, *([draft.order.field] if draft.order and draft.order.field else [])]
    return any(model.field(ref.dataset, ref.field).is_date for ref in shown)


def _placed(model: SemanticModel, draft: Draft) -> bool:
    shown = [*draft.select, *(group.field for group in draft.groups if group.field is not None)]
    return any(model.datasets[ref.dataset].place for ref in shown)


def _shared(model: SemanticModel, draft: Draft) -> bool:
    metrics = [model.metrics[measure.metric] for measure in draft.measures if measure.metric]
    return any(m.share or m.aggregate == "share" for m in draft.measures) or any(m.kind == "percent" for m in metrics)


def _compared(model: SemanticModel, draft: Draft) -> bool:
    return draft.compare_to is not None or bool(draft.groups) or len(draft.measures) > 1 or draft.period is not None


def _measured(model: SemanticModel, draft: Draft) -> bool:
    numbers = any(model.field(ref.dataset, ref.field).is_number for ref in draft.select)
    return bool(draft.measures) or draft.shape == "lookup" or numbers


def _lasting(model: SemanticModel, draft: Draft) -> bool:
    """A time is answered: hours, days, a date, or by how long rows are chosen."""
    kinds = [model.metrics[measure.metric].kind for measure in draft.measures if measure.metric]
    kinds += [model.field(m.field.dataset, m.field.field).kind for m in draft.measures if m.field is not None]
    kinds += [model.field(ref.dataset, ref.field).kind for ref in draft.select]
    lapsing = any(measure.span is not None for measure in draft.measures)
    return (
        lapsing
        or bool(draft.spans)
        or draft.shape == "lookup"
        or any(kind in ("hours", "minutes", "days", "date", "datetime") for kind in kinds)
    )


def _counted(model: SemanticModel, draft: Draft) -> bool:
    """A number of things is answered, or one that each row has; a share is none."""
    if any(model.field(ref.dataset, ref.field).is_number for ref in draft.select):
        return True
    kinds = [model.metrics[measure.metric].kind for measure in draft.measures if measure.metric]
    return (
        bool(draft.spans)
        or draft.shape == "lookup"
        or any(kind != "percent" for kind in kinds)
        or len(kinds) < len(draft.measures)
    )


def _paid(model: SemanticModel, draft: Draft) -> bool:
    """An amount of money is answered, or rows are chosen or ordered by one."""
    kinds = [model.metrics[measure.metric].kind for measure in draft.measures if measure.metric]
    refs = [*draft.select, *(measure.field for measure in draft.measures if measure.field is not None)]
    refs += [draft.order.field] if draft.order is not None and draft.order.field is not None else []
    return "money" in kinds or any(model.field(ref.dataset, ref.field).kind == "money" for ref in refs)


EFFECTS: dict[str, Effect] = {
    "most": _ordered,
    "least": _ordered,
    "worst": _ordered,
    "best": _ordered,
    "top": _ordered,
    "last_few": _ordered,
    "last_time": _ordered,
    "first_time": _ordered,
    "sorted_desc": _ordered,
    "sorted_asc": _ordered,
    "sorted_worst": _ordered,
    "sorted_best": _ordered,
    "average": _averaged,
    "share": _shared,
    "who": _of_people,
    "when": _dated,
    "since_when": _dated,
    "where": _placed,
    "count": _counted,
    "how_much": _measured,
    "money": _paid,
    "how_long": _lasting,
    "trend": lambda model, draft: any(group.grain for group in draft.groups) or bool(draft.measures),
    "tally": lambda model, draft: bool(draft.measures),
    "of_each": lambda model, draft: bool(draft.groups) or (draft.shape == "list" and _counted(model, draft)),
    "spread": lambda model, draft: bool(draft.groups) or draft.chart == "histogram" or len(draft.measures) > 1,
    "compare": _compared,
    "change": lambda model, draft: draft.compare_to is not None or any(group.grain for group in draft.groups),
    "ratio": lambda model, draft: any(measure.aggregate == "ratio" for measure in draft.measures),
    "difference": lambda model, draft: draft.compare_to is not None or any(m.of is not None for m in draft.measures),
    "distinct": lambda model, draft: True,
}
"""What a word of a question must have brought about, by its role."""


def idle(bag: Bag, draft: Draft) -> Iterator[int]:
    """Places of phrases that count as used and changed nothing."""
    numbers = set(_numbers(draft))
    negated = any(_is_negative(part) for part in [*draft.filters, *(p for m in draft.measures for p in m.only)])
    for place in draft.used:
        if place >= len(bag.phrases) or draft.used[place] in ("length", "taken away"):
            continue  # a list says how long it is; what is taken away is no longer there
        phrase = bag.phrases[place]
        mention = phrase.head
        if isinstance(phrase, Bound | Versus):
            continue
        if isinstance(phrase, Amount):
            if phrase.value not in numbers and (draft.limit != int(phrase.value) or not _has_rows(draft)):
                yield place
            continue
        if isinstance(phrase, When):
            continue
        if draft.used[place] == "order" and not _ordered(bag.model, draft):
            yield place  # one figure has no order
            continue
        roles = {item for item in EFFECTS if mention.role(item)}
        if isinstance(phrase, Extreme) or (roles and not mention.is_substance):
            wanted = roles & {"money"} or roles or {"most"}  # money is more than a number
            if not any(EFFECTS[role](bag.model, draft) for role in wanted):
                yield place
        elif _says_when(bag, mention) and not _timed(bag.model, draft):
            yield place
        elif isinstance(phrase, Said) and phrase.negated != (phrase.link == "without") and not negated:
            if mention.is_substance:
                yield place


def _says_when(bag: Bag, mention: Mention) -> bool:
    """«órdenes *nuevas*»: a date is had by all rows; a word for it that is no verb says of which days they are."""
    other = [item for item in mention.readings if not isinstance(item, DateVerb | Role | Light)]
    return mention.can(DateVerb) and not other and " " not in mention.folded and mention.folded not in bag.words.forms


def _timed(model: SemanticModel, draft: Draft) -> bool:
    """A date limits the rows, orders or groups them, or is shown."""
    if draft.period is not None or draft.spans or draft.latest is not None or _dated(model, draft):
        return True
    dated = any(isinstance(part, Dated | Related | During) for part in draft.filters)
    spans = any(measure.span is not None or measure.only or measure.period for measure in draft.measures)
    grained = any(group.grain for group in draft.groups)
    compared = [part.field for part in draft.filters if isinstance(part, Compare)]
    compares = any(model.field(ref.dataset, ref.field).is_date for ref in compared)
    return dated or spans or grained or compares or draft.compare_to is not None


def timeless(bag: Bag, draft: Draft) -> bool:
    """«Now» was said, and what has happened is answered from its beginning: neither a state of now nor a period."""
    if not bag.now or draft.period is not None or draft.shape == "lookup" or draft.latest is not None:
        return False
    model = bag.model
    newest = FieldRef(dataset=draft.home, field=str(model.datasets[draft.home].default_date))
    if draft.limit == 1 and draft.order is not None and draft.order.field == newest:
        return False
    metrics = [model.metrics[measure.metric] for measure in draft.measures if measure.metric]
    happened = model.datasets[draft.home].default_date is not None or any(metric.date for metric in metrics)
    related = [
        part for part in draft.filters if isinstance(part, Related) and model.datasets[part.dataset].default_date
    ]
    if not happened and all(part.period is not None or present(model, part.filters) for part in related):
        return False
    only = [part for measure in draft.measures for part in measure.only]
    where = any(
        metric.dataset and name in model.datasets[metric.dataset].conditions
        and model.datasets[metric.dataset].conditions[name].of_now
        for metric in metrics for name in metric.where
    )  # fmt: skip
    return not (where or present(model, [*draft.filters, *only]))


def undated(bag: Bag, draft: Draft) -> bool:
    """A period was said, and nothing that is answered has a date: the same would be told of every period."""
    if not bag.of(When) or (draft.period is None and draft.compare_to is None):
        return False
    own = [measure for measure in draft.measures if measure.metric or measure.of is None]
    return bool(own) and not any(_has_date(bag.model, draft, measure) for measure in own)


def _has_date(model: SemanticModel, draft: Draft, measure: Measure) -> bool:
    if measure.metric is None:
        dataset = measure.dataset or draft.home
        return bool(model.datasets[dataset].default_date or (draft.date_field and dataset == draft.home))
    metrics = [model.metrics[measure.metric]]
    metrics += [model.metrics[name] for name in metrics[0].bases]
    return any(
        metric.date or metric.clipped or (metric.dataset and draft.date_field in model.datasets[metric.dataset].fields)
        for metric in metrics
    )


def foretold(bag: Bag, draft: Draft, today: date) -> bool:
    """«¿cuánto *va a costar* …?», "how many failures *will* we have in December?": what is to come was asked, and what
    has happened is told. What has a date ahead (due, planned) is on record."""
    if not (bag.to_come or bag.supposed) or draft.shape == "lookup":
        return False
    model, period = bag.model, draft.period
    dates = {(draft.home, draft.date_field or model.datasets[draft.home].default_date)}
    metrics = [model.metrics[measure.metric] for measure in draft.measures if measure.metric]
    if metrics:
        dates = {(metric.dataset, draft.date_field or metric.date) for metric in metrics if metric.dataset}
    dates |= {(part.dataset, part.date_field or model.datasets[part.dataset].default_date)
              for part in draft.filters if isinstance(part, Related) and part.period is not None}  # fmt: skip
    happened = [name for owner, name in dates if name and owner and not model.field(owner, name).ahead]
    if not happened:
        return False
    whens = [phrase.time.expression for phrase in bag.phrases if isinstance(phrase, When) and phrase.time is not None]
    coming = [when.resolve(today, ahead=True).start for when in whens]
    if period is not None and any(start is not None and start > today for start in coming):
        return True
    if not bag.to_come:
        return False
    ahead = any(
        isinstance(part, Dated) and model.field(part.field.dataset, part.field.field).ahead for part in draft.filters
    )
    return period is not None or not (ahead or _windowed(model, draft.filters) or present(model, draft.filters))


def _windowed(model: SemanticModel, filters: Iterable[Filter]) -> bool:
    """Some of the filters is a state that comes with a date ahead (needs maintenance)."""
    return any(
        isinstance(part, Named) and bool(model.datasets[part.dataset].conditions[part.condition].window)
        for part in filters
    )


def present(model: SemanticModel, filters: Iterable[Filter]) -> bool:
    """Some of the filters is a state of now, or of what goes on."""
    for part in filters:
        if isinstance(part, Named):
            dataset = model.datasets[part.dataset]
            running = dataset.interval is not None and dataset.interval.running == part.condition
            if running or dataset.conditions[part.condition].of_now:
                return True
        if isinstance(part, Related) and part.latest:
            return True
        inner = getattr(part, "filters", None) or getattr(part, "parts", None) or ()
        if present(model, inner):
            return True
    return False


def _numbers(draft: Draft) -> Iterator[float]:
    for part in draft.filters:
        for value in getattr(part, "values", ()):
            if isinstance(value, int | float):
                yield float(value)


def _is_negative(part: Filter) -> bool:
    match part:
        case Compare():
            return part.op in ("<>", "not in", "is null")
        case Named() | Dated() | Related():
            opposite = isinstance(part, Named) and part.condition.startswith("not_")
            inner = isinstance(part, Related) and any(_is_negative(item) for item in part.filters)
            return part.negated or opposite or inner
        case AnyOf():
            return any(_is_negative(item) for item in part.parts)
        case Not():
            return True
        case During():
            return part.negated
        case _:
            return False
