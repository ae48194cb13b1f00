"""A Result as people read it: enumerated values in their words, calendar buckets by name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from core.kernel.messages import Cell, Column, Language
from core.kernel.result import Result
from core.semantics.model import Condition, Field, SemanticModel
from core.semantics.query import Grain, Period
from core.semantics.sql.columns import GRAIN_LABELS
from core.wording import numbers as wording
from core.wording.describe.periods import whole
from core.wording.describe.values import missing_words
from core.wording.phrases import agree

Show = Callable[[Cell], Cell]


def shown(
    columns: Sequence[Column],
    result: Result,
    model: SemanticModel,
    language: Language,
    *,
    buckets: bool = True,
    booleans: bool = False,
    groups: Collection[str] = (),
) -> Result:
    """A copy for showing; the raw result stays what machines get.

    Args:
        groups: the columns of a breakdown, in which rows without a value are a group and have a name («sin línea»).
        buckets: False keeps calendar buckets as they are (charts and files read their order from them).
        booleans: True writes sí/no too, for a file in which nobody else will.
    """
    ways: dict[int, Show] = {}
    for column in columns:
        if column.name not in result.columns:
            continue
        way = _way(column, model, language, buckets, booleans)
        field = field_of(column, model) if column.name in groups else None
        if field is not None and field.kind == "text":
            way = _named(way, missing_words(field, language))
        if way is not None:
            ways[result.columns.index(column.name)] = way
    if not ways:
        return result
    rows = tuple(
        tuple(ways[place](cell) if place in ways else cell for place, cell in enumerate(row)) for row in result.rows
    )
    return replace(result, rows=rows)


def _named(way: Show | None, missing: str) -> Show:
    def show(cell: Cell) -> Cell:
        nameless = cell is None or (isinstance(cell, str) and not cell.strip())
        return missing if nameless else way(cell) if way is not None else cell

    return show


def _way(column: Column, model: SemanticModel, language: Language, buckets: bool, booleans: bool) -> Show | None:
    field = field_of(column, model)
    if field is not None and (way := _of_field(field, language)) is not None:
        return way
    condition = condition_of(column, model)
    if condition is not None:
        return lambda cell: condition_value(cell, condition, model, language)
    if booleans and column.kind == "boolean":
        return lambda cell: None if cell is None else wording.boolean(cell, language)
    grain = grain_of(column)
    if grain is not None and buckets:
        return lambda cell: None if cell is None else wording.bucket(cell, grain, language)
    if column.name == "period" and column.kind == "text" and column.field is None:
        return lambda cell: period_name(cell, language)
    return None


def field_of(column: Column, model: SemanticModel) -> Field | None:
    """The model's field that a column shows, if it shows one."""
    dataset, _, name = (column.field or "").partition(".")
    meaning = model.datasets.get(dataset)
    return meaning.fields.get(name) if meaning is not None else None


def condition_of(column: Column, model: SemanticModel) -> Condition | None:
    """The condition that a breakdown's column tells, if it tells one."""
    dataset, _, name = (column.field or "").partition(".")
    meaning = model.datasets.get(dataset)
    return meaning.conditions.get(name) if meaning is not None and column.kind == "boolean" else None


def condition_value(cell: Cell, condition: Condition, model: SemanticModel, language: Language) -> Cell:
    """Whether a condition holds, in its own words: «vencidas», «no vencidas»."""
    label = condition.label.one[language]
    if language == "es":
        label = agree(label, model.datasets[condition.dataset].label.gender, True)
    return label if cell else f"{'no' if language == 'es' else 'not'} {label}"


def grain_of(column: Column) -> Grain | None:
    """The calendar unit of a breakdown's column."""
    if column.field is not None or column.kind != "text":
        return None
    for grain, labels in GRAIN_LABELS.items():
        if column.label in labels.values():
            return grain  # type: ignore[return-value]
    return None


def _of_field(field: Field, language: Language) -> Show | None:
    null = field.null_label.get(language)
    if not field.values and not null:
        return None
    words: dict[str, str] = {str(entry.value): field.value_label(entry.value, language) for entry in field.values}

    def show(cell: Cell) -> Cell:
        if cell is None:
            return str(null) if null else None
        return words.get(str(cell), cell)

    return show


def period_of(cell: Cell) -> Period | None:
    """A comparison's period: "2026-10-01/2026-10-31"; either end may be missing."""
    from datetime import date

    start, slash, end = str(cell).partition("/")
    if not slash:
        return None
    try:
        return Period(start=date.fromisoformat(start) if start else None, end=date.fromisoformat(end) if end else None)
    except ValueError:
        return None


def period_name(cell: Cell, language: Language) -> Cell:
    """«oct 2026» for a whole calendar unit, else its days."""
    period = period_of(cell)
    if period is None:
        return cell
    grain = whole(period)
    if grain is not None and period.start is not None:
        return wording.bucket(period.start, grain, language)
    return wording.day_range(period.start, period.end, language)
