"""A Result as a CSV file, for machines and for spreadsheets: plain values, in the dialect of FILES_LOCALE's Excel."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, cast

from core.kernel.messages import Cell, Column, ColumnKind
from core.kernel.result import Result
from core.wording.precision import exact

FORMULA_STARTS: Final = frozenset("=+-@\t\r\n＝＋－＠")
"""What makes a spreadsheet read a cell as a formula; the wide forms and the line feed are OWASP's additions."""
BIG: Final = 5_000
"""Cells from which a file is written in a thread: a millisecond or two of work."""
_COMMA_BETWEEN_FIELDS: Final = ("es-MX", "en-US")
"""Locales that need no looking up: a point before decimals, a comma between fields."""
_PLAIN_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?")


@dataclass(frozen=True, slots=True)
class CsvDialect:
    """How a locale's Excel reads a CSV: what stands between fields and before decimals."""

    separator: str = ","
    decimal: str = "."

    @classmethod
    def of(cls, locale: str) -> CsvDialect:
        """The dialect of "es-MX", "es-ES", "en-US" …: a semicolon where the comma is the decimal mark.

        Raises:
            ValueError: no such locale.
        """
        if locale in _COMMA_BETWEEN_FIELDS:
            return cls()
        from babel import Locale, UnknownLocaleError  # 5 MB: for the other locales

        try:
            marks = Locale.parse(locale, sep="-").number_symbols
        except UnknownLocaleError as error:
            raise ValueError(str(error)) from error
        decimal = str(marks.get("latn", marks).get("decimal", "."))
        return cls(";" if decimal == "," else ",", "," if decimal == "," else ".")


def neutralised(text: str) -> str:
    """``text`` with a leading apostrophe when a spreadsheet would run it; a plain number ("-5.2") stays."""
    if text[:1] in FORMULA_STARTS and text and not _PLAIN_NUMBER.fullmatch(text):
        return "'" + text
    return text


def labels(columns: Sequence[Column]) -> list[str]:
    """What stands above each column: its label, or its name when it has none; a label that comes twice is numbered."""
    seen: dict[str, int] = {}
    names: list[str] = []
    for column in columns:
        label = " ".join((column.label or column.name).split()) or column.name
        seen[label] = seen.get(label, 0) + 1
        names.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return names


def headers(columns: Sequence[Column]) -> list[str]:
    """The first line of the CSV: the columns' labels, neutralised."""
    return [neutralised(label) for label in labels(columns)]


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes columns in one dialect, with the decimals that their kinds keep."""

    dialect: CsvDialect
    currency: str

    def field(self, text: str) -> str:
        """A text as it stands in the file: neutralised, in quotes when it holds a separator, a quote or a break."""
        safe = neutralised(text)
        return '"' + safe.replace('"', '""') + '"' if any(sign in safe for sign in self._specials) else safe

    @property
    def _specials(self) -> str:
        return f'"\r\n{self.dialect.separator}'

    def _changed(self, texts: set[str]) -> dict[str, str]:
        """The texts that do not stand in the file as they are, and how they do. Most columns have none."""
        together = "".join(texts)
        first = {text[:1] for text in texts}
        if FORMULA_STARTS.isdisjoint(first) and not any(sign in together for sign in self._specials):
            return {}
        return {text: field for text in texts if (field := self.field(text)) is not text}

    def fields(self, column: Column, cells: Sequence[Cell]) -> Sequence[str]:
        """One column. Texts are looked at once each, so long columns of few values cost little."""
        types = set(map(type, cells))
        if float in types:
            written = self._numbers({cell for cell in cells if isinstance(cell, int | float)}, column.kind)
        elif str not in types:
            return (
                ["" if cell is None else str(cell) for cell in cells] if type(None) in types else list(map(str, cells))
            )
        else:
            written = {}
        texts = {cell for cell in cells if isinstance(cell, str)}
        changed = self._changed(texts) if texts else {}
        if types == {str}:
            return (
                [changed.get(text, text) for text in cast("Sequence[str]", cells)]
                if changed
                else cast("Sequence[str]", cells)
            )
        return [
            changed.get(cell, cell) if isinstance(cell, str) else "" if cell is None else written.get(cell) or str(cell)
            for cell in cells
        ]

    def _numbers(self, numbers: set[int | float], kind: ColumnKind) -> dict[int | float, str]:
        """Numbers of one column with as many decimals as it needs, at most those that its kind keeps."""
        digits = exact(kind, self.currency)
        if digits is None:
            # str() of a float is its shortest exact form, as csv.writer writes it.
            texts = {number: str(number) for number in numbers} if self.dialect.decimal != "." else {}
        else:
            texts = {number: f"{number:.{digits}f}" for number in numbers if math.isfinite(number)}
            spare = min((len(text) - len(text.rstrip("0")) for text in texts.values()), default=0) if digits else 0
            if kind == "money" and spare < digits:
                spare = 0  # coins are written whole: 12.50
            if spare:
                texts = {number: text[:-spare].rstrip(".") for number, text in texts.items()}
        if self.dialect.decimal != ".":
            texts = {number: text.replace(".", self.dialect.decimal) for number, text in texts.items()}
        return texts


def to_csv(
    columns: Sequence[Column],
    result: Result,
    dialect: CsvDialect = CsvDialect(),
    currency: str = "MXN",
) -> bytes:
    """All rows as UTF-8 with a BOM (so that Excel reads the accents), CRLF line ends, human labels on top.

    Values are the normalised cells (ISO dates, plain numbers without grouping), so that another program reads them too;
    None is an empty cell. Numbers keep the decimals of their column's kind (``precision.exact``), all of a column the
    same. Columns that the Result has but ``columns`` has not are left out. It goes column by column because that takes
    half as long as csv.writer.

    Args:
        currency: whose coins money is rounded to.

    Raises:
        ValueError: a column that the Result does not have.
    """
    writer = _Writer(dialect, currency)
    places = [result.columns.index(column.name) for column in columns]
    lines = [dialect.separator.join(map(writer.field, headers(columns)))]
    if result.rows and places:
        by_column = list(zip(*result.rows, strict=True))
        written = (writer.fields(column, by_column[place]) for column, place in zip(columns, places, strict=True))
        lines += map(dialect.separator.join, zip(*written, strict=True))
    if len(places) == 1:
        lines = [line or '""' for line in lines]  # an empty line would be no row at all
    return b"\xef\xbb\xbf" + ("\r\n".join(lines) + "\r\n").encode("utf-8", "replace")
