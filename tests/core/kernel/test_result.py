"""Values normalised the same whatever the database, and names made unique."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kernel.result import Result, normalise, normalise_rows, unique_names


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, None),
        ("Ñandú", "Ñandú"),
        (7, 7),
        (7.5, 7.5),
        (True, 1),
        (False, 0),
        (float("nan"), None),
        (float("inf"), None),
        (Decimal("7"), 7),
        (Decimal("7.00"), 7.0),
        (Decimal("7.25"), 7.25),
        (Decimal("1E+3"), 1000.0),
        (Decimal("NaN"), None),
        (Decimal("-Infinity"), None),
        (date(2026, 11, 2), "2026-11-02"),
        (datetime(2026, 11, 2, 3, 4, 5, 999999), "2026-11-02 03:04:05"),
        (datetime(987, 1, 2), "0987-01-02 00:00:00"),
        (datetime(2026, 1, 1, 3, tzinfo=UTC), "2026-01-01 03:00:00"),
        (time(7, 30, 15, 5), "07:30:15"),
        (timedelta(days=2, hours=1, minutes=30), "49:30:00"),
        (-timedelta(minutes=90), "-01:30:00"),
        (b"abc", "abc"),
        (bytearray("ñ", "utf-8"), "ñ"),
        (memoryview(b"\xff"), "\ufffd"),
        ([1, date(2026, 1, 1), None], '[1, "2026-01-01", null]'),
        ({"a": Decimal("1.5")}, '{"a": 1.5}'),
        ({"b", "a"}, '["a", "b"]'),
        (UUID(int=1), "00000000-0000-0000-0000-000000000001"),
    ],
)
def test_normalise(value: Any, cell: Any) -> None:
    normalised = normalise(value)
    assert normalised == cell
    assert type(normalised) is type(cell)


def test_a_zone_moves_only_what_has_one() -> None:
    zone = ZoneInfo("America/Mexico_City")
    assert normalise(datetime(2026, 1, 1, 3, tzinfo=UTC), zone) == "2025-12-31 21:00:00"
    assert normalise(datetime(2026, 1, 1, 3), zone) == "2026-01-01 03:00:00"


@given(
    st.lists(
        st.tuples(
            st.one_of(st.none(), st.text(), st.integers(), st.booleans(), st.floats(), st.decimals(), st.binary()),
            st.one_of(st.dates(), st.datetimes(), st.timedeltas(), st.times(), st.lists(st.decimals())),
        ),
        max_size=5,
    )
)
def test_whatever_comes_is_a_cell_that_json_knows(rows: list[tuple[Any, Any]]) -> None:
    cells = normalise_rows(rows)
    assert len(cells) == len(rows)
    assert all(cell is None or type(cell) in (str, int, float) for row in cells for cell in row)
    json.dumps(cells, allow_nan=False)


@given(st.lists(st.sampled_from(["a", "A", "a_2", "a_3", "b", "", "column_1"]), max_size=8))
def test_names_are_unique_and_the_first_keeps_its_own(names: list[str]) -> None:
    unique = unique_names(names)
    assert len({name.lower() for name in unique}) == len(names)
    assert all(name.startswith(given or "column_") for name, given in zip(unique, names, strict=True))
    for name in set(names) - {"", "column_1"}:
        if sum(other.lower() == name.lower() for other in names) == 1:
            assert name in unique


def test_column_by_name() -> None:
    result = Result(("a", "b"), ((1, "x"), (2, "y")), False, 0.1, datetime.now(UTC))
    assert result.column("b") == ["x", "y"]
    with pytest.raises(ValueError, match="not in tuple"):
        result.column("c")


def test_equal_texts_are_kept_once() -> None:
    rows = [("".join(["run", "ning"]), n, "".join(["2026-11-", "22"])) for n in range(3)]
    assert rows[0][0] is not rows[1][0], "as a driver gives them"
    cells = normalise_rows(rows)
    assert cells == tuple(rows)
    assert len({id(row[0]) for row in cells}) == len({id(row[2]) for row in cells}) == 1
