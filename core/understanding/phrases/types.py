"""Phrases: the few typed pieces that a question is built of, each with the mentions that it used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from core.semantics.query import Grain, Operator
from core.understanding.reading.readings import Mention, Role, Time

Link = Literal["", "with", "without"]
Joint = Literal["", "and", "or"]
Way = Literal["most", "least", "worst", "best", "top", "last", "first"]


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of the question.

    Attributes:
        at: the mentions that it used, by place.
        head: the mention that it is told by.
        whose: a word of belonging stands before it («las *de* la primera», "*for* the worst of those").
        every: all of them are said («*todas* las causas», "*all* failure modes").
        elided: an article stands for the noun that it belongs to («*las* de la primera», «*los* de criticidad B»).
        within: a word of place stands before it («cuántas *en* chillers», "how many *on* pumps"): it is not asked for.
    """

    at: tuple[int, ...]
    head: Mention
    whose: bool = field(default=False, kw_only=True)
    every: bool = field(default=False, kw_only=True)
    elided: bool = field(default=False, kw_only=True)
    within: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Said(Phrase):
    """A word or name with all its readings, and how it is tied to what stands before it.

    Attributes:
        negated: it is said of what is not so.
        link: it is had, or not had («con fallas», "without orders").
        joint: it is listed beside the phrase before it («Soldadura y Pintura»).
        only: what it limits to is stressed.
        each: it stands for a breakdown («cada línea»).
        own: it is something of what was said before («su proveedor»).
        its: it is something of the sentence's own subject («los 5 peores, con *sus* fallas»).
        pointed: it points back to one that was spoken of («esa máquina»).
        none: none of what was named before is so («3 órdenes abiertas y *ninguna* vencida»).
        dangling: a verb of having whose owner is not said («¿cuántas OT tiene?»).
        predicate: a verb that says nothing of its own stands before it («¿cuántas *están* vencidas?»).
        was: that verb tells of the past («¿cuántas *estaban* abiertas?»).
    """

    negated: bool = False
    link: Link = ""
    joint: Joint = ""
    only: bool = False
    each: bool = False
    own: bool = False
    predicate: bool = False
    pointed: bool = False
    dangling: bool = False
    none: bool = False
    was: bool = False
    its: bool = False


@dataclass(frozen=True, slots=True)
class Bound(Phrase):
    """A comparison with numbers: more than 3, between 2 and 4 hours. ``stated``: a comparing word said so."""

    op: Operator = ">"
    values: tuple[float, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Versus(Phrase):
    """What stands before is compared with what stands behind («más X que Y», "X more than Y").

    Attributes:
        left, right: the two where other words stand between; None for the phrases right beside it.
    """

    op: Operator = ">"
    left: Mention | None = None
    right: Mention | None = None


@dataclass(frozen=True, slots=True)
class When(Phrase):
    """A period. ``after``: it is put beside another one («contra el mes pasado»); ``joined``: it is listed beside one
    («en noviembre y en octubre»)."""

    time: Time | None = None
    after: bool = False
    negated: bool = False
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """What a breakdown goes by: a calendar unit, or a name that is settled later."""

    grain: Grain | None = None
    mention: Mention | None = None


@dataclass(frozen=True, slots=True)
class Split(Phrase):
    """A breakdown: by area, per month and type. ``asked``: by a question word («en qué mes»); ``rate``: «al mes»."""

    keys: tuple[Key, ...] = ()
    asked: bool = False
    rate: bool = False
    adverb: bool = False


@dataclass(frozen=True, slots=True)
class Extreme(Phrase):
    """An end of an order, and how many of it: most, worst, the last 3. ``n`` is None when no number was said."""

    way: Way = "most"
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Amount(Phrase):
    """A bare number that no comparison takes: the 5 of «las 5 máquinas»."""

    value: float = 0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Stretch(Phrase):
    """A time between two dates: asked for, or compared with so many units.

    Attributes:
        since: what the date is told by from which it is counted (a field, a verb, a state, a thing that happens).
        until: that of the other end; None for the one that the rest of the question tells, else today.
        newest: it is counted from the latest of the things that happened.
        late: from the day on which the rows were due.
        op, values: the comparison; op is None where the time is asked for.
    """

    since: Mention | None = None
    until: Mention | None = None
    op: Operator | None = None
    values: tuple[float, ...] = ()
    unit: str = ""
    newest: bool = False
    late: bool = False


UNITS = ("minutes", "hours", "days", "weeks", "months", "years")
"""Of time, as phrases name them."""


def unit_of(mention: Mention) -> str:
    """The unit of time that a word names, where it names nothing of the plant."""
    units = [item.topic for item in mention.readings if isinstance(item, Role) and item.role == "unit"]
    return units[0] if units and units[0] in UNITS and not mention.is_substance else ""
