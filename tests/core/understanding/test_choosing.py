"""Choices made in words: a clarification's label, a part of it, its measure or its subject; and words that are none."""

from __future__ import annotations

import pytest

from tests.core.understanding.rig import Bench
from tests.golden.plans import written


def last(bench: Bench, *turns: str) -> str:
    """The last turn's plan, its parts in a stable order."""
    return written(bench.talk(*turns)[-1], bench.session.last_plan)


@pytest.mark.parametrize(
    "said", ["Por horas de paro", "horas de paro", "paro", "2", "la segunda", "por horas de paro."]
)
def test_a_spanish_choice_in_words(bench: Bench, said: str) -> None:
    assert last(bench, "¿cuál es la peor bomba?", said) == last(bench, "¿cuál es la peor bomba?", "2")


@pytest.mark.parametrize("said", ["By maintenance cost", "by cost", "cost", "maintenance cost", "3"])
def test_an_english_choice_in_words(bench: Bench, said: str) -> None:
    assert last(bench, "which is the worst pump?", said) == last(bench, "which is the worst pump?", "3")


def test_the_measure_by_its_full_name(bench: Bench) -> None:
    first, second = bench.talk("which is the worst pump?", "by downtime hours")
    assert [choice.label for choice in first.choices] == ["By number of failures", "By downtime", "By maintenance cost"]
    assert second.query == first.choices[1].query


def test_every_choice_keeps_the_pumps(bench: Bench) -> None:
    plan = bench.plan("¿cuál es la peor bomba de Bottling?")
    assert len(plan.choices) == 3
    for choice in plan.choices:
        assert choice.query is not None
        assert {str(item.values[0]) for item in choice.query.filters if hasattr(item, "values")} == {
            "pump",
            "Bottling",
        }


@pytest.mark.parametrize("said", ["sí", "yes", "claro"])
def test_yes_to_several_asks_again(bench: Bench, said: str) -> None:
    first, second = bench.talk("¿cuál es la peor máquina?", said)
    assert second == first


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("¿cuántas OT están abiertas?", "count work_order"),
        ("horas de paro por área", "breakdown downtime"),
        ("fallas este mes", "list failure"),
    ],
)
def test_another_question_is_no_choice(bench: Bench, said: str, meant: str) -> None:
    assert last(bench, "¿cuál es la peor máquina?", said).startswith(meant)


@pytest.mark.parametrize(
    "text",
    [
        "mejor máquina",
        "mejores bombas",
        "which is the best technician?",
        "what is the best supplier?",
        "peor proveedor",
        "which machine is the most reliable?",
    ],
)
def test_good_and_bad_without_a_measure_are_not_guessed(bench: Bench, text: str) -> None:
    plan = bench.plan(text)
    assert plan.abstains
    assert plan.abstains


def test_only_what_can_be_measured_is_offered(bench: Bench) -> None:
    plan = bench.plan("worst technician")
    assert [choice.label for choice in plan.choices] == [
        "By number of overdue work orders",
        "By number of work orders completed late",
    ]
    plan = bench.plan("¿cuál es el peor técnico?")
    assert [choice.label for choice in plan.choices] == [
        "Por número de OT vencidas",
        "Por número de OT cerradas fuera de fecha",
    ]


def test_narrowing_that_does_not_fit_is_not_read_as_a_new_question(bench: Bench) -> None:
    plan = bench.talk("¿Qué equipos están parados?", "¿y en soldadura?", "solo las de prioridad alta")[-1]
    assert plan.abstains
    assert "prioridad alta" in plan.sentence


def test_a_continuation_of_nothing_is_asked_about(bench: Bench) -> None:
    plan = bench.plan("¿y en Bottling?")
    assert plan.action == "clarify"
    assert plan.abstains
