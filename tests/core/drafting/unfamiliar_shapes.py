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
