"""Kind: one way of asking, declared by what it needs and what it builds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder
from core.understanding.triggered import Triggered


@dataclass(frozen=True)
class Attempt:
    """A query that a kind would build: of whose rows, how, and what it costs to read the question so.

    ``build`` raises ``Reject`` where the phrases do not make such a question.
    """

    home: str
    build: Callable[[Builder], None]
    cost: float = 0.0


@dataclass(frozen=True)
class Kind:
    """A kind of question.

    Attributes:
        needs: whether a bag has what such a question cannot do without.
        attempts: the ways in which it may be meant, and the marks that they look for.
    """

    name: str
    needs: Callable[[Bag], bool]
    attempts: Callable[[Bag], Iterable[Attempt]] | Triggered[[Bag], Iterable[Attempt]]

    def tried(self, bag: Bag) -> Iterable[Attempt]:
        """The ways in which a question may be meant as one of this kind; none where it bears no mark of it."""
        if not self.needs(bag):
            return ()
        return self.attempts(bag.marks, bag) if isinstance(self.attempts, Triggered) else self.attempts(bag)
