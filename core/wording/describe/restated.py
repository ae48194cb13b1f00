"""A query as a question in plain words: for the log, the model planner's context, chart titles and measures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.semantics.query import GroupBy, Measure, SemanticQuery
from core.semantics.sql.columns import GRAIN_LABELS
from core.wording import numbers as wording
from core.wording.describe.measures import composed
from core.wording.describe.periods import dates
from core.wording.describe.values import label_of
from core.wording.phrases import agree, plural, within

if TYPE_CHECKING:
    # For annotations alone: the Describer is the front of these functions and hands itself to them.
    from core.wording.describe.describer import Describer

_AGGREGATES = {
    "avg": {"es": "{} promedio", "en": "average {}"},
    "sum": {"es": "{} total", "en": "total {}"},
    "min": {"es": "menor {}", "en": "lowest {}"},
    "max": {"es": "mayor {}", "en": "highest {}"},
}


def group_words(describer: Describer, group: GroupBy) -> str:
    """What a breakdown is by: «área», «mes», "failure mode"."""
    language = describer.language
    if group.grain:
        return GRAIN_LABELS[group.grain][language].lower()
    if group.condition is not None:
        condition = describer.model.datasets[group.condition.dataset].conditions[group.condition.condition]
        label = condition.label.one[language]
        if language == "es":
            label = agree(label, describer.model.datasets[condition.dataset].label.gender, True)
        return f"{label} o no" if language == "es" else f"{label} or not"
    if group.field is None:
        return ""
    field = describer.model.field(group.field.dataset, group.field.field)
    meaning = describer.model.datasets[group.field.dataset]
    if field.name == meaning.identity:
        return meaning.label.one[language]
    return label_of(field, language)


def measure_words(describer: Describer, query: SemanticQuery, measure: Measure) -> str:
    """What is computed: «horas de paro», "average unit cost", «fallas por equipo», "open work orders"."""
    model, language = describer.model, describer.language
    if not measure.is_plain:
        return composed(describer, query, measure)
    if measure.metric:
        metric = model.metrics[measure.metric]
        return metric.label.many[language]
    own = query.model_copy(update={"measures": (measure,)})
    if measure.aggregate == "share":
        said = [describer.words.predicate(query.dataset, part, many=True) for part in measure.only]
        joined = wording.join(said, language)
        rows = describer.phrase(own, None)
        return f"porcentaje de {rows} que {joined}" if language == "es" else f"percentage of {rows} that are {joined}"
    if measure.field is None:
        return describer.phrase(own, None)
    field = model.field(measure.field.dataset, measure.field.field)
    label = label_of(field, language)
    if measure.aggregate == "count_distinct":
        many = plural(label, language)
        return f"{many} distintos" if language == "es" else f"different {many}"
    return _AGGREGATES.get(measure.aggregate or "sum", _AGGREGATES["sum"])[language].format(label)


def restated(describer: Describer, query: SemanticQuery) -> str:
    """The question in English. ``describer`` speaks English."""
    rows = describer.phrase(query, None)
    groups = [group_words(describer, group) for group in query.groups]
    when = f", {dates(query.period, 'en')}" if query.period is not None else ""
    if query.period is not None and query.date_field:
        field = describer.model.datasets[query.dataset].fields.get(query.date_field)
        when += f" by {within(field.terms['en'][0] if field.terms['en'] else field.label.one['en'])}" if field else ""
    if query.compare_to is not None:
        when += f" against {dates(query.compare_to, 'en')}"
    by = f" by {wording.join(groups, 'en')}" if groups else ""
    everyone = ", all statuses" if query.everyone and query.shape != "lookup" else ""
    if query.shape in ("list", "exists", "lookup"):
        return f"{_rows(describer, query, rows)}{when}{everyone}"
    derived = tuple(measure for measure in query.measures if measure.of is not None)
    asked = derived if derived and query.shape == "ranking" else query.measures
    measures = wording.join([_measured(describer, query, measure) for measure in asked], "en")
    if query.shape == "ranking" and query.order is not None:
        end = "highest" if query.order.descending else "lowest"
        who = groups[0] if groups else "group"
        who = plural(who, "en") if query.limit != 1 else who
        if query.offset or query.limit_within is not None:
            return f"{measures}{by}, {end} first{_places(describer, query)}{when}"
        return f"the {query.limit or ''} {who} with the {end} {measures}{when}".replace("  ", " ")
    share = " with each part's share" if any(measure.share for measure in query.measures) else ""
    kept = "".join(f", with {describer.having(query, *bound)}" for bound in query.having)
    return f"{measures}{by}{share}{when}{everyone}{kept}"


def _measured(describer: Describer, query: SemanticQuery, measure: Measure) -> str:
    words = measure_words(describer, query, measure)
    if measure.of is not None:
        return words
    if measure.metric is None and measure.field is None and measure.span is None:
        return words if measure.per is not None or measure.aggregate == "share" else f"number of {words}"
    scope = describer.phrase(query, None)
    bare = describer.model.datasets[query.dataset].label.many["en"]
    return words if scope == bare else f"{words} of {scope}"


def _rows(describer: Describer, query: SemanticQuery, rows: str) -> str:
    model = describer.model
    if query.select:
        asked = [label_of(model.field(ref.dataset, ref.field), "en") for ref in query.select]
        rows = f"{wording.join(asked, 'en')} of {rows}"
    from core.wording.describe.assumptions import newest_words

    if query.shape == "exists":
        return f"whether there are {rows}"
    said = f"list of {rows}" if query.shape == "list" else rows
    if query.order is not None and query.order.field is not None:
        field = model.field(query.order.field.dataset, query.order.field.field)
        said += f", {'highest' if query.order.descending else 'lowest'} {label_of(field, 'en')} first"
    if query.latest is not None:
        said += f", {newest_words(describer, query, query.latest)}"
    return said + _places(describer, query)


def _places(describer: Describer, query: SemanticQuery) -> str:
    from core.wording.describe.assumptions import thing_words

    if query.limit is None:
        return ""
    if query.offset and query.limit == 1:
        return f", place {query.offset + 1}"
    if query.offset:
        return f", places {query.offset + 1} to {query.offset + query.limit}"
    each = f" of each {thing_words(describer, query.limit_within)}" if query.limit_within is not None else ""
    return f", first {query.limit}{each}"
