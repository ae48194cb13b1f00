"""How codes are written: what a code that was not read looks like, by the many that were."""

from __future__ import annotations

from collections.abc import Iterable

_LEAST_DIGITS = 5
"""Shorter numbers are amounts, years and counts more often than codes."""
_COMMON = 0.001
"""The share of values that must be written alike; rarer forms are slips of the pen."""


class CodeShapes:
    """The forms of a column's codes: ``WO-2026-03247`` is two letters, four digits, five digits.

    Args:
        values: those that were read.
    """

    def __init__(self, values: Iterable[str]) -> None:
        counts: dict[str, int] = {}
        total = 0
        for value in values:
            shape = _shape(value)
            counts[shape] = counts.get(shape, 0) + 1
            total += 1
        self._shapes = {shape for shape, count in counts.items() if count >= max(2, _COMMON * total)}
        digits = [len(shape) for shape in self._shapes if set(shape) == {"9"}]
        # Numbers that are counted on get a digit longer one day; what was read is the oldest of them.
        self._digits = range(min(digits), max(digits) + 2) if digits else range(0)
        self._padded = len(digits) == 1 and any(value.startswith("0") for value in values)

    def fits(self, text: str) -> str | None:
        """The code that a text is, as the column writes it; None when no code is written so."""
        written = text.strip()
        if written.isdigit():
            return self.numbered(int(written)) if len(written) >= _LEAST_DIGITS or written.startswith("0") else None
        for tried in (written, written.upper(), written.lower()):
            if _shape(tried) in self._shapes:
                return tried
        return None

    def numbered(self, number: int) -> str | None:
        """The code that a number is, where codes are digits alone."""
        if not self._digits:
            return None
        text = str(number)
        if self._padded:
            text = text.zfill(self._digits[0])
        return text if len(text) in self._digits else None


def _shape(value: str) -> str:
    return "".join(
        "9" if char.isdigit() else "A" if char.isupper() else "a" if char.isalpha() else char for char in value
    )
