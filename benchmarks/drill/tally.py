"""What was asked and what was answered, Thread by Thread: lost, twice, out of order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Counts over Threads.

    Attributes:
        window: answers that came twice on Teams because the first one's acceptance was never heard of, which no bot
            can close: Teams cannot be read back.
        put_aside: questions that were answered with the apology of one that kills its process; none of them does.
    """

    asked: int = 0
    lost: int = 0
    twice: int = 0
    misordered: int = 0
    window: int = 0
    put_aside: int = 0
    where: list[str] = field(default_factory=list)

    def add(self, name: str, asked: Sequence[str], answered: Sequence[str], excused: Iterable[str] = ()) -> None:
        """Count one Thread.

        Args:
            asked: its questions' ids, in the order of their acknowledgement.
            answered: the ids of the questions that its answers are for, in the order of their arrival.
            excused: ids whose repetition is the platform's window.
        """
        self.asked += len(asked)
        counted = Counter(answered)
        lost = [one for one in asked if not counted[one]]
        again = [one for one in asked if counted[one] > 1]
        window = [one for one in again if one in set(excused)]
        first = [one for one in dict.fromkeys(answered) if one in set(asked)]
        order = [one for one in asked if counted[one]]
        moved = sum(one != other for one, other in zip(first, order, strict=True))
        self.lost += len(lost)
        self.twice += sum(counted[one] - 1 for one in again if one not in window)
        self.window += sum(counted[one] - 1 for one in window)
        self.misordered += moved
        if lost or moved or len(again) > len(window):
            self.where.append(f"{name}: asked {list(asked)}, answered {list(answered)}")

    def __str__(self) -> str:
        return (
            f"asked {self.asked}; put aside {self.put_aside}; Teams twice within its window {self.window}; "
            f"lost {self.lost} twice {self.twice} misordered {self.misordered}"
        )

    @property
    def clean(self) -> bool:
        """Whether every promise was kept."""
        return not (self.lost or self.twice or self.misordered or self.put_aside)
