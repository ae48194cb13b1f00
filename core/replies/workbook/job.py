"""What a process is sent to write a workbook: the rows as people read them, and the lines of the second sheet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from core.kernel.errors import MaintbotError
from core.kernel.messages import Column, Language
from core.kernel.result import Result
from core.sentences import workbook as texts

LONGEST_CELL: Final = 32_767
"""Characters that Excel keeps in a cell."""
MOST_ROWS: Final = 1_048_575
"""Rows of a sheet under its header."""
MOST_COLUMNS: Final = 16_384
"""Columns of a sheet; what is written beyond would be lost without a word."""
MOST_BYTES: Final = 25_000_000
"""Of a CSV whose workbook is still written, and of a workbook that is still offered: mail and chats take no more."""


class WorkbookFailed(MaintbotError):
    """Writing took too long, or its worker died or failed; the answer goes with its CSV alone."""

    code = "workbook_failed"
    texts = texts.FAILED


class WorkbookTooLarge(MaintbotError):
    """More than people can be sent; the CSV holds everything."""

    code = "workbook_too_large"
    texts = texts.TOO_LARGE


@dataclass(frozen=True, slots=True)
class AboutLine:
    """One line of the second sheet; ``code`` is set in a face of fixed width."""

    label: str
    text: str
    code: bool = False


@dataclass(frozen=True, slots=True)
class WorkbookJob:
    """One workbook to write; plain values only, so that it pickles.

    Attributes:
        title: what it holds, for its properties and the top of the second sheet.
        columns: those to write, in order, with their labels, kinds and decimals.
        result: enumerated values in words, calendar buckets as the data has them.
        about: the second sheet.
        language: of labels and of the months in dates.
        currency: ISO code of money.
        made_at: when the answer was given, in the plant's time; names no other moment, so the bytes are repeatable.
    """

    title: str
    columns: tuple[Column, ...]
    result: Result
    about: tuple[AboutLine, ...]
    language: Language
    currency: str
    made_at: datetime
