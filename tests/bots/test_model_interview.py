"""``maintbot model init`` with a person at the terminal, and again over the file that the person has edited."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import yaml
from typer.testing import CliRunner, Result

from bots.cli.app import app
from tests.bots.process import maintbot
from tests.core.drafting import coded_shapes


def plant(home: Path) -> tuple[Path, tuple[str, ...]]:
    file = coded_shapes.catalogued(home / "plant.sqlite")
    return file, ("model", "init", "--url", f"sqlite:///{file}", "--output", "plant.yaml")


def conditions_of(home: Path, table: str) -> dict[str, str]:
    raw = yaml.safe_load((home / "plant.yaml").read_text("utf-8"))
    datasets = {item["source"]: item["ai_context"] for item in raw["semantic_model"][0]["datasets"]}
    return {item["name"]: item["expression"] for item in datasets[table]["conditions"]}


def here(*arguments: str, given: str = "") -> Result:
    """In this process, where nothing but what is printed matters."""
    return CliRunner().invoke(app, list(arguments), input=given, prog_name="maintbot")


def test_a_person_answers_and_the_file_keeps_who_and_when(tmp_path: Path) -> None:
    _, init = plant(tmp_path)
    # The table by its number, the next two by Enter, closed by a wrong and then a right answer; then nobody answers.
    done = maintbot(
        tmp_path,
        *init,
        "--ask",
        "--who",
        "Eva Gil",
        given="1\n\n\nseven\n3, espera de refacción\n",
        DEFAULT_LANGUAGE="es",
    )
    assert done.returncode == 0
    assert (
        "¿En qué tabla están las órdenes de trabajo?" in done.stderr
        and "«seven» no es una de las opciones." in done.stderr
    )
    text = (tmp_path / "plant.yaml").read_text("utf-8")
    assert '"who": "Eva Gil", "when": "2026-11-22"' in text
    conditions = conditions_of(tmp_path, "OrdenesTrabajo")
    assert conditions["closed"] == "Estatus IN (2, 3)" and conditions["open"] == "Estatus = 1"


def test_init_again_keeps_edits_and_shows_what_changed(home: Path) -> None:
    file, init = plant(home)
    assert here(*init, "--ask", given="\n" * 30).exit_code == 0
    same = here(*init)
    assert same.exit_code == 0 and "nothing has changed" in same.stdout
    text = (home / "plant.yaml").read_text("utf-8")
    edited = text.replace("- por atender\n", "- por atender\n      - en la pizarra\n", 1)
    edited = edited if edited != text else text.replace("por atender,", "por atender, en la pizarra,", 1)
    assert edited != text
    (home / "plant.yaml").write_text(edited, "utf-8")
    with closing(sqlite3.connect(file)) as database:
        database.execute("ALTER TABLE Equipos ADD COLUMN Marca TEXT")
        database.execute("UPDATE Equipos SET Marca = 'ENGEL'")
        database.execute("DROP TABLE PlanMantto")
        database.commit()
    again = here(*init)
    assert again.exit_code == 0, again.stderr
    assert "what was edited is kept" in again.stdout
    shown = again.stdout[again.stdout.index("+++ now") :].splitlines()
    assert any(line.startswith("+") and "marca" in line for line in shown), shown
    assert any(line.startswith("-") and "planmantto" in line for line in shown), shown
    new = (home / "plant.yaml").read_text("utf-8")
    assert (
        "en la pizarra" in new
        and "PlanMantto" not in new[new.index("semantic_model:") : new.index("custom_extensions")]
    )
    assert (home / "plant.yaml.before").read_text("utf-8") == edited
    assert here("model", "check", "plant.yaml", "--url", f"sqlite:///{file}").exit_code == 0
