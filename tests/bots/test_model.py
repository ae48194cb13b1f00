"""``maintbot model``: a draft that loads and that an editor can check, its check, and the schema; a broken model ends
every command that reads it."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from bots.cli.app import app
from core.semantics.load import load_model
from tests import yaml_text
from tests.bots.process import maintbot as process

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = "semantic-model.schema.json"


def maintbot(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), prog_name="maintbot")


@pytest.fixture
def url(home: Path) -> str:
    """A small plant."""
    path = home / "plant.sqlite"
    with closing(sqlite3.connect(path)) as plant:
        plant.executescript(
            """
            CREATE TABLE area (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
            CREATE TABLE machine (
                id INTEGER PRIMARY KEY, tag TEXT NOT NULL UNIQUE, status TEXT NOT NULL,
                installed_on TEXT NOT NULL, area_id INTEGER NOT NULL REFERENCES area(id)
            );
            INSERT INTO area VALUES (1, 'Paint'), (2, 'Welding');
            INSERT INTO machine VALUES (1, 'P-1', 'down', '2020-01-01', 1), (2, 'P-2', 'running', '2021-01-01', 1);
            """
        )
        plant.commit()
    return f"sqlite:///{path}"


def validated(data: Any, schema: Any) -> list[str]:
    """What the schema says against a file, which JSON writes without days and with texts as keys."""
    plain = json.loads(json.dumps(data, default=str))
    return [error.message for error in Draft202012Validator(schema).iter_errors(plain)]


def test_a_draft_loads_and_has_its_schema_beside_it(home: Path, url: str) -> None:
    result = maintbot("model", "init", "--url", url, "--output", "plant.yaml")
    assert (result.exit_code, result.stderr) == (0, "")
    text = (home / "plant.yaml").read_text("utf-8")
    assert text.startswith(f"# yaml-language-server: $schema={SCHEMA}\n")
    schema = json.loads((home / SCHEMA).read_text("utf-8"))
    assert validated(yaml_text.read(text), schema) == []
    assert set(load_model(home / "plant.yaml").datasets) == {"area", "machine"}
    checked = maintbot("model", "check", "plant.yaml", "--url", url)
    assert (checked.exit_code, checked.stderr) == (0, "")


def test_a_draft_on_standard_output_names_no_schema_that_is_not_there(home: Path, url: str) -> None:
    result = maintbot("model", "init", "--url", url)
    assert result.exit_code == 0 and "$schema" not in result.stdout
    assert not (home / SCHEMA).exists()


def test_a_file_that_is_no_model_stays_and_an_old_schema_is_renewed(home: Path, url: str) -> None:
    (home / "plant.yaml").write_text("mine", "utf-8")
    (home / SCHEMA).write_text("{}", "utf-8")
    assert maintbot("model", "init", "--url", url, "--output", "plant.yaml").exit_code == 1
    assert (home / "plant.yaml").read_text("utf-8") == "mine" and (home / SCHEMA).read_text("utf-8") == "{}"
    assert maintbot("model", "init", "--url", url, "--output", "other.yaml").exit_code == 0
    assert json.loads((home / SCHEMA).read_text("utf-8"))["$defs"]


def test_the_schema_is_printed_and_is_the_one_of_the_manifests(home: Path) -> None:
    result = maintbot("model", "schema")
    assert result.exit_code == 0
    assert result.stdout == (ROOT / "manifests" / SCHEMA).read_text("utf-8"), (
        "maintbot model schema > manifests/semantic-model.schema.json"
    )


def test_the_schema_takes_the_demo_model_and_refuses_what_the_loader_refuses() -> None:
    schema = json.loads((ROOT / "manifests" / SCHEMA).read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    whole = yaml_text.read((ROOT / "core/demo/semantic_model.yaml").read_text("utf-8"))
    assert validated(whole, schema) == []
    model = whole["semantic_model"][0]
    for at, key, value in (
        (model["datasets"][0]["ai_context"], "populaton", "present"),
        (model["datasets"][0]["ai_context"], "place", "yes"),
        (model["datasets"][0]["fields"][0], "datatype", "Text"),
        (model["metrics"][0]["ai_context"], "default_period", "last_year_end"),
        (model["relationships"][0]["ai_context"], "cardinality", "one_to_many"),
        (model["metrics"][0]["ai_context"], "label", {"es": {"many": "x"}}),
    ):
        before = at.get(key)
        at[key] = value
        assert validated(whole, schema) != [], key
        if before is None:
            del at[key]
        else:
            at[key] = before
    assert validated(whole, schema) == []


def test_every_key_of_the_schema_is_described_and_has_an_example() -> None:
    schema = json.loads((ROOT / "manifests" / SCHEMA).read_text("utf-8"))
    named = [
        (kind, key, entry)
        for kind, definition in (*schema["$defs"].items(), ("file", schema))
        for key, entry in definition.get("properties", {}).items()
        if not kind.endswith("Form")
    ]
    assert len(named) > 130
    assert [
        (kind, key) for kind, key, entry in named if not entry.get("description") or not entry.get("examples")
    ] == []


BROKEN = """\
version: "0.2.0.dev0"
semantic_model:
  - name: plant
    datasets:
      - name: machine
        source: machine
        ai_context: {identiy: tag, population: present}
"""


@pytest.mark.parametrize("language", ["es", "en"])
def test_check_tells_every_fault_of_the_file(home: Path, url: str, language: str) -> None:
    (home / "broken.yaml").write_text(BROKEN, "utf-8")
    result = process(home, "model", "check", "broken.yaml", "--url", url, DEFAULT_LANGUAGE=language)
    assert (result.returncode, result.stdout) == (1, "")
    told = [line.strip() for line in result.stderr.splitlines() if not line.startswith("{")]
    assert (
        told
        == {
            "es": [
                "El modelo semántico no se puede usar; por corregir: 2.",
                "broken.yaml:7: machine: `population` nombra la condición `present`, que no existe",
                "broken.yaml:7: machine: aquí no existe la clave `identiy`; ¿será `identity`?",
            ],
            "en": [
                "The semantic model cannot be used; to be mended: 2.",
                "broken.yaml:7: machine: `population` names the condition `present`, which does not exist",
                "broken.yaml:7: machine: there is no key `identiy` here; did you mean `identity`?",
            ],
        }[language]
    )


@pytest.mark.parametrize("command", [["ask", "how many machines?"], ["serve"], ["doctor"]])
def test_every_command_ends_with_1_and_the_list(home: Path, url: str, command: list[str]) -> None:
    (home / "broken.yaml").write_text(BROKEN, "utf-8")
    settings = {"SEMANTIC_MODEL": "broken.yaml", "MAINTENANCE_DATABASE_URL": url, "DEFAULT_LANGUAGE": "en"}
    result = process(home, *command, **settings)
    assert result.returncode == 1
    assert "broken.yaml:7: machine: there is no key `identiy` here; did you mean `identity`?" in (
        result.stdout + result.stderr
    )
