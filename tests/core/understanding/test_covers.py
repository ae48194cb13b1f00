"""The cheapest ways to cut a question into stretches (reading/covers)."""

from __future__ import annotations

from core.language.tokens import tokenise
from core.understanding.reading.covers import PASSED_OVER, Piece, cheapest, passed_over
from core.understanding.reading.readings import Light, NounIs, Reading, Role
from core.understanding.weights import WEIGHTS

NOUN: Reading = NounIs("work_order")


def cut(text: str, *pieces: tuple[int, int, float], most: int = 8, typed: dict[str, str] | None = None) -> list[str]:
    """Each cover as its stretches, those that nothing knows with a question mark."""
    tokens = tokenise(text)
    spans = [Piece(start, end, [NOUN], cost) for start, end, cost in pieces]
    covers = cheapest(tokens, [token.folded for token in tokens], spans, typed or {}, most)
    return [" | ".join(item.text + ("" if item.readings else "?") for item in cover.mentions) for cover in covers]


def test_one_stretch_is_cheaper_than_its_words() -> None:
    assert cut("work order number", (0, 2, 1.0), (0, 1, 1.0), (1, 2, 1.0), (2, 3, 1.0))[0] == "work order | number"


def test_among_equals_the_longer_stretch_stands_first() -> None:
    found = cut("a b c", (0, 2, 1.0), (2, 3, 1.0), (0, 1, 1.0), (1, 3, 1.0))
    assert found[0] == "a b | c" and set(found) == {"a b | c", "a | b c"}


def test_a_word_that_nothing_covers_is_a_riddle_and_never_left_out() -> None:
    assert cut("open flurbas now", (0, 1, 1.0), (2, 3, 1.0)) == ["open | flurbas? | now"]


def test_what_costs_much_more_than_the_cheapest_is_no_reading_of_it() -> None:
    dear = 1.0 + WEIGHTS["cover_margin"] + 0.5
    assert cut("a b", (0, 2, 1.0), (0, 1, dear), (1, 2, dear)) == ["a b"]


def test_no_more_than_asked_for_are_kept() -> None:
    pieces = [(start, end, 1.0 * (end - start)) for start in range(4) for end in range(start + 1, 5)]
    assert len(cut("a b c d", *pieces, most=3)) <= 3


def test_a_mended_word_tells_what_was_typed() -> None:
    tokens = tokenise("bonbas paradas")
    spans = [Piece(0, 1, [NOUN], 1.0), Piece(1, 2, [NOUN], 1.0)]
    (cover,) = cheapest(tokens, ["bombas", "paradas"], spans, {"bonbas": "bombas"}, 8)
    assert [(item.folded, item.typed) for item in cover.mentions] == [("bombas", "bonbas"), ("paradas", None)]


def test_a_strange_word_set_off_at_the_edge_is_addressed_to_somebody() -> None:
    tokens = tokenise("Chepe, abre ordenes")
    spans = [Piece(1, 2, [Role("list")], 1.0), Piece(2, 3, [NOUN], 1.0)]
    (cover,) = cheapest(tokens, [token.folded for token in tokens], spans, {}, 8)
    first, *others = passed_over(cover.mentions)
    assert first.readings == (Light(PASSED_OVER),)
    assert others == list(cover.mentions[1:])
