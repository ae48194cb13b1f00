"""The workbook, opened again with openpyxl: types, formats, filter, widths, the second sheet."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from core.kernel.messages import Column, Language
from core.replies.workbook.job import AboutLine, WorkbookJob
from core.replies.workbook.write import write
from core.wording.precision import with_decimals
from tests.core.replies.samples import result

MADE = datetime(2026, 11, 22, 14, 15, tzinfo=UTC)
COLUMNS = (
    Column(name="tag", label="Equipo"),
    Column(name="due", label="Vence", kind="date"),
    Column(name="begun", label="Inicio", kind="datetime"),
    Column(name="cost", label="Costo", kind="money"),
    Column(name="hours", label="Paro", kind="hours"),
    Column(name="share", label="Disponibilidad", kind="percent"),
    Column(name="took", label="Duración", kind="minutes"),
    Column(name="n", label="Fallas", kind="integer"),
    Column(name="late", label="Atraso", kind="days"),
    Column(name="critical", label="Crítico", kind="boolean"),
)
ROWS: list[tuple[Any, ...]] = [
    ("P-101", "2026-11-22", "2026-11-20 08:15:00", 722735.9299999998, 7.7, 82.5, 200, 1200, 3, 1),
    ("P-102", None, None, 162.69, 7.13, 100, None, 0, 1, 0),
]


def job(
    columns: tuple[Column, ...], rows: list[tuple[Any, ...]], language: Language = "es", **more: Any
) -> WorkbookJob:
    made = result(columns, rows)
    return WorkbookJob(
        title=more.get("title", "Prueba"),
        columns=tuple(with_decimals(columns, made, "MXN")),
        result=made,
        about=more.get("about", ()),
        language=language,
        currency="MXN",
        made_at=MADE,
    )


def opened(job: WorkbookJob) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(write(job)))


def test_cells_have_their_types_and_the_formats_of_their_kinds() -> None:
    sheet = opened(job(COLUMNS, ROWS))["Datos"]
    assert [cell.value for cell in sheet[1]] == [
        "Equipo", "Vence", "Inicio", "Costo", "Paro (h)", "Disponibilidad", "Duración", "Fallas", "Atraso (días)",
        "Crítico",
    ]  # fmt: skip
    first, second = list(sheet.iter_rows(min_row=2))
    assert [cell.value for cell in first] == [
        "P-101", datetime(2026, 11, 22), datetime(2026, 11, 20, 8, 15), 722735.93, 7.7, 0.825,
        timedelta(hours=3, minutes=20), 1200, 3, "sí",
    ]  # fmt: skip
    assert [cell.value for cell in second] == ["P-102", None, None, 162.69, 7.13, 1, None, 0, 1, "no"]
    assert [cell.number_format for cell in first][1:9] == [
        "[$-80A]d mmm yyyy", "[$-80A]d mmm yyyy hh:mm", '"$"#,##0;-"$"#,##0', "#,##0.0", "0.0 %",
        '[h]" h "mm" min"', "#,##0", "#,##0",
    ]  # fmt: skip
    assert first[1].is_date and first[2].is_date
    # Every cell of a column, those without a value too when somebody fills them in, is written the same.
    assert sheet.column_dimensions["D"].width > len("$722,736")


def test_the_header_stays_and_filters_and_columns_are_as_wide_as_what_they_hold() -> None:
    columns = (Column(name="tag", label="Equipo"), Column(name="note", label="Descripción"))
    sheet = opened(job(columns, [("P-101", "x" * 500), ("CV-1", "corto")]))["Datos"]
    assert sheet.auto_filter.ref == "A1:B3"
    assert sheet.freeze_panes == "A2"
    assert sheet["A1"].font.b
    assert sheet.column_dimensions["A"].width < 15 < sheet.column_dimensions["B"].width < 62


def test_the_second_sheet_tells_what_was_asked_and_the_query() -> None:
    about = (AboutLine("Pregunta", "=cuántas?"), AboutLine("SQL", "SELECT 1\nFROM x", code=True))
    book = opened(job(COLUMNS[:1], [("a",)], about=about, title="OT abiertas por área"))
    assert book.sheetnames == ["Datos", "Acerca de"]
    assert book.properties.title == "OT abiertas por área"
    rows = [tuple(cell.value for cell in row) for row in book["Acerca de"].iter_rows()]
    assert rows == [
        ("OT abiertas por área", None), (None, None), ("Pregunta", "=cuántas?"), ("SQL", "SELECT 1\nFROM x"),
    ]  # fmt: skip
    assert book["Acerca de"]["B3"].data_type == "s"


def test_english_has_english_words_signs_and_months() -> None:
    book = opened(job((COLUMNS[1], COLUMNS[3], COLUMNS[9]), [("2026-11-22", 5.5, 1)], "en"))
    assert book.sheetnames == ["Data", "About"]
    day, cost, critical = book["Data"][2]
    assert (day.number_format, cost.number_format) == ("[$-409]d mmm yyyy", '"MX$"#,##0.00;-"MX$"#,##0.00')
    assert critical.value == "yes"


@pytest.mark.parametrize(
    ("label", "cell", "value", "pattern"),
    [
        ("Mes", "2026-10", datetime(2026, 10, 1), "[$-80A]mmm yyyy"),
        ("Semana", "2026-W47", datetime(2026, 11, 16), '[$-80A]"semana del "d mmm yyyy'),
        ("Día", "2026-11-22", datetime(2026, 11, 22), "[$-80A]d mmm yyyy"),
        ("Trimestre", "2026-Q3", "T3 2026", "General"),
    ],
)
def test_time_buckets_are_dates_that_sort(label: str, cell: str, value: Any, pattern: str) -> None:
    columns = (Column(name="bucket", label=label), Column(name="n", label="Fallas", kind="integer"))
    found = opened(job(columns, [(cell, 3), (None, 4)]))["Datos"]["A2"]
    assert (found.value, found.number_format) == (value, pattern)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-cmd|x", "@SUM(A1)", '=HYPERLINK("http://x")', "{=1}", "http://x.y"])
def test_no_text_runs_or_becomes_a_link(text: str) -> None:
    sheet = opened(job(COLUMNS[:1], [(text,)]))["Datos"]
    found = sheet["A2"]
    assert (found.value, found.data_type, found.hyperlink) == (text, "s", None)
    assert found.quotePrefix == (text[0] in "=+-@")


def test_odd_texts_stay_what_they_are() -> None:
    texts = [
        "🔧 bomba 👩🏽‍🔧",
        "مضخة رقم ٤",
        "a\x00b\x07c",
        "línea\nlínea",
        "0042",
        "bad \ud800 text",
        " ",
        "12345678901234567890",
    ]
    sheet = opened(job(COLUMNS[:1], [(text,) for text in texts]))["Datos"]
    read = [cell.value for cell in sheet["A"][1:]]
    assert read[:2] == texts[:2] and read[3:5] == texts[3:5]
    assert read[5] == "bad ? text" and read[7] == texts[7]
    assert all(cell.data_type == "s" for cell in sheet["A"][1:])


def test_ten_thousand_characters_fit_and_more_than_a_cell_holds_is_cut_and_said() -> None:
    book = opened(job(COLUMNS[:1], [("x" * 10_000,), ("y" * 40_000,)]))
    long, longer = (cell.value for cell in book["Datos"]["A"][1:])
    assert long == "x" * 10_000
    assert len(longer) == 32_767 and longer.endswith("…")
    assert any("32,767" in str(row[1].value) for row in book["Acerca de"].iter_rows(min_row=3))


def test_as_many_columns_of_text_as_a_wide_table_has() -> None:
    columns = tuple(Column(name=f"c{at}", label=f"C {at}") for at in range(1_000))
    sheet = opened(job(columns, [tuple("=texto" if at % 2 else "🔧" for at in range(1_000))]))["Datos"]
    assert sheet.max_column == 1_000 and {cell.data_type for cell in sheet[2]} == {"s"}


def test_what_is_no_number_is_written_as_text_and_said() -> None:
    columns = (Column(name="h", label="Paro", kind="hours"),)
    book = opened(job(columns, [(float("nan"),), (float("inf"),), (1.5,), ("s/d",)]))
    assert [cell.value for cell in book["Datos"]["A"][1:]] == ["nan", "inf", 1.5, "s/d"]
    assert any("2 celdas" in str(row[1].value) for row in book["Acerca de"].iter_rows(min_row=3))


def test_dates_that_excel_does_not_know_and_long_numbers_are_texts() -> None:
    columns = (Column(name="d", label="Fecha", kind="date"), Column(name="n", label="Serie", kind="integer"))
    sheet = opened(job(columns, [("1899-05-01", 12345678901234567), ("no sé", 5), ("2026-02-30", -7)]))["Datos"]
    assert [(a.value, b.value) for a, b in sheet.iter_rows(min_row=2)] == [
        ("1899-05-01", "12345678901234567"), ("no sé", 5), ("2026-02-30", -7),
    ]  # fmt: skip


def test_a_negative_duration_stays_a_number_with_its_unit() -> None:
    sheet = opened(job((Column(name="m", label="Diferencia", kind="minutes"),), [(-90,), (30,)]))["Datos"]
    assert [cell.value for cell in sheet["A"]] == ["Diferencia (min)", -90, 30]


def test_no_rows_give_a_header_alone_and_labels_that_repeat_are_told_apart() -> None:
    columns = (Column(name="a", label="N"), Column(name="b", label="N"), Column(name="c", label=""))
    sheet = opened(job(columns, []))["Datos"]
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["N", "N (2)", "c"]]


def test_the_same_rows_give_the_same_bytes() -> None:
    assert write(job(COLUMNS, ROWS)) == write(job(COLUMNS, ROWS))
