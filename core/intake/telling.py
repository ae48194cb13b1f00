"""The report of an import in words: every decision, one line each."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from core.intake.cells import as_text
from core.intake.column import DecidedColumn
from core.intake.importing import ImportedFile
from core.intake.separator import name_of
from core.intake.store import StoredRows
from core.intake.table import IntakeTable
from core.kernel.messages import Language
from core.sentences import Text, intake, say

_SHOWN = 3


def tell(file: ImportedFile, language: Language) -> Iterator[str]:
    """The lines of a file's report."""
    for table, stored in file.tables:
        yield from _table(table, stored, language)
    for sheet, count in file.unused:
        yield say(intake.SHEET_UNUSED, language, sheet=sheet, count=count)
    if file.hidden:
        yield say(intake.SHEETS_HIDDEN, language, sheets=", ".join(file.hidden))


def _table(table: IntakeTable, stored: StoredRows, language: Language) -> Iterator[str]:
    sheet = table.sheet
    yield say(intake.FILE_SHEET if sheet.name else intake.FILE, language, file=table.file, sheet=sheet.name)
    if sheet.encoding:
        separator = name_of(sheet.separator)
        yield "  " + say(intake.READ_AS, language, encoding=sheet.encoding, separator=separator)
    for name, values in sheet.notes:
        yield "  " + say(_text(name), language, **values)
    begins, ends = table.header.begins, table.header.ends
    first, last = sheet.lines[begins].number, sheet.lines[ends - 1].number
    yield "  " + say(
        intake.HEADER_LINE if ends - begins == 1 else intake.HEADER_LINES, language, line=first, first=first, last=last
    )
    if table.overflowing:
        unnamed = ", ".join(column.name for column in table.columns if not column.label)
        yield "  " + say(
            intake.OVERFLOWING,
            language,
            count=len(table.overflowing),
            first=table.overflowing[0],
            columns=unnamed,
        )
    raw_names = iter(table.raw_names())
    for column in table.columns:
        yield "  " + _column(column, next(raw_names) if column.misfits else "", language)
    yield from ("  " + line for line in _left(table, language))
    yield "  " + say(
        intake.COUNTED,
        language,
        read=len(sheet.lines),
        header=ends - begins,
        stored=len(table.lines),
        left=len(table.left),
    )
    text = intake.TABLE_NEW
    if stored.before is not None:
        text = intake.TABLE_REPLACED if stored.replaced else intake.TABLE_GREW
    yield "  " + say(
        text, language, table=table.name, inserted=stored.inserted, updated=stored.updated, before=stored.before
    )


def _column(column: DecidedColumn, raw_name: str, language: Language) -> str:
    parts = [say(intake.TYPES[column.type], language)]
    parts += [say(_text(name), language, **values) for name, values in column.notes]
    if column.misfits:
        shown = [as_text(cell) or "" for cell, _ in column.misfits.most_common(_SHOWN)]
        count = column.misfits.total()
        parts.append(say(intake.MISFITS, language, count=count, column=raw_name, examples=", ".join(shown)))
    if column.nothings:
        parts.append(say(intake.NOTHINGS, language, count=column.nothings))
    text = intake.COLUMN if column.label else intake.UNNAMED
    return say(text, language, name=column.name, label=column.label, type="; ".join(parts))


def _left(table: IntakeTable, language: Language) -> Iterator[str]:
    order = list(intake.REASONS)
    found = sorted(table.left, key=lambda line: (order.index(line.reason), line.number))
    for reason, group in groupby(found, key=lambda line: line.reason):
        lines = list(group)
        shown = [
            say(intake.LINE_SHOWN if line.shown else intake.LINE, language, number=line.number, shown=line.shown)
            for line in lines[:_SHOWN]
        ]
        if len(lines) > _SHOWN:
            shown.append(say(intake.AND_MORE, language, count=len(lines) - _SHOWN))
        because = say(intake.REASONS[reason], language)
        yield say(intake.LEFT_OUT, language, count=len(lines), reason=because, lines=", ".join(shown))


def _text(name: str) -> Text:
    text: Text = getattr(intake, name)
    return text
