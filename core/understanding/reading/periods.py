"""Periods: time as it is written, resolved to whole days once it is known whether it lies behind or ahead.

The patterns are a language's own (words/*.yaml); what each means is one function of ``period_meanings``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.language.language import Words
from core.semantics.query import Grain
from core.understanding.reading.day_rules import DayRules
from core.understanding.reading.period_meanings import MEANINGS
from core.understanding.reading.slots import SlotTexts, compiled, slot_texts
from core.understanding.reading.time_expression import TimeExpression


@dataclass(frozen=True)
class Found:
    """A match in the question: tokens ``start`` to ``end`` (excluded), a period or a calendar unit.

    ``how``: of a unit, whether it is a breakdown (per), asked for (which) or a rate («al mes»).
    """

    start: int
    end: int
    time: TimeExpression | None = None
    per: Grain | None = None
    how: str = ""


class PeriodReader:
    """Finds time expressions in folded tokens of one language."""

    def __init__(self, words: Words) -> None:
        self.words = words
        texts = slot_texts(words)
        calendar = DayRules(words, [(compiled(pattern, texts), kind) for pattern, kind in words.days])
        self._calendar = calendar
        self._periods = [(compiled(pattern, texts), MEANINGS[meaning]) for pattern, meaning in words.periods]
        self._units = [(compiled(pattern, texts), how) for pattern, how in words.per]
        self._keys = _first_letters(words)

    def find(self, words: Sequence[str]) -> list[Found]:
        """All time expressions, however they overlap: which one is meant is settled with the rest of the question."""
        if not any(word in self._keys or word[-1:].isdigit() or word[:1].isdigit() for word in words):
            return []
        text = " ".join(words)
        starts, position = {}, 0
        for index, word in enumerate(words):
            starts[position] = index
            position += len(word) + 1
        ends = {start + len(words[index]): index + 1 for start, index in starts.items()}
        found: dict[tuple[int, int], Found] = {}
        for pattern, meaning in self._periods:
            for match in pattern.finditer(text):
                if match.start() in starts and match.end() in ends:
                    time = meaning(SlotTexts.of(self.words, match), self._calendar)
                    place = starts[match.start()], ends[match.end()]
                    if time is not None and place not in found:
                        found[place] = Found(*place, time=replace(time, phrase=time.phrase or match.group()))
        return [*found.values(), *self._per(text, starts, ends), *self._adverbs(words)]

    def _per(self, text: str, starts: dict[int, int], ends: dict[int, int]) -> list[Found]:
        found = []
        for pattern, how in self._units:
            for match in pattern.finditer(text):
                if match.start() in starts and match.end() in ends:
                    filled = SlotTexts.of(self.words, match)
                    grain = filled.unit()
                    if how == "unit_by_unit" and filled.unit(1) != grain:
                        continue
                    if grain in ("day", "week", "month", "quarter", "year"):
                        place = starts[match.start()], ends[match.end()]
                        kind = "per" if how == "unit_by_unit" else how
                        found.append(Found(*place, per=grain, how=kind))  # type: ignore[arg-type]
        return found

    def _adverbs(self, words: Sequence[str]) -> list[Found]:
        return [
            Found(place, place + 1, per=self.words.adverbs[word], how="adverb")  # type: ignore[arg-type]
            for place, word in enumerate(words)
            if word in self.words.adverbs
        ]


def _first_letters(words: Words) -> frozenset[str]:
    """Words without one of which no time is named, so that most questions are not searched at all."""
    pieces: set[str] = set()
    for pattern, _ in (*words.periods, *words.days):
        pieces |= set(re.findall(r"[a-z]{3,}", pattern))
    tables = (words.months, words.weekdays, words.grains, words.adverbs)
    return frozenset(
        {*pieces, *(word for table in tables for word in table), *words.time_words, "s1", "s2", "h1", "h2"}
    )
