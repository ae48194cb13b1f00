"""Steps of understanding that have work in some questions only: each is declared with the marks that it looks for, and
is called where the question bears one of them.

A mark is a role that a word may play («count»), a class of readings (``MetricIs``), a class of phrases (``Bound``), or
how a phrase is tied to the sentence (``Tie``). A step that is not called must be one that would have found nothing: the
tests call it all the same on every golden question, and compare.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, ParamSpec, TypeVar

from core.understanding.phrases.types import Phrase, Said, Split, Stretch, Versus
from core.understanding.reading.readings import Mention, Role

P = ParamSpec("P")
R = TypeVar("R")


class Tie(Enum):
    """How a name or word is tied to the sentence, where it is tied by more than its place."""

    LINKED = "had, or not had"
    NEGATED = "of what is not so"
    OWN = "of what was said before"
    DANGLING = "having, without who has"


Mark = str | type | Tie
Marks = frozenset[Mark]


def marks_of_mentions(mentions: Iterable[Mention]) -> Marks:
    """The roles that the words may play, and the classes of what they may mean."""
    found: set[Mark] = set()
    for mention in mentions:
        for reading in mention.readings:
            found.add(reading.role if isinstance(reading, Role) else type(reading))
    return frozenset(found)


def marks_of(phrases: Sequence[Phrase]) -> Marks:
    """The marks of all mentions that phrases hold, the phrases' own classes, and how they are tied."""
    found: set[Mark] = {type(phrase) for phrase in phrases}
    for phrase in phrases:
        if isinstance(phrase, Said):
            found.update(_ties(phrase))
    return marks_of_mentions(mention for phrase in phrases for mention in _mentions(phrase)) | found


def _mentions(phrase: Phrase) -> Iterator[Mention]:
    yield phrase.head
    others: Sequence[Mention | None] = ()
    if isinstance(phrase, Split):
        others = [key.mention for key in phrase.keys]
    elif isinstance(phrase, Stretch):
        others = (phrase.since, phrase.until)
    elif isinstance(phrase, Versus):
        others = (phrase.left, phrase.right)
    for mention in others:
        if mention is not None:
            yield mention


def _ties(phrase: Said) -> Iterator[Tie]:
    if phrase.link:
        yield Tie.LINKED
    if phrase.negated or phrase.none:
        yield Tie.NEGATED
    if phrase.own or phrase.its or phrase.pointed:
        yield Tie.OWN
    if phrase.dangling:
        yield Tie.DANGLING


@dataclass(frozen=True)
class Triggered(Generic[P, R]):
    """One step.

    Attributes:
        does: the work.
        triggers: the marks of which the question must bear one.
        otherwise: what comes of it where it bears none.
    """

    does: Callable[P, R]
    triggers: Marks
    otherwise: Callable[P, R]

    def __call__(self, marks: Marks, *given: P.args, **named: P.kwargs) -> R:
        """Do the work where there may be any.

        Args:
            marks: what the question bears.
        """
        step = self.otherwise if self.triggers.isdisjoint(marks) else self.does
        return step(*given, **named)


def nothing(*given: Any, **named: Any) -> None:
    """Of a step that reads something into a draft, or gives what it found."""


def none_of(*given: Any, **named: Any) -> tuple[()]:
    """Of a step that gives one thing after the other."""
    return ()


def as_they_are(phrases: Sequence[Phrase], *given: Any, **named: Any) -> list[Phrase]:
    """Of a step that makes phrases of phrases."""
    return list(phrases)


def reads(does: Callable[P, None], *triggers: Mark) -> Triggered[P, None]:
    """A step that reads something into a draft."""
    return Triggered(does, frozenset(triggers), nothing)


def finds(does: Callable[P, Iterable[R]], *triggers: Mark) -> Triggered[P, Iterable[R]]:
    """A step that gives what it finds."""
    return Triggered(does, frozenset(triggers), none_of)
