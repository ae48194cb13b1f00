"""Lines that are no data are left out with a reason; everything else is kept."""

from __future__ import annotations

from core.intake.cells import RawLine
from core.intake.header import FoundHeader
from core.intake.leavings import sort_lines


def sorted_out(*rows: str, begins: int = 0) -> tuple[list[int], list[tuple[int, str]]]:
    lines = [RawLine(number, [cell or None for cell in row.split(";")]) for number, row in enumerate(rows, 1)]
    header = FoundHeader(begins, begins + 1, [str(cell or "") for cell in lines[begins].cells])
    kept, left = sort_lines(lines, header)
    return [line.number for line in kept], [(line.number, line.reason) for line in left]


def test_titles_blanks_totals_notes_and_the_header_again() -> None:
    kept, left = sorted_out(
        "Reporte",
        "OT;Equipo;Costo",
        "1;Bomba;10",
        "",
        "OT;Equipo;Costo",
        "2;Motor;20",
        "Subtotal;;30",
        "3;Filtro;5",
        "Total general;;35",
        "Fin del reporte",
        begins=1,
    )
    assert kept == [3, 6, 8]
    assert left == [(1, "title"), (4, "blank"), (5, "header_again"), (7, "total"), (9, "total"), (10, "note")]


def test_a_part_that_is_called_total_stays() -> None:
    kept, left = sorted_out(
        "Producto;Unidad;Costo", "Total Quartz 9000;litro;45", "Grasa;kilo;12", "Total Rubia;litro;9"
    )
    assert (kept, left) == ([2, 3, 4], [])


def test_the_last_line_of_two_columns() -> None:
    assert sorted_out("Área;Horas", "Norte;3", "Sur;4", "Total;7") == ([2, 3], [(4, "total")])


def test_a_sparse_line_in_the_midst_is_data() -> None:
    assert sorted_out("OT;Equipo;Costo", "1;Bomba;10", "2;;", "3;Filtro;5")[0] == [2, 3, 4]
