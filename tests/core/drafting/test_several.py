"""Orders with several technicians: kept by any of them, counted under each, and never counted twice."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from core.drafting.draft import ModelDraft
from core.drafting.yaml_text import as_yaml
from tests.core.asking import Person
from tests.core.drafting.drafts import answers_as_drafted, drafted
from tests.core.opening import Opens

TABLES = """
CREATE TABLE technicians (id INTEGER PRIMARY KEY, name TEXT, trade TEXT);
CREATE TABLE machines (id INTEGER PRIMARY KEY, code TEXT, name TEXT, type TEXT, manufacturer TEXT);
CREATE TABLE work_orders (id INTEGER PRIMARY KEY, number TEXT, title TEXT, status TEXT, created_at DATETIME,
  due_date DATETIME, completed_on DATETIME, machine_id INTEGER REFERENCES machines (id));
CREATE TABLE work_order_technicians (work_order_id INTEGER REFERENCES work_orders (id),
  technician_id INTEGER REFERENCES technicians (id){kind});
INSERT INTO technicians VALUES (1, 'Ana Torres', 'mechanic'), (2, 'Luis Vega', 'mechanic'), (3, 'Eva Gil', 'electrician');
INSERT INTO machines VALUES (1, 'P-101', 'Pump 1', 'pump', 'KSB'), (2, 'M-201', 'Motor 1', 'motor', 'ABB');
INSERT INTO work_orders VALUES
  (1, 'WO-1', 'Leak at seal', 'open', '2026-11-02 08:00', '2026-11-20 08:00', NULL, 1),
  (2, 'WO-2', 'Noise in bearing', 'open', '2026-11-03 08:00', '2026-11-29 08:00', NULL, 2),
  (3, 'WO-3', 'Belt torn', 'completed', '2026-10-03 08:00', '2026-10-20 08:00', '2026-10-19 08:00', 2),
  (4, 'WO-4', 'Oil change', 'completed', '2026-10-04 08:00', '2026-10-20 08:00', '2026-10-25 08:00', 1),
  (5, 'WO-5', 'Check sensor', 'open', '2026-11-05 08:00', '2026-12-01 08:00', NULL, 1);
"""
PAIRS = ((1, 1), (1, 2), (2, 2), (3, 1), (3, 3), (4, 2))
ASKED = (
    ("How many open work orders does Luis Vega have?", "SELECT 2"),
    ("¿Cuántas órdenes de trabajo cerró Ana Torres el mes pasado?", "SELECT 1"),
    ("¿Cuántas órdenes hay abiertas?", "SELECT 3"),
    ("How many work orders do Ana Torres and Luis Vega have?", "SELECT 4"),
    (
        "Órdenes por técnico",
        "SELECT 'Ana Torres', 2 UNION ALL SELECT 'Luis Vega', 3 UNION ALL SELECT 'Eva Gil', 1 UNION ALL SELECT 1, 1",
    ),
    ("¿Qué técnico tiene más órdenes?", "SELECT 'Luis Vega', 3"),
)


def plant(path: Path, *, kind: str = "", twice: bool = False) -> Path:
    """Orders with their technicians.

    Args:
        kind: a further column of the pairs; twice: a pair stands there again.
    """
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(TABLES.replace("{kind}", f", {kind} INTEGER" if kind else ""))
        rows = [(*pair, *([1 + index % 2] if kind else [])) for index, pair in enumerate(PAIRS)]
        rows += rows[:1] if twice else []
        connection.executemany(f"INSERT INTO work_order_technicians VALUES (?, ?{', ?' if kind else ''})", rows)
        connection.commit()
    return path


def leads_to_several(made: ModelDraft) -> bool:
    entries = made.raw["semantic_model"][0]["relationships"]
    return any(item["ai_context"].get("several") for item in entries)


async def test_orders_of_several_technicians_answer_as_drafted(opens: Opens, tmp_path: Path) -> None:
    await answers_as_drafted(opens, plant(tmp_path / "plant.sqlite"), tmp_path, ASKED)


async def test_what_overlaps_is_no_whole(opens: Opens, tmp_path: Path) -> None:
    """Six pairs are not six orders: no sentence says so."""
    file, model = plant(tmp_path / "plant.sqlite"), tmp_path / "model.yaml"
    model.write_text(as_yaml(await drafted(file)), encoding="utf-8")
    async with opens(semantic_model=model, maintenance_database_url=f"sqlite:///{file}") as core:
        text = (await Person(core).ask("work orders by technician")).text
        assert "Luis Vega (3)" in text and "6 work orders" not in text and "%" not in text


async def test_pairs_that_say_what_somebody_is_there_for_or_stand_twice_are_none(tmp_path: Path) -> None:
    assert leads_to_several(await drafted(plant(tmp_path / "plain.sqlite")))
    assert not leads_to_several(await drafted(plant(tmp_path / "kinds.sqlite", kind="type")))
    assert not leads_to_several(await drafted(plant(tmp_path / "twice.sqlite", twice=True)))
