"""What stands in a sheet: lines of cells as the file has them, before anybody has judged them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

RawCell = str | int | float | date | datetime | None
"""A cell as read: text without the spaces around it, or what Excel stored; None where it is empty."""

_SPACES = " \t\r\n\u00a0\u202f\u2007\ufeff"
_NOTHING = frozenset(
    "n/a|n.a.|#n/a|na|n/d|n.d.|s/d|s.d.|s/i|sin dato|sin datos|null|nulo|nil|nan|-|--|---|–|—|.|(en blanco)|(blank)"
    "|(vacio)|(vacío)|(empty)|(null)|#n/d|#ref!|#value!|#valor!|#div/0!|#¡ref!|#¡valor!|#¡div/0!".split("|")
)


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line of a sheet. ``number`` counts from 1 as editors and Excel do; a quoted line break makes a line longer."""

    number: int
    cells: list[RawCell]

    @property
    def filled(self) -> list[int]:
        """Places of the cells that hold something."""
        return [place for place, cell in enumerate(self.cells) if cell is not None]


@dataclass(slots=True)
class RawSheet:
    """One sheet of a workbook, or a whole text file (then ``name`` is empty).

    Attributes:
        lines: every line of the file, blank ones too.
        notes: what reading it had to decide, as names of texts in core.sentences.intake with their values.
    """

    name: str
    lines: list[RawLine]
    notes: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    separator: str = ""
    encoding: str = ""


def cleaned(text: str) -> str | None:
    """A text without the spaces around it, in which line breaks are ``\\n``; None when nothing is left."""
    bare = text.strip(_SPACES)
    if "\r" in bare:
        bare = bare.replace("\r\n", "\n").replace("\r", "\n")
    return bare or None


def is_nothing(cell: RawCell) -> bool:
    """True for an empty cell and for the words that people write for one: N/A, s/d, -."""
    if cell is None:
        return True
    return isinstance(cell, str) and len(cell) <= 12 and cell.lower() in _NOTHING


def as_text(cell: RawCell) -> str | None:
    """A cell as a person would write it: whole numbers without a point, dates in ISO form."""
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell)
