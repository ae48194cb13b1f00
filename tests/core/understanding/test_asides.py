"""Asides: what a person tells of themselves while asking neither stops the question nor limits it, and is said."""

from __future__ import annotations

import pytest

from core.planning.plan import Queried
from tests.core.understanding.rig import Bench
from tests.golden.plans import written

ASIDES = [
    (
        "tengo que cambiar un retén y quiero saber cuáles sellos están por debajo del mínimo",
        "sellos por debajo del mínimo",
    ),
    ("Oigan, antes de entrar a la junta de las 9: ¿cuántas bombas están paradas?", "¿cuántas bombas están paradas?"),
    ("Para armar la presentación del lunes necesito las OT abiertas por área", "OT abiertas por área"),
    ("Como mañana viene la auditoría, dame las OT abiertas de embotellado", "dame las OT abiertas de embotellado"),
    ("porque me lo pide compras: ¿qué OT están en espera de refacciones?", "¿qué OT están en espera de refacciones?"),
    (
        "cuántas OT se cerraron la semana pasada? es que no me cuadra el reporte",
        "cuántas OT se cerraron la semana pasada?",
    ),
    ("before the shift meeting - how many pumps are down?", "how many pumps are down?"),
    ("whilst I remember, which pumps are down?", "which pumps are down?"),
    ("since the auditors are coming tomorrow, give me the open orders in Bottling", "the open orders in Bottling"),
    ("I need to swap a seal later so which seals are below minimum?", "which seals are below minimum?"),
    ("list orders waiting for parts so I can chase the vendor", "list orders waiting for parts"),
    ("mgmt wants to know how many work orders we closed last week", "how many work orders we closed last week"),
]

LIMITING = [
    "para las bombas oxidadas, ¿cuántas OT abiertas hay?",
    "estoy viendo las fallas de la P-101, ¿cuántas fallas hubo este año?",
    "tengo que reportar las calderas paradas, ¿cuántas OT abiertas hay?",
    "porque en octubre falló todo, ¿cuántas fallas hubo?",
    "dame las OT que tengo oxidadas",
    "paros porque hubo huelga",
    "stops because of a strike",
    "I have to explain the boilers, how many open orders are there?",
    "before we serviced P-101, how many failures were there?",
    "my leased pumps, how many are down?",
    "I want the rusty ones, pumps down",
]


@pytest.mark.parametrize(("asked", "bare"), ASIDES)
def test_an_aside_changes_nothing_and_is_said(bench: Bench, asked: str, bare: str) -> None:
    plan = bench.plan(asked)
    assert written(plan, None) == written(bench.plan(bare), None)
    assert isinstance(plan, Queried)
    assert any("pasé por alto" in said or "passed over" in said for said in plan.assumptions)


@pytest.mark.parametrize("asked", LIMITING)
def test_what_may_limit_the_question_is_no_aside(bench: Bench, asked: str) -> None:
    plan = bench.plan(asked)
    passed = isinstance(plan, Queried) and any(
        "pasé por alto" in said or "passed over" in said for said in plan.assumptions
    )
    assert not passed, written(plan, None)
