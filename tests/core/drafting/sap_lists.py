"""A small made-up plant as SAP PM exports its lists, under headings of three languages."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

Headings = dict[str, tuple[str, tuple[str, ...]]]
"""What it is a list of → the table's name, its columns."""
LISTS: dict[str, Headings] = {
    "german": {
        "orders": (
            "Auftragsliste",
            ("Auftrag", "Auftragsart", "Kurztext", "Equipment", "TechPlatz", "Systemstatus", "Angelegt am", "Eckende", "Istende", "VerArbPl", "Gesamtkosten ist"),
        ),
        "notices": ("Liste 28", ("Meldung", "Meldungsart", "Meld.datum", "Equipment", "Systemstatus", "Abschl.Datum", "Auftrag")),
        "machines": ("Equipments", ("Equipment", "Bezeichnung", "Hersteller", "Techn. Platz", "Systemstatus")),
    },
    "spanish": {
        "orders": (
            "ZPM_EXPORT",
            ("Orden", "Clase de orden", "Texto breve", "Equipo", "Ubicac.técnica", "Status sistema", "Fecha entrada", "Fecha fin extr.", "Fin real", "PtoTrbRes", "Costes tot.reales"),
        ),
        "notices": ("IW28", ("Aviso", "Clase de aviso", "Fecha de aviso", "Equipo", "Status sistema", "Fe.cierre", "Orden")),
        "machines": ("IH08", ("Equipo", "Denominación", "Fabricante", "Ubicac.técnica", "Status sistema")),
    },
    "english": {
        "orders": (
            "PM_Orders",
            ("Order", "Order Type", "Description", "Equipment", "Functional Loc.", "System status", "Created on", "Basic fin. date", "Actual finish", "Main WorkCtr", "Total act.costs"),
        ),
        "notices": ("PM_Notifications", ("Notification", "Notifictn type", "Notif.date", "Equipment", "System status", "Completn date", "Order")),
        "machines": ("Equipment_List", ("Equipment", "Description", "Manufacturer", "Functional Loc.", "System status")),
    },
}  # fmt: skip
STATES = {
    "german": {"open": "EROF ABRV", "released": "FREI DRUC", "done": "TABG RÜCK", "deleted": "LKD LÖVM", "notice": "MOFN", "finished": "MMAB ANZU"},
    "spanish": {"open": "ABIE KKMP", "released": "LIB. IMPR", "done": "CTEC NOTI", "deleted": "PTBO NLIQ", "notice": "MEAB", "finished": "MECE ORAS"},
    "english": {"open": "CRTD MANC", "released": "REL  PRC", "done": "TECO CNF", "deleted": "CLSD DLFL", "notice": "OSNO", "finished": "NOCO ORAS"},
}  # fmt: skip
ORDERS = (  # number, type, machine, state, created, due, finished, cost
    ("4000001", "PM01", "10000001", "open", "01.11.2026", "10.11.2026", None, 0.0),
    ("4000002", "PM01", "10000002", "released", "05.11.2026", "30.11.2026", None, 10.0),
    ("4000003", "PM02", "10000001", "done", "01.10.2026", "20.10.2026", "19.10.2026", 200.0),
    ("4000004", "PM03", "10000002", "done", "02.10.2026", "20.10.2026", "25.10.2026", 300.0),
    ("4000005", "PM01", "10000002", "deleted", "02.10.2026", "20.10.2026", None, 0.0),
    ("4000006", "PM03", "10000001", "open", "12.11.2026", "29.11.2026", None, 0.0),
)
NOTICES = (  # number, type, date, machine, state, finished, order
    ("10000901", "M2", "31.10.2026", "10000001", "notice", None, "4000001"),
    ("10000902", "M2", "30.09.2026", "10000001", "finished", "03.11.2026", "4000003"),
    ("10000903", "M1", "03.11.2026", "10000002", "notice", None, None),
)
MACHINES = (("10000001", "Zentrifuge 1", "Flottweg", "W1-A"), ("10000002", "Pumpe 2", "KSB", "W1-B"))


def lists(path: Path, language: str) -> Path:
    """The three lists under the headings of a language."""
    said, states = LISTS[language], STATES[language]
    rows: dict[str, list[tuple[object, ...]]] = {
        "orders": [
            (no, kind, f"Work {no[-1]}", machine, {m[0]: m[3] for m in MACHINES}[machine], states[state], created, due, done, "MECH", cost)
            for no, kind, machine, state, created, due, done, cost in ORDERS
        ],
        "notices": [(no, kind, on, machine, states[state], done, order) for no, kind, on, machine, state, done, order in NOTICES],
        "machines": [(no, name, maker, place, "AVLB") for no, name, maker, place in MACHINES],
    }  # fmt: skip
    with closing(sqlite3.connect(path)) as connection:
        for kind, (table, columns) in said.items():
            declared = ", ".join(
                f'"{name}" {"REAL" if kind == "orders" and name == columns[-1] else "TEXT"}' for name in columns
            )
            connection.execute(f'CREATE TABLE "{table}" ({declared})')
            connection.executemany(f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(columns))})', rows[kind])
        connection.commit()
    return path
