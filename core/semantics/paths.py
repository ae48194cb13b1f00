"""Paths along many-to-one relationships."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

Link = tuple[str, str, bool]
"""(many, one, whether paths end at the one)"""


def shortest(links: Sequence[Link], source: str, target: str) -> tuple[int, ...] | None:
    """The shortest way from one dataset to another, as places in ``links``; empty for the same, None when there is
    none. Following it from a row of ``source`` reaches exactly one row of ``target``."""
    queue: deque[tuple[str, tuple[int, ...]]] = deque([(source, ())])
    seen = {source}
    while queue:
        at, so_far = queue.popleft()
        if at == target:
            return so_far
        if so_far and links[so_far[-1]][2]:
            continue
        for index, (many, one, ends) in enumerate(links):
            if many == at and one not in seen:
                if not ends:
                    seen.add(one)
                queue.append((one, (*so_far, index)))
    return None
