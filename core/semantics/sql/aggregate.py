"""What a block selects: its measure, and the counts that a definition or a headline tells beside it."""

from __future__ import annotations

from dataclasses import dataclass

from core.kernel.messages import Column, Language
from core.semantics.query import FieldRef
from core.semantics.sql.block import GRAINS, Block
from core.semantics.sql.columns import Names
from core.semantics.sql.filters import filter_sql
from core.semantics.sql.joins import NotCompilable, Source
from core.semantics.sql.measure import measure_sql

_PART: dict[Language, str] = {"es": "Parte", "en": "Part"}
_TOTAL: dict[Language, str] = {"es": "Total", "en": "Total"}


@dataclass(frozen=True)
class Aggregate:
    """One selected aggregate; ``extra`` ones serve a definition or a headline."""

    sql: str
    column: Column
    extra: bool = False


def aggregates(block: Block, source: Source, column: Column, names: Names, language: Language) -> list[Aggregate]:
    """A block's measure as the aggregate of its column, and the aggregates that explain it."""
    if block.measure.aggregate == "share":
        condition = " AND ".join(filter_sql(source, part) for part in block.measure.only) or "TRUE"
        matching = f"SUM(CASE WHEN {condition} THEN 1 ELSE 0 END)"
        return [
            Aggregate(f"100.0 * {matching} / NULLIF(COUNT(*), 0)", column),
            Aggregate(matching, Column(name=names.take("part"), label=_PART[language], kind="integer"), extra=True),
            Aggregate("COUNT(*)", Column(name=names.take("total"), label=_TOTAL[language], kind="integer"), extra=True),
        ]
    if block.measure.aggregate == "average_per":
        if block.date is None or block.measure.per not in GRAINS:
            raise NotCompilable(f"{block.dataset} has no date to average over")
        moment = source.field(FieldRef(dataset=block.dataset, field=block.date))
        units = f"COUNT(DISTINCT {source.dialect.bucket(moment, block.measure.per)})"  # type: ignore[arg-type]
        return [Aggregate(f"1.0 * COUNT(*) / NULLIF({units}, 0)", column)]
    parts = [Aggregate(measure_sql(source, block.measure), column)]
    if block.metric is not None and block.metric.numerator:
        numerator = Column(name=names.take("numerator"), label=_PART[language], kind="integer")
        parts.append(Aggregate(source.metric_sql(block.metric.numerator), numerator, extra=True))
    if block.metric is not None and block.metric.count_name:
        count = Column(name=names.take(block.metric.count_name), label=_TOTAL[language], kind="integer")
        parts.append(Aggregate("COUNT(*)", count, extra=True))
    return parts
