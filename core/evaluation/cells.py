"""When two values are the same, a gold one and a predicted one."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

RELATIVE = 0.005
"""How far a number that is not whole may be off, as a part of it."""

_NOTHING = frozenset(
    {
        *("", "-", "--", "—", "none", "null", "n/a", "na", "(none)", "(null)", "(blank)", "(vacio)", "(empty)"),
        *("sin asignar", "unassigned", "sin linea", "no line"),
    }
)
_DATE = re.compile(r"^\d{4}-\d{2}(-\d{2})?([ T].*)?$")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?")


def fold(value: object) -> str:
    """Text without case, accents and runs of spaces."""
    decomposed = unicodedata.normalize("NFKD", str(value))
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold().split())


def number(value: object) -> float | int | None:
    """The number that a value is, or that its text writes ("1,234", "18 %", "$5"); else None."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, str):
        bare = value.strip().rstrip("%").replace(",", "").replace("$", "").strip()
        if _NUMBER.fullmatch(bare):
            return float(bare)
    return None


def is_nothing(value: object) -> bool:
    """NULL, or a word that stands for it."""
    return value is None or (isinstance(value, str) and fold(value) in _NOTHING)


def is_zero(value: object) -> bool:
    """NULL or a number that is 0."""
    return value is None or number(value) == 0


def same(gold: Any, predicted: Any, *, percent: bool = False) -> bool:
    """Whether a predicted value stands for the gold one.

    Whole numbers must be equal; others within 0.5 % or equal after rounding to one decimal. A percentage may come as
    a ratio, and is held to 0.5 % of the smaller of itself and its complement, at least 0.05 points. Texts are equal
    without case and accents; dates by their ISO prefix.
    """
    if gold is None:
        return is_nothing(predicted)
    if predicted is None:
        return False
    if isinstance(gold, int | float):
        value = number(predicted)
        if value is None:
            return False
        return _same_percentage(float(gold), value) if percent else _same_number(gold, value)
    text = str(gold)
    if isinstance(predicted, int | float) and not isinstance(predicted, bool):
        whole = str(int(predicted)) if float(predicted).is_integer() else ""
        return text.strip() in (str(predicted), whole)
    if _DATE.match(text):
        return str(predicted)[:10] == text[:10] if len(text) >= 10 else str(predicted)[:7] == text
    return fold(text) == fold(predicted)


def _same_number(gold: float, value: float) -> bool:
    if isinstance(gold, int):
        return abs(gold - value) < 1e-6
    return abs(gold - value) <= RELATIVE * abs(gold) + 1e-9 or round(gold, 1) == round(value, 1)


def _same_percentage(gold: float, value: float) -> bool:
    tolerance = max(0.05, RELATIVE * min(abs(gold), abs(100 - gold)))
    readings = (value, value * 100) if abs(value) <= 1 else (value,)
    return any(abs(one - gold) <= tolerance + 1e-9 or round(one, 1) == round(gold, 1) for one in readings)


def sort_key(value: object) -> tuple[int, str, float]:
    """Orders values so that those which are the same come to lie side by side: nothing, numbers, texts."""
    if is_nothing(value):
        return 0, "", 0.0
    if isinstance(value, int | float):
        return 1, "", round(float(value), 6)
    text = str(value)
    return 2, text[:10] if _DATE.match(text) else fold(text), 0.0
