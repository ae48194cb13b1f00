"""Notes about a model that is away and about checked queries."""

from __future__ import annotations

from core.kernel.messages import Span
from core.modelling.notes import verified_label, with_note
from tests.core.modelling.sessions import data_plan
from tests.plans import a_plan

HEADLINE = (Span(text="9 equipos", bold=True), Span(text="."))


def text(spans: tuple[Span, ...]) -> str:
    return "".join(span.text for span in spans)


def test_an_answer_with_the_model_has_no_note() -> None:
    assert with_note(HEADLINE, data_plan()) == HEADLINE


def test_an_offer_without_the_model_says_so_and_keeps_its_bold() -> None:
    noted = with_note(HEADLINE, data_plan(degraded="circuit_open"))
    assert text(noted) == (
        "El modelo no responde; con lo que entiendo sin él: 9 equipos. Si no era eso, dilo con otras palabras."
    )
    assert [span.text for span in noted if span.bold] == ["9 equipos"]


def test_a_question_back_says_why_it_is_asked() -> None:
    plan = a_plan(language="en", action="clarify", planner="deterministic", degraded="budget_spent")
    assert (
        text(with_note((Span(text="Overdue what?"),), plan)) == "Today's budget for the model is spent. Overdue what?"
    )


def test_who_checked_a_query() -> None:
    checked = data_plan(planner="verified", checked_by="planning office", checked_on="2026-10-12")
    assert verified_label(checked) == "✓ consulta verificada por planning office, 12 oct 2026"
    assert (
        verified_label(data_plan(planner="verified", checked_by="x", checked_on="last week", language="en"))
        == "✓ query verified by x, last week"
    )
