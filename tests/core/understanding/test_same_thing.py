"""Follow-ups that stay with what was spoken of: the same rows without some, the same machine, of them."""

from __future__ import annotations

import pytest

from core.semantics.query import Compare
from tests.core.understanding.rig import Bench


@pytest.mark.parametrize(
    "turns",
    [
        ("OT abiertas por área", "menos Bottling"),
        ("fallas por área", "menos Packaging"),
        ("top 5 equipos con más fallas", "menos CV-107"),
    ],
)
def test_minus_takes_away(bench: Bench, turns: tuple[str, str]) -> None:
    first, second = bench.talk(*turns)
    assert first.query is not None and second.query is not None
    assert second.query.groups == first.query.groups
    added = [item for item in second.query.filters if item not in first.query.filters]
    assert [item.op for item in added if isinstance(item, Compare)] == ["<>"], added


def test_what_was_taken_away_stays_away(bench: Bench) -> None:
    plan = bench.talk("todas las bombas menos P-101", "menos la P-102 y la P-103")[-1]
    assert plan.query is not None
    away = [item.values for item in plan.query.filters if isinstance(item, Compare) and item.op in ("<>", "not in")]
    assert sorted(str(value) for values in away for value in values) == ["P-101", "P-102", "P-103"]


@pytest.mark.parametrize(
    "turns",
    [
        ("P-112", "¿cuántas fallas ha tenido este año?"),
        ("P-112", "¿cuántas fallas ha tenido este año?", "¿cuánto ha costado?"),
        ("P-117", "¿tiene OT abiertas?"),
        ("fallas de P-117 este año", "¿cuánto tiempo estuvo parada?"),
    ],
)
def test_it_is_the_machine_just_named(bench: Bench, turns: tuple[str, ...]) -> None:
    last = bench.talk(*turns)[-1]
    assert last.query is not None, last
    tags = [item.values for item in last.query.filters if isinstance(item, Compare) and item.field.field == "tag"]
    assert tags == [(turns[0] if turns[0].startswith("P-") else "P-117",)]


@pytest.mark.parametrize(
    "turns",
    [
        ("OT vencidas", "¿cuántas son correctivas?"),
        ("overdue orders", "how many are corrective?"),
    ],
)
def test_how_many_of_them(bench: Bench, turns: tuple[str, str]) -> None:
    first, second = bench.talk(*turns)
    assert first.query is not None and second.query is not None
    assert second.query.shape == "count"
    assert set(first.query.filters) <= set(second.query.filters)
    assert len(second.query.filters) > len(first.query.filters)


@pytest.mark.parametrize("question", ["últimas 5 OT cerradas", "last 5 closed orders", "última OT terminada"])
def test_the_last_closed_ones_are_those_closed_last(bench: Bench, question: str) -> None:
    plan = bench.plan(question)
    assert plan.query is not None and plan.query.order is not None and plan.query.order.field is not None
    assert plan.query.order.field.field == "completed_at"
    assert plan.query.order.descending


def test_the_oldest_of_a_list_are_not_exchanged_by_sorting(bench: Bench) -> None:
    last = bench.talk("OT vencidas", "solo las 5 más viejas", "ordénalas por prioridad")[-1]
    assert last.action == "refused"


@pytest.mark.parametrize("question", ["¿y el clima laboral?", "¿en serio?"])
def test_words_that_are_words_are_not_spelled_anew(bench: Bench, question: str) -> None:
    plan = bench.talk("OT vencidas", question)[-1]
    assert not getattr(plan, "corrections", ())
    assert plan.abstains
