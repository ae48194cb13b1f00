"""What holds for any question: lists are as long as counts, languages agree, a limit never widens, nothing is random."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.planning.plan import Asks, Queried
from tests.core.understanding.rig import Bench
from tests.golden.plans import written

PAIRS = [
    ("bombas paradas", "pumps that are down"),
    ("OT abiertas por área", "open orders by area"),
    ("horas de paro por línea el mes pasado", "downtime hours by line last month"),
    ("top 5 equipos con más fallas este año", "top 5 machines with the most failures this year"),
    ("costo de mantenimiento por mes este año", "maintenance cost by month this year"),
    ("técnicos sin órdenes abiertas", "technicians without open orders"),
    ("equipos instalados en 2020", "machines installed in 2020"),
    ("porcentaje de equipos parados", "percentage of machines that are down"),
    ("antigüedad promedio de las OT abiertas", "average age of open orders"),
    ("equipos parados ayer", "machines down yesterday"),
    ("costo promedio por equipo este año", "average cost per machine this year"),
    ("top 3 equipos con más fallas en cada área", "top 3 machines with the most failures in each area"),
]
LISTED = [
    ("equipos parados", "¿cuántos equipos están parados?"),
    ("OT vencidas de prioridad alta", "¿cuántas OT vencidas de prioridad alta hay?"),
    ("refacciones bajo stock", "¿cuántas refacciones están bajo stock?"),
    ("stops longer than 8 hours this year", "how many stops longer than 8 hours this year?"),
    ("pumps without failures this year", "how many pumps have no failures this year?"),
    ("machines down yesterday", "how many machines were down yesterday?"),
]
NARROWED = [
    ("OT abiertas", "OT abiertas correctivas"),
    ("OT abiertas correctivas", "OT abiertas correctivas en soldadura"),
    ("failures this year", "failures of the pumps this year"),
    ("machines with more than 2 failures", "machines with more than 5 failures"),
]
SAID_OTHERWISE = [
    ("bombas paradas", "¿Me puedes dar las bombas paradas, por favor?"),
    ("horas de paro por área este año", "hrs de paro x area este año"),
    ("open orders by area", "Could you show me the open orders by area, please?"),
    ("failures by cause this year", "failurs by cuase this yr"),
    ("¿cuántas OT abiertas hay?", "oye cuantas ots abiertas hay"),
]
NEVER = [
    "equipos con bluetooth", "OT abiertas del turno de noche de Saturno", "cuántos zurbos hay", "pumps that smell bad",
    "failures by phase of the moon", "costo de las bombas azules", "who painted the P-101", "orders that nobody likes",
]  # fmt: skip
"""A word of substance that nothing accounts for is asked about, and never passed over."""


@pytest.mark.parametrize(("spanish", "english"), PAIRS)
def test_both_languages_ask_the_same(bench: Bench, spanish: str, english: str) -> None:
    assert written(bench.talk(spanish)[-1]) == written(bench.talk(english)[-1])


@pytest.mark.parametrize(("listing", "counting"), LISTED)
def test_a_list_is_as_long_as_its_count(bench: Bench, listing: str, counting: str) -> None:
    assert len(bench.rows(bench.talk(listing)[-1])) == bench.rows(bench.talk(counting)[-1])[0][0]


@pytest.mark.parametrize(("wide", "narrow"), NARROWED)
def test_a_limit_never_adds_a_row(bench: Bench, wide: str, narrow: str) -> None:
    assert len(bench.rows(bench.talk(narrow)[-1])) <= len(bench.rows(bench.talk(wide)[-1]))


@pytest.mark.parametrize(("plain", "other"), SAID_OTHERWISE)
def test_politeness_and_slips_change_nothing(bench: Bench, plain: str, other: str) -> None:
    assert written(bench.talk(plain)[-1]) == written(bench.talk(other)[-1])


@pytest.mark.parametrize("text", NEVER)
def test_a_word_that_means_nothing_is_asked_about(bench: Bench, text: str) -> None:
    plan = bench.talk(text)[-1]
    assert isinstance(plan, Asks)
    assert plan.sentence


def test_every_choice_of_a_question_back_is_answered(bench: Bench) -> None:
    for text in (
        "vencidos",
        "¿cuál es el peor equipo?",
        "OT abiertas este mes",
        "what happened with CV-107 yesterday?",
    ):
        plan = bench.talk(text)[-1]
        assert isinstance(plan, Asks) and 2 <= len(plan.choices) <= 4, text
        for choice in plan.choices:
            assert isinstance(bench.plan(text, bench.session, choice=choice.id), Queried)


_SCRIPT = """
from core.semantics.load import load_model
from tests.core.lexicons import lexicon_of
lexicon = lexicon_of(load_model())
words = "vencidos paradas abiertas minima costo average down working bombas".split()
for place in range(len(words)):
    for end, readings, number in sorted(lexicon.match(words, place, [None] * len(words)), key=lambda item: item[0]):
        print(place, end, readings)
"""


def test_what_words_mean_does_not_depend_on_the_run() -> None:
    """Sets have another order in every process; readings must not."""
    root = Path(__file__).parents[3]
    said = {
        subprocess.run(
            [sys.executable, "-c", _SCRIPT],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1
