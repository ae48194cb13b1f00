"""People whom a message names and is not about, by the words of both languages."""

from __future__ import annotations

import pytest

from core.language.spoken import without_bystanders

PERSON = r"<@\w+>"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("¿qué bombas están paradas? cc <@U1>", "¿qué bombas están paradas?"),
        ("down pumps, copying <@U1> and <@U2>", "down pumps,"),
        ("con copia a <@U1>, <@U2> y <@U3>: paros de hoy", ": paros de hoy"),
        ("OT vencidas (cc <@U1>)", "OT vencidas"),
        # greeted or thanked: the word stays, the person goes
        ("gracias <@U1>, ¿y en soldadura?", "gracias , ¿y en soldadura?"),
        ("hello <@U1>", "hello"),
        # whom it is about
        ("open orders of <@U1>", "open orders of <@U1>"),
        ("órdenes de <@U1> y <@U2>", "órdenes de <@U1> y <@U2>"),
        # a word that only ends so, and one that copies no person
        ("mtbf de la mcc <@U1>", "mtbf de la mcc <@U1>"),
        ("una copia del reporte", "una copia del reporte"),
    ],
)
def test_who_is_only_copied_or_greeted_is_left_out(text: str, left: str) -> None:
    assert " ".join(without_bystanders(text, PERSON).split()) == left


def test_a_person_is_what_the_platform_writes() -> None:
    assert without_bystanders("paros de hoy cc <@U1>", r"<at>[^<]*</at>") == "paros de hoy cc <@U1>"
    assert without_bystanders("paros de hoy cc <at>Ana</at>", r"<at>[^<]*</at>").strip() == "paros de hoy"
