"""Headlines against the demo plant itself, and what golden rows cannot show: cuts, ties, two periods, no value."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from core.kernel.result import Result
from core.planning.plan import Plan
from core.replies.headlines.headline import Headline, headline
from core.semantics.query import SemanticQuery
from core.wording import numbers as wording
from tests.core.replies.words import (
    NOW,
    THIS_MONTH,
    TODAY,
    marked,
    model,
    plan,
    result,
)
from tests.golden.notation import read
from tests.plans import a_plan


@pytest.fixture(scope="module")
def plant(demo_plant: Path) -> Iterator[sqlite3.Connection]:
    """The demo plant of the tests' day."""
    with closing(sqlite3.connect(f"{demo_plant.as_uri()}?mode=ro", uri=True)) as connection:
        yield connection


def run(plant: sqlite3.Connection, made: Plan) -> Result:
    cursor = plant.execute(made.sql or "")
    names = tuple(item[0] for item in cursor.description)
    return Result(names, tuple(cursor.fetchall()), False, 0.0, NOW)


def worded(asked: SemanticQuery, rows: list[list[Any]], language: Any = "es", **more: Any) -> Headline:
    made = plan(asked, language)
    return headline(made, result(made.columns, rows, **more), model(), "MXN", TODAY)


def text(asked: SemanticQuery, rows: list[list[Any]], language: Any = "es") -> str:
    return marked(worded(asked, rows, language).spans)


class TestOnThePlant:
    def test_a_count_is_the_number_of_the_glossarys_sql(self, plant: sqlite3.Connection) -> None:
        made = plan(read("count work_order | open, area.name = Packaging"))
        wanted = plant.execute(
            "SELECT COUNT(*) FROM work_order w JOIN equipment e ON e.id = w.equipment_id JOIN area a ON a.id = e.area_id"
            " WHERE a.name = 'Packaging' AND w.status IN ('open', 'in_progress', 'waiting_parts')"
        ).fetchone()[0]
        said = headline(made, run(plant, made), model(), "MXN", TODAY)
        assert marked(said.spans) == f"Hay **{wanted} OT abiertas en Packaging**."

    def test_a_breakdown_gives_the_whole_and_its_leader(self, plant: sqlite3.Connection) -> None:
        made = plan(read("breakdown work_order: count | open | by area.name"), "en")
        found = plant.execute(
            "SELECT a.name, COUNT(*) AS n FROM work_order w JOIN equipment e ON e.id = w.equipment_id"
            " JOIN area a ON a.id = e.area_id WHERE w.status IN ('open', 'in_progress', 'waiting_parts')"
            " GROUP BY a.name ORDER BY n DESC, a.name"
        ).fetchall()
        said = marked(headline(made, run(plant, made), model(), "MXN", TODAY).spans)
        total = sum(count for _, count in found)
        assert said.startswith(f"**There are {total} open work orders**; {found[0][0]}")
        assert f"({found[0][1]}, {wording.percent(100 * found[0][1] / total, 'en', 0)})" in said

    def test_a_kpi_brings_its_definition_with_its_numbers(self, plant: sqlite3.Connection) -> None:
        made = plan(read("measure equipment: mtbf | type = pump | period 2025-11-23..2026-11-22 (default)"))
        pumps = plant.execute("SELECT COUNT(*) FROM equipment WHERE type = 'pump' AND status <> 'retired'").fetchone()[
            0
        ]
        failures = plant.execute(
            "SELECT COUNT(*) FROM failure f JOIN equipment e ON e.id = f.equipment_id WHERE e.type = 'pump'"
            " AND e.status <> 'retired' AND f.detected_at >= '2025-11-23'"
        ).fetchone()[0]
        said = headline(made, run(plant, made), model(), "MXN", TODAY)
        assert marked(said.spans).startswith("**MTBF de las bombas: ")
        assert f"({failures} fallas en {pumps} bombas)" in marked(said.spans)
        assert said.definition is not None and said.definition.startswith(f"({pumps} × 8,760 h − ")

    @pytest.mark.parametrize("language", ["es", "en"])
    @pytest.mark.parametrize("metric", [name for name, item in model().metrics.items() if not item.hidden])
    @pytest.mark.parametrize("groups", [(), ("area.name",), ("month",), ("area.name", "month")], ids=str)
    def test_every_metric_by_anything_reads_like_a_sentence(
        self, plant: sqlite3.Connection, metric: str, groups: tuple[str, ...], language: Any
    ) -> None:
        item = model().metrics[metric]
        if groups and (
            metric in ("stock_value", "restock_cost", "missing_units")
            or ("month" in groups and item.date is None and not item.is_formula)
        ):
            pytest.skip("parts are in no area and stock has no history")
        shape = "breakdown" if groups else "measure"
        by = f" | by {', '.join(groups)}" if groups else ""
        asked = read(
            f"{shape} {item.dataset or 'equipment'}: {metric}{by} | period 2026-01-01..2026-11-22 (current year)"
        )
        made = plan(asked, language)
        said = marked(headline(made, run(plant, made), model(), "MXN", TODAY).spans)
        assert said.endswith(".") and "**" in said
        assert "None" not in said and "_" not in said and "  " not in said and "—" not in said


class TestTwoPeriods:
    def test_more_or_less_by_how_much(self) -> None:
        asked = read(
            "count failure | period 2026-11-01..2026-11-22 (current month 'este mes') | beside 2026-10-01..2026-10-31 (past month)"
        )
        rows = [["2026-10-01/2026-10-31", 40], ["2026-11-01/2026-11-22", 30]]
        assert text(asked, rows) == "**30 fallas este mes, 25 % menos** que el mes pasado (40)."
        assert text(asked, rows, "en") == "**30 failures this month, 25% fewer** than last month (40)."

    def test_the_same_and_from_nothing(self) -> None:
        asked = read(
            "count failure | period 2026-11-01..2026-11-22 (current month 'este mes') | beside 2026-10-01..2026-10-31 (past month)"
        )
        same = [["2026-10-01/2026-10-31", 4], ["2026-11-01/2026-11-22", 4]]
        assert text(asked, same) == "**4 fallas este mes**, igual que el mes pasado."
        none = [["2026-10-01/2026-10-31", 0], ["2026-11-01/2026-11-22", 1]]
        assert text(asked, none) == "**1 falla este mes**; el mes pasado, ninguna."
        assert text(asked, none, "en") == "**1 failure this month**; none last month."

    def test_percentages_move_by_points(self) -> None:
        asked = read(
            "measure work_order: pm_compliance | period 2026-11-01..2026-11-22 (current month 'este mes') | beside 2026-10-01..2026-10-31 (past month)"
        )
        made = plan(asked)
        names = [column.name for column in made.columns]
        first = dict.fromkeys(names, 0) | {"period": "2026-10-01/2026-10-31", "pm_compliance": 80.0}
        second = dict.fromkeys(names, 0) | {"period": "2026-11-01/2026-11-22", "pm_compliance": 72.5}
        rows = [[row[name] for name in names] for row in (first, second)]
        assert (
            text(asked, rows)
            == "**Cumplimiento del preventivo: 72.5 % este mes, 7.5 puntos menos** que el mes pasado (80 %)."
        )

    def test_what_changed_most(self) -> None:
        asked = read(
            "breakdown failure: count | by area.name | period 2026-11-01..2026-11-22 (current month 'este mes') | beside 2026-10-01..2026-10-31 (past month)"
        )
        earlier, now = "2026-10-01/2026-10-31", "2026-11-01/2026-11-22"
        rows = [[earlier, "Mixing", 10], [earlier, "Paint", 5], [now, "Mixing", 4], [now, "Paint", 6]]
        assert text(asked, rows) == (
            "**10 fallas este mes, 33 % menos** que el mes pasado (15). El mayor cambio es de Mixing: de 10 a 4."
        )


class TestTiesCutsAndNothing:
    RANKING = read(
        "ranking failure: count | by equipment.tag | period 2026-01-01..2026-11-22 (current year) | most measure | top 2"
    )

    def test_a_tie_at_the_cut_is_said(self) -> None:
        said = worded(self.RANKING, [["A-1", "Pump", 9], ["A-2", "Pump", 5], ["A-3", "Pump", 5]])
        assert "empate en el segundo lugar: se muestran 3" in said.notes
        assert worded(self.RANKING, [["A-1", "Pump", 9], ["A-2", "Pump", 5]]).notes == ("2 primeros",)

    def test_a_tie_for_the_first_place(self) -> None:
        rows = [["A-1", "Pump", 9], ["A-2", "Pump", 9], ["A-3", "Pump", 5]]
        assert text(self.RANKING, rows) == "**A-1 y A-2 empatan con más fallas (9)** este año, luego A-3 (5)."
        many = [[f"A-{number}", "Pump", 3] for number in range(5)]
        assert text(self.RANKING, many) == "**5 equipos empatan con más fallas (3)** este año: A-0, A-1, A-2 y 2 más."

    def test_rows_that_were_cut_are_owned_up_to(self) -> None:
        asked = read("list failure")
        row = ["2026-11-01 10:00:00", "P-101", "Pump", "leakage", "wear"]
        said = worded(asked, [row] * 10, truncated=True)
        assert marked(said.spans).startswith("Hay **más de 10 fallas")
        assert said.notes and "10" in said.notes[0]

    def test_even_parts_have_no_leader(self) -> None:
        asked = read("breakdown work_order: count | open | by area.name")
        rows = [[name, 2] for name in ("Assembly", "Bottling", "Mixing", "Paint")]
        assert text(asked, rows) == "**Hay 8 OT abiertas**, repartidas por igual entre 4 áreas (2 cada una)."
        assert text(asked, [["Paint", 8]]) == "**Hay 8 OT abiertas**, todas en Paint."

    def test_no_value_is_no_zero(self) -> None:
        made = plan(read("measure equipment: mtbf | period 2026-11-01..2026-11-22 (current month 'este mes')"))
        row = [None if name == "mtbf" else 0 for name in (column.name for column in made.columns)]
        said = headline(made, result(made.columns, [row]), model(), "MXN", TODAY)
        assert marked(said.spans) == "**No hay dato de MTBF** este mes: sin fallas en el periodo."

    def test_a_part_without_a_name_stands_aside(self) -> None:
        asked = read("breakdown work_order: count | open | by technician.name")
        rows = [[None, 9], ["Ana Ruiz", 4], ["Luis Paz", 3], ["Eva Gil", 1]]
        assert text(asked, rows) == (
            "**Hay 17 OT abiertas**; el técnico con más es Ana Ruiz (4, el 24 %), luego Luis Paz (3) y Eva Gil (1); "
            "aparte, 9 sin asignar."
        )

    def test_asterisks_of_the_data_are_no_marks(self) -> None:
        asked = read("breakdown work_order: count | open | by technician.name")
        said = worded(asked, [["*Ana* **Ruiz**", 4], ["Luis Paz", 3], ["Eva Gil", 1], ["Mar Sol", 1]])
        assert "el técnico con más es ∗Ana∗ ∗∗Ruiz∗∗" in "".join(span.text for span in said.spans)
        assert [span.text for span in said.spans if span.bold] == ["Hay 9 OT abiertas"]

    def test_a_plan_without_a_query_is_not_worded_here(self) -> None:
        with pytest.raises(ValueError, match="query"):
            headline(a_plan(language="es", action="data", planner="model"), result(["a"], [[1]]), model(), "MXN", TODAY)


class TestSeries:
    ASKED = read("breakdown failure: count | by month | period 2026-01-01..2026-11-22 (current year)")

    def months(self, *values: int) -> list[list[Any]]:
        return [[f"2026-{number:02d}", value] for number, value in enumerate(values, 1) if value]

    def test_the_month_that_is_not_over_is_not_compared(self) -> None:
        rows = self.months(10, 10, 10, 10, 10, 10, 10, 10, 10, 5, 99)
        assert text(self.ASKED, rows) == (
            "**Las fallas bajaron 50 %** en octubre: 5 contra 10 en promedio los 9 meses anteriores; "
            "noviembre, que aún no termina, ya es el más alto (99)."
        )
        assert text(self.ASKED, [*rows[:-1], ["2026-11", 9]]).endswith("el mes más alto fue enero (10).")

    def test_a_month_without_rows_is_a_zero(self) -> None:
        rows = self.months(10, 0, 10, 0, 10, 0, 10, 0, 10, 10)
        assert "10 contra 5.6 en promedio los 9 meses anteriores" in text(self.ASKED, rows)
        assert "y el más bajo" in text(self.ASKED, [*rows[:-1], ["2026-10", 9]])

    def test_steady_up_and_many_times(self) -> None:
        assert text(self.ASKED, self.months(*[100] * 9, 101)).startswith("**Las fallas siguen igual** en octubre: 101")
        assert text(self.ASKED, self.months(*[100] * 9, 150), "en").startswith("**Failures are up 50%** in October")
        assert text(self.ASKED, self.months(*[10] * 9, 50)).startswith(
            "**Las fallas se multiplicaron por 5** en octubre"
        )

    def test_too_few_months_for_a_trend(self) -> None:
        asked = self.ASKED.model_copy(update={"period": THIS_MONTH})
        assert text(asked, [["2026-11", 7]]) == "**Hubo 7 fallas** este mes: en noviembre."

    def test_averages_have_gaps_not_zeros(self) -> None:
        asked = read("breakdown work_order: mttr | by month | period 2026-01-01..2026-11-22 (current year)")
        made = plan(asked)
        names = [column.name for column in made.columns]
        rows = [
            [{"month": f"2026-{number:02d}", "mttr": 4.0 if number != 9 else None}.get(name, 3) for name in names]
            for number in (1, 9, 10)
        ]
        assert "en enero" in text(asked, rows) and "0 h" not in text(asked, rows)


def test_extremes_name_the_row_and_what_it_has() -> None:
    asked = read("list spare_part | most unit_cost | top 1")
    made = plan(asked)
    row = [{"sku": "MTR-1", "name": "Motor", "unit_cost": 900.0}.get(column.name) for column in made.columns]
    assert text(asked, [row]) == "La refacción más cara es **MTR-1 Motor** ($900)."
    assert text(asked, [row], "en") == "The most expensive spare part is **MTR-1 Motor** (MX$900)."


def test_a_look_up_says_how_far_off_a_date_is() -> None:
    asked = read("lookup equipment | tag = P-101 | everyone | show next_maintenance")
    assert text(asked, [["2026-12-03"]]) == "Próximo mantenimiento de P-101: **3 dic 2026** (en 11 días)."
    assert text(asked, [["2026-11-10"]], "en") == "Next maintenance of P-101: **10 Nov 2026** (12 days ago)."
    assert text(asked, [[None]]) == "P-101 **no tiene próximo mantenimiento**."


@pytest.mark.parametrize(
    ("language", "metric", "field", "said"),
    [
        (
            "es",
            "mttr",
            "technician.trade",
            "El MTTR más alto es el de **mecánico (7 h)**, luego eléctrico (5.7 h); el más bajo, el de instrumentación (4.4 h); aparte, sin oficio (12.3 h).",
        ),
        (
            "en",
            "mttr",
            "technician.trade",
            "The highest MTTR is that of **mechanical (7 h)**, then electrical (5.7 h); the lowest, that of instrumentation (4.4 h); besides, with no trade (12.3 h).",
        ),
    ],
)
def test_rows_that_are_nobodys_neither_lead_nor_come_last(language: Any, metric: str, field: str, said: str) -> None:
    rows = [[None, 12.28, 49], ["mechanical", 7.03, 1845], ["electrical", 5.69, 791], ["instrumentation", 4.4, 359]]
    made = text(read(f"breakdown work_order: {metric} | by {field}"), rows, language)
    assert made == said


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("es", "Mayor valor de las lecturas de vibración: el más alto es el de **P-1 (9 mm/s)**; el más bajo, el de P-2 "
         "(2 mm/s)."),
        ("en", "Highest value of the readings of vibration: the highest is that of **P-1 (9 mm/s)**; the lowest, that of "
         "P-2 (2 mm/s)."),
    ],
)  # fmt: skip
def test_the_highest_of_the_highest_says_so_once(language: Any, sentence: str) -> None:
    asked = "breakdown meter_reading: max value | meter = vibration_mm_s | by equipment.tag"
    made = plan(read(asked), language)
    rows = [[{"tag": tag}.get(column.name, value if column.kind == "number" else tag) for column in made.columns]
            for tag, value in (("P-1", 9), ("P-2", 2))]  # fmt: skip
    found = headline(made, result(made.columns, rows), model(), "MXN", TODAY)
    assert marked(found.spans) == sentence
