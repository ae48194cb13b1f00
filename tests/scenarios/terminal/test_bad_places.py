"""The database, the folders or the disk will not do: one sentence, exit code 1, a log line, nothing half-written."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.bots.process import environment, log_lines, maintbot, sentences
from tests.homes import furnish

QUESTION = "¿Qué equipos están parados?"


def assert_told(done: subprocess.CompletedProcess[str]) -> str:
    """The one sentence of a command that could not answer."""
    assert done.returncode == 1, done.stdout
    assert "Traceback" not in done.stderr
    (sentence,) = sentences(done.stderr)
    lines = log_lines(done.stderr)
    assert any(len(line.get("correlation_id", "")) == 32 for line in lines), done.stderr
    return sentence


def missing(path: Path) -> None:
    pass


def empty(path: Path) -> None:
    path.touch()


def not_a_database(path: Path) -> None:
    path.write_text("fecha;equipo;paro\n" * 500)


def without_the_tables(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE other (x INTEGER)")


def a_folder(path: Path) -> None:
    path.mkdir()


@pytest.fixture(autouse=True)
def furnished(tmp_path: Path, demo_plant: Path) -> None:
    """The demo plant is there: what is bad is told elsewhere."""
    furnish(tmp_path / "data", demo_plant)


@pytest.mark.parametrize("make", [missing, empty, not_a_database, without_the_tables, a_folder])
def test_the_plants_database_will_not_do(tmp_path: Path, make: object) -> None:
    plant = tmp_path / "plant.sqlite"
    make(plant)  # type: ignore[operator]
    before = plant.exists()
    done = maintbot(tmp_path, "ask", QUESTION, MAINTENANCE_DATABASE_URL=f"sqlite:///{plant}")
    assert_told(done)
    assert plant.exists() == before, "a database that is missing is not made"
    assert not list((tmp_path / "chat_docs").glob("*")) if (tmp_path / "chat_docs").exists() else True


def test_the_plants_database_is_locked(tmp_path: Path, demo_plant: Path) -> None:
    plant = tmp_path / "plant.sqlite"
    shutil.copy(demo_plant, plant)
    with closing(sqlite3.connect(plant, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("BEGIN EXCLUSIVE")
        connection.execute("CREATE TABLE held (x INTEGER)")
        done = maintbot(tmp_path, "ask", QUESTION, MAINTENANCE_DATABASE_URL=f"sqlite:///{plant}", QUERY_TIMEOUT="1")
        assert_told(done)
        connection.execute("ROLLBACK")
    assert maintbot(tmp_path, "ask", QUESTION, MAINTENANCE_DATABASE_URL=f"sqlite:///{plant}").returncode == 0


def test_a_server_that_is_not_there_is_told_without_its_password(tmp_path: Path) -> None:
    done = maintbot(tmp_path, "ask", QUESTION, MAINTENANCE_DATABASE_URL="postgresql://bot:hunter22@127.0.0.1:1/cmms")
    assert_told(done)
    assert "hunter22" not in done.stderr


@pytest.mark.parametrize("url", ["nonsense", "oracle://x", "sqlite://", "postgresql://"])
def test_an_address_that_is_none(tmp_path: Path, url: str) -> None:
    assert_told(maintbot(tmp_path, "ask", QUESTION, MAINTENANCE_DATABASE_URL=url))


def test_where_files_cannot_be_stored_the_answer_comes_without_them(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = maintbot(tmp_path, "ask", "OT abiertas por área, con gráfica", CHAT_DOCS_DIR=str(tmp_path / "file" / "docs"))
    assert done.returncode == 0, done.stderr
    assert "OT abiertas" in done.stdout
    assert "va sin archivos" in done.stdout
    assert "Traceback" not in done.stderr
    assert (tmp_path / "file").read_text() == ""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file sizes")
def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path) -> None:
    # Writes past the limit fail as those on a full disk do. The plant is made before.
    assert maintbot(tmp_path, "ask", QUESTION).returncode == 0
    kept = set((tmp_path / "chat_docs").rglob("*"))
    limited = ["bash", "-c", 'ulimit -f 8; exec "$@"', "limited", sys.executable, "-m", "bots"]
    done = subprocess.run(
        [*limited, "ask", "OT abiertas por área, con gráfica"],
        cwd=tmp_path,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert_told(done)
    assert set((tmp_path / "chat_docs").rglob("*")) == kept


def test_the_state_cannot_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert_told(maintbot(tmp_path, "ask", QUESTION, MAINTBOT_HOME=str(tmp_path / "file" / "data")))


def test_the_semantic_model_is_missing_or_nonsense(tmp_path: Path) -> None:
    assert_told(maintbot(tmp_path, "ask", QUESTION, SEMANTIC_MODEL=str(tmp_path / "none.yaml")))
    (tmp_path / "model.yaml").write_text("version: [1\n")
    assert_told(maintbot(tmp_path, "ask", QUESTION, SEMANTIC_MODEL=str(tmp_path / "model.yaml")))
    (tmp_path / "model.yaml").write_text("version: 1\n")
    done = maintbot(tmp_path, "ask", QUESTION, SEMANTIC_MODEL=str(tmp_path / "model.yaml"))
    assert done.returncode == 1 and "Traceback" not in done.stderr
    assert sentences(done.stderr)[0] == "El modelo semántico no se puede usar; por corregir: 2."


def test_the_doctor_names_what_has_to_be_mended(tmp_path: Path) -> None:
    well = maintbot(tmp_path, "doctor")
    assert well.returncode == 0, well.stdout
    assert well.stdout.splitlines()[-1] == "Todo en orden."
    (tmp_path / ".env").write_text("API_KEY=typo\n")
    ill = maintbot(
        tmp_path,
        "doctor",
        MAINTENANCE_DATABASE_URL=f"sqlite:///{tmp_path / 'none.sqlite'}",
        CHAT_DOCS_DIR=str(tmp_path / ".env" / "docs"),
        RATE_LIMIT="often",
        API_KEYS="short",
        PLANNER="model",
    )
    assert ill.returncode == 1
    found = {line.split(":")[0] for line in ill.stdout.splitlines() if line.startswith("✗")}
    assert found == {"✗ settings", "✗ plant", "✗ files", "✗ model"}
    assert "API_KEY." in ill.stdout
    assert "Traceback" not in ill.stderr


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"CHAT_DOCS_DIR": "/proc/x"}, "no se puede escribir en CHAT_DOCS_DIR /proc/x"),
        ({"CHAT_DOCS_DIR": "nosuch://x"}, "no se puede escribir en CHAT_DOCS_DIR nosuch://x (Protocol not known"),
        ({"STATE_DATABASE_URL": "postgresql://u:hidden@127.0.0.1:1/x"}, "No responde la base de estado postgresql"),
        ({"MAINTBOT_HOME": "/proc/x"}, "No se puede escribir la planta de demostración /proc/x"),
        ({"SECRET_KEY": "x"}, "SECRET_KEY tiene menos de 16 caracteres"),
        ({"ENCRYPTION_KEYS": "x"}, "haz una con `maintbot keys new`"),
        ({"API_HOST": "192.0.2.9"}, "No puedo escuchar en 192.0.2.9"),
        ({"STATE_DATABASE_URL": "sqlite:////proc/x/state.sqlite"}, "no se puede abrir la base de estado /proc/x"),
        ({"MAINTENANCE_DATABASE_URL": "plant"}, "MAINTENANCE_DATABASE_URL no es la dirección de una base de datos"),
        ({"MAINTENANCE_DATABASE_URL": "sqlite://"}, "MAINTENANCE_DATABASE_URL debe nombrar el archivo de una base"),
        ({"SSL_CERT_PATH": "/none.pem"}, "no se puede leer el certificado de SSL_CERT_PATH /none.pem"),
        ({"STATE_DATABASE_URL": "mysql://x"}, "debe empezar con sqlite:/// o postgresql://"),
    ],
)
def test_nothing_is_served_where_it_cannot_work(tmp_path: Path, settings: dict[str, str], said: str) -> None:
    done = maintbot(tmp_path, "serve", API_PORT="0", **settings)
    assert done.returncode == 1
    (sentence,) = sentences(done.stderr)
    assert said in sentence and "hidden" not in sentence


def test_a_state_that_lost_pages_is_not_served(tmp_path: Path) -> None:
    file = tmp_path / "data" / "state.sqlite"
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript("CREATE TABLE kept (x); INSERT INTO kept VALUES (zeroblob(99999))")
    whole = file.read_bytes()
    file.write_bytes(whole[:4096] + bytes(4096) + whole[8192:])
    said = assert_told(maintbot(tmp_path, "serve", API_PORT="0"))
    assert f"la base de estado {file} está dañada" in said and "maintbot restore ARCHIVO --force" in said
