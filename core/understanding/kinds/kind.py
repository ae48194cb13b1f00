"""Kind: one way of asking, declared by what it needs and what it builds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from core.understanding.meaning.bag import Bag
from core.understanding.meaning.builder import Builder


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
        attempts: the ways in which it may be meant.
    """

    name: str
    needs: Callable[[Bag], bool]
    attempts: Callable[[Bag], Iterable[Attempt]]
