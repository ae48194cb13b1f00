"""A column's type is decided over all its values, and what does not fit is kept beside it."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

import pytest

from core.intake.cells import RawCell
from core.intake.column import DecidedColumn, decide
from core.intake.doubts import Conventions, ImportDoubt
from core.intake.failures import DoubtfulDates, DoubtfulDecimals


def decided(*cells: RawCell, label: str = "Dato", conventions: Conventions | None = None) -> DecidedColumn:
    return decide(label, "dato", Counter(cells), conventions or Conventions("x.csv"))


def notes(column: DecidedColumn) -> list[str]:
    return [name for name, _ in column.notes]


@pytest.mark.parametrize(
    ("cells", "kind", "stored"),
    [
        (["1", "20"], "integer", [1, 20]),
        (["1,5", "20"], "number", [1.5, 20]),
        (["$ 1.234,50", "$ 2,00"], "number", [1234.5, 2.0]),
        (["85 %", "7 %"], "integer", [85, 7]),
        ([1.0, 2.0], "integer", [1, 2]),
        ([1.0, 2.5], "number", [1, 2.5]),
        (["Sí", "no"], "boolean", [1, 0]),
        (["TRUE", "FALSE"], "boolean", [1, 0]),
        (["22/11/2026", "01/02/2026"], "date", ["2026-11-22", "2026-02-01"]),
        (["22/11/2026 06:00", "01/02/2026"], "datetime", ["2026-11-22 06:00:00", "2026-02-01 00:00:00"]),
        ([date(2026, 1, 2), datetime(2026, 1, 3, 4, 5)], "datetime", ["2026-01-02 00:00:00", "2026-01-03 04:05:00"]),
        (["00123", "456"], "text", ["00123", "456"]),
        (["12345678901234567890", "1"], "text", ["12345678901234567890", "1"]),
        ([5001.0, "P-7"], "text", ["5001", "P-7"]),
        (["=1+1", "a"], "text", ["=1+1", "a"]),
        (["S", "S"], "text", ["S"]),
    ],
)
def test_types(cells: list[RawCell], kind: str, stored: list[object]) -> None:
    column = decided(*cells)
    assert column.type == kind
    assert [column.stored[cell] for cell in dict.fromkeys(cells)] == stored
    assert not column.misfits


def test_order_numbers_and_phones_stay_text() -> None:
    assert decided("5001", "5002", label="Nº OT").type == "text"
    assert decided(5001.0, 5002.0, label="WO number").stored == {5001.0: "5001", 5002.0: "5002"}
    assert decided("5001", "5002", label="Horas").type == "integer"


def test_words_for_nothing_are_nothing_and_counted() -> None:
    column = decided("1", "2", "N/A", "s/d", "-", "-")
    assert (column.type, column.nothings) == ("integer", 4)
    assert "N/A" not in column.stored
    assert decided("-", "n/a").type == "empty"


def test_a_mark_is_yes_and_a_blank_is_no() -> None:
    column = decided("x", "X")
    assert (column.type, column.stored, column.blank) == ("boolean", {"x": 1, "X": 1}, 0)


def test_a_few_that_do_not_fit_are_kept_beside() -> None:
    column = decided(*["22/11/2026"] * 30, "pendiente")
    assert column.type == "date"
    assert column.misfits == {"pendiente": 1}
    assert decided(*["22/11/2026"] * 5, "pendiente").type == "text"


def test_dates_that_prove_both_orders_stay_as_they_are() -> None:
    column = decided("22/11/2026", "11/22/2026", "03/04/2026")
    assert (column.type, notes(column)) == ("text", ["MIXED_ORDERS"])


def test_decimals_that_prove_both_signs_stay_as_they_are() -> None:
    column = decided("1.234,5", "1,234.5")
    assert (column.type, notes(column)) == ("text", ["MIXED_DECIMALS"])


def test_two_currencies_are_never_summed() -> None:
    column = decided("€ 5", "$ 5")
    assert (column.type, notes(column)) == ("text", ["TWO_UNITS"])
    assert decided("5 %", "0,5").type == "text"


def test_doubt_is_refused_with_the_option_that_says_it() -> None:
    with pytest.raises(DoubtfulDates) as dates:
        decided("03/04/2026", "05/06/2026")
    assert "--dates dmy" in dates.value.message("es")
    with pytest.raises(DoubtfulDecimals) as decimals:
        decided("1.234", "2.500")
    assert "--decimal comma" in decimals.value.message("en")


def test_no_doubt_where_it_makes_no_difference() -> None:
    assert decided("03/03/2026", "04/04/2026").type == "date"
    assert decided("12", "7").type == "integer"


def test_other_columns_of_the_file_settle_a_doubt() -> None:
    conventions = Conventions("x.csv")
    conventions.learn([Counter(["22/11/2026", "01/02/2026", None, "-"]), Counter(["1,5", "2,25"])])
    assert decided("03/04/2026", conventions=conventions).stored == {"03/04/2026": "2026-04-03"}
    assert decided("1.234", conventions=conventions).stored == {"1.234": 1234}


def test_a_person_is_asked_once_for_a_file() -> None:
    asked: list[ImportDoubt] = []

    def ask(doubt: ImportDoubt) -> str:
        asked.append(doubt)
        return "mdy"

    conventions = Conventions("x.csv", ask)
    assert decided("03/04/2026", conventions=conventions).stored == {"03/04/2026": "2026-03-04"}
    assert decided("05/06/2026", conventions=conventions).stored == {"05/06/2026": "2026-05-06"}
    assert [doubt.examples for doubt in asked] == [("03/04/2026",)]


def test_a_column_that_proves_its_order_wins_over_what_was_said() -> None:
    said = Conventions("x.csv", order="mdy")
    assert decided("22/11/2026", "03/04/2026", conventions=said).stored["03/04/2026"] == "2026-04-03"


def test_saps_dates() -> None:
    assert decided("20261122", "00000000", label="Fecha inicio").stored == {"20261122": "2026-11-22", "00000000": None}
    column = decided("22.11.2026", "00.00.0000")
    assert (column.type, column.stored["00.00.0000"], notes(column)) == (
        "date",
        None,
        ["ORDER_DMY_COLUMN", "ZERO_DATES"],
    )


def test_days_that_excel_exchanged_are_told() -> None:
    stored = [date(2026, 3, day) for day in range(1, 5)]
    assert "SWAPPED_DATES" in notes(decided(*stored, "22/11/2026", "23/11/2026", "24/11/2026"))
    assert "SWAPPED_DATES" not in notes(decided(*stored, date(2026, 3, 20), "22/11/2026", "23/11/2026", "24/11/2026"))
