"""Spreadsheets that the tests write, and what an import made of them."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import xlsxwriter

from core.intake.importing import ImportedFile, ImportOptions, import_files
from core.intake.store import StoredRows
from core.intake.table import IntakeTable


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """A text file with exactly these line ends."""
    path.write_bytes(text.encode(encoding))
    return path


def workbook(path: Path, sheets: dict[str, list[list[Any]]], hidden: tuple[str, ...] = ()) -> Path:
    """An Excel workbook; None leaves a cell empty, and dates are Excel's own."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy", "strings_to_formulas": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for index, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell is not None:
                        sheet.write(index, column, cell)
            if name in hidden:
                sheet.hide()
    return path


def imported(path: Path, output: Path, **options: Any) -> tuple[IntakeTable, StoredRows]:
    """Import a file of one table."""
    (file,) = import_files([path], output, ImportOptions(**options))
    (found,) = file.tables
    return found


def imported_file(path: Path, output: Path, **options: Any) -> ImportedFile:
    """Import a file of any number of tables."""
    (file,) = import_files([path], output, ImportOptions(**options))
    return file


def rows(output: Path, query: str) -> list[tuple[Any, ...]]:
    """What the database answers."""
    with closing(sqlite3.connect(f"{output.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        return connection.execute(query).fetchall()
