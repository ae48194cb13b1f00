"""What a column holds, decided over all its values: flags, codes, numbers, dates, or text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from core.intake import dates, flags, numbers
from core.intake.cells import RawCell, as_text, is_nothing
from core.intake.doubts import Conventions
from core.intake.names import names_a_code
from core.intake.two_ways import read_column
from core.kernel.folding import fold

StoredType = Literal["text", "integer", "number", "date", "datetime", "boolean", "empty"]
Stored = str | int | float | None

_ABOUT_DATES = re.compile(r"\b(?:fecha|fec|date|dia|day|datum)\b")


@dataclass(slots=True)
class DecidedColumn:
    """A column of the table to be.

    Attributes:
        label: what the header says.
        name: its name in the database.
        type: what it holds.
        stored: what is stored for each value of the file; a value that is missing here is stored as ``blank``.
        blank: what is stored for nothing: None, or 0 in a column of marks.
        misfits: values that are none of the column's type, with how often each stands there; kept in ``name_raw``.
        nothings: how many cells say that there is nothing (N/A, s/d, -).
        notes: what was decided and why: names of texts in core.sentences.intake with their values.
    """

    label: str
    name: str
    type: StoredType = "text"
    stored: dict[RawCell, Stored] = field(default_factory=dict)
    blank: Stored = None
    misfits: Counter[RawCell] = field(default_factory=Counter)
    nothings: int = 0
    notes: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    def note(self, text: str, **values: object) -> None:
        """Remember a decision."""
        self.notes.append((text, values))


def decide(label: str, name: str, values: Counter[RawCell], conventions: Conventions) -> DecidedColumn:
    """Decide a column's type.

    Args:
        label: what the header says.
        name: the column's name in the database.
        values: its different cells with how often each occurs, None left out.
        conventions: how the file writes dates and numbers.

    Raises:
        ImportRefused: the values can be read in two ways, and nobody says which.
    """
    column = DecidedColumn(label, name)
    present = Counter({cell: count for cell, count in values.items() if not is_nothing(cell)})
    column.nothings = values.total() - present.total()
    if not present:
        column.type = "empty"
        return column
    done = (
        _as_flags(column, present)
        or _as_compact_dates(column, present)
        or _as_codes(column, present)
        or _as_numbers(column, present, conventions)
        or _as_dates(column, present, conventions)
    )
    if not done:
        column.stored = {cell: as_text(cell) for cell in present}
        formulas = sum(count for cell, count in present.items() if isinstance(cell, str) and cell[0] in "=+@")
        if formulas:
            column.note("FORMULAS", count=formulas)
    return column


def _as_flags(column: DecidedColumn, present: Counter[RawCell]) -> bool:
    texts = [cell for cell in present if isinstance(cell, str)]
    meant = flags.flag_values(texts) if len(texts) == len(present) else None
    if meant is None:
        return False
    column.type = "boolean"
    column.stored = {text: int(value) for text, value in meant.items()}
    if flags.are_marks(texts):
        column.blank = 0
        column.note("MARKS")
    return True


def _as_compact_dates(column: DecidedColumn, present: Counter[RawCell]) -> bool:
    """20261122 under a header that speaks of a date."""
    if not _ABOUT_DATES.search(fold(column.label)):
        return False
    days: dict[RawCell, Stored] = {}
    for cell in present:
        text = as_text(cell) or ""
        if dates.is_no_date(text):
            days[cell] = None
            continue
        if not re.fullmatch(r"(?:19|20)\d{6}", text):
            return False
        day = dates.read_date(f"{text[:4]}-{text[4:6]}-{text[6:]}", "dmy")
        if day is None:
            return False
        days[cell] = day.isoformat()
    column.type, column.stored = "date", days
    column.note("COMPACT_DATES")
    return True


def _as_codes(column: DecidedColumn, present: Counter[RawCell]) -> bool:
    digits = [cell for cell in present if (as_text(cell) or "").isdecimal()]
    if not digits:
        return False
    zeros = next((cell for cell in digits if isinstance(cell, str) and numbers.keeps_zeros(cell)), None)
    if zeros is not None:
        column.note("CODE_ZEROS", example=zeros)
    elif any(len(as_text(cell) or "") > numbers.MOST_DIGITS for cell in digits):
        column.note("CODE_LONG", digits=numbers.MOST_DIGITS)
    elif len(digits) == len(present) and names_a_code(column.label):
        column.note("CODE_NAMED")
    else:
        return False
    column.stored = {cell: as_text(cell) for cell in present}
    return True


def _as_numbers(column: DecidedColumn, present: Counter[RawCell], conventions: Conventions) -> bool:
    natives = {cell: native for cell in present if (native := _native(cell)) is not None}
    written = read_column(present, natives, numbers.read_both)
    if written is None:
        return False
    proof = written.proof
    if len(proof) > 1:
        column.note("MIXED_DECIMALS")
        return False
    decimal, origin = conventions.decimal_sign(column.label, proof, written.doubtful)
    read = written.read(decimal)
    currencies = sorted({number.currency for number in read.values() if number.currency})
    percents = {number.percent for number in read.values() if number.value}
    if len(currencies) > 1 or len(percents) > 1:
        column.note("TWO_UNITS", units=", ".join(currencies) or "%")
        return False
    column.type = "number" if any(isinstance(number.value, float) for number in read.values()) else "integer"
    column.stored = {cell: number.value for cell, number in read.items()}
    column.misfits = Counter({cell: count for cell, count in present.items() if cell not in read})
    if origin != "alike":
        column.note(f"DECIMAL_{decimal.upper()}_{origin.upper()}")
    if currencies:
        column.note("CURRENCY", currency=currencies[0])
    if percents == {True}:
        column.note("PERCENT")
    return True


def _native(cell: RawCell) -> numbers.WrittenNumber | None:
    """What Excel stored as a number; whole ones become integers."""
    if isinstance(cell, float):
        return numbers.WrittenNumber(int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell)
    return numbers.WrittenNumber(cell) if isinstance(cell, int) else None


def _as_dates(column: DecidedColumn, present: Counter[RawCell], conventions: Conventions) -> bool:
    texts = [cell for cell in present if isinstance(cell, str)]
    zeros = {text for text in texts if dates.is_no_date(text)}
    if len(zeros) == len(present):
        return False
    natives: dict[RawCell, date] = {cell: cell for cell in present if isinstance(cell, date)}
    written = read_column(present, natives, dates.read_both, zeros)
    if written is None:
        return False
    proof = written.proof
    if len(proof) > 1:
        column.note("MIXED_ORDERS")
        return False
    order, origin = conventions.date_order(column.label, proof, written.doubtful)
    read = written.read(order)
    clocked = any(isinstance(day, datetime) for day in read.values())
    column.type = "datetime" if clocked else "date"
    column.stored = {cell: _iso(day, clocked) for cell, day in read.items()} | dict.fromkeys(zeros)
    column.misfits = Counter({cell: count for cell, count in present.items() if cell not in column.stored})
    if origin != "alike":
        column.note(f"ORDER_{order.upper()}_{origin.upper()}")
    if zeros:
        column.note("ZERO_DATES", count=sum(present[text] for text in zeros))
    _warn_of_swapped(column, read)
    return True


def _iso(day: date, clocked: bool) -> str:
    if not clocked:
        return day.isoformat()
    if isinstance(day, datetime):
        return day.replace(microsecond=0).isoformat(" ")
    return f"{day.isoformat()} 00:00:00"


def _warn_of_swapped(column: DecidedColumn, read: dict[RawCell, date]) -> None:
    """An Excel set to month/day that opened day/month text has turned days up to 12 round and left the others text."""
    stored = [day for cell, day in read.items() if not isinstance(cell, str)]
    written = [day for cell, day in read.items() if isinstance(cell, str)]
    if len(stored) > 2 and len(written) > 2:
        if all(day.day <= 12 for day in stored) and all(day.day > 12 for day in written):
            column.note("SWAPPED_DATES", count=len(stored))
