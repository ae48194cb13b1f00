"""Plants whose names say little, drafted and asked as they are; what is right was counted by hand over the few rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from core.data.database import Database
from core.drafting.naming.bare import bare_names
from core.drafting.naming.split import shared_prefix
from core.drafting.yaml_text import as_yaml
from core.semantics.check import check
from core.semantics.load import parse_model
from tests.core.drafting import coded_shapes
from tests.core.drafting.drafts import answers_as_drafted, drafted
from tests.core.opening import AS_OF, Opens

SHAPES: dict[str, Callable[[Path], Path]] = {
    "abbreviated": coded_shapes.abbreviated, "typed": coded_shapes.typed, "catalogued": coded_shapes.catalogued,
}  # fmt: skip


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("coded")
    return {name: fill(folder / f"{name}.sqlite") for name, fill in SHAPES.items()}


ASKED = [
    ("abbreviated", "How many work orders are open?", "SELECT 2"),
    ("abbreviated", "¿Cuántas OT vencidas hay?", "SELECT 1"),
    ("abbreviated", "How many preventive work orders were closed in October?", "SELECT 1"),
    ("abbreviated", "¿Cuántos equipos hay?", "SELECT 4"),  # no places, and none that is not used
    ("abbreviated", "work orders by area", "SELECT 'Milling', 2 UNION ALL SELECT 'Ovens', 3"),
    ("abbreviated", "open work orders of Carla Paz", "SELECT '1001'"),
    ("typed", "how many work orders are open?", "SELECT 2"),  # a draft is no order yet
    ("typed", "How many work orders are overdue?", "SELECT 1"),
    ("typed", "¿Qué máquinas están paradas?", "SELECT 'SW-02'"),
    ("typed", "top machine by work orders", "SELECT 'SW-01'"),
    ("typed", "equipos por categoría", "SELECT 'Saw', 2 UNION ALL SELECT 'Kiln', 1"),
    ("typed", "How many corrective work orders were created in October 2026?", "SELECT 1"),
    ("catalogued", "¿Cuántas OT están abiertas?", "SELECT 2"),
    ("catalogued", "OT vencidas por localización", "SELECT 'INYECCION', 1"),
    ("catalogued", "Órdenes por tipo", "SELECT 'CORRECTIVO', 3 UNION ALL SELECT 'PREVENTIVO', 1"),
    ("catalogued", "¿Cuántas correctivas se abrieron en octubre?", "SELECT 3, 2"),  # the cancelled one with and without
    ("catalogued", "how many technicians are on the night shift?", "SELECT 1"),
    ("catalogued", "¿Cuántos planes vencen esta semana?", "SELECT 1"),
]


@pytest.mark.parametrize("name", list(SHAPES))
async def test_a_plant_of_codes_answers_as_drafted(
    opens: Opens, files: dict[str, Path], tmp_path: Path, name: str
) -> None:
    asked = [(text, sql) for shape, text, sql in ASKED if shape == name]
    await answers_as_drafted(opens, files[name], tmp_path, asked)


@pytest.mark.parametrize("name", list(SHAPES))
async def test_a_draft_of_codes_passes_its_own_check(files: dict[str, Path], name: str) -> None:
    made = await drafted(files[name])
    database = await Database.open(f"sqlite:///{files[name]}")
    findings = [item for item in await check(parse_model(as_yaml(made)), database, AS_OF) if item.is_error]
    await database.close()
    assert findings == []


async def test_a_table_that_only_its_columns_tell_is_less_sure(files: dict[str, Path]) -> None:
    orders = (await drafted(files["abbreviated"])).concepts.of("work_order")
    assert orders is not None
    assert (orders.table.value, orders.table.evidence[0].how) == ("X7EVENTS", "type")
    assert orders.table.confidence < 0.75
    assert orders.column("type") == "EVT_JOBTYPE", "of two columns the one whose values are known"
    assert {value: guess.value for value, guess in orders.states["state"].items()} == {
        "A1": "open", "B2": "in_progress", "D4": "closed", "E5": "cancelled",
    }  # fmt: skip


def test_names_are_taken_without_what_all_begin_with() -> None:
    assert bare_names(["EVT_CODE", "EVT_DESC", "EVT_STATUS", "EVT_TYPE"])["EVT_DESC"] == "DESC"
    assert bare_names(["id", "strName", "dtmDateClosed", "bolIsActive"])["dtmDateClosed"] == "DateClosed"
    assert bare_names(["work_order_id", "work_type", "asset_id", "state"]) == {}
    assert bare_names(["wo_no", "wo_type", "wo_state"]) == {}, "three columns may share a beginning by chance"
    assert shared_prefix(["R5EVENTS", "R5OBJECTS", "R5PARTS", "OTHER"]) == ("r5",)
    assert shared_prefix(["iw38", "ih08", "equi", "mard"]) == ()


async def test_a_key_that_nothing_says_what_it_is_for_is_told(tmp_path: Path) -> None:
    file = tmp_path / "plant.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(
            "CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO users VALUES (1, 'Ana Paz'), (2, 'Eva Gil');"
            "CREATE TABLE work_orders (id INTEGER PRIMARY KEY, status TEXT, created_at TEXT, closed_at TEXT,"
            " technician_id INTEGER REFERENCES users(id), escort_id INTEGER REFERENCES users(id));"
            "INSERT INTO work_orders VALUES (1, 'open', '2026-10-01', NULL, 1, 2), (2, 'closed', '2026-10-02', '2026-10-03', 2, 1);"
        )
    made = await drafted(file)
    assert ("work_orders.escort_id → users", "role_unknown") in [(item.what, item.reason) for item in made.left_out]
    assert "technician_id" not in " ".join(item.what for item in made.left_out)
