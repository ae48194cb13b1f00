"""Headlines: templates filled by code, and what happens to those that do not fit."""

from __future__ import annotations

import pytest

from core.kernel.messages import Column, Span
from core.kernel.result import Result
from core.modelling.fill import TemplateMismatch, described, filled, headline
from core.planning.plan import Plan
from tests.core.modelling.sessions import data_plan, result

COLUMNS = (
    Column(name="area", label="Área"),
    Column(name="orders", label="OT abiertas", kind="integer"),
    Column(name="cost", label="Costo", kind="money"),
    Column(name="due", label="Vence", kind="date"),
)
ROWS = result("area orders cost due", ("Packaging", 41, 1234.5, "2026-11-30"), ("Utilities", 33, None, None))


def plan(template: str | None, **fields: object) -> Plan:
    return data_plan(headline=template, columns=COLUMNS, **fields)


def text(found: tuple[Span, ...]) -> str:
    return "".join(f"**{span.text}**" if span.bold else span.text for span in found)


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        (
            "**{area} tiene más que nadie ({orders})**, luego {area:2} ({orders:2}).",
            "**Packaging tiene más que nadie (41)**, luego Utilities (33).",
        ),
        ("Hay **{orders:sum} OT** en {rows} áreas.", "Hay **74 OT** en 2 áreas."),
        ("De {orders:min} a {orders:max}, media {orders:avg}.", "**De 33 a 41, media 37.**"),
        ("Costó **{cost}** hasta el {due}.", "Costó **$1,234.50** hasta el 30 nov 2026."),
        ("**{area}** es la primera", "**Packaging** es la primera"),
    ],
)
def test_filled(template: str, sentence: str) -> None:
    assert text(filled(template, plan(template), ROWS, "MXN")).replace(",234.50", ",234.50") in (
        sentence,
        sentence.replace("$1,234.50", "$1,235"),
    )


@pytest.mark.parametrize(
    "template",
    [
        "Hay **{machines}**.",
        "La tercera es {area:3}.",
        "La {area:0}.",
        "{cost:2}",
        "{orders:median}",
        "Hay {orders} OT {",
        "Hay **42 OT**.",
        "{area.x}",
        "{orders!r}",
    ],
)
def test_a_template_that_does_not_fit_is_refused(template: str) -> None:
    with pytest.raises(TemplateMismatch):
        filled(template, plan(template), ROWS, "MXN")


def test_a_refused_template_gives_way_to_a_sentence_of_ours() -> None:
    assert text(headline(plan("Hay **42 OT**."), ROWS, "MXN")) == "**2 resultados.**"


def test_an_empty_result_says_none() -> None:
    assert text(headline(plan("Hay **{rows}**."), result("area"), "MXN")) == "**No hay ninguno.**"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (result("n", (12,)), "Equipos: **12**."),
        (result("n", (None,)), "**No hay dato** de equipos."),
        (result("tag n", ("P-101", 3)), "**1 resultado**: P-101, 3."),
        (result("tag", ("P-101",), ("P-102",)), "**2 resultados.**"),
    ],
)
def test_described(rows: Result, sentence: str) -> None:
    with_label = data_plan(columns=(Column(name="n", label="Equipos", kind="integer"),))
    assert text(described(with_label, rows, "MXN")) == sentence


def test_a_name_with_asterisks_does_not_become_bold() -> None:
    rows = result("area orders cost due", ("**Pack**", 1, 1, None))
    assert text(filled("**{orders}** en {area}", plan("x"), rows, "MXN")) == "**1** en ∗∗Pack∗∗"


def test_rows_that_were_cut_are_not_counted_as_if_they_were_all() -> None:
    cut = Result(ROWS.columns, ROWS.rows, True, 0.0, ROWS.queried_at)
    assert text(headline(plan("Hay **{orders:sum} OT**."), cut, "MXN")) == "**Más de 2 resultados.**"
    assert text(headline(plan("Hay **{rows}**."), cut, "MXN")) == "**Más de 2 resultados.**"
    assert text(headline(plan("**{area}** va primero."), cut, "MXN")) == "**Packaging** va primero."
