"""What a stretch of a question may mean. A Mention keeps every reading until the rest of the question settles it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from core.semantics.query import FieldRef, Grain
from core.understanding.reading.time_expression import TimeExpression


@dataclass(frozen=True, slots=True)
class Role:
    """What a word does in the question (count, by, more_than …); ``topic`` for what the plant's data does not hold."""

    role: str
    topic: str = ""


@dataclass(frozen=True, slots=True)
class Light:
    """A word that says nothing of what is asked, and its class."""

    kind: str


@dataclass(frozen=True, slots=True)
class Ref:
    """A word that points at the running talk: those, that, its, there, then, others."""

    kind: str


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
    """A value of a field.

    Attributes:
        noun: it can stand for rows of its dataset (pumps, electricians).
        second: it is a less usual meaning of the word.
        partial: a part of a person's name.
        part: a word that stands in several values («SKF», «baleros *6205*»); ``value`` is that word.
    """

    ref: FieldRef
    value: str | int
    noun: bool = False
    second: bool = False
    partial: bool = False
    part: bool = False


@dataclass(frozen=True, slots=True)
class Cond:
    """A named condition of a dataset."""

    dataset: str
    name: str


@dataclass(frozen=True, slots=True)
class FieldIs:
    """A field by its name; ``asked``: by a word that may mean a metric as well."""

    ref: FieldRef
    asked: bool = False


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
class Missed:
    """A date by what rows are without when it did not happen («sin *mantenimiento*»); of others it says nothing."""

    ref: FieldRef


@dataclass(frozen=True, slots=True)
class Time:
    """A period."""

    expression: TimeExpression


@dataclass(frozen=True, slots=True)
class Per:
    """A calendar unit: of a breakdown (per, adverb), asked for (which), or as a rate."""

    grain: Grain
    how: str = "per"


@dataclass(frozen=True, slots=True)
class Number:
    """A number, with its unit when one stands with it."""

    value: float
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Ordinal:
    """The second, the last (-1)."""

    place: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A code or a named value that does not exist, with the field that it looks like."""

    ref: FieldRef | None
    text: str
    near: tuple[str, ...] = ()


Reading = (
    Role | Light | Ref | NounIs | Verb | ValueIs | Cond | FieldIs | MetricIs | Superlative | DateVerb | Missed | Time
    | Per | Number | Ordinal | Missing
)  # fmt: skip
SUBSTANCE = (NounIs, Verb, ValueIs, Cond, FieldIs, MetricIs, Superlative, DateVerb, Missed, Time, Per, Missing)
"""Readings that name something of the plant or its calendar."""
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens ``start`` to ``end`` (excluded) and what they may mean; no readings: a word that nothing knows.

    ``typed``: what was written, where a slip was read as another word. ``ends``: a clause may end behind it.
    """

    start: int
    end: int
    text: str
    folded: str
    readings: tuple[Reading, ...]
    typed: str | None = None
    ends: bool = False

    def first(self, kind: type[R], test: Callable[[R], object] | None = None) -> R | None:
        """The first reading of a kind that passes the test."""
        for reading in self.readings:
            if isinstance(reading, kind) and (test is None or test(reading)):
                return reading
        return None

    def has(self, kind: type[R], test: Callable[[R], object]) -> bool:
        """True when one of the readings is of a kind and passes the test."""
        return self.first(kind, test) is not None

    def can(self, *kinds: type[object]) -> bool:
        """True when one of the readings is of one of the kinds."""
        return any(isinstance(reading, kinds) for reading in self.readings)

    def all(self, kind: type[R]) -> list[R]:
        """All readings of a kind."""
        return [reading for reading in self.readings if isinstance(reading, kind)]

    def role(self, *roles: str) -> str | None:
        """The first of these roles that it may play."""
        for reading in self.readings:
            if isinstance(reading, Role) and reading.role in roles:
                return reading.role
        return None

    @property
    def is_light(self) -> bool:
        """True when it may be read as saying nothing."""
        return any(isinstance(reading, Light) for reading in self.readings)

    @property
    def is_substance(self) -> bool:
        """True when it names something of the plant or its calendar."""
        return any(isinstance(reading, SUBSTANCE) for reading in self.readings)
