"""Whole files, from bytes to rows: kinds of workbook, several files, what is refused, nothing half done."""

from __future__ import annotations

import sqlite3
import zipfile
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from core.intake import failures
from core.intake.importing import ImportOptions, import_files
from tests.core.intake.samples import imported, imported_file, rows, workbook, written

ORDERS = "OT;Equipo;Costo\n5001;Bomba;1,50\n5002;Motor;2,25\n"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "plant.sqlite"


def test_a_workbook_with_titles_groups_and_totals(tmp_path: Path, output: Path) -> None:
    path = workbook(
        tmp_path / "mayo.xlsx",
        {
            "Órdenes": [
                ["Reporte de mayo"],
                [],
                ["OT", "Fecha", "Costo", None, "Cerrada"],
                [None, None, "MO", "Total", None],
                [5001, date(2026, 5, 1), 10.5, 20, True],
                [5002, date(2026, 5, 2), 1, 2, False],
                ["Total", None, 11.5, 22],
            ],
            "Activos": [["Código", "Nombre"], ["00123", "Bomba"], ["P-7", "Motor"]],
            "Notas": [["Pregunte a Ana"]],
            "Listas": [["a", "b"], [1, 2]],
        },
        hidden=("Listas",),
    )
    file = imported_file(path, output)
    assert rows(output, "SELECT * FROM ordenes") == [
        ("5001", "2026-05-01", 10.5, 20, 1),
        ("5002", "2026-05-02", 1.0, 2, 0),
    ]
    assert rows(output, "SELECT * FROM activos") == [("00123", "Bomba"), ("P-7", "Motor")]
    assert [column.name for column in file.tables[0][0].columns][2:4] == ["costo_mo", "costo_total"]
    assert (file.unused, file.hidden) == ([("Notas", 1)], ["Listas"])


def test_a_hidden_sheet_is_read_when_it_is_named(tmp_path: Path, output: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", {"A": [["a", "b"], [1, 2]], "B": [["c", "d"], [3, 4]]}, hidden=("B",))
    imported(path, output, sheet="B")
    assert rows(output, "SELECT c, d FROM x") == [(3, 4)]
    with pytest.raises(failures.NoSuchSheet):
        imported(path, output, sheet="C")


def test_what_does_not_fit_is_beside(tmp_path: Path, output: Path) -> None:
    lines = [f"{number};22/11/2026" for number in range(40)]
    path = written(tmp_path / "x.csv", "\n".join(["Nº OT;Fin", *lines, "99;pendiente"]))
    imported(path, output)
    assert rows(output, "SELECT fin, fin_raw FROM x WHERE no_ot IN ('1', '99')") == [
        ("2026-11-22", None),
        (None, "pendiente"),
    ]


def test_more_cells_than_the_header_names(tmp_path: Path, output: Path) -> None:
    path = written(tmp_path / "x.csv", "a;b\n1;2\n3;4;cinco\n6;7;\n")
    table, _ = imported(path, output)
    assert rows(output, "SELECT * FROM x") == [(1, 2, None), (3, 4, "cinco"), (6, 7, None)]
    assert table.overflowing == [3]


def test_empty_and_doubled_columns(tmp_path: Path, output: Path) -> None:
    path = written(tmp_path / "x.csv", "Fecha;;Fecha;Vacía;\n2026-01-02;;2026-01-03;;\n2026-01-04;;2026-01-05;;\n")
    imported(path, output)
    assert rows(output, "SELECT fecha, fecha_2, vacia FROM x") == [
        ("2026-01-02", "2026-01-03", None),
        ("2026-01-04", "2026-01-05", None),
    ]
    assert len(rows(output, "SELECT * FROM pragma_table_info('x')")) == 3


def test_hostile_cells_are_stored_as_they_are(tmp_path: Path, output: Path) -> None:
    path = written(
        tmp_path / "x.csv", 'OT;"a""); DROP TABLE x; --"\n1;"=cmd|\'/C calc\'!A0"\n2;"Robert\'); DROP TABLE x;--"\n'
    )
    imported(path, output)
    assert rows(output, "SELECT * FROM x") == [("1", "=cmd|'/C calc'!A0"), ("2", "Robert'); DROP TABLE x;--")]


def test_two_files_for_one_table_are_refused_unless_they_join(tmp_path: Path, output: Path) -> None:
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
    paths = [written(tmp_path / folder / "ot.csv", ORDERS) for folder in ("a", "b")]
    with pytest.raises(failures.TwoForOneTable):
        import_files(paths, output, ImportOptions())
    assert not output.exists()
    import_files(paths, output, ImportOptions(way="append"))
    assert rows(output, "SELECT COUNT(*) FROM ot") == [(4,)]


def test_a_bad_file_keeps_the_good_one_out_too(tmp_path: Path, output: Path) -> None:
    good = written(tmp_path / "ot.csv", ORDERS)
    bad = written(tmp_path / "bad.csv", "Fecha;b\n03/04/2026;1\n")
    with pytest.raises(failures.DoubtfulDates):
        import_files([good, bad], output, ImportOptions())
    assert list(tmp_path.glob("*plant*")) == []


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"%PDF-1.7 ...", failures.NotASpreadsheet),
        (b"<html><table><tr><td>OT</td></tr></table></html>", failures.NotASpreadsheet),
        (b"<?xml version='1.0'?><Workbook/>", failures.NotASpreadsheet),
        (b'[{"ot": 1, "equipo": "Bomba"}]', failures.NotASpreadsheet),
        (b"\x00\x01\x02\x03" * 100, failures.NotASpreadsheet),
        (b"PK\x03\x04 broken", failures.FileUnreadable),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, failures.FileUnreadable),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600,
            failures.PasswordProtected,
        ),
        (b"", failures.NoTableFound),
        (b"1;2;3\n4;5;6\n", failures.NoTableFound),
        (b"only;a;header\n", failures.NoTableFound),
    ],
)
def test_no_spreadsheet(tmp_path: Path, output: Path, content: bytes, error: type[Exception]) -> None:
    path = tmp_path / "x.xls"
    path.write_bytes(content)
    with pytest.raises(error):
        imported(path, output)
    assert not output.exists()


def test_other_packed_files_and_missing_ones(tmp_path: Path, output: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.docx", "w") as packed:
        packed.writestr("word/document.xml", "<w/>")
    with pytest.raises(failures.NotASpreadsheet):
        imported(tmp_path / "x.docx", output)
    with pytest.raises(failures.FileUnreadable):
        imported(tmp_path / "nowhere.csv", output)
    with pytest.raises(failures.FileUnreadable):
        imported(tmp_path, output)


def test_files_over_the_limit(tmp_path: Path, output: Path) -> None:
    path = written(tmp_path / "x.csv", "a;b\n" + "1;2\n" * 300_000)
    with pytest.raises(failures.FileTooLarge):
        imported(path, output, max_mb=1)
    bomb = tmp_path / "x.xlsx"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 25_000_000)
    assert bomb.stat().st_size < 1_000_000
    with pytest.raises(failures.FileTooLarge):
        imported(bomb, output, max_mb=1)


def test_an_output_that_is_not_ours_stays_as_it_is(tmp_path: Path, output: Path) -> None:
    path = written(tmp_path / "ot.csv", ORDERS)
    output.write_text("a letter to Ana, long enough to be no database " * 10)
    with pytest.raises(failures.NotOurOutput):
        imported(path, output)
    assert output.read_text().startswith("a letter")
    other = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE ot (x)")
    with pytest.raises(failures.NotOurOutput):
        imported(path, other)
    assert rows(other, "SELECT COUNT(*) FROM ot") == [(0,)]
    with pytest.raises(failures.NotOurOutput):
        imported(path, tmp_path)


def test_an_output_in_a_place_that_is_no_folder(tmp_path: Path) -> None:
    path = written(tmp_path / "ot.csv", ORDERS)
    with pytest.raises(failures.OutputUnwritable):
        imported(path, path / "plant.sqlite")
