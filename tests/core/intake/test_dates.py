"""Dates as people write them, and what they alone tell of the order of day and month."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from core.intake.dates import DateOrder, read_both, read_date


@pytest.mark.parametrize(
    ("text", "order", "read"),
    [
        ("22/11/2026", "dmy", date(2026, 11, 22)),
        ("11/22/2026", "mdy", date(2026, 11, 22)),
        ("22.11.2026 06:05", "dmy", datetime(2026, 11, 22, 6, 5)),
        ("2026-11-22T06:05:09", "mdy", datetime(2026, 11, 22, 6, 5, 9)),
        ("2026/11/22", "dmy", date(2026, 11, 22)),
        ("1/2/26", "dmy", date(2026, 2, 1)),
        ("22-nov-2026", "mdy", date(2026, 11, 22)),
        ("22 de noviembre de 2026", "dmy", date(2026, 11, 22)),
        ("Nov 22, 2026 3:05 PM", "dmy", datetime(2026, 11, 22, 15, 5)),
        ("12/11/2026 12:30 a. m.", "dmy", datetime(2026, 11, 12, 0, 30)),
        ("5-dic-24", "dmy", date(2024, 12, 5)),
    ],
)
def test_read(text: str, order: DateOrder, read: date) -> None:
    assert read_date(text, order) == read
    assert read_both(text).read(order) == read


@pytest.mark.parametrize(
    "text", ["31/02/2026", "22/11", "01-02-03", "1.2.10", "22/11-2026", "pendiente", "", "99/99/9999"]
)
@pytest.mark.parametrize("order", ["dmy", "mdy"])
def test_no_date(text: str, order: DateOrder) -> None:
    assert read_date(text, order) is None


def test_what_a_date_tells() -> None:
    assert [read_both(text).tells for text in ("22/11/2026", "11/22/2026", "03/04/2026")] == ["dmy", "mdy", None]
    assert [read_both(text).is_doubtful for text in ("22/11/2026", "03/04/2026", "04/04/2026", "2026-03-04")] == [
        False,
        True,
        False,
        False,
    ]
