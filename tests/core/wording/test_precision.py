"""How many decimals a column has: one number for all its values, and nothing ever reads as what it is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.kernel.messages import Column
from core.wording.numbers import cell
from core.wording.precision import decimals_of, with_decimals
from tests.core.replies.samples import result


@pytest.mark.parametrize(
    ("kind", "cells", "decimals"),
    [
        ("hours", (7.7, 7.13, 6.99), 1),
        ("hours", (212.4, 99.1), 0),
        ("hours", (212.4, 0.25), 1),
        ("hours", (0.5, 0.25), 2),
        ("hours", (3.0, 4), 0),
        ("money", (651.0, 162.69), 2),
        ("money", (12_345.5, 651.2), 0),
        ("money", (12_345.5, 0.85), 2),
        ("money", (1000, 2000.0), 0),
        ("percent", (18.2, 20.0), 1),
        ("percent", (20.0, 100), 0),
        ("percent", (99.97, 100, 0), 2),
        ("percent", (99.96, 0.01), 2),
        ("number", (7.7, 7.13, 6.99), 2),
        ("number", (1234.5, 3.25), 0),
        ("number", (0.001, 5.0), 3),
        ("days", (1.5, 12), 1),
        ("integer", (3, 4), None),
        ("minutes", (3.5, 4), None),
        ("text", ("a", None), None),
        ("hours", (None, None), None),
        ("hours", (0, 0.0), None),
        ("hours", (float("nan"), float("inf"), 2.5), 1),
    ],
)
def test_decimals_are_those_of_the_kind_and_of_all_values(kind, cells, decimals):
    assert decimals_of(kind, cells, "MXN") == decimals


def test_a_currency_without_coins_has_no_decimals():
    assert decimals_of("money", (651.4, 12.5), "JPY") == 0


def test_every_cell_of_a_column_is_written_with_them():
    columns = (Column(name="h", label="MTTR", kind="hours"), Column(name="m", label="Costo", kind="money"))
    rows = [(7.7, 651.0), (7.13, 162.69), (7.0, None)]
    first, second = with_decimals(columns, result(columns, rows), "MXN")
    assert [cell(row[0], first, "es", "MXN") for row in rows] == ["7.7 h", "7.1 h", "7.0 h"]
    assert [cell(row[1], second, "es", "MXN") for row in rows] == ["$651.00", "$162.69", "—"]


@given(st.lists(st.floats(0.00001, 1e9), min_size=1), st.sampled_from(["hours", "money", "number", "days", "percent"]))
def test_something_never_reads_as_nothing(values, kind):
    decimals = decimals_of(kind, values, "MXN")
    assert decimals is not None
    assert decimals == 6 or all(round(value, decimals) > 0 for value in values if value >= 10.0**-decimals)
