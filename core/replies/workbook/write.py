"""Writes a workbook with XlsxWriter, in a chart process: a sheet of rows to work with, and one about them."""

from __future__ import annotations

import io
from datetime import datetime, timedelta
from typing import Any, Final

from core.replies.csv_file import FORMULA_STARTS, labels
from core.replies.workbook.job import LONGEST_CELL, AboutLine, WorkbookJob
from core.replies.workbook.typed import TypedColumn, typed
from core.sentences import say
from core.sentences import workbook as texts
from core.wording import numbers as wording

_HEADER: Final = {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "valign": "vcenter", "text_wrap": True}
_LABEL_WIDTH, _TEXT_WIDTH = 26, 100


def write(job: WorkbookJob) -> bytes:
    """The workbook's bytes; the same for the same job."""
    import xlsxwriter

    places = [job.result.columns.index(column.name) for column in job.columns]
    by_column = list(zip(*job.result.rows, strict=True)) if job.result.rows else [()] * len(job.result.columns)
    columns = [
        typed(column, label, by_column[place], job.language, job.currency)
        for column, label, place in zip(job.columns, labels(job.columns), places, strict=True)
    ]
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties({"title": _clean(job.title)[:255], "created": job.made_at.replace(tzinfo=None)})
        _rows(book, say(texts.DATA_SHEET, job.language), columns, len(job.result.rows))
        _about(book, say(texts.ABOUT_SHEET, job.language), job, columns)
    return buffer.getvalue()


def _rows(book: Any, name: str, columns: list[TypedColumn], count: int) -> None:
    """The rows: a header that stays, a filter, typed cells, widths that show them; printed on few pages."""
    sheet = book.add_worksheet(name)
    left, right = book.add_format(_HEADER), book.add_format({**_HEADER, "align": "right"})
    quoted = book.add_format({"quote_prefix": True})
    for at, column in enumerate(columns):
        style = book.add_format({"num_format": column.format}) if column.format else None
        sheet.set_column(at, at, column.width, style)
        sheet.write_string(0, at, _clean(column.label), right if column.numeric else left)
        for row, cell in enumerate(column.cells, 1):
            _cell(sheet, row, at, cell, style, quoted)
    sheet.set_row(0, 32 if any(len(column.label) + 3 > column.width for column in columns) else 20)
    sheet.freeze_panes(1, 1 if len(columns) > 6 else 0)
    sheet.autofilter(0, 0, count, len(columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    # Codes such as "0042" are texts on purpose: no green corners.
    sheet.ignore_errors({"number_stored_as_text": f"A1:{_address(count, len(columns) - 1)}"})


def _address(row: int, column: int) -> str:
    from xlsxwriter.utility import xl_rowcol_to_cell

    return str(xl_rowcol_to_cell(row, column))


def _cell(sheet: Any, row: int, at: int, cell: Any, style: Any, quoted: Any) -> None:
    """One cell by its type. A text is written as text, so nothing in it runs, not even once it is edited."""
    if cell is None:
        return
    if isinstance(cell, str):
        text = _clean(cell)
        if text:
            sheet.write_string(row, at, text, quoted if text[0] in FORMULA_STARTS else None)
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, at, cell, style)
    elif isinstance(cell, timedelta):
        sheet.write_number(row, at, cell / timedelta(days=1), style)
    else:
        sheet.write_number(row, at, cell, style)


def _about(book: Any, name: str, job: WorkbookJob, columns: list[TypedColumn]) -> None:
    """What was asked, what was counted, and the query."""
    sheet = book.add_worksheet(name)
    heading = book.add_format({"bold": True, "font_size": 14, "text_wrap": True, "valign": "top"})
    label = book.add_format({"bold": True, "valign": "top", "font_color": "#52606D"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    code = book.add_format({"text_wrap": True, "valign": "top", "font_name": "Consolas", "font_size": 10})
    sheet.set_column(0, 0, _LABEL_WIDTH)
    sheet.set_column(1, 1, _TEXT_WIDTH)
    sheet.merge_range(0, 0, 0, 1, "", heading)
    sheet.write_string(0, 0, _clean(job.title), heading)
    for row, line in enumerate((*job.about, *_notes(job, columns)), 2):
        sheet.write_string(row, 0, _clean(line.label), label)
        sheet.write_string(row, 1, _cut(_clean(line.text)), code if line.code else plain)
        lines = sum(max(1, -(-len(part) // _TEXT_WIDTH)) for part in line.text.split("\n"))
        sheet.set_row(row, min(15 * lines + 2, 400))
    sheet.hide_gridlines(2)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _notes(job: WorkbookJob, columns: list[TypedColumn]) -> list[AboutLine]:
    """What a sheet could not hold as it is."""
    cut, odd = sum(column.cut for column in columns), sum(column.odd for column in columns)
    most = wording.number(LONGEST_CELL, job.language)
    found = []
    if cut:
        found.append(say(texts.TEXT_CUT if cut == 1 else texts.TEXTS_CUT, job.language, count=cut, most=most))
    if odd:
        found.append(say(texts.NOT_NUMBER if odd == 1 else texts.NOT_NUMBERS, job.language, count=odd))
    return [AboutLine(say(texts.NOTE, job.language), text) for text in found]


def _clean(text: str) -> str:
    """``text`` as XML can hold it: a lone surrogate is no character."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
