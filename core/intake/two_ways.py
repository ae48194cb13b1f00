"""Values that can be read in two ways: ``1,234`` with a decimal comma or point, ``03/04`` with the day or month first.

Which way a column is written is decided over all its values, never for a cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from core.intake.cells import RawCell

Way = TypeVar("Way", bound=str)
Read = TypeVar("Read")

FITTING = 0.95
"""Which part of a column's values must be numbers or dates for the column to be one; the others are kept beside it."""


@dataclass(frozen=True, slots=True)
class BothWays(Generic[Way, Read]):
    """A text read in both ways, once.

    Attributes:
        ways: the two ways.
        first: what it is in the first of them; None when it is nothing in that way.
        second: what it is in the second.
    """

    ways: tuple[Way, Way]
    first: Read | None
    second: Read | None

    @property
    def is_readable(self) -> bool:
        """True when it is something in one way at least."""
        return self.first is not None or self.second is not None

    @property
    def tells(self) -> Way | None:
        """The way in which alone it is something; None when it is so in both, or in neither."""
        if (self.first is None) == (self.second is None):
            return None
        return self.ways[self.first is None]

    @property
    def is_doubtful(self) -> bool:
        """True when the two ways read different things."""
        return self.first is not None and self.second is not None and self.first != self.second

    def read(self, way: Way) -> Read | None:
        """What it is in one way."""
        return self.first if way == self.ways[0] else self.second


@dataclass(frozen=True, slots=True)
class ColumnBothWays(Generic[Way, Read]):
    """A column whose texts have been read in both ways.

    Attributes:
        natives: what the file itself stores as numbers or dates.
        texts: its different texts, each in both ways.
    """

    natives: Mapping[RawCell, Read]
    texts: Mapping[str, BothWays[Way, Read]]

    @property
    def proof(self) -> set[Way]:
        """The ways that its texts prove; two when it contradicts itself."""
        return {told for both in self.texts.values() if (told := both.tells)}

    @property
    def doubtful(self) -> list[str]:
        """The texts that differ by the way."""
        return [text for text, both in self.texts.items() if both.is_doubtful]

    def read(self, way: Way) -> dict[RawCell, Read]:
        """Its values, read in one way; what is nothing in that way is left out."""
        found = dict(self.natives)
        for text, both in self.texts.items():
            if (value := both.read(way)) is not None:
                found[text] = value
        return found


def read_column(
    present: Counter[RawCell],
    natives: Mapping[RawCell, Read],
    read_both: Callable[[str], BothWays[Way, Read]],
    nothing: Collection[RawCell] = (),
) -> ColumnBothWays[Way, Read] | None:
    """Read a column in both ways.

    Args:
        present: its different values with how often each occurs.
        natives: what those of them mean that the file stores as numbers or dates.
        read_both: reads a text.
        nothing: texts that fit without being read.

    Returns:
        None when more of its values than ``FITTING`` allows are something else. Most columns are, and show it early.
    """
    allowed = (1 - FITTING) * present.total()
    texts: dict[str, BothWays[Way, Read]] = {}
    missed = 0
    for cell, count in present.items():
        if isinstance(cell, str):
            texts[cell] = read_both(cell)
            missed += 0 if texts[cell].is_readable or cell in nothing else count
        elif cell not in natives:
            missed += count
        if missed > allowed:
            return None
    return ColumnBothWays(natives, texts)
