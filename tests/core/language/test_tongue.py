"""The language of a question by its words, and what is plainly neither of ours."""

from __future__ import annotations

import pytest

from core.language.heard import hear
from core.language.tokens import tokenise
from core.language.tongue import is_foreign
from core.semantics.load import load_model
from tests.core.lexicons import lexicon_of

LEXICON = lexicon_of(load_model())


def foreign(text: str) -> bool:
    return is_foreign([token.folded for token in tokenise(text)], LEXICON.knows)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("MTTR by area", "en"),
        ("OT by area", "en"),
        ("MTBF by line", "en"),
        ("MTTR por área", "es"),
        ("WO por área", "es"),
        ("downtime en la CV-105", "es"),
        ("stops on line 3", "en"),
        ("top 5 equipos con más paros", "es"),
        ("P-101", None),
        ("MTTR", None),
        ("de in", None),
    ],
)
def test_function_words_count(text: str, language: str | None) -> None:
    assert hear(text, LEXICON.languages).language == language


@pytest.mark.parametrize(
    "text",
    [
        "combien de machines sont en panne",
        "Combien de machines ?  par zone",
        "quelles sont les machines en panne",
        "équipements en panne par zone",
        "quels sont les arrêts du mois",
        "quais equipamentos estão parados",
        "quantas ordens abertas",
        "quantas bombas estão paradas?",
        "qual é o tempo médio de reparo",
        "ordens de serviço vencidas por área",
        "equipamentos em manutenção",
        "wie viele Maschinen sind heute in Wartung",
        "quante macchine sono ferme oggi",
    ],
)
def test_neighbouring_languages(text: str) -> None:
    assert foreign(text)


@pytest.mark.parametrize(
    "text",
    [
        "¿cuántas bombas están paradas?",
        "OT vencidas por área",
        "quantas OT vencidas",
        "quantas bombas hay en soldadura",
        "OS abiertas com atraso",
        "how many pumps are down?",
        "MTTR by area",
        "machines sorted by cost",
        "equipos en paro",
        "costo total de refacciones en Packaging du",
        "P-101",
        "",
    ],
)
def test_ours_is_not_taken_for_another(text: str) -> None:
    assert not foreign(text)
