"""Results and ChartSpecs that the tests of charts, tables and files share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from core.kernel.messages import Cell, Column
from core.kernel.result import Result
from core.planning.chart_spec import ChartSpec

AREAS = ("Packaging", "Utilities", "Mixing", "Bottling", "Assembly", "Welding", "Paint", "Warehouse")


def result(columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, truncated: bool = False) -> Result:
    return Result(
        columns=tuple(column.name for column in columns),
        rows=tuple(tuple(row) for row in rows),
        truncated=truncated,
        seconds=0.0,
        queried_at=datetime(2026, 11, 22, 14, 15, tzinfo=UTC),
    )


BY_AREA = (Column(name="area", label="Área"), Column(name="n", label="OT abiertas", kind="integer"))
AREA_ROWS = tuple(zip(AREAS, (41, 33, 27, 24, 20, 16, 13, 10), strict=True))
BY_MONTH = (Column(name="month", label="Mes"), Column(name="h", label="Horas de paro", kind="hours"))
MONTH_ROWS = tuple(
    (f"2026-{month:02d}", hours)
    for month, hours in enumerate((280.5, 262, 301, 250, 244, 238, 229, 240, 231, 212, 150), 1)
)
BY_TYPE = (
    Column(name="area", label="Área"),
    Column(name="type", label="Tipo"),
    Column(name="n", label="OT", kind="integer"),
)
TYPE_ROWS = tuple(
    (area, kind, (at * 7 + place * 5) % 23)
    for at, area in enumerate(AREAS)
    for place, kind in enumerate(("preventive", "corrective", "inspection"))
)
POINTS = (
    Column(name="age", label="Edad", kind="number", unit="años"),
    Column(name="n", label="Fallas", kind="integer"),
    Column(name="type", label="Tipo"),
)
POINT_ROWS = tuple((at * 0.17, (at * 13) % 29, ("pump", "motor")[at % 2]) for at in range(120))


def every_kind() -> dict[str, tuple[ChartSpec, tuple[Column, ...], Result]]:
    """One ordinary chart of each kind."""
    by_area, by_month = result(BY_AREA, AREA_ROWS), result(BY_MONTH, MONTH_ROWS)
    by_type, points = result(BY_TYPE, TYPE_ROWS), result(POINTS, POINT_ROWS)
    monthly = {"x": "month", "y": ("h",), "value_kind": "hours", "time": True, "incomplete_last": True}
    return {
        "bar": (ChartSpec(kind="bar", x="area", y=("n",), title="OT abiertas por área"), BY_AREA, by_area),
        "barh": (ChartSpec(kind="barh", x="area", y=("n",), title="Open work orders", language="en"), BY_AREA, by_area),
        "line": (ChartSpec(kind="line", title="Paro por mes", **monthly), BY_MONTH, by_month),
        "area": (ChartSpec(kind="area", title="Downtime by month", language="en", **monthly), BY_MONTH, by_month),
        "pie": (ChartSpec(kind="pie", x="area", y=("n",), title="OT por área"), BY_AREA, by_area),
        "stacked": (ChartSpec(kind="stacked", x="area", y=("n",), series="type", title="OT"), BY_TYPE, by_type),
        "grouped": (
            ChartSpec(kind="grouped", x="area", y=("n",), series="type", title="OT", additive=False), BY_TYPE, by_type,
        ),
        "pareto": (ChartSpec(kind="pareto", x="area", y=("n",), title="Pareto de OT por área"), BY_AREA, by_area),
        "histogram": (ChartSpec(kind="histogram", x="age", y=(), title="Edad", value_kind="number"), POINTS, points),
        "scatter": (ChartSpec(kind="scatter", x="age", y=("n",), series="type", title="Fallas"), POINTS, points),
    }  # fmt: skip
