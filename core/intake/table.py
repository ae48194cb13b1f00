"""One sheet becomes a table: its header, its lines sorted, its columns decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from core.intake.cells import RawCell, RawLine, RawSheet, as_text
from core.intake.column import DecidedColumn, Stored, decide
from core.intake.doubts import Conventions
from core.intake.header import FoundHeader, find_header, header_at
from core.intake.leavings import LeftOut, sort_lines
from core.intake.names import unique_names


@dataclass(slots=True)
class IntakeTable:
    """A table before it is stored.

    Attributes:
        file: the file's name.
        sheet: the raw sheet that it comes from; its lines are all that the file has.
        header: where the names were found.
        lines: the lines that are data.
        places: for each column, which cell of a line it is.
        columns: what was decided of each column.
        left: lines that are not stored, with why.
        overflowing: numbers of lines that have more cells than the header names.
        name: the table's name in the database, given when all tables of a run are known.
    """

    file: str
    sheet: RawSheet
    header: FoundHeader
    lines: list[RawLine]
    places: list[int]
    columns: list[DecidedColumn]
    left: list[LeftOut]
    overflowing: list[int] = field(default_factory=list)
    name: str = ""

    def raw(self, line: RawLine, index: int) -> RawCell:
        """The cell of a column, by the column's index."""
        place = self.places[index]
        return line.cells[place] if place < len(line.cells) else None

    def raw_names(self) -> list[str]:
        """The names of the columns that keep what did not fit, in the order of ``rows``."""
        taken = {column.name for column in self.columns}
        names = []
        for column in self.columns:
            if column.misfits:
                name = f"{column.name}_raw"
                while name in taken:
                    name += "_"
                names.append(name)
        return names

    def rows(self) -> Iterator[list[Stored]]:
        """The rows to store: a value for each column, then one for each column that has misfits, as text."""
        readers = [
            (place, column.stored, column.blank) for place, column in zip(self.places, self.columns, strict=True)
        ]
        besides = [
            (place, column.misfits) for place, column in zip(self.places, self.columns, strict=True) if column.misfits
        ]
        for line in self.lines:
            cells = line.cells
            width = len(cells)
            row = [stored.get(cells[place], blank) if place < width else blank for place, stored, blank in readers]
            for place, misfits in besides:
                cell = cells[place] if place < width else None
                row.append(as_text(cell) if cell in misfits else None)
            yield row


def read_table(file: str, sheet: RawSheet, conventions: Conventions, header_line: int | None) -> IntakeTable | None:
    """Judge a sheet; None when it has no header, or nothing below it.

    Raises:
        ImportRefused: a column can be read in two ways, and nobody says which.
    """
    header = find_header(sheet.lines) if header_line is None else header_at(sheet.lines, header_line)
    if header is None:
        return None
    lines, left = sort_lines(sheet.lines, header)
    if not lines:
        return None
    width = max(len(header.labels), max(len(line.cells) for line in lines))
    values = [_counted(lines, place) for place in range(width)]
    labels = header.labels + [""] * (width - len(header.labels))
    # A column without a name and without a value is the margin of a sheet or a separator at the end of every line.
    places = [place for place in range(width) if labels[place] or values[place]]
    conventions.learn(values[place] for place in places)
    names = unique_names(labels[place] for place in places)
    columns = [
        decide(labels[place], name, values[place], conventions) for place, name in zip(places, names, strict=True)
    ]
    named = max((place for place in range(len(labels)) if labels[place]), default=-1)
    overflowing = [line.number for line in lines if any(place > named for place in line.filled)]
    return IntakeTable(file, sheet, header, lines, places, columns, left, overflowing)


def _counted(lines: Sequence[RawLine], place: int) -> Counter[RawCell]:
    counted = Counter(line.cells[place] for line in lines if place < len(line.cells))
    del counted[None]
    return counted
