"""Typos are forgiven, other words are not taken for ours."""

from __future__ import annotations

import pytest

from core.kernel.messages import Language
from core.understanding.spelling import Speller
from tests.core.understanding.rig import Bench
from tests.golden.plans import written


@pytest.mark.parametrize(
    ("typed", "read", "language"),
    [
        ("bonbas", "bombas", "es"),
        ("vombas", "bombas", "es"),
        ("refaciones", "refacciones", "es"),
        ("ekipos", "equipos", "es"),
        ("mantenimineto", "mantenimiento", "es"),
        ("corectivas", "correctivas", "es"),
        ("compresroes", "compresores", "es"),
        ("disponivilidad", "disponibilidad", "es"),
        ("pmups", "pumps", "en"),
        ("failurs", "failures", "en"),
        ("compresors", "compressors", "en"),
        ("maintenence", "maintenance", "en"),
        ("technicans", "technicians", "en"),
        ("availabilty", "availability", "en"),
    ],
)
def test_a_typo_is_corrected(bench: Bench, typed: str, read: str, language: Language) -> None:
    found = bench.annotator.speller.correct(typed, language)
    assert found is not None
    assert bench.annotator.lexicon.forms[found] & bench.annotator.lexicon.forms[read]


@pytest.mark.parametrize(
    "word",
    [
        "motos",
        "tanques",
        "gatos",
        "bumps",
        "median",
        "mediana",
        "fans",
        "trucks",
        "tools",
        "sold",
        "paid",
        "valor",
        "operadores",
    ],
)
def test_a_false_friend_is_not(bench: Bench, word: str) -> None:
    assert bench.annotator.speller.correct(word) is None


@pytest.mark.parametrize("word", ["flurbas", "wug", "xyzzy", "brelas", "zindly", "snarks", "quandled", "q", "zz"])
def test_a_strange_word_stays_strange(bench: Bench, word: str) -> None:
    assert bench.annotator.speller.correct(word) is None


@pytest.mark.parametrize("code", ["B-12", "p-1O1", "WO-2026-0012", "linea7x"])
def test_a_code_is_never_corrected(bench: Bench, code: str) -> None:
    assert bench.annotator.speller.correct(code) is None


@pytest.mark.parametrize("pair", [("P-101", "P-110"), ("P-999", "P-909"), ("CV-01", "CV-10")])
def test_codes_alike_are_not_each_other(bench: Bench, pair: tuple[str, str]) -> None:
    one, other = (written(bench.plan(f"paros de {code}")) for code in pair)
    assert one != other


@pytest.mark.parametrize(
    ("meanings", "read"),
    [({"prensa": "press", "prenda": "garment"}, None), ({"prensa": "press", "prenda": "press"}, "prenda")],
)
def test_both_meanings_as_near_is_no_correction(meanings: dict[str, str], read: str | None) -> None:
    """Between two words of one meaning any will do; between words of two meanings none."""
    speller = Speller(meanings, lambda word: frozenset({meanings[word]}), lambda word: frozenset({"es"}))
    assert speller.correct("prenta", "es") == read


def test_a_correction_is_told(bench: Bench) -> None:
    plan = bench.plan("cuantas bonbas estan paradas")
    assert plan.corrections == (("bonbas", "bombas"),)
    assert bench.plan("cuántas bombas están paradas").corrections == ()
