"""Numbers as people write them, and what they alone tell of the decimal sign."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.intake.numbers import Decimal, keeps_zeros, read_both, read_number


@pytest.mark.parametrize(
    ("text", "decimal", "value"),
    [
        ("1.234,50", "comma", 1234.5),
        ("1,234.50", "point", 1234.5),
        ("1 234,5", "comma", 1234.5),
        ("1'234.5", "point", 1234.5),
        ("$ 1.234.567", "comma", 1234567),
        ("12,5 €", "comma", 12.5),
        ("USD 12", "point", 12),
        ("-$5.00", "point", -5.0),
        ("(123,45)", "comma", -123.45),
        ("123.45-", "point", -123.45),
        ("85 %", "point", 85),
        (",5", "comma", 0.5),
        ("1.5E+03", "point", 1500.0),
    ],
)
def test_read(text: str, decimal: Decimal, value: float) -> None:
    number = read_number(text, decimal)
    assert number is not None
    assert number.value == value


@pytest.mark.parametrize(
    "text", ["", "-", "P-105", "12E4", "1.2.3", "1,23,456", "07:30", "12 34", "--5", "(5", "$5€", "1" * 16]
)
@pytest.mark.parametrize("decimal", ["comma", "point"])
def test_no_number(text: str, decimal: Decimal) -> None:
    assert read_number(text, decimal) is None


@pytest.mark.parametrize(
    ("text", "told", "doubtful"),
    [
        ("12", None, False),
        ("1.234", None, True),
        ("1,234", None, True),
        ("0,550", "comma", False),
        ("1234.567", "point", False),
        ("1.234.567", "comma", False),
        ("12,50", "comma", False),
        ("1.234,5", "comma", False),
    ],
)
def test_what_a_number_tells(text: str, told: str | None, doubtful: bool) -> None:
    assert (read_both(text).tells, read_both(text).is_doubtful) == (told, doubtful)


@given(st.decimals(-(10**9), 10**9, places=2))
def test_what_is_written_in_either_manner_is_read_back(value: object) -> None:
    english = f"{value:,.2f}"
    spanish = english.translate(str.maketrans(",.", ".,"))
    for text, decimal in ((english, "point"), (spanish, "comma")):
        number = read_number(text, decimal)  # type: ignore[arg-type]
        assert number is not None
        assert number.value == float(str(value))


def test_zeros_in_front_are_a_codes() -> None:
    assert [keeps_zeros(text) for text in ("00123", "0", "0,5", "10")] == [True, False, False, False]
