"""The header is found below titles, in one line or two, and a table without one is not guessed."""

from __future__ import annotations

import pytest

from core.intake.cells import RawCell, RawLine
from core.intake.header import find_header, header_at


def lines(*rows: str) -> list[RawLine]:
    cells: list[list[RawCell]] = [[cell or None for cell in row.split(";")] for row in rows]
    return [RawLine(number, row) for number, row in enumerate(cells, 1)]


DATA = ["5001;Bomba;01/02/2026;1,50;2,00"] * 8


def test_below_titles() -> None:
    found = find_header(lines("Reporte de OT", "Generado;;el 22/11/2026", "", "OT;Equipo;Fecha;MO;Total", *DATA))
    assert found is not None
    assert (found.begins, found.ends, found.labels) == (3, 4, ["OT", "Equipo", "Fecha", "MO", "Total"])


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        ("OT;Equipo;Fecha;Costo;", ";;;MO;Total"),
        ("Orden;;;Costo;", "OT;Equipo;Fecha;MO;Total"),
    ],
)
def test_groups_become_a_part_of_the_names_below_them(upper: str, lower: str) -> None:
    found = find_header(lines("Reporte", upper, lower, *DATA))
    assert found is not None
    assert (found.begins, found.ends) == (1, 3)
    assert found.labels[3:] == ["Costo MO", "Costo Total"]


def test_a_table_of_words_begins_with_its_header() -> None:
    found = find_header(lines("Equipo;Área;Estado", "Bomba;Norte;Activa", "Motor;Sur;", "Filtro;Sur;Activa"))
    assert found is not None
    assert (found.begins, found.ends) == (0, 1)


def test_data_alone_has_no_header() -> None:
    assert find_header(lines(*DATA)) is None
    assert find_header([]) is None


def test_a_person_says_where() -> None:
    found = header_at(lines("a;b", "2024;2025", "1;2"), 2)
    assert found is not None
    assert found.labels == ["2024", "2025"]
    assert header_at(lines("a;b"), 7) is None
