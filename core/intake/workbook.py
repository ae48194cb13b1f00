"""An Excel or OpenDocument workbook becomes sheets. Formulas are never computed: their stored values are read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from core.intake.cells import RawCell, RawLine, RawSheet, cleaned
from core.intake.failures import FileTooLarge, FileUnreadable, NoSuchSheet, NotASpreadsheet, PasswordProtected

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_UNPACKED = 20
"""A workbook may unpack to this many times the size that a file may have; one that passes it is no plant's."""


def is_workbook(raw: bytes) -> bool:
    """True for what may be a workbook by its first bytes."""
    return raw.startswith((_ZIP, _OLE))


def read_workbook(raw: bytes, file: str, *, sheet: str | None, limit_mb: int) -> tuple[list[RawSheet], list[str]]:
    """All visible sheets, or the one that is named; and the names of hidden ones that were left out.

    Args:
        raw: the whole file.
        file: its name, for the person.
        sheet: only this one, hidden or not.
        limit_mb: how many MB a file may have.

    Raises:
        ImportRefused: protected with a password, damaged, unpacks to too much, or has no such sheet.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    if raw.startswith(_OLE) and _ENCRYPTED in raw:
        raise PasswordProtected(file=file)
    _refuse_bombs(raw, file, limit_mb)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(raw)) as book:
            if sheet is not None and sheet not in book.sheet_names:
                raise NoSuchSheet(file=file, sheet=sheet, sheets=", ".join(book.sheet_names))
            read, hidden = [], []
            for about in book.sheets_metadata:
                if about.typ is not SheetTypeEnum.WorkSheet or (sheet is not None and about.name != sheet):
                    continue
                if about.visible is not SheetVisibleEnum.Visible and sheet is None:
                    hidden.append(about.name)
                    continue
                read.append(RawSheet(about.name, list(_lines(book.get_sheet_by_name(about.name)))))
            return read, hidden
    except PasswordError as error:
        raise PasswordProtected(str(error), file=file) from error
    except CalamineError as error:
        raise FileUnreadable(str(error), file=file, reason=str(error)) from error


def _refuse_bombs(raw: bytes, file: str, limit_mb: int) -> None:
    if not raw.startswith(_ZIP):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if not any(name.startswith("xl/") or name == "content.xml" for name in packed.namelist()):
                raise NotASpreadsheet(file=file, kind="zip")
            unpacked = sum(entry.file_size for entry in packed.infolist()) // 1_000_000
    except zipfile.BadZipFile as error:
        raise FileUnreadable(str(error), file=file, reason=str(error)) from error
    if unpacked > limit_mb * _UNPACKED:
        raise FileTooLarge(file=file, size=unpacked, limit=limit_mb * _UNPACKED)


def _lines(sheet: CalamineSheet) -> Iterator[RawLine]:
    for index, row in enumerate(sheet.to_python(skip_empty_area=False), 1):
        yield RawLine(index, [_cell(cell) for cell in row])


def _cell(cell: object) -> RawCell:
    if isinstance(cell, str):
        return cleaned(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float | date | datetime):
        return cell
    if isinstance(cell, time):
        return cell.isoformat("seconds")
    if isinstance(cell, timedelta):
        # Excel's clock beyond a day, as hours: 26:30:00.
        seconds = round(cell.total_seconds())
        return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}"
    return None
