"""Columns of a workbook with pandas: each cell as the type that Excel knows, and how wide the column must be.

Only the chart processes import this.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import pandas as pd

from core.kernel.messages import Cell, Column, Language
from core.replies.charts.units import UNITS, with_unit
from core.replies.workbook.formats import DURATION, bucket_format, date_format, number_format
from core.replies.workbook.job import LONGEST_CELL
from core.sentences import charts as words
from core.wording import numbers as wording
from core.wording.localise import grain_of
from core.wording.precision import exact

NUMBERS: Final = frozenset({"integer", "number", "money", "percent", "hours", "minutes", "days"})
_FIRST_DAY: Final = pd.Timestamp(1900, 3, 1)
"""Before it Excel counts a 29 February 1900 that never was."""
_MOST_DIGITS: Final = 10**15
"""Excel keeps 15 digits; longer whole numbers are names, written as text."""
_WIDEST, _NARROWEST = 60, 9


@dataclass(slots=True)
class TypedColumn:
    """A column ready to be written.

    Attributes:
        label: with its unit.
        cells: numbers, datetimes, timedeltas, texts; None for no value.
        format: Excel's number format; None for text.
        numeric: aligned to the right.
        width: in characters.
        cut: how many texts were too long for a cell.
        odd: how many numbers were none (infinite, undefined).
    """

    label: str
    cells: list[Any]
    format: str | None
    numeric: bool
    width: float
    cut: int = 0
    odd: int = 0


def typed(column: Column, label: str, cells: Sequence[Cell], language: Language, currency: str) -> TypedColumn:
    """One column, typed. What does not fit its kind (text among numbers) stays text.

    Args:
        label: what stands above it, before its unit.
        cells: all values of it.
    """
    values = pd.Series(cells, dtype=object)
    grain = grain_of(column)
    if grain is not None:
        made = _buckets(column, values, grain, language)
    elif column.kind in ("date", "datetime"):
        made = _dates(column, values, language)
    elif column.kind in NUMBERS:
        made = _numbers(column, values, language, currency)
    elif column.kind == "boolean":
        words_of = [None if cell is None else _said(cell, language) for cell in values]
        made = TypedColumn("", words_of, None, False, 0)
    else:
        made = TypedColumn("", values.tolist(), None, False, 0)
    made.label = label if made.format == DURATION else _with_unit(label, column, language)
    _finish(made)
    return made


def _said(cell: Cell, language: Language) -> Cell:
    return cell if isinstance(cell, str) else wording.boolean(cell, language)


def _with_unit(label: str, column: Column, language: Language) -> str:
    """The label with its column's unit, which the cells do not carry; money and percentages do."""
    if column.kind in ("money", "percent"):
        return label
    unit = words.DAYS[language] if column.kind == "days" else UNITS.get(column.kind) or column.unit
    return with_unit(label, unit)


def _numbers(column: Column, values: pd.Series, language: Language, currency: str) -> TypedColumn:
    is_number = values.map(lambda cell: isinstance(cell, int | float))
    finite = is_number & values.map(
        lambda cell: isinstance(cell, int) or (isinstance(cell, float) and math.isfinite(cell))
    )
    figures = pd.to_numeric(values.where(finite), errors="coerce")
    digits = exact(column.kind, currency)
    cells: list[Any] = values.tolist()
    if digits is not None:
        figures = figures.round(digits)
    pattern = number_format(column, language, currency)
    duration = column.kind == "minutes" and not (figures < 0).any()
    if column.kind == "minutes" and not duration:
        pattern = "#,##0"  # Excel shows no negative duration
    for place in finite[finite].index:
        cell = cells[place]
        if isinstance(cell, int) and abs(cell) >= _MOST_DIGITS:
            cells[place] = str(cell)
        elif duration:
            cells[place] = timedelta(minutes=float(figures[place]))
        elif column.kind == "percent":
            cells[place] = float(figures[place]) / 100
        elif isinstance(cell, float):
            cells[place] = float(figures[place])
    odd = is_number & ~finite
    for place in odd[odd].index:
        cells[place] = str(cells[place])
    widest = figures.abs().max() if finite.any() else 0
    width = len(wording.cell(float(widest), column, language, currency)) + 2 if finite.any() else 0
    return TypedColumn("", cells, pattern, True, width, odd=int(odd.sum()))


def _dates(column: Column, values: pd.Series, language: Language) -> TypedColumn:
    moments = _moments(values)
    clock = column.kind == "datetime"
    return TypedColumn("", _or_text(values, moments), date_format(language, clock=clock), False, 19 if clock else 13)


def _buckets(column: Column, values: pd.Series, grain: wording.Grain, language: Language) -> TypedColumn:
    pattern = bucket_format(grain, language)
    if pattern is None:
        texts = [None if cell is None else wording.bucket(cell, grain, language) for cell in values]
        return TypedColumn("", texts, None, False, 0)
    found = [wording.bucket_start(cell) for cell in values]
    days = pd.Series([start[0].isoformat() if start is not None else None for start in found], dtype=object)
    width = max((len(wording.bucket(cell, grain, language)) for cell in values[:50] if cell is not None), default=0)
    return TypedColumn("", _or_text(values, _moments(days)), pattern, False, width + 2)


def _moments(values: pd.Series) -> pd.Series:
    """Texts as moments; what is none, and what Excel's calendar does not know, is missing."""
    texts = values.where(values.map(lambda cell: isinstance(cell, str)))
    moments = pd.to_datetime(texts, errors="coerce", format="ISO8601")
    return moments.where(moments >= _FIRST_DAY)


def _or_text(values: pd.Series, moments: pd.Series) -> list[Any]:
    known = moments.notna().tolist()
    stamps = [stamp.to_pydatetime() if there else None for stamp, there in zip(moments, known, strict=True)]
    return [stamp if there else cell for cell, stamp, there in zip(values.tolist(), stamps, known, strict=True)]


def _finish(made: TypedColumn) -> None:
    """Texts cut to what a cell holds, and the width that texts and label need."""
    longest = 0
    for place, cell in enumerate(made.cells):
        if not isinstance(cell, str):
            continue
        if len(cell) > LONGEST_CELL:
            made.cells[place] = cell = cell[: LONGEST_CELL - 1] + "…"
            made.cut += 1
        longest = max(longest, len(cell))
    heading = max(map(len, made.label.split()), default=0) + 3  # a word of the label, and the filter's button
    made.width = min(max(made.width, longest + 2, heading, min(len(made.label) + 3, 18), _NARROWEST), _WIDEST)
