"""What a stretch of a question may mean. A Mention keeps every reading until the rest of the question settles it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from core.semantics.query import FieldRef, Grain
from core.understanding.periods import TimeExpression


@dataclass(frozen=True, slots=True)
class Gram:
    """A word of grammar (count, by, more_than, filler …); ``topic`` for what the plant's data does not hold."""

    role: str
    topic: str = ""


@dataclass(frozen=True, slots=True)
class NounIs:
    """A dataset by its name."""

    dataset: str


@dataclass(frozen=True, slots=True)
class Verb:
    """A dataset by what happens: machines that *failed*, parts *used*."""

    dataset: str


@dataclass(frozen=True, slots=True)
class ValueIs:
    """A value of a field; ``noun`` when it can stand for rows of its dataset (pumps, electricians)."""

    ref: FieldRef
    value: str | int
    noun: bool = False
    second: bool = False
    partial: bool = False


@dataclass(frozen=True, slots=True)
class Cond:
    """A named condition of a dataset."""

    dataset: str
    name: str


@dataclass(frozen=True, slots=True)
class FieldIs:
    """A field by its name."""

    ref: FieldRef


@dataclass(frozen=True, slots=True)
class MetricIs:
    """A metric by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Superlative:
    """An extreme of a field: oldest, most expensive, longest. ``descending`` puts the largest first."""

    ref: FieldRef
    descending: bool


@dataclass(frozen=True, slots=True)
class DateVerb:
    """A date by what happened on it: installed, created, due."""

    ref: FieldRef


@dataclass(frozen=True, slots=True)
class Time:
    """A period."""

    expression: TimeExpression


@dataclass(frozen=True, slots=True)
class Per:
    """A breakdown by calendar unit."""

    grain: Grain


@dataclass(frozen=True, slots=True)
class Number:
    """A number, with its unit when one follows it."""

    value: float
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Missing:
    """A code or a named value that does not exist, with the field that it looks like."""

    ref: FieldRef | None
    text: str


Reading = (
    Gram | NounIs | Verb | ValueIs | Cond | FieldIs | MetricIs | Superlative | DateVerb | Time | Per | Number | Missing
)
R = TypeVar("R")


_LIGHT = frozenset({"filler", "no_answer", "yes"})


@dataclass(slots=True)
class Mention:
    """Tokens ``start`` to ``end`` (excluded) and what they may mean; empty readings: an unknown word.

    ``used`` is set by whatever part of the plan accounts for it; what stays unused makes the planner abstain.
    """

    start: int
    end: int
    text: str
    readings: tuple[Reading, ...]
    used: bool = False
    corrected: str | None = None

    def first(self, kind: type[R], test: Callable[[R], Any] | None = None) -> R | None:
        """The first reading of a kind that passes the test."""
        for reading in self.readings:
            if isinstance(reading, kind) and (test is None or test(reading)):
                return reading
        return None

    def can(self, *kinds: type[object]) -> bool:
        """True when one of the readings is of one of the kinds."""
        return any(isinstance(reading, kinds) for reading in self.readings)

    def all(self, kind: type[R]) -> list[R]:
        """All readings of a kind."""
        return [reading for reading in self.readings if isinstance(reading, kind)]

    def role(self, *roles: str) -> str | None:
        """The first of these grammar roles that it may play."""
        for reading in self.readings:
            if isinstance(reading, Gram) and reading.role in roles:
                return reading.role
        return None

    @property
    def is_filler(self) -> bool:
        """True when it can be read as a word without meaning of its own and nothing else of weight («un», "any")."""
        fillers = [item for item in self.readings if isinstance(item, Gram) and item.role == "filler"]
        return bool(fillers) and all(
            (isinstance(item, Gram) and item.role in _LIGHT) or (isinstance(item, Number) and item.value == 1)
            for item in self.readings
        )

    @property
    def is_content(self) -> bool:
        """True when some part of the plan must account for it."""
        return not self.is_filler
