"""Any table, written in any dialect that plants use, comes back equal."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.core.intake.samples import imported, rows

WORDS = st.text("abcdeñáÜ ;,|\t\"'\n.", min_size=1, max_size=12).map(lambda text: f"w{text.strip()}z")
COLUMNS: dict[str, st.SearchStrategy[Any]] = {
    "Texto": WORDS,
    "Código": st.integers(0, 99999).map(lambda number: f"{number:05}"),
    "Costo": st.integers(-(10**8), 10**8).map(lambda cents: cents / 100),
    "Fecha": st.dates(date(1990, 1, 1), date(2060, 12, 31)),
    "Inicio": st.datetimes(datetime(1990, 1, 1), datetime(2060, 12, 31)).map(lambda at: at.replace(microsecond=0)),
    "Cerrada": st.booleans(),
}
OPTIONAL = [strategy if name in ("Texto", "Código") else st.none() | strategy for name, strategy in COLUMNS.items()]
DIALECTS = st.fixed_dictionaries(
    {
        "encoding": st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
        "separator": st.sampled_from([";", ",", "\t", "|"]),
        "decimal": st.sampled_from(["comma", "point"]),
        "order": st.sampled_from(["dmy", "mdy"]),
        "titles": st.integers(0, 3),
        "total": st.booleans(),
        "ends": st.sampled_from(["\n", "\r\n"]),
    }
)


def shown(cell: Any, dialect: dict[str, Any]) -> str:
    """A value as a system of that country writes it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Sí" if cell else "No"
    if isinstance(cell, float):
        text = f"{cell:,.2f}"
        return text.translate(str.maketrans(",.", ".,")) if dialect["decimal"] == "comma" else text
    if isinstance(cell, date):
        day = "%d/%m/%Y" if dialect["order"] == "dmy" else "%m/%d/%Y"
        return cell.strftime(f"{day} %H:%M:%S" if isinstance(cell, datetime) else day)
    return str(cell)


def stored(cell: Any) -> Any:
    """A value as the database has it."""
    if isinstance(cell, bool):
        return int(cell)
    if isinstance(cell, date):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return cell


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(table=st.lists(st.tuples(*OPTIONAL), min_size=3, max_size=12), dialect=DIALECTS)
def test_comes_back(tmp_path: Path, table: list[tuple[Any, ...]], dialect: dict[str, Any]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=dialect["separator"], lineterminator=dialect["ends"], quoting=csv.QUOTE_ALL)
    for number in range(dialect["titles"]):
        writer.writerow([f"Reporte {number} de órdenes"])
    writer.writerow(COLUMNS)
    for row in table:
        writer.writerow([shown(cell, dialect) for cell in row])
    if dialect["total"]:
        writer.writerow(["Total de registros", "", "", "", "", ""])
    path, output = tmp_path / "x.csv", tmp_path / "x.sqlite"
    path.write_bytes(text.getvalue().encode(dialect["encoding"]))
    output.unlink(missing_ok=True)
    found, _ = imported(path, output, order=dialect["order"], decimal=dialect["decimal"])
    assert rows(output, "SELECT * FROM x") == [tuple(map(stored, row)) for row in table]
    header = found.header.ends - found.header.begins
    assert header + len(found.lines) + len(found.left) == len(found.sheet.lines)


def test_a_file_without_quotes_comes_back_too(tmp_path: Path) -> None:
    for separator in (";", "\t", "|"):
        lines = [separator.join(["OT", "Costo", "Nota"])]
        lines += [separator.join([f"{number:04}", f"{number},50", "a, b"]) for number in range(30)]
        path, output = tmp_path / "x.csv", tmp_path / f"{ord(separator)}.sqlite"
        path.write_text("\n".join(lines))
        imported(path, output)
        assert rows(output, "SELECT * FROM x") == [(f"{number:04}", number + 0.5, "a, b") for number in range(30)]


@pytest.mark.parametrize("count", [0, 1, 7])
def test_no_line_is_lost(tmp_path: Path, count: int) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Reporte\n\nOT;Costo\n" + "1;2\n" * 10 + "\n" * count + "Total;20\n")
    table, stored_rows = imported(path, tmp_path / "x.sqlite")
    assert len(table.left) == 3 + count
    assert stored_rows.inserted == 10
