"""A text file with separated columns becomes a sheet, every line with its number in the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from core.intake.cells import RawCell, RawLine, RawSheet, cleaned
from core.intake.encoding import decode
from core.intake.failures import FileUnreadable
from core.intake.separator import SEPARATORS, separator_of

_LONGEST_CELL = 10_000_000
_DECLARATION = "sep="


def read_text(raw: bytes, file: str, *, encoding: str | None = None, separator: str | None = None) -> RawSheet:
    """Decode a file, find its separator, cut it into lines.

    Args:
        raw: the whole file.
        file: its name, for the person.
        encoding: a Python name of an encoding; else it is found out.
        separator: one of the names in ``SEPARATORS``; else it is found out.

    Raises:
        ImportRefused: it is no text, not in that encoding, or its separator cannot be told.
    """
    text, read_as = decode(raw, file, encoding)
    sheet = RawSheet("", [], encoding=read_as)
    first, _, rest = text.partition("\n")
    declared = first.strip('\r" ')
    skipped = 0
    if declared.lower().startswith(_DECLARATION) and len(declared) == len(_DECLARATION) + 1:
        sheet.lines.append(RawLine(1, [declared]))
        sheet.separator, text, skipped = declared[-1], rest, 1
    else:
        sheet.separator = SEPARATORS[separator] if separator else separator_of(text, file)
    try:
        sheet.lines.extend(_lines(text, sheet.separator, skipped, quoted=True))
    except csv.Error:
        # A quotation mark that nobody closes would swallow every line below it.
        try:
            sheet.lines[skipped:] = list(_lines(text, sheet.separator, skipped, quoted=False))
        except csv.Error as error:
            raise FileUnreadable(str(error), file=file, reason=str(error)) from error
        sheet.notes.append(("LOOSE_QUOTES", {}))
    return sheet


def _lines(text: str, separator: str, skipped: int, *, quoted: bool) -> Iterator[RawLine]:
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=separator,
        quoting=csv.QUOTE_MINIMAL if quoted else csv.QUOTE_NONE,
        strict=quoted,
    )
    known: dict[str, RawCell] = {}
    begins = skipped + 1
    for row in reader:
        cells: list[RawCell] = []
        for cell in row:
            # The same words stand in thousands of lines: each is cleaned and kept once.
            if cell not in known:
                if len(known) > 500_000:
                    known.clear()
                known[cell] = cleaned(cell if quoted else _unquoted(cell))
            cells.append(known[cell])
        yield RawLine(begins, cells)
        begins = skipped + reader.line_num + 1


def _unquoted(cell: str) -> str:
    bare = cell.strip()
    return bare[1:-1] if len(bare) > 1 and bare[0] == bare[-1] == '"' else bare
