"""The cheapest cover of a question with what is known."""

from __future__ import annotations

import pytest

from core.understanding.readings import Cond, FieldIs, MetricIs, Missing, NounIs, Number, Per, Time, ValueIs
from tests.core.understanding.rig import Bench


def pieces(bench: Bench, text: str) -> list[str]:
    return [mention.text for mention in bench.read(text).mentions]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("costo de mantenimiento este año", "costo de mantenimiento"),
        ("bombas que necesitan mantenimiento preventivo", "necesitan mantenimiento preventivo"),
        ("bombas que necesitan su mantenimiento", "necesitan su mantenimiento"),
        ("orders waiting for parts", "waiting for parts"),
        ("stops in the last 30 days", "in the last 30 days"),
        ("mean time between failures of pumps", "mean time between failures"),
    ],
)
def test_the_longest_phrase_is_one_mention(bench: Bench, text: str, phrase: str) -> None:
    assert phrase in pieces(bench, text)


@pytest.mark.parametrize("text", ["", "bombas", "¿Cuántas bombas están paradas en P-101?", "zug bombas zug 3 % < 2"])
def test_every_token_is_in_one_mention(bench: Bench, text: str) -> None:
    mentions = bench.read(text).mentions
    places = [place for mention in mentions for place in range(mention.start, mention.end)]
    assert places == list(range(len(places)))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("bombas", ValueIs),
        ("equipos", NounIs),
        ("MTBF", MetricIs),
        ("fabricante", FieldIs),
        ("vencidas", Cond),
        ("P-101", ValueIs),
        ("p 101", ValueIs),
        ("línea 3", ValueIs),
        ("P-999", Missing),
        ("línea 99", Missing),
        ("ayer", Time),
        ("por mes", Per),
        ("$5,000", Number),
        ("3 horas", Number),
        ("dos docenas", Number),
    ],
)
def test_what_a_piece_may_be(bench: Bench, text: str, kind: type) -> None:
    (mention,) = bench.read(text).mentions
    assert mention.can(kind), mention


def test_an_unknown_word_has_no_readings(bench: Bench) -> None:
    strange = [mention.text for mention in bench.read("bombas flurbas paradas").mentions if not mention.readings]
    assert strange == ["flurbas"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("¿Cuántas bombas hay?", "es"),
        ("how many pumps", "en"),
        ("los pumps que están down", "es"),
        ("how many bombas are there", "en"),
        ("P-101", None),
    ],
)
def test_the_language_by_its_own_words(bench: Bench, text: str, language: str | None) -> None:
    assert bench.read(text).language == language


def test_a_number_has_its_unit_and_value(bench: Bench) -> None:
    (mention,) = bench.read("dos docenas").mentions
    number = mention.first(Number)
    assert number is not None
    assert number.value == 24


def test_a_dozen_of_hours_is_not_read_as_one_number_word(bench: Bench) -> None:
    assert [mention.text for mention in bench.read("más de 10 horas").mentions][-1] == "10 horas"
