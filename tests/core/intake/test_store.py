"""The same table again: replaced, appended to, updated by key; readers beside it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.intake import database, failures
from tests.core.intake.samples import imported, rows, written

FIRST = "OT;Equipo;Costo\n5001;Bomba;1,50\n5002;Motor;2,25\n"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "plant.sqlite"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path / "ot.csv", FIRST)


def again(file: Path, text: str) -> Path:
    return written(file, text)


def test_the_same_file_replaces(file: Path, output: Path) -> None:
    imported(file, output)
    _, stored = imported(again(file, "OT;Costo\n7;9\n"), output)
    assert rows(output, "SELECT * FROM ot") == [("7", 9)]
    assert (stored.before, stored.inserted, stored.replaced) == (2, 1, True)


def test_other_tables_stay(tmp_path: Path, file: Path, output: Path) -> None:
    imported(file, output)
    imported(written(tmp_path / "activos.csv", "Activo;Área\nBomba;Norte\n"), output)
    assert rows(output, "SELECT COUNT(*) FROM ot") == [(2,)]


def test_append_adds_rows_and_columns(file: Path, output: Path) -> None:
    imported(file, output)
    imported(again(file, "OT;Costo;Área\n5003;7;Norte\n"), output, way="append")
    assert rows(output, "SELECT * FROM ot") == [
        ("5001", "Bomba", 1.5, None),
        ("5002", "Motor", 2.25, None),
        ("5003", None, 7.0, "Norte"),
    ]


def test_key_updates_and_adds(file: Path, output: Path) -> None:
    imported(file, output, way="key", keys=("OT",))
    _, stored = imported(again(file, "OT;Costo\n5002;9,5\n5003;1,5\n"), output, way="key", keys=("OT",))
    assert rows(output, "SELECT * FROM ot ORDER BY ot") == [
        ("5001", "Bomba", 1.5),
        ("5002", "Motor", 9.5),
        ("5003", None, 1.5),
    ]
    assert (stored.before, stored.inserted, stored.updated) == (2, 1, 1)


def test_a_table_with_a_key_keeps_it_when_rows_are_appended(file: Path, output: Path) -> None:
    imported(file, output, way="key", keys=("ot",))
    imported(file, output, way="append")
    assert rows(output, "SELECT COUNT(*) FROM ot") == [(2,)]


def test_lines_without_key_and_the_same_key_twice_are_left_out_with_reason(file: Path, output: Path) -> None:
    text = "OT;Equipo;Costo\n1;A;1\n;B;2\n1;C;3\n"
    table, stored = imported(again(file, text), output, way="key", keys=("OT",))
    assert [(line.number, line.reason) for line in table.left] == [(2, "same_key"), (3, "no_key")]
    assert rows(output, "SELECT equipo FROM ot") == [("C",)]
    assert stored.inserted == 1


def test_what_fits_now_is_no_longer_beside(file: Path, output: Path) -> None:
    lines = [f"{number};2026-01-02" for number in range(40)]
    imported(again(file, "\n".join(["OT;Fin", *lines, "99;pendiente"])), output, way="key", keys=("OT",))
    imported(again(file, "OT;Fin\n99;2026-03-04\n"), output, way="key", keys=("OT",))
    assert rows(output, "SELECT fin, fin_raw FROM ot WHERE ot = '99'") == [("2026-03-04", None)]
    assert rows(output, "SELECT COUNT(*) FROM ot") == [(41,)]


def test_a_key_of_two_columns(file: Path, output: Path) -> None:
    text = "OT;Tarea;Horas\n1;a;1\n1;b;2\n"
    for _ in range(2):
        imported(again(file, text), output, way="key", keys=("OT", "Tarea"))
    assert rows(output, "SELECT ot, tarea FROM ot") == [("1", "a"), ("1", "b")]


def test_a_key_that_is_not_there_or_not_unique(file: Path, output: Path) -> None:
    with pytest.raises(failures.NoSuchKey, match="import_no_key"):
        imported(file, output, way="key", keys=("Folio",))
    assert not output.exists()
    imported(file, output)
    imported(file, output, way="append")
    with pytest.raises(failures.KeyNotUnique):
        imported(file, output, way="key", keys=("OT",))
    assert rows(output, "SELECT COUNT(*) FROM ot") == [(4,)]


@pytest.mark.parametrize(
    ("before", "after", "stored"),
    [
        (["1", "2"], ["2,5"], [1, 2, 2.5]),
        (["2026-01-02"], ["2026-01-03 04:05"], ["2026-01-02 00:00:00", "2026-01-03 04:05:00"]),
        (["2026-01-03 04:05"], ["2026-01-02"], ["2026-01-03 04:05:00", "2026-01-02 00:00:00"]),
        (["alta", "1"], ["2"], ["alta", "1", "2"]),
        (["alta"], ["22/11/2026"], ["alta", "22/11/2026"]),
        (["-"], ["2026-01-02"], [None, "2026-01-02"]),
        (["7"], ["-"], [7, None]),
    ],
)
def test_types_of_old_and_new_become_one(
    file: Path, output: Path, before: list[str], after: list[str], stored: list[object]
) -> None:
    imported(again(file, "\n".join(["Equipo;Dato", *(f"a;{cell}" for cell in before)])), output)
    imported(again(file, "\n".join(["Equipo;Dato", *(f"b;{cell}" for cell in after)])), output, way="append")
    assert [row[0] for row in rows(output, "SELECT dato FROM ot")] == stored


def test_what_is_another_kind_of_thing_is_refused(file: Path, output: Path) -> None:
    imported(again(file, "a;b\nuno;1\n"), output)
    with pytest.raises(failures.ColumnsDoNotFit):
        imported(again(file, "a;b\nuno;alta\n"), output, way="append")
    assert rows(output, "SELECT * FROM ot") == [("uno", 1)]


def test_who_reads_holds_nothing_up_and_sees_all_or_nothing(file: Path, output: Path) -> None:
    imported(file, output)
    with closing(sqlite3.connect(output)) as reader:
        assert reader.execute("SELECT COUNT(*) FROM ot").fetchall() == [(2,)]
        with database.writing(output) as connection:
            connection.execute("DELETE FROM ot")
            assert reader.execute("SELECT COUNT(*) FROM ot").fetchall() == [(2,)]
        assert reader.execute("SELECT COUNT(*) FROM ot").fetchall() == [(0,)]


def test_who_keeps_reading_or_writing_is_told_of(file: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    imported(file, output)
    monkeypatch.setattr(database, "PATIENCE_SECONDS", 0.2)
    for begin in ("BEGIN", "BEGIN IMMEDIATE"):
        with closing(sqlite3.connect(output, isolation_level=None)) as other:
            other.execute(begin)
            other.execute("SELECT * FROM ot").fetchone()
            with pytest.raises(failures.OutputBusy):
                imported(again(file, "OT;Costo\n7;9\n"), output)
    assert rows(output, "SELECT COUNT(*) FROM ot") == [(2,)]


def test_an_interrupted_import_leaves_nothing(file: Path, output: Path) -> None:
    with pytest.raises(KeyboardInterrupt), database.writing(output) as connection:
        connection.execute("CREATE TABLE x (a)")
        raise KeyboardInterrupt
    assert [path.name for path in output.parent.iterdir()] == ["ot.csv"]
