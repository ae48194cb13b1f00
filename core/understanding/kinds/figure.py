"""Figure: a number that a question may be about, before it is known whether alone, broken down, ranked or compared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.understanding.meaning.builder import Builder


@dataclass(frozen=True)
class Figure:
    """A number that a question may be about.

    Attributes:
        home: the dataset that it is computed over.
        places: the phrases that name it; they cannot name what it is broken down by as well.
        set: puts its measures into a builder's draft and uses its phrases.
        counts: it is a number of rows.
        main: which of its measures is asked for, where the others only stand beside it.
    """

    home: str
    places: tuple[int, ...]
    set: Callable[[Builder], None]
    cost: float = 0.0
    counts: bool = False
    lower_is_better: bool | None = None
    main: int = 0
