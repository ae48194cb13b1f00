from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kernel.messages import Column
from core.replies.csv_file import CsvDialect, headers, neutralised, to_csv
from tests.core.replies.samples import result

COLUMNS = (
    Column(name="tag", label="Equipo"),
    Column(name="note", label="Descripción"),
    Column(name="n", label="Fallas"),
)


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_excel_reads_it_bom_crlf_labels_all_rows():
    content = to_csv(COLUMNS, result(COLUMNS, [("P-101", 'café, "té"\nagua', 3), ("P-102", None, 0.1)]))
    assert content.startswith(b"\xef\xbb\xbfEquipo,Descripci\xc3\xb3n,Fallas\r\n")
    assert content.endswith(b"P-102,,0.1\r\n")
    assert read(content) == [
        ["Equipo", "Descripción", "Fallas"],
        ["P-101", 'café, "té"\nagua', "3"],
        ["P-102", "", "0.1"],
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|x", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", '=HYPERLINK("x")', "-"]
)
def test_formulas_get_an_apostrophe(text):
    assert neutralised(text) == "'" + text
    columns = COLUMNS[:1]
    assert read(to_csv(columns, result(columns, [(text,)])))[1] == ["'" + text]


@pytest.mark.parametrize("text", ["-5", "+3.2", "-1e6", "-.5", "P-101", "a=b", "", " =x"])
def test_plain_numbers_and_harmless_texts_stay(text):
    assert neutralised(text) == text


def test_numbers_stay_numbers_and_columns_may_be_chosen_and_reordered():
    found = result(COLUMNS, [("a", "=x", -5), ("b", "y", -2.5)])
    assert read(to_csv((COLUMNS[2], COLUMNS[0]), found)) == [["Fallas", "Equipo"], ["-5", "a"], ["-2.5", "b"]]
    with pytest.raises(ValueError):
        to_csv((Column(name="gone", label="x"),), found)


def test_headers_are_neutralised_unique_and_never_empty():
    columns = [
        Column(name="a", label="=Área"),
        Column(name="b", label="N"),
        Column(name="c", label="N"),
        Column(name="d", label=""),
    ]
    assert headers(columns) == ["'=Área", "N", "N (2)", "d"]


def test_no_rows_give_the_header_alone_and_a_lone_empty_cell_is_still_a_row():
    assert read(to_csv(COLUMNS, result(COLUMNS, []))) == [["Equipo", "Descripción", "Fallas"]]
    one = COLUMNS[:1]
    assert len(read(to_csv(one, result(one, [("a",), (None,), ("b",)])))) == 4


def test_a_lone_surrogate_does_not_stop_the_file():
    columns = COLUMNS[:1]
    assert read(to_csv(columns, result(columns, [("bad \ud800 text",)])))[1] == ["bad ? text"]


CELLS = st.none() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters(exclude_categories=["Cs"]))


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8))
def test_any_cells_read_back_and_the_bytes_are_those_of_csv_writer(rows):
    content = to_csv(COLUMNS, result(COLUMNS, rows))
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headers(COLUMNS))
    writer.writerows([[neutralised(cell) if isinstance(cell, str) else cell for cell in row] for row in rows])
    assert read(content) == list(csv.reader(io.StringIO(text.getvalue(), newline="")))


NUMBERS = (
    Column(name="cost", label="Costo", kind="money"),
    Column(name="h", label="Paro", kind="hours"),
    Column(name="n", label="Fallas", kind="integer"),
    Column(name="note", label="Nota"),
)


@pytest.mark.parametrize(
    ("locale", "separator", "decimal"),
    [("es-MX", ",", "."), ("en-US", ",", "."), ("es-ES", ";", ","), ("de-DE", ";", ","), ("pt-BR", ";", ",")],
)
def test_the_dialect_is_that_of_the_locales_excel(locale, separator, decimal):
    assert CsvDialect.of(locale) == CsvDialect(separator, decimal)


def test_an_unknown_locale_is_refused():
    with pytest.raises(ValueError):
        CsvDialect.of("xx-XX")


def test_numbers_have_one_number_of_decimals_a_column_without_binary_noise():
    found = result(NUMBERS, [(722735.9299999998, 7.7, 3, "a"), (5, 7.13, None, "b"), (None, 6.98888, 4, "c")])
    assert read(to_csv(NUMBERS, found))[1:] == [
        ["722735.93", "7.7000", "3", "a"],
        ["5.00", "7.1300", "", "b"],
        ["", "6.9889", "4", "c"],
    ]


def test_in_spain_a_semicolon_parts_and_a_comma_divides_and_texts_are_quoted_for_it():
    found = result(NUMBERS, [(-12.5, 0.25, 3, "a;b"), (1000, 1.5, 4, "-2,5"), (3, None, 5, "c,d")])
    content = to_csv(NUMBERS, found, CsvDialect.of("es-ES")).decode("utf-8-sig")
    assert content.split("\r\n") == [
        "Costo;Paro;Fallas;Nota", '-12,50;0,25;3;"a;b"', "1000,00;1,50;4;'-2,5", "3,00;;5;c,d", "",
    ]  # fmt: skip


def test_infinite_and_undefined_numbers_are_named_as_machines_name_them():
    columns = NUMBERS[1:2]
    found = result(columns, [(float("inf"),), (float("nan"),), (1.5,)])
    assert read(to_csv(columns, found))[1:] == [["inf"], ["nan"], ["1.5"]]
