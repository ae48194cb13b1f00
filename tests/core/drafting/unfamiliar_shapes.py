"""Made-up plants of systems that nobody has described: codes that nothing spells, lengths without a unit, several people
an order. Made by rule, so that a test can count over the same rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

FIRST = date(2026, 1, 5)
ORDERS = 60


def filled(file: Path, *tables: tuple[str, str, Sequence[Sequence[object]]]) -> Path:
    """A file with tables: (name, columns, rows)."""
    with closing(sqlite3.connect(file)) as connection, connection:
        for name, columns, rows in tables:
            connection.execute(f'CREATE TABLE "{name}" ({columns})')
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f'INSERT INTO "{name}" VALUES ({marks})', rows)
    return file


def _day(number: int) -> str:
    return (FIRST + timedelta(days=5 * number)).isoformat()


def coded(file: Path) -> Path:
    """Tickets whose states are numbers: 1 and 2 go on, 5 is solved and not yet closed, 6 is closed; seconds of work.

    Each has the user who works on it and the employee who reported it, and who did it once it was done.
    """
    tickets, works, comments = [], [], []
    for number in range(1, ORDERS + 1):
        state = 6 if number <= 40 else 5 if number <= 48 else 2 if number <= 54 else 1
        done = _day(number) if state >= 5 else None
        worker, reporter = 1 + number % 3, 1 + number % 9
        tickets.append(
            (number, f"Noise {number}", _day(number), done, _day(number) if state == 6 else None, state,
             reporter, worker if number != 60 else None, 1 + number % 2 if done else None)
        )  # fmt: skip
        if done:
            works.append((number, number, worker, _day(number), 900 * (1 + number % 8)))
        if number % 7 == 0:
            comments.append((number, number, 4, f"Seen again {number}"))
    return filled(
        file,
        ("ticket", "id INTEGER PRIMARY KEY, subject TEXT, created_at TEXT, solved_at TEXT, closed_at TEXT, status INTEGER,"
         " employee_id INTEGER REFERENCES employee(id), user_id INTEGER REFERENCES staff_user(id),"
         " closed_by INTEGER REFERENCES staff_user(id)", tickets),
        ("staff_user", "id INTEGER PRIMARY KEY, name TEXT", [(1, "Ana Rey"), (2, "Luis Paz"), (3, "Eva Sol"), (4, "Boss")]),
        ("employee", "id INTEGER PRIMARY KEY, name TEXT", [(n, f"Person {n}") for n in range(1, 10)]),
        ("machine", "id INTEGER PRIMARY KEY, name TEXT, technician_id INTEGER REFERENCES staff_user(id)",
         [(1, "Kiln", 1), (2, "Mill", 2), (3, "Press", 3)]),
        ("ticket_work", "id INTEGER PRIMARY KEY, ticket_id INTEGER REFERENCES ticket(id),"
         " technician_id INTEGER REFERENCES staff_user(id), date TEXT, duration INTEGER", works),
        ("ticket_comment", "id INTEGER PRIMARY KEY, ticket_id INTEGER REFERENCES ticket(id),"
         " user_id INTEGER REFERENCES staff_user(id), content TEXT", comments),
    )  # fmt: skip


SPANISH = {
    "job": "ot", "asked": "f_sol", "asked_at": "hr_sol", "due": "f_comp", "closed": "f_cierre", "closed_at": "hr_cierre",
    "machine": "cve_maq", "machines": "maq", "name": "nom_maq", "state": "cve_edo", "states": "cat_edo",
    "state_name": "desc_edo", "gone": "elim", "active": "activa", "part": "cve_refac", "parts": "refac",
    "part_name": "desc_refac", "moves": "mov_refac", "kind": "tipo_mov", "moved": "fecha", "quantity": "cant",
    "copy": "ot_respaldo", "stock": "exist", "least": "minimo", "number": "folio", "out": "S", "in": "E",
}  # fmt: skip
ENGLISH = {
    "job": "jobs", "asked": "req_date", "asked_at": "req_time", "due": "comp_date", "closed": "closed_date",
    "closed_at": "closed_time", "machine": "mach_no", "machines": "mach", "name": "mach_name", "state": "stat_code",
    "states": "stat", "state_name": "stat_name", "gone": "deleted", "active": "active", "part": "part_no",
    "parts": "parts", "part_name": "part_name", "moves": "part_movements", "kind": "trans_type", "moved": "trans_date",
    "quantity": "qty", "copy": "jobs_old", "stock": "on_hand", "least": "min_qty", "number": "job_no", "out": "issue",
    "in": "receipt",
}  # fmt: skip
STATES = {
    "es": [(1, "Solicitada"), (2, "En proceso"), (3, "Espera refacción"), (4, "Cerrada"), (9, "Cancelada")],
    "en": [(1, "Requested"), (2, "In process"), (3, "Waiting for parts"), (4, "Closed"), (9, "Cancelled")],
}


def abbreviated(file: Path, names: dict[str, str], states: Sequence[tuple[int, str]]) -> Path:
    """A home-made base of a workshop: short names, days as text with the clock beside them, empty texts, yes as -1, a
    copy of the orders, a store whose parts come and go."""
    n, jobs, moves = names, [], []
    for number in range(1, ORDERS + 1):
        asked = FIRST + timedelta(days=5 * number)
        state = 9 if number % 20 == 0 else 4 if number <= 44 else 1 + number % 3
        closed = asked + timedelta(days=1) if state == 4 else None
        due = asked + timedelta(days=40) if number % 10 else None
        jobs.append(
            (1000 + number, f"{asked:%d/%m/%Y}", "08:00", f"M-{1 + number % 6}", state, f"{due:%d/%m/%Y}" if due else "",
             f"{closed:%d/%m/%Y}" if closed else "", "11:30" if closed else "", -1 if number % 15 == 0 else 0)
        )  # fmt: skip
        for kind in (n["out"], n["in"]):
            moves.append((len(moves) + 1, f"P{1 + number % 4}", kind, asked.isoformat(), 1 + number % 5))
    machines = [(f"M-{m}", f"Torno {m}", 0 if m == 6 else -1) for m in range(1, 7)]
    parts = [(f"P{p}", f"Balero {p}", 3.0 * p, 7.0) for p in range(1, 5)]
    columns = (
        f"{n['number']} INTEGER, {n['asked']} TEXT, {n['asked_at']} TEXT, {n['machine']} TEXT, {n['state']} INTEGER,"
        f" {n['due']} TEXT, {n['closed']} TEXT, {n['closed_at']} TEXT, {n['gone']} INTEGER"
    )
    return filled(
        file,
        (n["job"], columns, jobs),
        (n["copy"], columns, jobs),
        (n["machines"], f"{n['machine']} TEXT, {n['name']} TEXT, {n['active']} INTEGER", machines),
        (n["states"], f"{n['state']} INTEGER, {n['state_name']} TEXT", states),
        (n["parts"], f"{n['part']} TEXT, {n['part_name']} TEXT, {n['stock']} REAL, {n['least']} REAL", parts),
        (
            n["moves"],
            f"id INTEGER, {n['part']} TEXT, {n['kind']} TEXT, {n['moved']} TEXT, {n['quantity']} INTEGER",
            moves,
        ),
    )


def spanish(file: Path) -> Path:
    return abbreviated(file, SPANISH, STATES["es"])


def english(file: Path) -> Path:
    return abbreviated(file, ENGLISH, STATES["en"])


def lines(file: Path) -> Path:
    """One exported list: a row for each line of an order, its number in all of them; lengths of each line."""
    rows = []
    for number in range(1, ORDERS + 1):
        closed = number <= 50
        for line in range(1 + number % 3):
            rows.append(
                (f"WO-{number:04}", line + 1, _day(number), _day(number + 1) if closed else None,
                 "Closed" if closed else "Open", "PREVENTIVE" if number % 4 else "CORRECTIVE", f"Step {line}",
                 0.5 * (line + 1))
            )  # fmt: skip
    columns = "wo_number TEXT, line_no INTEGER, created TEXT, closed TEXT, wo_status TEXT, class_of_it TEXT, step TEXT, step_hours REAL"
    return filled(file, ("work_order_list", columns, rows))


def notices(file: Path) -> Path:
    """Lists as a system exports them under its own short names: orders, notices, machines."""
    orders, told = [], []
    for number in range(1, ORDERS + 1):
        day = (FIRST + timedelta(days=5 * number)).strftime("%d.%m.%Y")
        chain = (
            "EROF LÖVM"
            if number % 20 == 0
            else "TABG RÜCK ABRV"
            if number <= 45
            else "FREI VOKL"
            if number % 2
            else "EROF"
        )
        orders.append((f"40{number:05}", day, chain, "PM01" if number % 3 else "PM02", day if number <= 45 else "00.00.0000",
                       f"Revisar {number}", f"1{number % 6:04}", "1"))  # fmt: skip
        if number % 2:
            told.append(
                (f"20{number:05}", day, "MMAB" if number <= 31 else "MOFN", f"Ruido {number}", f"1{number % 6:04}")
            )
    machines = [(f"1{number:04}", f"Bomba {number}", "INAK" if number == 5 else "EINI") for number in range(6)]
    return filled(
        file,
        (
            "IW39",
            "AUFNR TEXT, ERDAT TEXT, STTXT TEXT, AUART TEXT, IDAT2 TEXT, KTEXT TEXT, EQUNR TEXT, PRIOK TEXT",
            orders,
        ),
        ("IW29", "QMNUM TEXT, QMDAT TEXT, STTXT TEXT, QMTXT TEXT, EQUNR TEXT", told),
        ("IH08", "EQUNR TEXT, EQKTX TEXT, STTXT TEXT", machines),
    )


def catalogued(file: Path) -> Path:
    """Kinds of machines and of orders are rows of catalogues, whose names are kept in both languages."""
    kinds = [(1, '{"en_US": "Pumps", "es_MX": "Bombas"}'), (2, '{"en_US": "Ovens", "es_MX": "Hornos"}')]
    types = [(1, "Corrective"), (2, "Preventive")]
    machines = [(m, f"M-{m:02}", f"Unit {m}", 1 if m <= 4 else 2) for m in range(1, 8)]
    orders = [
        (
            number,
            f"WO{number:04}",
            _day(number),
            1 + number % 7,
            1 + number % 2,
            "closed" if number <= 50 else "open",
            1 + number % 3,
            int(number % 12 == 0),
        )
        for number in range(1, ORDERS + 1)
    ]
    hours = [(number, number, _day(number), 0.5 * (1 + number % 4)) for number in range(1, ORDERS + 1)]
    contracts = [(1, "Gold"), (2, "Silver"), (3, "Bronze")]
    return filled(
        file,
        ("equipment_category", "id INTEGER PRIMARY KEY, name TEXT", kinds),
        ("work_order_type", "id INTEGER PRIMARY KEY, name TEXT", types),
        ("equipment", "id INTEGER PRIMARY KEY, code TEXT, name TEXT, category_id INTEGER REFERENCES equipment_category(id)",
         machines),
        ("work_order", "id INTEGER PRIMARY KEY, number TEXT, created_at TEXT, equipment_id INTEGER REFERENCES equipment(id),"
         " type_id INTEGER REFERENCES work_order_type(id), status TEXT, contract_id INTEGER REFERENCES xtcontracts(id),"
         " is_deleted INTEGER", orders),
        ("xtcontracts", "id INTEGER PRIMARY KEY, name TEXT", contracts),
        ("labor", "id INTEGER PRIMARY KEY, work_order_id INTEGER REFERENCES work_order(id), date TEXT, hours REAL", hours),
    )  # fmt: skip
