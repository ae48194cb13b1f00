"""What a block selects: its measure, and the counts that a definition or a headline tells beside it."""

from __future__ import annotations

from dataclasses import dataclass

from core.kernel.messages import Column, Language
from core.semantics.query import FieldRef, Measure, Period
from core.semantics.sql.block import GRAINS, Block, additive
from core.semantics.sql.columns import GRAIN_LABELS, Names
from core.semantics.sql.filters import filter_sql
from core.semantics.sql.joins import NotCompilable, Source
from core.semantics.sql.measure import measure_sql
from core.semantics.sql.units import last_day, units

_PART: dict[Language, str] = {"es": "Parte", "en": "Part"}
_TOTAL: dict[Language, str] = {"es": "Total", "en": "Total"}


@dataclass(frozen=True)
class Aggregate:
    """One selected aggregate; ``extra`` ones serve a definition or a headline."""

    sql: str
    column: Column
    extra: bool = False


def units_sql(source: Source, block: Block, period: Period | None) -> str:
    """How many calendar units an average divides by: all of the period up to today; without one, since the first row.

    Raises:
        NotCompilable: the rows have no date, or what is averaged over is no calendar unit.
    """
    grain = block.measure.per
    if block.date is None or grain not in GRAINS:
        raise NotCompilable(f"{block.dataset} has no date to average over")
    if not additive(block):
        raise NotCompilable(f"{block.measure.metric or block.measure.aggregate} is no total to average per {grain}")
    count = units(grain, period, source.today)  # type: ignore[arg-type]
    if count is not None:
        return str(max(1, count))
    dataset = source.model.datasets[block.dataset]
    alone = Source(source.model, source.dialect, block.dataset, source.today)
    first = f"(SELECT MIN({alone.field(FieldRef(dataset=dataset.name, field=block.date))}) {alone.sql()})"
    last = source.dialect.midnight(last_day(period, source.today))
    number = source.dialect.unit_number
    return f"({number(last, grain)} - {number(first, grain)} + 1)"  # type: ignore[arg-type]


def matching_sql(source: Source, measure: Measure) -> str:
    """How many of the rows are the part that a share is of."""
    condition = " AND ".join(filter_sql(source, part) for part in measure.only) or "TRUE"
    return f"SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)"


def amount_of(source: Source, measure: Measure) -> str:
    """One measure alone over the source's root, a share of the rows among them.

    Raises:
        NotCompilable: a formula, which needs its bases aggregated alone.
    """
    if measure.aggregate == "share" and measure.metric is None:
        return f"100.0 * {matching_sql(source, measure)} / NULLIF(COUNT(*), 0)"
    return measure_sql(source, measure)


def aggregates(
    block: Block, source: Source, column: Column, names: Names, period: Period | None, language: Language
) -> list[Aggregate]:
    """A block's measure as the aggregate of its column, and the aggregates that explain it."""
    if block.measure.aggregate == "share":
        matching = matching_sql(source, block.measure)
        return [
            Aggregate(f"100.0 * {matching} / NULLIF(COUNT(*), 0)", column),
            Aggregate(matching, Column(name=names.take("part"), label=_PART[language], kind="integer"), extra=True),
            Aggregate("COUNT(*)", Column(name=names.take("total"), label=_TOTAL[language], kind="integer"), extra=True),
        ]
    if block.measure.per is not None:
        total = measure_sql(source, block.measure)
        number = units_sql(source, block, period)
        total_column = column.model_copy(update={"name": names.take("total"), "label": _TOTAL[language]})
        units_column = Column(name=names.take("units"), label=GRAIN_LABELS[block.measure.per][language], kind="integer")
        if additive(block):
            total = f"COALESCE({total}, 0)"
        return [
            Aggregate(f"1.0 * {total} / {number}", column),
            Aggregate(total, total_column, extra=True),
            Aggregate(number, units_column, extra=True),
        ]
    parts = [Aggregate(measure_sql(source, block.measure), column)]
    if source.counted_if is not None:
        label = source.model.datasets[block.dataset].population_beside.get(language, _TOTAL[language])
        parts.append(Aggregate("COUNT(*)", Column(name=names.take("in_all"), label=label, kind="integer"), extra=True))
    if block.metric is not None and block.metric.numerator:
        numerator = Column(name=names.take("numerator"), label=_PART[language], kind="integer")
        parts.append(Aggregate(source.metric_sql(block.metric.numerator), numerator, extra=True))
    if block.metric is not None and block.metric.count_name:
        count = Column(name=names.take(block.metric.count_name), label=_TOTAL[language], kind="integer")
        parts.append(Aggregate("COUNT(*)", count, extra=True))
    return parts
