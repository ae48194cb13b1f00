"""Words of states on systems that have some of their own: released orders, pending tickets, cancelled documents."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from core.drafting.yaml_text import as_yaml
from tests.core.asking import Person
from tests.core.drafting.drafts import answers_as_drafted, drafted
from tests.core.drafting.sap_lists import lists
from tests.core.opening import Opens

REPAIRS = """
CREATE TABLE repairs (id INTEGER PRIMARY KEY, number TEXT, title TEXT, status TEXT, docstatus INTEGER,
  created_at DATETIME, due_date DATETIME, completed_on DATETIME, scrap_date DATETIME, plan_id INTEGER);
INSERT INTO repairs VALUES
  (1, 'R-1', 'Leak', 'Pending', 0, '2026-11-02 08:00', '2026-11-20 08:00', NULL, NULL, NULL),
  (2, 'R-2', 'Noise', 'Cancelled', 2, '2026-11-03 08:00', '2026-11-29 08:00', NULL, NULL, NULL),
  (3, 'R-3', 'Oil', 'Completed', 1, '2026-10-03 08:00', '2026-10-20 08:00', '2026-10-19 08:00', NULL, 7),
  (4, 'R-4', 'Oil', 'Completed', 2, '2026-10-04 08:00', '2026-10-20 08:00', '2026-10-25 08:00', NULL, 7);
CREATE TABLE machines (id INTEGER PRIMARY KEY, code TEXT, name TEXT, manufacturer TEXT, active INTEGER, scrap_date DATETIME);
INSERT INTO machines VALUES (1, 'P-1', 'Pump 1', 'KSB', 1, NULL), (2, 'P-2', 'Pump 2', 'KSB', 1, '2025-01-01 00:00'),
  (3, 'P-3', 'Pump 3', 'ABB', 0, NULL), (4, 'P-4', 'Pump 4', 'ABB', 1, '2025-02-01 00:00');
"""


async def test_what_was_released_is_not_done(opens: Opens, tmp_path: Path) -> None:
    asked = [("¿Cuántas órdenes liberadas hay?", "SELECT 1"), ("How many orders are released?", "SELECT 1")]
    await answers_as_drafted(opens, lists(tmp_path / "lists.sqlite", "english"), tmp_path, asked)


async def test_cancelled_documents_are_none_but_cancelled_orders_are(opens: Opens, tmp_path: Path) -> None:
    file = tmp_path / "plant.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(REPAIRS)
    asked = [
        ("How many repairs are cancelled?", "SELECT 1"),
        ("How many repairs are completed?", "SELECT 1"),
        ("¿Cuántas reparaciones preventivas hay?", "SELECT 1"),
        ("¿Cuántas máquinas están dadas de baja?", "SELECT 2"),
    ]
    await answers_as_drafted(opens, file, tmp_path, asked)


STAGES = """
CREATE TABLE maintenance_stage (id INTEGER PRIMARY KEY, name TEXT, done INTEGER);
INSERT INTO maintenance_stage VALUES (1, 'Por hacer', 0), (2, 'En ejecución', 0), (3, 'Terminada', 1), (4, 'Anulada', 1);
CREATE TABLE maintenance_request (id INTEGER PRIMARY KEY, name TEXT, request_date DATE, close_date DATE,
  stage_id INTEGER REFERENCES maintenance_stage (id));
INSERT INTO maintenance_request VALUES (1, 'Fuga', '2026-11-02', NULL, 1), (2, 'Ruido', '2026-11-03', NULL, 2),
  (3, 'Correa', '2026-10-03', '2026-10-19', 3), (4, 'Aceite', '2026-10-04', '2026-10-25', 4), (5, 'Sello', '2026-11-04', '2026-11-05', 4);
"""


async def test_who_asks_for_cancelled_orders_of_a_catalogue_of_states_is_told_them(
    opens: Opens, tmp_path: Path
) -> None:
    """The state is another table's row, and cancelled orders are left out unless they are asked for."""
    file = tmp_path / "plant.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(STAGES)
    model = tmp_path / "model.yaml"
    model.write_text(as_yaml(await drafted(file)), encoding="utf-8")
    async with opens(semantic_model=model, maintenance_database_url=f"sqlite:///{file}") as core:
        reply = await Person(core).ask("¿Cuántas solicitudes anuladas hay?")
        assert reply.rows is not None and [row[0] for row in reply.rows] == [2], reply.text
