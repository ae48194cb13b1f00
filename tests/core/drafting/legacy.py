"""A made-up plant of long ago: Spanish names, prefixes, dates as text, and a key that nobody declared."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

SCHEMA = """
CREATE TABLE cat_areas (cve_area TEXT PRIMARY KEY, nombre TEXT NOT NULL);
CREATE TABLE tbl_equipos (
    id_equipo INTEGER PRIMARY KEY, clave TEXT NOT NULL, nombre TEXT, tipo TEXT NOT NULL, estatus TEXT NOT NULL,
    fecha_alta TEXT, costo REAL, cve_area TEXT REFERENCES cat_areas(cve_area)
);
CREATE TABLE ordenes_trabajo (
    id INTEGER PRIMARY KEY, folio TEXT NOT NULL, id_equipo INTEGER, prioridad TEXT, fecha_solicitud TEXT NOT NULL,
    fecha_cierre TEXT, hrs REAL, observaciones TEXT
);
CREATE TABLE "bitácora de paros" (id INTEGER PRIMARY KEY, nota TEXT);
CREATE TABLE sueltos (dato TEXT, "dos palabras" TEXT);
"""
MACHINES = [
    (7, "BBA-01", "Bomba de agua", "bomba", "parado", "2019-02-01", 1200.5, "EMB"),
    (8, "BBA-02", "Bomba de jarabe", "bomba", "operando", "2020-03-01", 900.0, "EMB"),
    (9, "CAL-01", "Caldera norte", "caldera", "operando", None, 45000.0, None),
]
ORDERS = [
    (1, "OT-001", 7, "alta", "2026-10-01 08:00:00", "2026-10-02 09:30:00", 2.5, "fuga"),
    (2, "OT-002", 7, "baja", "2026-11-03 10:15:00", None, 1.0, None),
    (3, "OT-003", 9, "alta", "2026-11-04 11:00:00", None, 4.0, None),
    (4, "OT-004", None, "alta", "2026-11-05 12:00:00", None, 0.5, None),
]


def fill(path: Path) -> Path:
    """The plant as a SQLite file."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(SCHEMA)
        connection.executemany("INSERT INTO cat_areas VALUES (?, ?)", [("EMB", "Embotellado"), ("CAL", "Calderas")])
        connection.executemany("INSERT INTO tbl_equipos VALUES (?, ?, ?, ?, ?, ?, ?, ?)", MACHINES)
        connection.executemany("INSERT INTO ordenes_trabajo VALUES (?, ?, ?, ?, ?, ?, ?, ?)", ORDERS)
        connection.executemany("INSERT INTO sueltos VALUES (?, ?)", [("x", "y"), ("x", "z")])
        connection.commit()
    return path
