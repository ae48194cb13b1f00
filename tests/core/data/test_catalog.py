"""The catalog of a SQLite file: what is in it, and what is left out."""

from __future__ import annotations

from pathlib import Path

from core.data.catalog import ForeignKey
from core.data.database import Database
from core.demo.tables import metadata
from tests.core.data.plant import write_sqlite


async def test_tables_columns_types_and_keys(plant: Database) -> None:
    catalog = await plant.catalog()
    assert set(catalog.tables) == set(metadata.tables)
    assert dict(catalog.tables["part_usage"]) == {
        "id": "integer",
        "work_order_id": "integer",
        "part_id": "integer",
        "quantity": "integer",
        "used_on": "date",
    }
    assert list(catalog.tables["area"]) == ["id", "code", "name", "plant"], "columns keep their order"
    assert catalog.primary_keys["equipment"] == ("id",)
    assert ForeignKey("equipment", ("line_id",), "production_line", ("id",)) in catalog.foreign_keys
    assert catalog.schema == "main"
    assert catalog.views == frozenset()


async def test_views_count_as_tables_and_are_marked(plant: Database, plant_file: Path) -> None:
    write_sqlite(plant_file, "CREATE VIEW machine AS SELECT id, tag AS plate FROM equipment")
    catalog = await plant.catalog()
    assert list(catalog.tables["machine"]) == ["id", "plate"]
    assert catalog.views == {"machine"}


async def test_bookkeeping_is_left_out(plant: Database, plant_file: Path) -> None:
    write_sqlite(plant_file, "CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT)")
    write_sqlite(plant_file, "CREATE TABLE alembic_version (version_num TEXT)")
    catalog = await plant.catalog()
    assert "counted" in catalog.tables
    assert not {"sqlite_sequence", "alembic_version"} & set(catalog.tables)


async def test_odd_names_types_and_keys_are_read(plant: Database, plant_file: Path) -> None:
    write_sqlite(
        plant_file,
        'CREATE TABLE "Órdenes 2" ("Nº" ODDTYPE, "a ""b""", shift TEXT, area INTEGER REFERENCES area,'
        " PRIMARY KEY (shift, area))",
    )
    catalog = await plant.catalog()
    assert list(catalog.tables["Órdenes 2"]) == ["Nº", 'a "b"', "shift", "area"]
    assert catalog.primary_keys["Órdenes 2"] == ("shift", "area")
    assert ForeignKey("Órdenes 2", ("area",), "area", ("id",)) in catalog.foreign_keys


async def test_a_new_table_is_seen_when_asked_again(plant: Database, plant_file: Path) -> None:
    assert "fresh" not in (await plant.catalog()).tables
    write_sqlite(plant_file, "CREATE TABLE fresh (a INTEGER)")
    assert "fresh" in (await plant.catalog()).tables
