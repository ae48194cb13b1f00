"""``maintbot model init`` with a person at the terminal, and again over the file that the person has edited."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from bots.cli.app import app
from core.semantics.load import load_model
from tests.bots.process import maintbot
from tests.core.drafting import coded_shapes


@pytest.fixture(autouse=True)
def frozen(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The calendar of the small plants."""
    monkeypatch.setenv("MAINTBOT_TODAY", "2026-11-22")


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


def test_check_ends_with_what_can_be_asked_and_what_is_missing(home: Path) -> None:
    file, init = plant(home)
    assert here(*init).exit_code == 0
    checked = here("model", "check", "plant.yaml", "--url", f"sqlite:///{file}")
    assert checked.exit_code == 0, checked.stderr
    can, cannot = checked.stdout[checked.stdout.index("You can ask for:") :].split("Not yet:")
    assert "open ✓" in can and "overdue ✓" in can
    assert "costs ✗ no column of cost" in cannot and "downtime ✗ no table of stops" in cannot


def test_what_a_person_nods_at_becomes_a_verified_query(home: Path) -> None:
    file, init = plant(home)
    assert here(*init).exit_code == 0
    said = "\ny\n\n\ny\nq\n"  # the second and the fifth
    tried = here("model", "try", "plant.yaml", "--url", f"sqlite:///{file}", "--who", "Eva Gil", given=said)
    assert tried.exit_code == 0, tried.stderr
    assert "2/30 How many work orders are open?" in tried.stdout and "confidence" in tried.stdout
    verified = load_model(home / "plant.yaml").verified_queries
    assert [item.question["en"] for item in verified] == [
        "How many work orders are open?", "How many work orders were closed last month?",
    ]  # fmt: skip
    text = (home / "plant.yaml").read_text("utf-8")
    assert text.count("verified_by: Eva Gil") == text.count("verified_at: '2026-11-22'") == 2
    assert "{last_month_start}" in verified[1].sql and "{month_start}" in verified[1].sql
    all_shown = here("model", "try", "plant.yaml", "--url", f"sqlite:///{file}")
    assert all_shown.exit_code == 0 and "30/30" in all_shown.stdout, "nobody answers: all is shown"
    assert "not yet: no table of stops" in all_shown.stdout


BARE = """
version: "0.2.0.dev0"
semantic_model:
  - name: p
    datasets:
      - {name: machine, source: "SELECT ClaveEquipo FROM Equipos", fields: [{name: tag, expression: {dialects: [{dialect: ANSI_SQL, expression: ClaveEquipo}]}}]}
"""


def test_doctor_does_not_say_all_is_well_of_a_model_without_conditions(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, init = plant(home)
    (home / "bare.yaml").write_text(BARE, "utf-8")
    monkeypatch.setenv("MAINTENANCE_DATABASE_URL", f"sqlite:///{file}")
    monkeypatch.setenv("SEMANTIC_MODEL", str(home / "bare.yaml"))
    bare = here("doctor").stdout
    assert "valid, but without conditions" in bare and "All is well." not in bare, bare
    assert here(*init).exit_code == 0
    monkeypatch.setenv("SEMANTIC_MODEL", str(home / "plant.yaml"))
    drafted = here("doctor").stdout
    assert "semantic model: valid; it describes" in drafted and "without conditions" not in drafted, drafted
