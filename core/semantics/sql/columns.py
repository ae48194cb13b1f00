"""What result columns are called, in SQL and for a person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from core.kernel.messages import Column, Language
from core.semantics.model import Dataset, Field, SemanticModel
from core.semantics.query import Compare, FieldRef, Filter, GroupBy, Measure, Named, SemanticQuery, TimeSpan
from core.semantics.sql.span import unit_of

GRAIN_LABELS: dict[str, dict[Language, str]] = {
    "day": {"es": "Día", "en": "Day"},
    "week": {"es": "Semana", "en": "Week"},
    "month": {"es": "Mes", "en": "Month"},
    "quarter": {"es": "Trimestre", "en": "Quarter"},
    "year": {"es": "Año", "en": "Year"},
}
AGGREGATE_LABELS: dict[str, dict[Language, str]] = {
    "avg": {"es": "{field} (promedio)", "en": "{field} (average)"},
    "sum": {"es": "{field} (total)", "en": "{field} (total)"},
    "min": {"es": "{field} (mínimo)", "en": "{field} (minimum)"},
    "max": {"es": "{field} (máximo)", "en": "{field} (maximum)"},
    "count_distinct": {"es": "{field} (distintos)", "en": "{field} (distinct)"},
}
_UNIT_NAMES: dict[str, dict[Language, str]] = {
    "hours": {"es": "h", "en": "h"},
    "days": {"es": "días", "en": "days"},
    "years": {"es": "años", "en": "years"},
}
_COUNTED: dict[str, dict[Language, str]] = {
    "hours": {"es": "Horas", "en": "Hours"},
    "days": {"es": "Días", "en": "Days"},
    "years": {"es": "Años", "en": "Years"},
}
SHARE_LABEL: dict[Language, str] = {"es": "Porcentaje", "en": "Percentage"}


class Names:
    """Hands out column names that are unique within one SELECT."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, wanted: str) -> str:
        """``wanted``, or with a number behind it when it is taken."""
        name, number = wanted, 2
        while name in self._taken:
            name, number = f"{wanted}_{number}", number + 1
        self._taken.add(name)
        return name


def field_column(model: SemanticModel, home: str, reference: FieldRef, language: Language, names: Names) -> Column:
    """A selected or grouped field. A dataset's identity seen from another goes by the dataset's name."""
    field = model.field(reference.dataset, reference.field)
    dataset = model.datasets[reference.dataset]
    foreign = (
        reference.dataset != home and reference.field == dataset.identity and reference.field in ("name", "number")
    )
    wanted = reference.dataset if foreign else reference.field
    label = dataset_label(model, reference.dataset, language) if foreign else field.label.one[language]
    return Column(
        name=names.take(wanted), label=label, kind=field.kind, unit=unit(field, language), field=str(reference)
    )


def dataset_label(model: SemanticModel, dataset: str, language: Language, *, many: bool = False) -> str:
    """A dataset's noun with a capital."""
    label = model.datasets[dataset].label
    text = (label.many if many else label.one)[language]
    return text[:1].upper() + text[1:]


def unit(field: Field, language: Language) -> str | None:
    """A field's unit, if the model names one."""
    return field.unit.get(language)


def group_column(model: SemanticModel, home: str, group: GroupBy, language: Language, names: Names) -> Column:
    """A breakdown's column: the field's, or the calendar bucket's."""
    if group.grain:
        return Column(name=names.take(group.grain), label=GRAIN_LABELS[group.grain][language], kind="text")
    if group.condition is not None:
        condition = model.datasets[group.condition.dataset].conditions[group.condition.condition]
        label = condition.label.one[language]
        label = _of_gender(label, model.datasets[condition.dataset], language)
        capital = label[:1].upper() + label[1:]
        text = f"{'No ' if language == 'es' else 'Not '}{label}" if group.condition.negated else capital
        named = f"{condition.dataset}.{condition.name}"
        return Column(name=names.take(condition.name), label=text, kind="boolean", field=named)
    if group.field is None:
        raise ValueError("a breakdown needs a field, a grain or a condition")
    return field_column(model, home, group.field, language, names)


def span_column(model: SemanticModel, span: TimeSpan, language: Language, names: Names) -> Column:
    """The column of a time between two dates, or of an age."""
    unit = unit_of(model, span)
    since = model.field(span.since.dataset, span.since.field)
    if span.until is None:
        counted = _COUNTED[unit]
        text = {"es": f"{counted['es']} desde {{since}}", "en": f"{counted['en']} since {{since}}"}
        name, until = f"{unit}_since_{since.name}", ""
    else:
        text = {"es": "{since} → {until}", "en": "{since} → {until}"}
        name = f"{unit}_{since.name}_{span.until.field}"
        until = _date_noun(model.field(span.until.dataset, span.until.field), language)
    label = text[language].format(since=_date_noun(since, language), until=until)
    return Column(
        name=names.take(name),
        label=label[:1].upper() + label[1:],
        kind=unit if unit != "years" else "number",
        unit=_UNIT_NAMES[unit][language],
    )


def _date_noun(field: Field, language: Language) -> str:
    """A date's first term («fecha de solicitud»), which reads better than its heading («solicitada»)."""
    terms = field.terms[language]
    return terms[0] if terms else _lower(field.label.one[language])


def _lower(text: str) -> str:
    """Without its capital, unless it is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def measure_column(
    model: SemanticModel,
    home: str,
    measure: Measure,
    language: Language,
    names: Names,
    before: Sequence[tuple[Measure, Column]] = (),
) -> Column:
    """A measure's column: the metric's label, the rows' plural, or the aggregated field.

    Args:
        before: the measures that stand before it, of which it may be the ratio or the difference.
    """
    if measure.of is not None and all(0 <= place < len(before) for place in measure.of):
        return _derived_column(model, home, measure, language, names, [before[place] for place in measure.of])
    column = _plain_column(model, home, measure, language, names)
    if measure.per is not None and measure.aggregate != "average_per":
        column = column.model_copy(
            update={
                "label": f"{column.label} {'por' if language == 'es' else 'per'} {_per(model, measure.per, language)}",
                "kind": "number" if column.kind == "integer" else column.kind,
            }
        )
    if measure.only and measure.aggregate != "share" and (said := only_label(model, measure.only, language)):
        column = column.model_copy(update={"label": f"{column.label} ({said})"})
    return column


def only_label(model: SemanticModel, only: Iterable[Filter], language: Language) -> str:
    """What a measure alone is held to, in a word or two for its heading."""
    said = []
    for part in only:
        match part:
            case Named():
                meaning = model.datasets[part.dataset]
                label = _of_gender(meaning.conditions[part.condition].label.one[language], meaning, language)
                said.append(f"{'no' if language == 'es' else 'not'} {label}" if part.negated else label)
            case Compare() if part.op in ("=", "in"):
                field = model.field(part.field.dataset, part.field.field)
                meaning = model.datasets[part.field.dataset]
                values = (field.value_label(value, language) for value in part.values)
                if field.adjective:
                    values = (_of_gender(value, meaning, language) for value in values)
                said.append(", ".join(values))
            case _:
                continue
    return " · ".join(said)


def _of_gender(label: str, dataset: Dataset, language: Language) -> str:
    """A Spanish adjective of one word, perhaps behind «no», as its noun takes it: «correctiva» of orders."""
    if language == "es" and dataset.label.gender == "f" and re.fullmatch(r"(no )?\w+o", label):
        return f"{label[:-1]}a"
    return label


def _per(model: SemanticModel, per: str, language: Language) -> str:
    return (GRAIN_LABELS.get(per, {}).get(language) or dataset_label(model, per, language)).lower()


def _derived_column(
    model: SemanticModel,
    home: str,
    measure: Measure,
    language: Language,
    names: Names,
    parts: Sequence[tuple[Measure, Column]],
) -> Column:
    (_, left), (divisor, right) = parts
    if measure.aggregate == "difference":
        return left.model_copy(
            update={"name": names.take("difference"), "label": {"es": "Diferencia", "en": "Difference"}[language]}
        )
    if measure.share:
        return Column(name=names.take("share_pct"), label=SHARE_LABEL[language], kind="percent", unit="%")
    counted = divisor.dataset or home if divisor.aggregate == "count" and divisor.field is None else None
    if divisor.metric is not None and model.metrics[divisor.metric].counts:
        counted = model.metrics[divisor.metric].counts
    if counted is not None and not divisor.only and left.kind != right.kind:
        label = f"{left.label} {'por' if language == 'es' else 'per'} {_per(model, counted, language)}"
    else:
        label = f"{left.label} / {_lower(right.label)}"
    alike = left.kind == right.kind or left.kind == "integer"
    return Column(
        name=names.take("ratio"), label=label, kind="number" if alike else left.kind, unit=None if alike else left.unit
    )


def _plain_column(model: SemanticModel, home: str, measure: Measure, language: Language, names: Names) -> Column:
    if measure.span is not None:
        column = span_column(model, measure.span, language, names)
        template = AGGREGATE_LABELS.get(measure.aggregate or "", {}).get(language, "{field}")
        return column.model_copy(update={"label": template.format(field=column.label)})
    if measure.metric and measure.aggregate != "share":
        metric = model.metrics[measure.metric]
        label = metric.label.one[language]
        if metric.counts:
            label = dataset_label(model, metric.counts, language, many=True)
        text = label[:1].upper() + label[1:]
        return Column(name=names.take(metric.name), label=text, kind=metric.kind, unit=metric.unit.get(language))
    dataset = measure.dataset or home
    if measure.aggregate == "share":
        return Column(name=names.take("share_pct"), label=SHARE_LABEL[language], kind="percent", unit="%")
    if measure.aggregate == "average_per":
        noun = dataset_label(model, dataset, language, many=True)
        text = f"{noun} {'por' if language == 'es' else 'per'} {_per(model, measure.per or dataset, language)}"
        return Column(name=names.take("average"), label=text, kind="number")
    if measure.field is None:
        wanted = model.datasets[dataset].label.many["en"].replace(" ", "_").lower()
        return Column(name=names.take(wanted), label=dataset_label(model, dataset, language, many=True), kind="integer")
    field = model.field(measure.field.dataset, measure.field.field)
    aggregate = measure.aggregate or "sum"
    template = AGGREGATE_LABELS.get(aggregate, {}).get(language, "{field}")
    kind = "integer" if aggregate.startswith("count") else field.kind
    if aggregate == "avg" and kind == "integer":
        kind = "number"
    name = f"{aggregate}_{field.name}" if aggregate != "count_distinct" else f"distinct_{field.name}"
    return Column(
        name=names.take(name),
        label=template.format(field=field.label.one[language]),
        kind=kind,
        unit=unit(field, language),
    )


def labels(columns: Iterable[Column]) -> tuple[str, ...]:
    """The labels alone."""
    return tuple(column.label for column in columns)


def with_value_units(
    model: SemanticModel, query: SemanticQuery, columns: Sequence[Column], values: Sequence[str], language: Language
) -> tuple[Column, ...]:
    """The columns, those of measured values with the unit of the one kind of value that the query is of: °C where it
    asks for temperatures.

    Args:
        values: the names of the measures' columns, in the measures' order.
    """
    units = {
        meaning.name: text
        for meaning in model.datasets.values()
        if meaning.value_field and (text := _unit_of_kind(model, query, meaning.name, language)) is not None
    }
    if not units:
        return tuple(columns)
    fields = {f"{name}.{model.datasets[name].value_field}": text for name, text in units.items()}
    measured = {
        name: fields.get(str(measure.field))
        for name, measure in zip(values, query.measures, strict=False)
        if measure.aggregate in ("avg", "sum", "min", "max")
    }
    found = ((column, measured.get(column.name) or fields.get(column.field or "")) for column in columns)
    return tuple(column.model_copy(update={"unit": text}) if text else column for column, text in found)


def _unit_of_kind(model: SemanticModel, query: SemanticQuery, dataset: str, language: Language) -> str | None:
    """The unit of the one kind of value that the filters leave of a dataset's rows."""
    for part in query.filters:
        if isinstance(part, Compare) and part.op in ("=", "in") and len(part.values) == 1:
            if part.field.dataset == dataset:
                entry = model.field(dataset, part.field.field).value_entry(part.values[0])
                if entry is not None and entry.unit:
                    return entry.unit.get(language)
    return None
