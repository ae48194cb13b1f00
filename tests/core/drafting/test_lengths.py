"""Which unit lengths have that say none, by how they look."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from core.drafting.naming.units import Unit
from core.drafting.writing.lengths import looks_like
from core.kernel.messages import Cell


@pytest.mark.parametrize(
    ("lengths", "unit"),
    [
        ([900, 3600, 5400, 7200, 1800, 10800], "second"),
        ([600, 660, 1200, 4200, 900], "second"),
        ([0.5, 1.25, 2.0, 3.5, 1.0], "hour"),
        ([1, 2, 2, 3, 1, 4], "hour"),
        ([30, 45, 60, 90, 120, 200], "minute"),
        ([17, 43, 88, 52, 31, 240], "minute"),
        ([14, 18, 20, 16, 22], None),  # long shifts, or short jobs in minutes
        ([5, 10, 5, 10, 10], None),  # minutes of small jobs, or hours of big ones
        ([36.5, 48.0, 60.25, 71.5, 40.0], None),  # parts of minutes, or hours that something stood still
        ([3600, 7200], None),
        ([0, 0, 0, 0, 0], None),
        (["a", None, "b", "c", "d"], None),
    ],
)
def test_a_unit_is_told_where_the_lengths_can_have_one_only(lengths: Sequence[Cell], unit: Unit | None) -> None:
    assert looks_like(lengths) == unit
