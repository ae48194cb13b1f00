"""Title and axis labels of a chart, in the question's language."""

from __future__ import annotations

from datetime import date
from typing import Final

from core.kernel.messages import Column
from core.kernel.result import Result
from core.planning.chart_spec import ChartSpec
from core.planning.plan import Queried
from core.semantics.model import SemanticModel
from core.semantics.query import Measure, Period, SemanticQuery
from core.wording import numbers as wording
from core.wording.describe.describer import Describer
from core.wording.describe.periods import dates, month, whole
from core.wording.describe.restated import group_words, measure_words
from core.wording.phrases import capital, within

_LONGEST: Final = 90
_ANY_DAY: Final = date(1000, 1, 1)
"""Titles name dates, never «este mes», so that a picture can still be understood a year later."""


def titled(spec: ChartSpec, plan: Queried, result: Result, model: SemanticModel) -> ChartSpec:
    """The spec with its title and axis labels."""
    columns = {column.name: column for column in plan.columns}
    x, y = columns.get(spec.x), columns.get(spec.y[0]) if spec.y else None
    return spec.model_copy(
        update={
            "title": title(plan, spec, columns, model),
            "x_label": x.label if x is not None else "",
            "y_label": _bare(y, spec) if y is not None and len(spec.y) == 1 else "",
        }
    )


def _bare(column: Column, spec: ChartSpec) -> str:
    """The label without a unit that the axis names already."""
    return column.label


def title(plan: Queried, spec: ChartSpec, columns: dict[str, Column], model: SemanticModel) -> str:
    """«OT abiertas por área», "Downtime by month, 1 Jan to 22 Nov 2026"."""
    if plan.query is None:
        named = [columns[name].label for name in (*spec.y, spec.x) if name in columns]
        labels = [*named[:1], *(within(label) for label in named[1:])]
        return capital(f" {'por' if plan.language == 'es' else 'by'} ".join(labels[:2]))
    query = plan.query
    describer = Describer(model, plan.language, "", _ANY_DAY)
    text = breakdown_title(describer, query)
    if spec.kind == "histogram" and spec.x in columns:
        # A list's title names its rows; what is spread is one of their columns.
        text = f"{columns[spec.x].label} {'de' if plan.language == 'es' else 'of'} {text[:1].lower()}{text[1:]}"
    if query.period is not None:
        text += f", {period_text(describer, query.period)}"
    if query.compare_to is not None:
        text += f" {'y' if plan.language == 'es' else 'and'} {period_text(describer, query.compare_to)}"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def breakdown_title(describer: Describer, query: SemanticQuery) -> str:
    """What is shown and by what, without its period: «OT abiertas por área»."""
    by = [group_words(describer, group) for group in query.groups]
    text = subject(describer, query)
    if by:
        text += f" {'por' if describer.language == 'es' else 'by'} {wording.join(by, describer.language)}"
    return capital(text)


def subject(describer: Describer, query: SemanticQuery) -> str:
    """What is shown: «OT abiertas en Welding», «MTTR de bombas», «horas de paro y fallas»."""
    rows = describer.phrase(query, None)
    if not query.measures:
        return rows
    derived = tuple(measure for measure in query.measures if measure.of is not None)
    words = [qualified(describer, query, measure) for measure in derived or query.measures]
    counted = all(measure.metric is None and measure.field is None for measure in query.measures)
    said = wording.join(list(dict.fromkeys(words)), describer.language)
    if counted:
        return said
    bare = describer.words.sorted(query.dataset, ())[0].many
    return said if rows == bare else f"{said} ({rows})" if len(query.measures) > 1 else f"{said}{of(describer, query)}"


def qualified(describer: Describer, query: SemanticQuery, measure: Measure) -> str:
    """A measure with its rows' adjectives, where its name takes them: «horas de paro no programado»."""
    label = measure_words(describer, query, measure)
    metric = describer.model.metrics[measure.metric] if measure.metric else None
    if metric is None or not metric.noun or not measure.is_plain:
        return label
    _, near, _ = describer.parts(query)
    words = [item.said(describer.language, "m", False) for item in near if item.place in ("adjective", "before")]
    return " ".join([label, *words] if describer.language == "es" else [*words, label])


def of(describer: Describer, query: SemanticQuery) -> str:
    """What a measure is of, after its name: « de bombas en Welding», " in Welding"; empty for everything."""
    measure = query.measures[0] if query.measures else None
    metric = describer.model.metrics[measure.metric] if measure is not None and measure.metric else None
    noun, modifiers = describer.words.sorted(query.dataset, query.filters)
    own = describer.words.sorted(query.dataset, ())[0]
    if len(modifiers) == 1 and modifiers[0].single:
        return f" {'de' if describer.language == 'es' else 'of'} {modifiers[0].words[0]}"
    if metric is not None and metric.noun and metric.dataset == query.dataset:
        far = [item for item in modifiers if item.place not in ("adjective", "before")]
        text = " ".join(item.said(describer.language, noun.gender, True) for item in far)
        return f" {text}" if text else ""
    if metric is not None and metric.dataset == query.dataset and noun == own:
        text = " ".join(
            item.said(describer.language, noun.gender, True) for item in modifiers if item.place != "before"
        )
        if any(item.place == "before" for item in modifiers) or any(item.place == "adjective" for item in modifiers):
            text = f"{'de' if describer.language == 'es' else 'of'} {describer.words.put(noun, modifiers)}"
        return f" {text}" if text else ""
    if noun == own and all(item.place == "where" for item in modifiers):
        text = " ".join(item.said(describer.language, noun.gender, True) for item in modifiers)
        return f" {text}" if text else ""
    return f" {'de' if describer.language == 'es' else 'of'} {describer.words.put(noun, modifiers)}"


def period_text(describer: Describer, period: Period) -> str:
    """A period by its days, or by the name of the month, quarter or year that it is."""
    grain = whole(period)
    if grain == "month" and period.start is not None:
        return month(period.start, describer.language)
    if grain in ("quarter", "year") and period.start is not None:
        return wording.bucket(period.start, grain, describer.language)
    return dates(period, describer.language)
