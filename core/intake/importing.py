"""Files in, a database out: every file is read and judged before anything is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from core.intake.cells import RawSheet
from core.intake.database import writing
from core.intake.dates import DateOrder
from core.intake.doubts import Ask, Conventions, ask_nobody
from core.intake.failures import (
    FileTooLarge,
    FileUnreadable,
    NoSuchSheet,
    NoTableFound,
    NotASpreadsheet,
    TwoForOneTable,
)
from core.intake.names import sql_name
from core.intake.numbers import Decimal
from core.intake.store import StoredRows, Way, store
from core.intake.table import IntakeTable, read_table
from core.intake.text_file import read_text
from core.intake.workbook import is_workbook, read_workbook

Stage = Literal["reading", "storing"]
Progress = Callable[[Stage, int, int], None]
"""Told the stage, how much of it is done, and how much there is: bytes while reading, rows while storing."""

DEFAULT_MAX_MB = 200
_COPY_MARK = re.compile(r"\s*\(\d+\)$")
_SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7z"),
    (b"Rar!", "RAR"),
    (b"SQLite format 3", "SQLite"),
    (b"\x7fELF", "ELF"),
    (b"MZ\x90", "EXE"),
)
_MARKUP = re.compile(rb"\s*<(?:!doctype html|html|table|head|meta)\b", re.IGNORECASE)
_XML = re.compile(rb"\s*<\?xml\b", re.IGNORECASE)
_JSON = re.compile(rb"\s*(?:\[\s*)?\{\s*\"")


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What a person may say of the files; what is None is found out.

    Attributes:
        table: the table's name; else the file's, or the sheet's where a workbook has several tables.
        sheet: only this sheet of a workbook.
        header: the line of the header, counted from 1.
        encoding: of text files.
        separator: a name of ``SEPARATORS``.
        order: of day and month.
        decimal: the decimal sign.
        way: what becomes of a table that is there already.
        keys: the key's columns, for the way ``key``.
        max_mb: the largest file in MB.
        ask: asks a person what the files do not tell.
    """

    table: str | None = None
    sheet: str | None = None
    header: int | None = None
    encoding: str | None = None
    separator: str | None = None
    order: DateOrder | None = None
    decimal: Decimal | None = None
    way: Way = "replace"
    keys: tuple[str, ...] = ()
    max_mb: int = DEFAULT_MAX_MB
    ask: Ask = ask_nobody


@dataclass(slots=True)
class ImportedFile:
    """A file with what came of it.

    Attributes:
        path: where it lies.
        tables: its tables with their rows in the database.
        unused: sheets without a table, with how many lines that hold something were not stored.
        hidden: hidden sheets, which are read only when they are named.
    """

    path: Path
    tables: list[tuple[IntakeTable, StoredRows]] = field(default_factory=list)
    unused: list[tuple[str, int]] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)


def import_files(
    paths: Sequence[Path], output: Path, options: ImportOptions, progress: Progress = lambda *_: None
) -> list[ImportedFile]:
    """Read all files, then write all tables at once.

    Raises:
        ImportRefused: a file, an option or the output will not do; nothing was written.
    """
    total = sum(_size(path, options.max_mb) for path in paths)
    read: list[tuple[ImportedFile, list[IntakeTable]]] = []
    done = 0
    for path in paths:
        progress("reading", done, total)
        read.append(_read(path, options))
        done += path.stat().st_size
    progress("reading", total, total)
    tables = [table for _, found in read for table in found]
    _refuse_collisions(tables, options.way)
    rows = sum(len(table.lines) for table in tables)
    stored = 0

    def tick(count: int) -> None:
        nonlocal stored
        stored += count
        progress("storing", stored, rows)

    progress("storing", 0, rows)
    with writing(output) as connection:
        for file, found in read:
            for table in found:
                file.tables.append((table, store(connection, table, options.way, options.keys, tick)))
    return [file for file, _ in read]


def _size(path: Path, max_mb: int) -> int:
    try:
        size = path.stat().st_size
    except OSError as error:
        raise FileUnreadable(str(error), file=path.name, reason=error.strerror) from error
    if size > max_mb * 1_000_000:
        raise FileTooLarge(file=path.name, size=-(-size // 1_000_000), limit=max_mb)
    return size


def _read(path: Path, options: ImportOptions) -> tuple[ImportedFile, list[IntakeTable]]:
    file = ImportedFile(path)
    tables = []
    for sheet in _sheets(path, options, file):
        conventions = Conventions(path.name, options.ask, options.order, options.decimal)
        table = read_table(path.name, sheet, conventions, options.header)
        if table is None:
            file.unused.append((sheet.name, sum(bool(line.filled) for line in sheet.lines)))
        else:
            tables.append(table)
    if not tables:
        raise NoTableFound(file=path.name)
    stem = _COPY_MARK.sub("", path.stem)
    for table in tables:
        label = stem if len(tables) == 1 else table.sheet.name
        if options.table is not None:
            label = options.table
        table.name = sql_name(label, "tabla")
    return file, tables


def _sheets(path: Path, options: ImportOptions, file: ImportedFile) -> Iterable[RawSheet]:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise FileUnreadable(str(error), file=path.name, reason=error.strerror) from error
    if is_workbook(raw):
        sheets, file.hidden = read_workbook(raw, path.name, sheet=options.sheet, limit_mb=options.max_mb)
        return sheets
    if options.sheet is not None:
        raise NoSuchSheet(file=path.name, sheet=options.sheet, sheets="-")
    for signature, kind in _SIGNATURES:
        if raw.startswith(signature):
            raise NotASpreadsheet(file=path.name, kind=kind)
    # What many systems call .xls is a web page; only Excel itself knows what it means.
    for form, kind in ((_MARKUP, "HTML"), (_XML, "XML"), (_JSON, "JSON")):
        if form.match(raw):
            raise NotASpreadsheet(file=path.name, kind=kind)
    return [read_text(raw, path.name, encoding=options.encoding, separator=options.separator)]


def _refuse_collisions(tables: Sequence[IntakeTable], way: Way) -> None:
    names = [table.name for table in tables]
    for name in names:
        if way == "replace" and names.count(name) > 1:
            raise TwoForOneTable(table=name)
