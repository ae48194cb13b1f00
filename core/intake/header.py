"""Where a sheet's header is: one line of names, or two where groups of columns have a common name above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.intake.cells import RawCell, RawLine
from core.intake.dates import ORDERS, read_date
from core.intake.numbers import DECIMALS, read_number

_LOOKED_AT = 60
_SAMPLE = 400
_ENOUGH = 0.75
"""Which part of the usual columns a header must name."""
_LONGEST_LABEL = 120


@dataclass(frozen=True, slots=True)
class FoundHeader:
    """The header of a sheet.

    Attributes:
        begins: index of its first line in the sheet's lines.
        ends: index of the first line below it.
        labels: each column's name as the file says it; empty where it has none.
    """

    begins: int
    ends: int
    labels: list[str]


def header_at(lines: Sequence[RawLine], number: int) -> FoundHeader | None:
    """The header that a person says stands on line ``number``; None when that line is blank or not there."""
    for index, line in enumerate(lines):
        if line.number == number and line.filled:
            return FoundHeader(index, index + 1, _labels(line))
    return None


def find_header(lines: Sequence[RawLine]) -> FoundHeader | None:
    """The first line that names most columns and holds no number and no date; None when there is none.

    A line above that names groups («Costos» over «MO», «Repuestos») becomes a part of the names below it.
    """
    filled = [len(line.filled) for line in lines[:_SAMPLE] if line.filled]
    if not filled:
        return None
    # Titles and totals fill few cells, so they have little say in how many a line of the table has.
    wide = sorted(count for count in filled if count > 1)
    usual = wide[(len(wide) - 1) * 3 // 4] if wide else 1
    best: tuple[float, FoundHeader] | None = None
    for index, line in enumerate(lines[:_LOOKED_AT]):
        if not _names(line):
            continue
        for found in (_single(lines, index), _double(lines, index)):
            if found is None:
                continue
            covered = min(1.0, sum(map(bool, found.labels)) / usual)
            if covered >= _ENOUGH and (best is None or covered > best[0] + 0.05):
                best = (covered, found)
        if best is not None and best[0] >= 1.0:
            break
    return best[1] if best else None


def _labels(line: RawLine) -> list[str]:
    return [" ".join(str(cell).split()) if cell is not None else "" for cell in line.cells]


def _names(line: RawLine) -> bool:
    """True for a line of words: what a header is made of."""
    return bool(line.filled) and all(_is_name(line.cells[place]) for place in line.filled)


def _is_name(cell: RawCell) -> bool:
    if not isinstance(cell, str) or len(cell) > _LONGEST_LABEL:
        return False
    if not any(char.isalpha() for char in cell) and cell not in ("#", "%", "$", "€"):
        return False
    return all(read_number(cell, decimal) is None for decimal in DECIMALS) and all(
        read_date(cell, order) is None for order in ORDERS
    )


def _single(lines: Sequence[RawLine], index: int) -> FoundHeader | None:
    """A line of names, joined to groups above it."""
    labels = _labels(lines[index])
    above = lines[index - 1] if index else None
    if above is not None and _names_groups(above, lines[index]):
        return FoundHeader(index - 1, index + 1, _joined(_labels(above), labels))
    return FoundHeader(index, index + 1, labels)


def _double(lines: Sequence[RawLine], index: int) -> FoundHeader | None:
    """Two lines that complete each other: names that reach over both lines are in the upper one only."""
    if index + 1 >= len(lines) or not _names(lines[index + 1]):
        return None
    upper, lower = set(lines[index].filled), set(lines[index + 1].filled)
    spans = [place for place in lower - upper if any(first in lower for first in upper if first < place)]
    if not (upper - lower and spans and len(upper) > 1):
        return None
    return FoundHeader(index, index + 2, _joined(_labels(lines[index]), _labels(lines[index + 1])))


def _names_groups(above: RawLine, below: RawLine) -> bool:
    """True for a line of at least two names, one with unnamed columns right of it, over a line with more names."""
    places = above.filled
    if len(places) < 2 or len(below.filled) <= len(places) or not _names(above):
        return False
    if any(":" in str(above.cells[place]) or any(map(str.isdigit, str(above.cells[place]))) for place in places):
        return False
    return all(place in below.filled for place in places)


def _joined(upper: list[str], lower: list[str]) -> list[str]:
    width = max(len(upper), len(lower))
    upper = upper + [""] * (width - len(upper))
    lower = lower + [""] * (width - len(lower))
    labels, group = [], ""
    for above, below in zip(upper, lower, strict=True):
        group = above or group
        if above and not below:
            # A name that reaches over both lines; what stands right of it is not of its group.
            labels.append(above)
            group = ""
        else:
            labels.append(f"{group} {below}".strip() if below else "")
    return labels
