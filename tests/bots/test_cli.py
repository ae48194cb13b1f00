"""The commands: what they print, what they end with, and that errors are one sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from bots.cli.app import app
from core.kernel.errors import ConfigurationError, DatabaseUnavailable

APP = "11111111-2222-4333-8444-555555555555"
ROOT = Path(__file__).resolve().parents[2]


pytestmark = pytest.mark.usefixtures("logging_put_back")


def maintbot(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), prog_name="maintbot")


def log_lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines() if line.startswith("{")]


def sentences(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("{")]


def test_an_answer_ends_with_0(opened: list[Any]) -> None:
    result = maintbot("ask", "data")
    assert result.exit_code == 0
    assert result.stdout.startswith("En soldadura hay 6 OT abiertas.")
    assert "data_0.csv" in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize("word", ["refuse", "clarify"])
def test_a_refusal_and_a_question_back_are_answers(opened: list[Any], word: str) -> None:
    assert maintbot("ask", word).exit_code == 0


def test_json_is_one_object_with_the_contracts_fields(opened: list[Any]) -> None:
    result = maintbot("ask", "chart", "--json", "--session", "turno")
    answer = json.loads(result.stdout)
    assert result.exit_code == 0
    assert answer["session_id"] == "turno"
    assert Path(answer["image_file"]).is_file()
    assert {"id", "action", "answer", "sql", "columns", "rows", "metrics", "clarification"} <= set(answer)


def test_an_error_ends_with_1_and_a_log_line(opened: list[Any]) -> None:
    result = maintbot("ask", "fail empty_question")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert len(sentences(result.stderr)) == 1
    (line,) = log_lines(result.stderr)
    assert (line["event"], line["code"]) == ("question_failed", "empty_question")
    assert len(line["correlation_id"]) == 32


@pytest.mark.parametrize("error", [DatabaseUnavailable("locked"), ConfigurationError("X", reason="X")])
def test_a_core_that_cannot_be_opened_is_one_sentence(opened: list[Any], error: Exception) -> None:
    opened.append(error)
    result = maintbot("ask", "data")
    assert result.exit_code == 1
    assert sentences(result.stderr) == [error.message("en")]
    assert log_lines(result.stderr)[0]["correlation_id"]
    assert "Traceback" not in result.stderr


def test_a_crash_is_one_sentence_with_its_correlation_id(opened: list[Any]) -> None:
    result = maintbot("ask", "crash")
    (line,) = log_lines(result.stderr)
    assert result.exit_code == 1
    assert sentences(result.stderr)[0].endswith(f"[{line['correlation_id']}]")
    assert line["error"] == "RuntimeError"
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask",),
        ("ask", "x", "--jsonl"),
        ("ask", "x", "--session", ""),
        ("ask", "x", "--session", "s" * 129),
        ("ask", "x", "--nonsense"),
        ("nonsense",),
        ("demo-data", "--as-of", "2026-11-22"),
        ("demo-data", "--as-of", "2026-11-22", "--output", "x", "--url", "sqlite:///x"),
        ("demo-data", "--as-of", "22/11/2026", "--output", "x"),
        ("demo-data", "--output", "x"),
        ("eval",),
        ("manifest", "irc"),
    ],
)
def test_wrong_usage_ends_with_2(home: Path, arguments: tuple[str, ...]) -> None:
    result = maintbot(*arguments)
    assert result.exit_code == 2, result.output
    assert result.stderr
    assert "Traceback" not in result.stderr
    assert list(home.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("API_PORT", "70000"),
        ("API_PORT", "8000.5"),
        ("WORKERS", "0"),
        ("QUERY_TIMEOUT", "soon"),
        ("QUERY_TIMEOUT", "0"),
        ("PLANT_TIMEZONE", "Mars/Olympus"),
        ("FILES_LOCALE", "tlh"),
        ("DEFAULT_LANGUAGE", "fr"),
        ("MAINTBOT_TODAY", "yesterday"),
        ("MAINTBOT_TODAY", "2026-11-22T10:00"),
        ("SLACK_ALLOW_EXTERNAL", "perhaps"),
        ("PUBLIC_URL", "bot.example"),
        ("OPENAI_BASE_URL", "localhost:11434/v1"),
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:99999"),
        ("CORS_ORIGINS", "https://intranet.example, https://intranet.example/page"),
        ("CURRENCY", "pesos"),
    ],
)
def test_a_bad_setting_is_named(home: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    told = {}
    for language in ("en", "es"):
        (home / ".env").write_text(f"DEFAULT_LANGUAGE={language}\n")  # which is read although the rest cannot be
        monkeypatch.delenv("DEFAULT_LANGUAGE", raising=False)
        monkeypatch.setenv(name, value)
        result = maintbot("ask", "data")
        assert result.exit_code == 1
        assert result.stderr.startswith(f"{name}: ")
        assert len(result.stderr.splitlines()) == 1
        told[language] = result.stderr
    assert name == "DEFAULT_LANGUAGE" or told["en"] != told["es"]


def test_the_demo_plant_is_written_and_told(home: Path) -> None:
    result = maintbot("demo-data", "--output", "plant.sqlite", "--as-of", "2026-11-22")
    assert result.exit_code == 0
    assert result.stdout == "Demo plant as of 2026-11-22: plant.sqlite\n"
    assert (home / "plant.sqlite").stat().st_size > 1_000_000


def test_demo_data_leaves_what_is_no_demo_plant_alone(home: Path) -> None:
    (home / "plant.sqlite").write_text("my own notes")
    result = maintbot("demo-data", "--output", "plant.sqlite", "--as-of", "2026-11-22")
    assert result.exit_code == 1
    assert (home / "plant.sqlite").read_text() == "my own notes"
    assert "Traceback" not in result.stderr


def test_manifest_of_slack_is_what_is_asked_for(home: Path) -> None:
    import yaml

    made = yaml.safe_load(maintbot("manifest", "slack", "--url", "https://bot.example", "--mode", "http").stdout)
    assert made["settings"]["event_subscriptions"]["request_url"] == "https://bot.example/slack/events"
    result = maintbot("manifest", "slack", "--mode", "socket", "--output", "slack.yaml")
    assert result.stdout == "slack.yaml\n"
    assert yaml.safe_load((home / "slack.yaml").read_text("utf-8"))["settings"]["socket_mode_enabled"] is True
    result = maintbot("manifest", "slack", "--output", "none/slack.yaml")
    assert (result.exit_code, "none/slack.yaml" in result.stderr) == (1, True)


def test_manifest_of_teams_is_an_app_package(home: Path) -> None:
    import zipfile

    result = maintbot("manifest", "teams", "--url", "https://bot.example", "--app-id", APP, "--output", "teams.zip")
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(home / "teams.zip") as package:
        assert {"manifest.json", "color.png", "outline.png"} <= set(package.namelist())


@pytest.mark.parametrize("name", ["NO_COLOR", "TERM"])
def test_no_colours_where_it_is_not_a_terminal(opened: list[Any], name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "1" if name == "NO_COLOR" else "xterm-256color")
    assert "\x1b" not in maintbot("ask", "data").output


def test_help_imports_nothing_heavy() -> None:
    heavy = (
        "pandas",
        "matplotlib",
        "openai",
        "slack_bolt",
        "botbuilder",
        "babel",
        "sqlglot",
        "sqlalchemy",
        "aiohttp",
        "pydantic",
        "rich",
    )
    code = (
        "import sys\nsys.argv = ['maintbot', '--help']\nfrom bots.cli import main\n"
        f"try:\n    main()\nexcept SystemExit:\n    pass\nprint([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_python_m_bots_is_maintbot() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bots", "--version"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("maintbot ")


def test_whoever_reads_may_leave_early(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = f"{sys.executable} -m bots manifest slack | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, env=environment, check=True
    )
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
