"""What people type around their words is no word."""

from __future__ import annotations

import unicodedata

import pytest

from core.planning.written import words_of

SAID = {
    "equipos parados :pray:": "equipos parados",
    ":wave: hola, OT vencidas :thumbsup::skin-tone-3:": "hola, OT vencidas",
    "paros a las 10:30:45": "paros a las 10:30:45",
    ":+1:": ":+1:",
    "> la P-101 vibra otra vez\n¿cuántas fallas ha tenido?": "¿cuántas fallas ha tenido?",
    "¿cuántas fallas ha tenido?\n>>> la P-101\nvibra": "¿cuántas fallas ha tenido?",
    "> equipos parados": "equipos parados",
    "> 5 fallas": "> 5 fallas",
    "equipos con > 5 fallas": "equipos con > 5 fallas",
    "• equipos parados": "equipos parados",
    "- OT vencidas": "OT vencidas",
    "1. bombas paradas\n2. motores parados": "bombas paradas; motores parados",
    "2. costo": "2. costo",
    "```equipos parados```": "equipos parados",
    "equipos parados\n```\nERROR 0x12 at line 4\n```": "equipos parados",
    "fallas de `P-101`": "fallas de P-101",
    "*equipos* _parados_ ~hoy~": "equipos parados hoy",
    "mira https://cmms.example/ot/12?x=1 OT vencidas": "mira OT vencidas",
    "OT vencidas en #mantenimiento-planta": "OT vencidas en",
    "OT #4512": "OT #4512",
    "fallas de #P-101": "fallas de #P-101",
    "equipos parados cc @ana, @luis y @eva": "equipos parados",
    "@here equipos parados": "equipos parados",
    "OT de @Luis Peña": "OT de Luis Peña",
    "ana@planta.mx": "ana@planta.mx",
    "costo_total por equipo": "costo_total por equipo",
    "2 * 3": "2 * 3",
    "¿cuántas\u2009bombas\u202festán\u2003paradas?": "¿cuántas bombas están paradas?",
    "\u00a0> OT vencidas\u2028\u2028equipos parados": "equipos parados",
    "> ¿cuántas bombas hay?": "¿cuántas bombas hay?",
    "1. ¿cuántas bombas hay?": "¿cuántas bombas hay?",
    "1)bombas paradas": "bombas paradas",
    "1.- bombas paradas": "bombas paradas",
    "#1 bombas paradas": "bombas paradas",
    "a) bombas paradas": "bombas paradas",
    "[ ] bombas paradas": "bombas paradas",
    "☐ bombas paradas": "bombas paradas",
    "#4512 abierta": "#4512 abierta",
    "- OT vencidas \n - bombas paradas": "OT vencidas; bombas paradas",
    "equipos parados /cc @ana": "equipos parados",
    "equipos parados Cc. @ana": "equipos parados",
    "equipos parados con copia a @ana y @luis": "equipos parados",
    "equipos parados copia: @ana": "equipos parados",
    "equipos parados (ccp @ana)": "equipos parados",
    "equipos parados c/c @ana": "equipos parados",
    "machines down, copying @ana and @luis": "machines down,",
    "gracias @ana, equipos parados": "gracias , equipos parados",
    "hi @ana. machines down": "hi . machines down",
    "[ver tablero](https://x.mx/1) ¿equipos parados?": "¿equipos parados?",
    "¿equipos parados? [ver tablero](https://x.mx/1)": "¿equipos parados?",
    "fallas de [P-101](https://x.mx/1)": "fallas de P-101",
    "[equipos parados](https://x.mx/1)": "equipos parados",
    "Mantenimiento wrote:\n3 equipos parados\n\n¿y por área?": "¿y por área?",
    "Ana Ruiz escribió: la P-101 vibra\n¿cuántas fallas tiene?": "¿cuántas fallas tiene?",
    "[14/11 10:22] Ana Ruiz: la P-101 vibra\n¿cuántas fallas tiene?": "¿cuántas fallas tiene?",
    "[14/11 10:22] Ana Ruiz: equipos parados": "equipos parados",
}


@pytest.mark.parametrize(("written", "said"), SAID.items())
def test_words(written: str, said: str) -> None:
    assert " ".join(words_of(written).split()) == said


def test_decomposed_is_composed() -> None:
    text = "¿cuántas órdenes de mantenimiento están vencidas en soldadura?"
    assert words_of(unicodedata.normalize("NFD", text)) == text
