"""Numbers that a model wrote, against the rows and the query."""

from __future__ import annotations

import pytest

from core.modelling.numbers import Vouched, numbers, readings
from tests.core.modelling.sessions import result

ROWS = result(
    "tag name hours share",
    ("P-101", "Transfer pump 1", 1148.4, 22.345),
    ("CV-107", "Line 12 conveyor", 19, None),
    ("P-103", "Feed pump", 3, 0.5),
)
SQL = (
    "SELECT tag FROM equipment WHERE next_maintenance < '2026-12-01' AND hours > 20 AND note = 'belt 44' "
    "AND d >= '2026-01-01' ORDER BY hours / 60.0 DESC LIMIT 5"
)


@pytest.mark.parametrize(
    "text",
    [
        "P-101 tiene 1,148 h",
        "P-101 has 1 148 h",
        "P-101 has 1.148,4 h",
        "1,148.4 hours",
        "the share is 22.3 % (22.35 %)",
        "about 22 %",
        "3 filas",
        "CV-107 y p-103",
        "Transfer pump 1 is the first",
        "Line 12 conveyor",
        "los 5 primeros con más de 20 h",
        "desde el 1 ene 2026 hasta el 30 nov 2026",
        "hasta el 30 de noviembre de 2026",
        "until 30 November 2026, in 2026",
        "belt 44",
        "as of 2026-12-01",
        "sin números",
    ],
)
def test_vouched_for(text: str) -> None:
    assert Vouched(ROWS, SQL).strays(text) == []


@pytest.mark.parametrize(
    ("text", "strays"),
    [
        ("1,149 h", ["1,149"]),
        ("P-102 is down", ["P-102"]),
        ("15 equipos", ["15"]),
        ("el 27 nov 2026 hay", ["27"]),
        ("en 2025", ["2025"]),
        ("60 minutos", ["60"]),
        ("44 equipos", ["44"]),
        ("101 bombas", ["101"]),
        ("hasta el 15 de noviembre de 2026", ["15"]),
        ("1,148,400", ["1,148,400"]),
        ("12 líneas", ["12"]),
    ],
)
def test_strays(text: str, strays: list[str]) -> None:
    assert Vouched(ROWS, SQL).strays(text) == strays


def test_numbers_and_their_readings() -> None:
    assert numbers("1,148 h de 5; 3.5 %") == ["1,148", "5", "3.5"]
    assert readings("1,148") == {1148.0, 1.148}
    assert readings("1.148,5") == {1148.5}
    assert readings("1,148,400") == {1148400.0}
    assert readings("22.3") == {22.3}
