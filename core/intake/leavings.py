"""Which lines of a sheet are no data, and why: each line is kept or left out with a reason, never dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from core.intake.cells import RawCell, RawLine
from core.intake.header import FoundHeader
from core.intake.numbers import DECIMALS, read_number
from core.kernel.folding import fold

Reason = Literal["title", "blank", "header_again", "total", "note", "no_key", "same_key"]

_TOTAL = re.compile(
    r"(?:gran |sub ?|sub-)?total(?:es)?\b|totals?\b|grand total|suma\b|sum\b|promedio|average|gesamt|summe|registros:"
)
_ONLY_TOTAL = re.compile(r"(?:gran |sub ?|sub-)?totale?s?(?: general(?:es)?)?:?|grand totals?:?|gesamt:?|summe:?")
_NEARLY_ALWAYS = 0.95


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A line that was not stored.

    Attributes:
        number: its line in the file.
        reason: why.
        shown: how it begins, for the report.
    """

    number: int
    reason: Reason
    shown: str = ""


def left_out(line: RawLine, reason: Reason) -> LeftOut:
    """The line with its reason and its first words."""
    words = " ".join(str(cell) for cell in line.cells if cell is not None)
    return LeftOut(line.number, reason, " ".join(words.split())[:60])


def sort_lines(lines: Sequence[RawLine], header: FoundHeader) -> tuple[list[RawLine], list[LeftOut]]:
    """The lines that are data, in order, and all others but the header's with why they are left out."""
    out = [left_out(line, "title" if line.filled else "blank") for line in lines[: header.begins]]
    named = [[cell for cell in line.cells if cell is not None] for line in lines[header.begins : header.ends]]
    data: list[RawLine] = []
    for line in lines[header.ends :]:
        filled = [cell for cell in line.cells if cell is not None]
        if not filled:
            out.append(left_out(line, "blank"))
        elif filled in named:
            out.append(left_out(line, "header_again"))
        else:
            data.append(line)
    always = _always_filled(data)
    kept: list[RawLine] = []
    for line in data:
        if _is_total(line, always):
            out.append(left_out(line, "total"))
        else:
            kept.append(line)
    while kept and _is_last_total(kept[-1]):
        out.append(left_out(kept.pop(), "total"))
    while len(kept) > 1 and _is_note(kept[-1], always):
        out.append(left_out(kept.pop(), "note"))
    return kept, sorted(out, key=lambda line: line.number)


def _always_filled(data: Sequence[RawLine]) -> set[int]:
    """Places that nearly every line fills; lines that may be totals or notes have no say."""
    usual = [line for line in data if len(line.filled) > 1 and not _speaks_of_total(line)]
    counts = Counter(place for line in usual for place in line.filled)
    return {place for place, count in counts.items() if count >= _NEARLY_ALWAYS * len(usual)}


def _speaks_of_total(line: RawLine) -> bool:
    cell = next(cell for cell in line.cells if cell is not None)
    return isinstance(cell, str) and _TOTAL.match(fold(cell)) is not None


def _is_total(line: RawLine, always: set[int]) -> bool:
    """It begins with a word for a total, lacks what nearly every line has, and holds nothing but numbers besides."""
    if not _speaks_of_total(line):
        return False
    return bool(always - set(line.filled)) and all(_is_number(line.cells[place]) for place in line.filled[1:])


def _is_last_total(line: RawLine) -> bool:
    """The last line says nothing but «Total» and numbers."""
    first, *rest = line.filled
    cell = line.cells[first]
    return (
        isinstance(cell, str)
        and bool(rest)
        and _ONLY_TOTAL.fullmatch(fold(cell)) is not None
        and all(_is_number(line.cells[place]) for place in rest)
    )


def _is_note(line: RawLine, always: set[int]) -> bool:
    """Words alone at the end of a table in which nearly every line fills at least two other cells."""
    if len(line.filled) != 1 or len(always - set(line.filled)) < 2:
        return False
    return not _is_number(line.cells[line.filled[0]])


def _is_number(cell: RawCell) -> bool:
    if isinstance(cell, str):
        return any(read_number(cell, decimal) is not None for decimal in DECIMALS)
    return isinstance(cell, int | float)
