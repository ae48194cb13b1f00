"""Measured values have the unit of the kind of value that is asked for; where several kinds are meant, none."""

from __future__ import annotations

import pytest

from tests.core.replies.words import compiled
from tests.golden.notation import read


@pytest.mark.parametrize(
    ("query", "column", "unit"),
    [
        ("list meter_reading | meter = temperature_c, equipment.tag = B-103", "value", "°C"),
        ("measure meter_reading: avg value | meter = vibration_mm_s", "avg_value", "mm/s"),
        (
            "ranking meter_reading: max value | meter = operating_hours | by equipment.tag | most measure",
            "max_value",
            "h",
        ),
        ("list meter_reading | equipment.tag = B-103", "value", None),
        ("list meter_reading | meter = temperature_c/vibration_mm_s", "value", None),
        ("measure meter_reading: count | meter = temperature_c", "readings", None),
    ],
)
def test_a_value_has_the_unit_of_its_kind(query: str, column: str, unit: str | None) -> None:
    found = {item.name: item.unit for item in compiled(read(query)).columns}
    assert found[column] == unit
