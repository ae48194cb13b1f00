"""Checks on the model's plan: before it runs (values, joins) and after (columns, chart, implausible results)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.kernel.result import Result
from core.modelling.fanout import ForeignKeyLike, fan_out
from core.modelling.fill import known_columns
from core.modelling.literals import KnownValues, Lookup, matched, untold
from core.modelling.numbers import Vouched
from core.modelling.problem import PlanProblem
from core.modelling.sql import parsed
from core.planning.chart_spec import ChartSpec, to_be_chosen
from core.planning.plan import ModelQuery

if TYPE_CHECKING:
    from core.data.catalog import Catalog

_LOOKUPS = 3


@dataclass(frozen=True)
class Checks:
    """What the plant knows that a plan can be held against.

    Attributes:
        tables: table → columns. foreign_keys: which columns point where. values: the plant's value index, if any.
    """

    dialect: str
    tables: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    foreign_keys: Iterable[ForeignKeyLike] = ()
    values: KnownValues | None = None

    @classmethod
    def of(cls, dialect: str, catalog: Catalog, values: KnownValues | None = None) -> Checks:
        """For a database's catalog."""
        return cls(dialect, catalog.tables, catalog.foreign_keys, values)

    def before(self, plan: ModelQuery) -> tuple[ModelQuery, PlanProblem | None]:
        """Literals written as in the data, and what is wrong with the SQL that need not be run to be seen."""
        sql, problem = plan.sql, None
        if self.values is not None:
            sql, problem = matched(sql, self.dialect, self.tables, self.values)
        if problem is None and (message := fan_out(sql, self.dialect, self.foreign_keys, self.tables)) is not None:
            problem = PlanProblem("fan_out", message)
        return (plan if sql == plan.sql else plan.model_copy(update={"sql": sql})), problem

    def after(self, plan: ModelQuery, result: Result) -> PlanProblem | None:
        """What the rows themselves show to be wrong: aggregates that are all NULL."""
        if not result.rows:
            return None
        dead = [name for name in result.columns if all(cell is None for cell in result.column(name))]
        if not dead:
            return None
        empty = [name for name in dead if name in _aggregated(plan.sql, self.dialect, result.columns)]
        if not empty:
            return None
        return PlanProblem("all_null", f"{', '.join(empty)} came out NULL in every row; check filters, joins and dates")

    def doubtful(self, plan: ModelQuery, result: Result) -> list[Lookup]:
        """Literals to look up when a result is empty or counts nothing: perhaps such a value does not exist."""
        nothing = all(cell in (None, 0) for row in result.rows for cell in row)
        if not nothing or len(result.rows) > 1:
            return []
        return untold(plan.sql, self.dialect, self.tables, self.values)[:_LOOKUPS]


def _aggregated(sql: str, dialect: str, names: tuple[str, ...]) -> set[str]:
    """Which of the outermost SELECT's columns are aggregates."""
    from sqlglot import exp

    tree = parsed(sql, dialect)
    if tree is None:
        return set()
    found = {name for name, select in zip(names, tree.selects, strict=False) if select.find(exp.AggFunc)}
    # A column handed up from a CTE or a subquery: one row of nothing but NULL says enough.
    return found or (set(names) if tree.ctes else set())


def settled(plan: ModelQuery, result: Result) -> ModelQuery:
    """The plan with its columns and its chart as the result really has them, and without figures of the model's own.

    A chart whose fields are not there gives way to one that code chooses; a label, a title or an assumption that says
    a figure which neither the rows nor the query hold gives way to none.
    """
    vouched = Vouched(result, plan.sql)
    named = [column for column in plan.columns if not vouched.strays(column.label)]
    columns = known_columns(plan.model_copy(update={"columns": tuple(named)}), result)
    chart = plan.chart
    if chart is not None and chart.x and not chart_fits(chart, result):
        chart = to_be_chosen(plan.language)
    elif chart is not None and any(vouched.strays(text) for text in (chart.title, chart.x_label, chart.y_label)):
        chart = chart.model_copy(update={"title": "", "x_label": "", "y_label": ""})
    assumptions = tuple(text for text in plan.assumptions if not vouched.strays(text))
    return plan.model_copy(update={"columns": columns, "chart": chart, "assumptions": assumptions})


def chart_fits(chart: ChartSpec, result: Result) -> bool:
    """The chart's columns exist, and those that are drawn as lengths hold numbers."""
    wanted = [chart.x, *chart.y, *([chart.series] if chart.series else [])]
    if any(name not in result.columns for name in wanted):
        return False
    numeric = [chart.x] if chart.kind == "histogram" else list(chart.y)
    return all(any(isinstance(cell, int | float) for cell in result.column(name)) for name in numeric)
