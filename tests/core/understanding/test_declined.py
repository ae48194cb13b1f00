"""The words of a question that is not answered: what was understood of it is said, and a button asks that."""

from __future__ import annotations

import pytest

from core.planning.plan import Asks
from tests.core.understanding.rig import Bench


@pytest.mark.parametrize(
    ("question", "sentence", "buttons"),
    [
        ("bombas zurbos", "No sé qué es «zurbos». Entendí «bombas».", ["Ver las 41 bombas"]),
        ("pumps with flurbs", "I don't know what “flurbs” is. I understood “pumps”.", ["See the 41 pumps"]),
        (
            "horas de paro zurbo por causa este año",
            "No sé qué es «zurbo». Entendí «horas de paro por causa este año».",
            ["Horas de paro por causa este año"],
        ),
        (
            "how many bearings do we have in stock",
            "Which would you like: total stock (bearings) or bearings in stock?",
            ["Total stock (bearings)", "Bearings in stock"],
        ),
    ],
)
def test_what_was_understood_is_a_button(bench: Bench, question: str, sentence: str, buttons: list[str]) -> None:
    plan = bench.plan(question)
    assert isinstance(plan, Asks)
    assert plan.sentence == sentence
    assert [choice.label for choice in plan.choices] == buttons


@pytest.mark.parametrize("question", ["¿cuántos zurbos hay?", "how many glorps are there in Mixing"])
def test_another_subject_is_never_offered(bench: Bench, question: str) -> None:
    plan = bench.plan(question)
    assert isinstance(plan, Asks)
    assert not plan.choices
