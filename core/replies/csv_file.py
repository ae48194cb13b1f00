"""A Result as the CSV file that a person opens in a spreadsheet."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from typing import Final, cast

from core.kernel.messages import Cell, Column
from core.kernel.result import Result

_FORMULA_STARTS: Final = frozenset("=+-@\t\r\n＝＋－＠")
"""What makes a spreadsheet read a cell as a formula; the wide forms and the line feed are OWASP's additions."""
_BIG: Final = 5_000
"""Cells from which a file is written in a thread: a millisecond or two of work."""
_QUOTE_FOR: Final = '",\r\n'
_PLAIN_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")


def neutralised(text: str) -> str:
    """``text`` with a leading apostrophe when a spreadsheet would run it; a plain number ("-5.2") stays."""
    if text[:1] in _FORMULA_STARTS and text and not _PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text


def headers(columns: Sequence[Column]) -> list[str]:
    """The first line: each column's label, or its name when it has none; a label that comes twice is numbered."""
    seen: dict[str, int] = {}
    names: list[str] = []
    for column in columns:
        label = " ".join((column.label or column.name).split()) or column.name
        seen[label] = seen.get(label, 0) + 1
        names.append(neutralised(label if seen[label] == 1 else f"{label} ({seen[label]})"))
    return names


def _field(text: str) -> str:
    """A text as it stands in the file: neutralised, and in quotes when it holds a comma, a quote or a line break."""
    safe = neutralised(text)
    return '"' + safe.replace('"', '""') + '"' if any(sign in safe for sign in _QUOTE_FOR) else safe


def _changed(texts: set[str]) -> dict[str, str]:
    """The texts that do not stand in the file as they are, and how they do. Most columns have none: seen at once."""
    together = "".join(texts)
    if _FORMULA_STARTS.isdisjoint({text[:1] for text in texts}) and not any(sign in together for sign in _QUOTE_FOR):
        return {}
    return {text: field for text in texts if (field := _field(text)) is not text}


def _fields(cells: Sequence[Cell]) -> Sequence[str]:
    """One column as fields. Texts are looked at once each, so long columns of few values cost little."""
    types = set(map(type, cells))
    if str not in types:
        # str() of a float is its shortest exact form, as csv.writer writes it.
        return ["" if cell is None else str(cell) for cell in cells] if type(None) in types else list(map(str, cells))
    if types == {str}:
        texts = cast("Sequence[str]", cells)
        changed = _changed(set(texts))
        return [changed.get(text, text) for text in texts] if changed else texts
    changed = _changed({cell for cell in cells if isinstance(cell, str)})
    return [changed.get(cell, cell) if isinstance(cell, str) else "" if cell is None else str(cell) for cell in cells]


def to_csv(columns: Sequence[Column], result: Result) -> bytes:
    """All rows as UTF-8 with a BOM (so that Excel reads the accents), CRLF line ends, human labels on top.

    Values are the normalised cells (ISO dates, plain numbers), so that another program reads them too; None is an
    empty cell. Columns that the Result has but ``columns`` has not are left out. The bytes are those of csv.writer;
    it goes column by column because that takes half as long.

    Raises:
        ValueError: a column that the Result does not have.
    """
    places = [result.columns.index(column.name) for column in columns]
    lines = [",".join(map(_field, headers(columns)))]
    if result.rows and places:
        by_column = list(zip(*result.rows, strict=True))
        lines += map(",".join, zip(*(_fields(by_column[place]) for place in places), strict=True))
    if len(places) == 1:
        lines = [line or '""' for line in lines]  # an empty line would be no row at all
    return b"\xef\xbb\xbf" + ("\r\n".join(lines) + "\r\n").encode("utf-8", "replace")


async def to_csv_aside(columns: Sequence[Column], result: Result) -> bytes:
    """``to_csv``, in a thread when it is long enough to be felt on the event loop."""
    if len(result.rows) * len(columns) < _BIG:
        return to_csv(columns, result)
    return await asyncio.to_thread(to_csv, columns, result)
