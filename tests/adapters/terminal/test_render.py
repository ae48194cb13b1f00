"""A Reply drawn for a terminal."""

from __future__ import annotations

import io
from typing import Any

from rich.console import Console

from adapters.terminal import render
from core.kernel.messages import Artifact, Choice, Clarification, Column, Reply, Span, Suggestion, Table

COLUMNS = (Column(name="area", label="Área"), Column(name="n", label="OT", kind="integer"))


def drawn(colours: bool = False, show_sql: bool = False, **fields: Any) -> str:
    base: dict[str, Any] = {
        "question_id": "q",
        "language": "es",
        "action": "data",
        "headline": (Span(text="Hay "), Span(text="6 OT", bold=True), Span(text=".")),
    }
    output = io.StringIO()
    console = Console(
        file=output, width=100, force_terminal=colours, color_system="standard" if colours else None, markup=False
    )
    render.show(
        Reply(**(base | fields)),
        console,
        currency="MXN",
        where=lambda stored: f"chat_docs/{stored.path}",
        show_sql=show_sql,
    )
    return output.getvalue()


def test_the_answer_comes_first_and_bold() -> None:
    assert drawn().splitlines()[0] == "Hay 6 OT."
    assert "\x1b[1m6 OT\x1b[0m" in drawn(colours=True)


def test_without_colours_nothing_but_text() -> None:
    assert "\x1b" not in drawn(assumptions=("a",), suggestions=(Suggestion(label="x", text="y"),))


def test_the_table_is_aligned_and_says_what_is_left_out() -> None:
    text = drawn(table=Table(columns=COLUMNS, rows=(("Welding", 6), ("Mixing", 1234)), total=1500, truncated=True))
    lines = [line.rstrip() for line in text.splitlines()]
    assert "Área" in lines[1]
    assert lines[3].startswith("Welding")
    assert len(lines[3]) == len(lines[4]), "numbers stand to the right"
    assert "Se muestran 2." in text
    assert "1,500" not in text, "the answer itself says where the list was cut"
    part = drawn(table=Table(columns=COLUMNS, rows=(("Welding", 6),), total=1500))
    assert "Se muestran 1 de 1,500." in part


def test_a_series_says_that_its_last_rows_are_shown() -> None:
    series = Table(columns=COLUMNS, rows=(("oct 2026", 6), ("nov 2026", 7)), total=30, chronological=True)
    assert "Se muestran los últimos 2 de 30." in drawn(table=series)
    assert "Showing the last 2 of 30." in drawn(table=series, language="en")


def test_prose_gives_way_and_names_dates_and_numbers_stay_whole() -> None:
    columns = (
        Column(name="number", label="OT"),
        Column(name="status", label="Estado"),
        Column(name="due", label="Vence", kind="date"),
        Column(name="technician", label="Técnico"),
        Column(name="words", label="Descripción"),
    )
    row = ("WO-2026-02571", "en espera de refacciones", "2026-09-19", "José Luis Hernández", "Repair cable " * 6)
    table = Table(columns=columns, rows=(row,), total=1)
    text = drawn(table=table)
    assert "WO-2026-02571" in text and "19 sep 2026" in text
    assert "Repair" not in text
    assert "Hay 1 columna más en el CSV." in text
    asked = drawn(table=table.model_copy(update={"leading": ("number", "words")}))
    assert "Repair" in asked and "columna más" not in asked


def test_a_single_figure_is_not_said_twice() -> None:
    figure = Table(columns=COLUMNS[1:], rows=((6,),), total=1)
    assert drawn(table=figure) == drawn()


def test_markup_in_data_is_text() -> None:
    text = drawn(table=Table(columns=COLUMNS, rows=(("[red]x[/red]", 1), ("[/", 2)), total=2))
    assert "[red]x[/red]" in text


def test_small_print_files_and_ways_to_go_on() -> None:
    stored = Artifact(kind="data", path="f/data_0.csv", filename="x.csv", media_type="text/csv", size=1)
    text = drawn(
        definition="6 ÷ 1",
        assumptions=("OT abiertas", "sin retiradas"),
        freshness="datos de hoy 08:15",
        planner="model",
        artifacts=(stored,),
        suggestions=(Suggestion(label="Por área", text="OT abiertas por área"),),
    )
    assert "6 ÷ 1" in text
    assert "OT abiertas · sin retiradas · datos de hoy 08:15 · Respuesta planeada por IA." in text
    assert "chat_docs/f/data_0.csv" in text
    assert "· OT abiertas por área" in text


def test_the_ai_label_stands_only_where_the_model_planned() -> None:
    assert "IA" not in drawn(planner="deterministic", assumptions=("x",))


def test_choices_have_their_numbers() -> None:
    asked = Clarification(
        question="¿Qué cosa?", choices=(Choice(id="1", label="Equipos (4)"), Choice(id="2", label="OT (31)"))
    )
    text = drawn(action="clarify", clarification=asked)
    assert "1. Equipos (4)" in text
    assert "2. OT (31)" in text


def test_sql_only_when_asked_for() -> None:
    assert "SELECT" not in drawn(sql="SELECT 1")
    assert "SELECT 1" in drawn(sql="SELECT 1", show_sql=True)
    assert "SELECT 1" in drawn(sql="SELECT 1", sql_asked=True)
