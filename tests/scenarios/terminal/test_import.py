"""Somebody turns what a plant exports into a database, and goes on."""

from __future__ import annotations

import os
import pty
import select
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from tests.bots.process import environment, maintbot, sentences

EXPORT = "\r\n".join(
    [
        "Listado de órdenes",
        "Generado el 22/11/2026",
        "",
        "Nº OT;Tipo;Máquina;Creada;Horas;Costo total",
        "00101;Correctivo;Bomba 1;13/11/2026 08:09;1,50;1.263,90",
        "00102;Preventivo;Bomba 2;03/11/2026 10:00;s/d;75,00",
        "00103;Correctivo;Motor 1;05/11/2026 10:00;2,25;20,10",
        "Total de registros;3",
    ]
)
DOUBTFUL = "Máquina;Fecha\nBomba;03/04/2026\nMotor;05/06/2026\n"


def test_from_a_csv_to_a_first_answer(tmp_path: Path) -> None:
    (tmp_path / "ordenes.csv").write_bytes(EXPORT.encode("cp1252"))
    done = maintbot(tmp_path, "import", "ordenes.csv", "--output", "plant.sqlite")
    assert done.returncode == 0, done.stderr
    assert "Leído como cp1252; las columnas se separan con ;." in done.stdout
    assert "no_ot ← «Nº OT»: texto; código: hay ceros a la izquierda (00101)" in done.stdout
    assert "8 líneas leídas = 1 de encabezado + 3 guardadas + 4 fuera." in done.stdout
    assert "línea 8 «Total de registros 3»" in done.stdout
    with closing(sqlite3.connect(tmp_path / "plant.sqlite")) as connection:
        assert connection.execute("SELECT no_ot, creada, horas, costo_total FROM ordenes").fetchall() == [
            ("00101", "2026-11-13 08:09:00", 1.5, 1263.9),
            ("00102", "2026-11-03 10:00:00", None, 75.0),
            ("00103", "2026-11-05 10:00:00", 2.25, 20.1),
        ]
    told = done.stdout.splitlines()[-1]
    assert told.startswith("Sigue: maintbot ")
    assert maintbot(tmp_path, *told.removeprefix("Sigue: maintbot ").split()).returncode == 0
    plant = {"MAINTENANCE_DATABASE_URL": "sqlite:///plant.sqlite", "SEMANTIC_MODEL": "model.yaml"}
    asked = maintbot(tmp_path, "ask", "¿Cuántas órdenes hay?", **plant)
    assert asked.returncode == 0, asked.stderr
    assert "3" in asked.stdout


def test_what_the_file_does_not_tell_is_refused_with_the_option_that_does(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(DOUBTFUL)
    done = maintbot(tmp_path, "import", "x.csv", "--output", "plant.sqlite")
    assert done.returncode == 1
    (sentence,) = sentences(done.stderr)
    assert "--dates dmy" in sentence
    assert not (tmp_path / "plant.sqlite").exists()
    done = maintbot(tmp_path, "import", "x.csv", "--output", "plant.sqlite", "--dates", "mdy", DEFAULT_LANGUAGE="en")
    assert "month/day, as you said" in done.stdout


def test_on_a_terminal_it_is_asked(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text(DOUBTFUL)
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "bots", "import", "x.csv", "--output", "plant.sqlite"]
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment(tmp_path), stdin=slave, stdout=slave, stderr=slave, close_fds=True
    )
    os.close(slave)
    shown, answered, until = "", False, time.monotonic() + 100
    while time.monotonic() < until:
        if not select.select([master], [], [], 0.5)[0]:
            continue
        try:
            read = os.read(master, 4096)
        except OSError:
            break
        if not read:
            break
        shown += read.decode(errors="replace")
        if "[dmy/mdy]" in shown and not answered:
            os.write(master, b"dmy\n")
            answered = True
    assert process.wait(20) == 0, shown
    os.close(master)
    assert "día/mes, como dijiste" in shown
    with closing(sqlite3.connect(tmp_path / "plant.sqlite")) as connection:
        assert connection.execute("SELECT fecha FROM x").fetchall() == [("2026-04-03",), ("2026-06-05",)]


def test_wrong_use_and_what_is_no_spreadsheet(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("a;b\nuno;1\n")
    (tmp_path / "b.csv").write_bytes(b"%PDF-1.7")
    assert maintbot(tmp_path, "import", "a.csv").returncode == 2
    both = maintbot(tmp_path, "import", "a.csv", "b.csv", "--table", "t", "--output", "p.sqlite")
    assert both.returncode == 2
    assert "--append" in both.stderr
    done = maintbot(tmp_path, "import", "b.csv", "--output", "p.sqlite")
    assert (done.returncode, "PDF" in done.stderr, "Traceback" in done.stderr) == (1, True, False)
