"""A choice that there is not asks the clarification again; it neither ends it nor picks another."""

from __future__ import annotations

import pytest

from core.comprehension.talk import recognise
from core.planning.plan import PlannedChoice
from tests.core.understanding.rig import Bench, Talk
from tests.plans import a_plan


def waiting(*labels: str) -> Talk:
    choices = tuple(
        PlannedChoice(id=str(number), label=label, text=f"OT abiertas en {label}")
        for number, label in enumerate(labels, start=1)
    )
    pending = a_plan(
        language="es",
        action="clarify",
        planner="deterministic",
        sentence="¿Cuál?",
        choices=choices,
        unknown=("zurbo",),
    )
    return Talk(language="es", pending=pending)


@pytest.mark.parametrize("text", ["7", "el 7", "la 4", "la cuarta", "option 9", "0", "sí"])
def test_it_is_asked_again_with_its_choices(bench: Bench, text: str) -> None:
    session = waiting("Packaging", "Welding", "Bottling")
    assert session.pending is not None
    plan = bench.plan(text, session)
    assert plan.action == "clarify"
    assert plan.sentence == session.pending.sentence
    assert plan.choices == session.pending.choices
    assert plan.unknown == (), "every word of it was understood: no model is needed"


def test_a_number_that_a_choice_is_called_by_takes_it(bench: Bench) -> None:
    plan = bench.plan("3", waiting("Line 3", "Line 1"))
    assert plan.action == "data"
    assert "Line 3" in plan.restated
    assert not plan.context_free


@pytest.mark.parametrize("text", ["5 bombas", "las de 7 días", "top 5 equipos con más paros"])
def test_a_question_with_a_number_is_no_choice(bench: Bench, text: str) -> None:
    talk = recognise(bench.read(text), pending=3, has_result=True)
    assert talk is None or talk.kind != "which_one"
