"""What to ask next: at most three questions that make sense after this answer and that are understood as follow-ups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from core.kernel.messages import Language, Suggestion
from core.kernel.result import Result
from core.planning.plan import Queried
from core.replies.charts.choice import chartable
from core.semantics.model import Metric, SemanticModel
from core.semantics.query import Compare, FieldRef, SemanticQuery
from core.sentences import Text, say
from core.sentences import replies as texts
from core.wording.phrases import within

MOST: Final = 3
FEW: Final = 2
"""From so many rows on, a breakdown says something that the rows do not."""


def suggestions(plan: Queried, result: Result, model: SemanticModel) -> tuple[Suggestion, ...]:
    """At most three, the likeliest first; what changes the thread's scope before all."""
    query = plan.query
    if query is None or query.shape == "lookup" or query.compare_to is not None:
        return plan.offers[:MOST]
    found: list[Suggestion] = list(plan.offers[:MOST])
    for suggestion in _candidates(plan, query, result, model):
        if suggestion not in found:
            found.append(suggestion)
        if len(found) >= MOST:
            break
    return tuple(found)


def _candidates(plan: Queried, query: SemanticQuery, result: Result, model: SemanticModel) -> Iterator[Suggestion]:
    language = plan.language
    size = _size(plan, query, result)
    if not size:
        return
    if query.shape == "count":
        yield _say(texts.LIST_THEM, texts.LIST_THEM_TEXT, language)
    if query.groups:
        if plan.chart is None and chartable(plan, result):
            yield _say(texts.AS_CHART, texts.AS_CHART_TEXT, language)
        if not _timed(query) and query.shape == "breakdown" and _has_date(query, model):
            yield _say(texts.BY_MONTH, texts.BY_MONTH_TEXT, language)
        if len(query.groups) == 1:
            # The same rows from another side.
            yield from _by_field(query, model, language)
        return
    if query.order is not None or size <= FEW:
        return
    for suggestion in _by_field(query, model, language):
        yield suggestion
        if query.shape == "measure" and _has_date(query, model):
            yield _say(texts.BY_MONTH, texts.BY_MONTH_TEXT, language)


def _by_field(query: SemanticQuery, model: SemanticModel, language: Language) -> Iterator[Suggestion]:
    for label in _breakdowns(query, model, language):
        yield Suggestion(
            label=say(texts.BY_FIELD, language, label=label), text=say(texts.BY_FIELD_TEXT, language, label=label)
        )


def _say(label: Text, text: Text, language: Language) -> Suggestion:
    return Suggestion(label=label[language], text=text[language])


def _size(plan: Queried, query: SemanticQuery, result: Result) -> float:
    """How many things the answer is about; 0 for nothing."""
    if not result.rows:
        return 0
    if query.shape in ("count", "measure") and not query.groups:
        first = result.rows[0][0]
        if query.shape == "count":
            return first if isinstance(first, int | float) else 0
        return 0 if first is None else FEW + 1
    return len(result.rows)


def _timed(query: SemanticQuery) -> bool:
    return any(group.grain for group in query.groups)


def _has_date(query: SemanticQuery, model: SemanticModel) -> bool:
    """Whether a breakdown by month means something: history does, how things stand now and one month's days do not."""
    period = query.period
    if period is not None and period.start is not None and period.end is not None:
        if (period.start.year, period.start.month) == (period.end.year, period.end.month):
            return False
    if query.period is None and any(getattr(part, "condition", None) for part in query.filters):
        return False
    for measure in query.measures:
        metric = model.metrics[measure.metric] if measure.metric else None
        if metric is not None and (_of_now(metric, model) or not (metric.date or metric.is_formula)):
            return False
    datasets = [measure.dataset or query.dataset for measure in query.measures if measure.metric is None]
    return all(model.datasets[name].default_date for name in datasets)


def _of_now(metric: Metric, model: SemanticModel) -> bool:
    """True for a metric over rows as they stand now (the backlog): of earlier months nothing is known."""
    conditions = model.datasets[metric.dataset].conditions if metric.dataset else {}
    return any(conditions[name].of_now for name in metric.where)


def _breakdowns(query: SemanticQuery, model: SemanticModel, language: Language) -> Iterator[str]:
    """Fields that split these rows: where they are, then what they are; none that the question has fixed already."""
    fixed = {
        part.field
        for part in query.filters
        if isinstance(part, Compare) and part.op in ("=", "in") and len(part.values) == 1
    }
    fixed |= {group.field for group in query.groups if group.field is not None}
    spoken = {
        condition.field
        for part in query.filters
        if (name := getattr(part, "condition", None)) and (condition := model.datasets[part.dataset].conditions[name])  # type: ignore[union-attr]
    }
    # What one machine is, and where, splits nothing.
    named = {ref.dataset for ref in fixed if ref.field == model.datasets[ref.dataset].identity}
    for ref in _fields(query.dataset, model):
        if any(ref.dataset == one or model.reaches(one, ref.dataset) for one in named):
            continue
        if ref in fixed or (ref.dataset == query.dataset and ref.field in spoken):
            continue
        field = model.field(ref.dataset, ref.field)
        meaning = model.datasets[ref.dataset]
        yield meaning.label.one[language] if ref.field == meaning.identity else within(field.label.one[language])


def _fields(dataset: str, model: SemanticModel) -> Iterator[FieldRef]:
    for name, meaning in model.datasets.items():
        field = meaning.fields.get(meaning.identity)
        phrase = field.phrase.get("en", "") if field is not None else ""
        if (
            field is not None
            and field.values
            and phrase.startswith("in ")
            and name != dataset
            and model.reaches(dataset, name)
        ):
            yield FieldRef(dataset=name, field=meaning.identity)
    for field in model.datasets[dataset].fields.values():
        if field.values and field.kind == "text":
            yield FieldRef(dataset=dataset, field=field.name)
