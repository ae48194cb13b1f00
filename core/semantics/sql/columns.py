"""What result columns are called, in SQL and for a person."""

from __future__ import annotations

from collections.abc import Iterable

from core.kernel.messages import Column, Language
from core.semantics.model import Field, SemanticModel
from core.semantics.query import FieldRef, GroupBy, Measure

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
    if group.field is None:
        raise ValueError("a breakdown needs a field or a grain")
    return field_column(model, home, group.field, language, names)


def measure_column(model: SemanticModel, home: str, measure: Measure, language: Language, names: Names) -> Column:
    """A measure's column: the metric's label, the rows' plural, or the aggregated field."""
    if measure.metric:
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
        per = GRAIN_LABELS.get(measure.per or "", {}).get(language) or dataset_label(
            model, measure.per or dataset, language
        )
        text = f"{noun} {'por' if language == 'es' else 'per'} {per.lower()}"
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
