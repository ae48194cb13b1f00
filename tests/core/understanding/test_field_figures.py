"""Figures of fields: one number each, beside the same one worked out from the plant's rows."""

from __future__ import annotations

import pytest

from core.planning.plan import Asks
from tests.core.understanding.rig import Bench

READINGS = "FROM meter_reading JOIN equipment ON equipment.id = meter_reading.equipment_id WHERE type = 'pump' AND"
MEAN_COST, STOCK = "SELECT AVG(unit_cost) FROM spare_part", "SELECT SUM(stock) FROM spare_part"
WORTH = "SELECT SUM(stock * unit_cost) FROM spare_part"
HOTTEST = f"SELECT MAX(value) {READINGS} meter = 'temperature_c'"
SHAKING = f"SELECT AVG(value) {READINGS} meter = 'vibration_mm_s'"
MAKERS = "SELECT COUNT(DISTINCT manufacturer) FROM equipment WHERE status <> 'retired'"


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("costo unitario promedio de las refacciones", MEAN_COST),
        ("average unit cost of parts", MEAN_COST),
        ("¿cuánto stock hay?", STOCK),
        ("how much stock is there", STOCK),
        ("¿cuánta plata hay en inventario?", WORTH),
        ("how much money is tied up in stock", WORTH),
        ("temperatura máxima de las bombas", HOTTEST),
        ("highest temperature of the pumps", HOTTEST),
        ("vibración promedio de las bombas", SHAKING),
        ("average vibration of pumps", SHAKING),
        ("¿cuántos fabricantes distintos hay?", MAKERS),
        ("how many manufacturers are there", MAKERS),
    ],
)
def test_the_figure_is_that_of_the_rows(bench: Bench, text: str, figure: str) -> None:
    ((found, *_),) = bench.rows(bench.plan(text))
    assert found == pytest.approx(bench.data.ask(figure).rows[0][0])


@pytest.mark.parametrize("text", ["cuánto fabricante hay", "average manufacturer of the pumps"])
def test_what_is_no_number_has_no_figure(bench: Bench, text: str) -> None:
    plan = bench.plan(text)
    assert isinstance(plan, Asks) or not any(measure.aggregate in ("avg", "sum") for measure in plan.query.measures)
