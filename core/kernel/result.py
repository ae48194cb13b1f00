"""What a query gave: columns, normalised rows, and when."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal
from typing import Any

from core.kernel.messages import Cell


@dataclass(frozen=True, slots=True)
class Result:
    """Rows as tuples in column order.

    Attributes:
        columns: names as the SQL gives them, unique.
        rows: normalised cells; at most MAX_ROWS.
        truncated: True when the database had more rows than MAX_ROWS.
        seconds: how long the database took.
        queried_at: aware UTC time when the query began.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    truncated: bool
    seconds: float
    queried_at: datetime

    def column(self, name: str) -> list[Cell]:
        """All cells of one column.

        Raises:
            ValueError: when there is no such column.
        """
        index = self.columns.index(name)
        return [row[index] for row in self.rows]


def normalise(value: Any, zone: tzinfo | None = None) -> Cell:
    """One database value as a Cell, the same on SQLite, PostgreSQL and MySQL.

    Dates become ``YYYY-MM-DD``, timestamps ``YYYY-MM-DD HH:MM:SS`` (fractions dropped;
    one with a zone is told in ``zone``, or left as it stands), times
    and intervals ``HH:MM:SS``, Decimal float (int when it is whole and has no exponent part), booleans 0 or 1, bytes
    their UTF-8 text, arrays and JSON their JSON text, NaN and infinities None (JSON and Excel know neither),
    anything else its text.
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, datetime):
        if zone is not None and value.tzinfo is not None:
            value = value.astimezone(zone)
        naive: datetime = value.replace(tzinfo=None)
        return naive.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return value.isoformat(timespec="seconds")
    if isinstance(value, timedelta):
        return _clock(value)
    if isinstance(value, Decimal):
        if not value.is_finite():
            return None
        return int(value) if value.as_tuple().exponent == 0 else float(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode("utf-8", "replace")
    if isinstance(value, list | tuple | dict | set | frozenset):
        plain = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        return json.dumps(plain, ensure_ascii=False, default=normalise)
    return str(value)


def _clock(value: timedelta) -> str:
    """``-49:30:00``: hours are not cut into days."""
    seconds = int(abs(value.total_seconds()))
    sign = "-" if value < timedelta(0) and seconds else ""
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


_PLAIN = frozenset({int, type(None)})


def normalise_rows(rows: Iterable[Sequence[Any]], zone: tzinfo | None = None) -> tuple[tuple[Cell, ...], ...]:
    """All rows normalised; equal texts are one object, since a column of ten words comes as ten thousand strings.

    Text, int and None, nearly everything on SQLite, skip the function call.
    """
    one: dict[str, str] = {}
    same = one.setdefault
    return tuple(
        tuple([
            same(value, value) if type(value) is str else value if type(value) in _PLAIN else normalise(value, zone)
            for value in row
        ])
        for row in rows
    )  # fmt: skip


def unique_names(names: Iterable[str]) -> tuple[str, ...]:
    """Column names with repeats told apart: ``name, name`` becomes ``name, name_2``; an empty one ``column_1``."""
    names = [name or f"column_{position}" for position, name in enumerate(names, 1)]
    given = {name.lower() for name in names}
    taken: set[str] = set()
    unique = []
    for name in names:
        candidate, number = name, 1
        while candidate.lower() in taken or (number > 1 and candidate.lower() in given):
            number += 1
            candidate = f"{name}_{number}"
        taken.add(candidate.lower())
        unique.append(candidate)
    return tuple(unique)
