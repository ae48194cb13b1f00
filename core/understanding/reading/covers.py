"""Covers: the few cheapest ways to cut a question into stretches that mean something."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.language.tokens import Token
from core.understanding.reading.readings import Light, Mention, Reading
from core.understanding.weights import WEIGHTS

_EDGES = ("openers", "vocatives", "courtesy")
PASSED_OVER = "passed over"
"""The class of a word that nothing knows and that was taken to say nothing."""


@dataclass(frozen=True)
class Cover:
    """One way to cut the question: its mentions in order, and what that costs."""

    mentions: tuple[Mention, ...]
    cost: float


@dataclass(slots=True)
class Piece:
    """A stretch of a question with all that it may mean, and what reading it so costs."""

    start: int
    end: int
    readings: list[Reading]
    cost: float


def cheapest(
    tokens: Sequence[Token], words: Sequence[str], spans: Sequence[Piece], typed: dict[str, str], most: int
) -> list[Cover]:
    """The cheapest covers, at most ``most``; longer stretches first among equals, seen from the left.

    Args:
        typed: words as they were typed, by what slips were read as.
    """
    starting: list[list[Piece]] = [[] for _ in range(len(tokens) + 1)]
    for span in spans:
        starting[span.start].append(span)
    for place in range(len(tokens)):
        # A word that nothing covers is a mention without readings.
        if not any(span.end == place + 1 for span in starting[place]):
            starting[place].append(Piece(place, place + 1, [], WEIGHTS["unknown"]))
    best: list[list[tuple[float, int, tuple[Piece, ...]]]] = [[] for _ in range(len(tokens) + 1)]
    best[len(tokens)] = [(0.0, 0, ())]
    for place in range(len(tokens) - 1, -1, -1):
        options = [
            (span.cost + cost, squares - (span.end - span.start) ** 2, (span, *rest))
            for span in starting[place]
            for cost, squares, rest in best[span.end]
        ]
        options.sort(key=lambda item: (round(item[0], 6), item[1]))
        best[place] = options[:most]
    mentions: dict[int, Mention] = {}

    def mention(span: Piece) -> Mention:
        if id(span) not in mentions:
            text = " ".join(dict.fromkeys(token.text for token in tokens[span.start : span.end]))
            slip = next((token.text for token in tokens[span.start : span.end] if token.text in typed), None)
            folded = " ".join(words[span.start : span.end])
            ends = tokens[span.end - 1].ends
            mentions[id(span)] = Mention(span.start, span.end, text, folded, tuple(span.readings), slip, ends)
        return mentions[id(span)]

    lowest = best[0][0][0] if best[0] else 0.0
    return [
        Cover(tuple(mention(span) for span in chosen), cost + WEIGHTS["shorter"] * (squares - best[0][0][1]))
        for cost, squares, chosen in best[0]
        if cost <= lowest + WEIGHTS["cover_margin"]
    ]


def set_off(span: Piece, tokens: Sequence[Token]) -> bool:
    """«*Vale*, …», "…, *please*": a word that opens or closes a message and is set off by a comma only does that."""
    edge = span.start == 0 and len(tokens) > span.end + 1 and tokens[span.end - 1].ends
    closing = span.end == len(tokens) and span.start > 1 and tokens[span.start - 1].ends
    return (edge or closing) and any(isinstance(item, Light) and item.kind in _EDGES for item in span.readings)


def passed_over(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """A strange word set off by a comma at the edge of a message («Chepe, …», "…, mi rey") is addressed to somebody."""
    if len(mentions) < 3:
        return tuple(mentions)
    kept = list(mentions)
    for place, before in ((0, None), (len(mentions) - 1, mentions[-2])):
        mention = mentions[place]
        set_off = mention.ends if before is None else before.ends
        if not mention.readings and set_off and mention.text.isalpha():
            kept[place] = replace(mention, readings=(Light(PASSED_OVER),))
    return tuple(kept)
