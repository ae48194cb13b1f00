"""The words and signs of the notation, which its reader and its writer share."""

from __future__ import annotations

import re
from typing import Final, get_args

from core.semantics.query import Aggregate, Grain, Period, Shape

SHAPES: Final[tuple[str, ...]] = get_args(Shape)
GRAINS: Final[tuple[str, ...]] = get_args(Grain)
AGGREGATES: Final[tuple[str, ...]] = get_args(Aggregate)
TAGS: Final[dict[str, str]] = {
    **dict.fromkeys(("current", "past", "future"), "relative"),
    **dict.fromkeys((*GRAINS, "fortnight"), "grain"),
}
"""What may stand in brackets behind the days of a period, and the attribute that it is."""
SIGNS: Final = ("<=", ">=", "<>", "<", ">", "=")
NOTHING: Final = "null"
RESERVED: Final = frozenset(
    """and or not in is of at metric per with without between contains measure share
    keep everyone by show period on beside most least top having
    span spans during than field whether latest first after each within to""".split()
) | {NOTHING, *GRAINS}
"""A field or a condition of such a name is written with its dataset, a value in quotes."""

NAME: Final = re.compile(r"[^\W\d]\w*")
PLAIN: Final = re.compile(r"\w(?:[\w.-]*\w)?")
"""A text that needs no quotes, unless it is a number or reserved."""
NUMBER: Final = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
_DAY = r"\d{4}-\d\d-\d\d"
DAYS: Final = re.compile(rf"(?:{_DAY})?\.\.(?:{_DAY})?")
TOKEN: Final = re.compile(rf"\s*('(?:[^']|'')*'|{DAYS.pattern}|[<>]=|<>|[<>=()\[\],|/:]|[^\s'<>=()\[\],|/:]+)")

EVER: Final = Period()
