"""Words, numbers, codes, dates and signs."""

from __future__ import annotations

import pytest

from core.language.language import languages
from core.language.tokens import tokenise


def cut(text: str) -> list[tuple[str, str]]:
    return [(token.kind, token.folded) for token in tokenise(text)]


@pytest.mark.parametrize("code", ["P-101", "p101", "B-12", "WO-2026-00123", "CV-7", "L3", "M01", "SKU-00-12"])
def test_a_code_is_one_token(code: str) -> None:
    assert cut(f"paros de {code}?")[-1] == ("code", code.lower())


@pytest.mark.parametrize("text", ["2026-11-22", "22/11/2026", "3/4/26"])
def test_a_date_is_one_token(text: str) -> None:
    assert cut(f"fallas el {text}")[-1] == ("date", text)


@pytest.mark.parametrize(
    ("text", "number"), [("3", 3), ("5,000", 5000), ("1,234,567.5", 1234567.5), ("2.5", 2.5), ("0", 0)]
)
def test_numbers_have_their_value(text: str, number: float) -> None:
    (token,) = tokenise(text)
    assert (token.kind, token.number) == ("number", number)


def test_a_whole_number_is_an_integer() -> None:
    assert isinstance(tokenise("5,000")[0].number, int)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("P-101's failures", ["p-101", "failures"]),
        ("the machine’s area", ["the", "machine", "area"]),
        ("what's down", ["what's", "down"]),
        ("technician's shift", ["technician", "shift"]),
    ],
)
def test_a_possessive_is_dropped_and_a_contraction_stays(text: str, words: list[str]) -> None:
    found = [word for _, word in cut(text)]
    assert [word for word in found if word != "s"] == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("machines w/o failures", ["machines", "without", "failures"]),
        ("pumps w/ failures", ["pumps", "with", "failures"]),
        ("equipos c/ fallas", ["equipos", "con", "fallas"]),
        ("OT p/ hoy", ["ot", "para", "hoy"]),
    ],
)
def test_signs_of_shorthand_are_words(text: str, words: list[str]) -> None:
    assert [word for _, word in cut(text)] == words


def test_shorthand_is_folded() -> None:
    for short in {word for words in languages().values() for word in words.shorthand}:
        assert cut(short) == [("word", short)], short


@pytest.mark.parametrize("text", ["", "   ", "¿?", "…", "!!!", "()[]{}"])
def test_punctuation_is_nothing(text: str) -> None:
    assert tokenise(text) == []


def test_accents_case_and_tilde_are_folded() -> None:
    assert cut("ÚLTIMO Año") == [("word", "ultimo"), ("word", "ano")]


def test_places_lead_back_to_the_text() -> None:
    text = "¿Cuántas bombas, P-101?"
    for token in tokenise(text):
        assert text[token.start : token.end] == token.text


def test_signs_that_mean_something_are_kept() -> None:
    assert [item for item in cut("> 5 % y $10") if item[0] == "sign"] == [("sign", ">"), ("sign", "%"), ("sign", "$")]
