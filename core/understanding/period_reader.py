"""Finds the periods of a question by the rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from core.semantics.query import Grain
from core.understanding.period_rules import rules
from core.understanding.periods import Found, TimeExpression


class PeriodReader:
    """Finds time expressions in folded tokens of one language."""

    def __init__(self) -> None:
        self._rules: list[tuple[re.Pattern[str], Callable[[re.Match[str], bool], TimeExpression | Grain | None]]] = [
            (re.compile(rf"(?<!\S)(?:{pattern})(?!\S)"), handler) for pattern, handler in rules()
        ]

    def find(self, words: Sequence[str], *, english: bool) -> list[Found]:
        """All time expressions, longest first where they overlap, in order of place."""
        text = " ".join(words)
        starts = {}
        position = 0
        for index, word in enumerate(words):
            starts[position] = index
            position += len(word) + 1
        ends = {start + len(words[index]): index + 1 for start, index in starts.items()}
        candidates: list[tuple[int, int, Found]] = []
        for order, (pattern, handler) in enumerate(self._rules):
            for match in pattern.finditer(text):
                if match.start() not in starts or match.end() not in ends:
                    continue
                made = handler(match, english)
                if made is None:
                    continue
                first, last = starts[match.start()], ends[match.end()]
                if isinstance(made, TimeExpression):
                    phrase = match.group()
                    found = Found(first, last, TimeExpression(**{**vars(made), "phrase": made.phrase or phrase}))
                else:
                    found = Found(first, last, per=made)
                candidates.append((-(last - first), order, found))
        taken: list[Found] = []
        for _, _, found in sorted(candidates, key=lambda item: item[:2]):
            if all(found.end <= other.start or found.start >= other.end for other in taken):
                taken.append(found)
        return sorted(taken, key=lambda found: found.start)
