"""Text is cut into lines and cells: separators, quotes, line breaks in quotes."""

from __future__ import annotations

import pytest

from core.intake.failures import DoubtfulSeparator
from core.intake.text_file import read_text


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    lines = ["Reporte de órdenes", "", separator.join(["OT", "Costo", "Nota"])]
    lines += [separator.join([str(number), '"1,50"', '"a; b, c | d"']) for number in range(20)]
    sheet = read_text("\n".join(lines).encode(), "x.csv")
    assert sheet.separator == separator
    assert sheet.lines[-1].cells == ["19", "1,50", "a; b, c | d"]


def test_decimal_commas_do_not_separate() -> None:
    assert read_text(b"OT;Costo;Horas\n1;2,50;1,5\n2;3,10;2,5\n", "x.csv").separator == ";"


def test_two_that_separate_equally_well_are_refused() -> None:
    with pytest.raises(DoubtfulSeparator, match=";"):
        read_text(b"a,b;c\n1,2;3\n", "x.csv")
    assert read_text(b"a,b;c\n1,2;3\n", "x.csv", separator=";").lines[1].cells == ["1,2", "3"]


def test_a_declared_separator_is_taken_and_its_line_stays_a_line() -> None:
    sheet = read_text(b"sep=|\na|b\n1|2\n", "x.csv")
    assert (sheet.separator, [line.number for line in sheet.lines]) == ("|", [1, 2, 3])


def test_line_breaks_in_quotes_belong_to_the_cell_and_count_as_lines() -> None:
    sheet = read_text(b'OT;Nota\r\n1;"dos\r\nlineas"\r\n2;una\r\n', "x.csv")
    assert [(line.number, line.cells) for line in sheet.lines] == [
        (1, ["OT", "Nota"]),
        (2, ["1", "dos\nlineas"]),
        (4, ["2", "una"]),
    ]


def test_a_quote_that_nobody_closes_swallows_no_line() -> None:
    text = 'OT;Nota\n1;"tubo de 2\n2;otra\n3;"bien"\n'
    sheet = read_text(text.encode(), "x.csv")
    assert [line.cells for line in sheet.lines] == [["OT", "Nota"], ["1", '"tubo de 2'], ["2", "otra"], ["3", "bien"]]
    assert sheet.notes == [("LOOSE_QUOTES", {})]
