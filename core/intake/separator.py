"""Which sign separates a text file's columns: the one with which most lines have equally many."""

from __future__ import annotations

import csv
import io
from collections import Counter

from core.intake.failures import DoubtfulSeparator

SEPARATORS = {";": ";", ",": ",", "tab": "\t", "|": "|"}
"""What a person writes for each, and what it is."""

_SAMPLE_LINES = 400
_SAMPLE_CHARS = 400_000


def separator_of(text: str, file: str) -> str:
    """The separator; ``;`` for a file of one column.

    Raises:
        DoubtfulSeparator: two cut the sample equally well, and differently.
    """
    sample = text[:_SAMPLE_CHARS]
    scores = {sign: score for sign in SEPARATORS.values() if (score := _score(sample, sign)) > (0, 0)}
    if not scores:
        return ";"
    best = max(scores.values())
    equal = [sign for sign, score in scores.items() if score == best]
    if len(equal) > 1:
        raise DoubtfulSeparator(f"{equal}", file=file, candidates=" ".join(name_of(sign) for sign in equal))
    return equal[0]


def name_of(separator: str) -> str:
    """How a person writes the separator."""
    return next(name for name, sign in SEPARATORS.items() if sign == separator)


def _score(sample: str, sign: str) -> tuple[float, float]:
    """Which part of the lines have the commonest number of columns, then that number."""
    rows = []
    try:
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=sign):
            rows.append(row)
            if len(rows) == _SAMPLE_LINES:
                break
    except csv.Error:
        return (0.0, 0.0)
    filled = [row for row in rows if any(cell.strip() for cell in row)]
    counts = Counter(len(row) for row in filled if len(row) > 1)
    if not counts:
        return (0.0, 0.0)
    width, lines = max(counts.items(), key=lambda pair: (pair[1], pair[0]))
    return (round(lines / len(filled), 4), float(width))
