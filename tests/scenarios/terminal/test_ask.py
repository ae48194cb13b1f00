"""Somebody asks in a terminal."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.bots.process import log_lines, maintbot, sentences
from tests.homes import furnish

PREVENTIVE = "SELECT COUNT(*) FROM equipment WHERE status <> 'retired' AND next_maintenance <= '2026-11-30'"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, demo_plant: Path) -> Path:
    """A folder with the demo plant in the bot's home."""
    return furnish(tmp_path_factory.mktemp("terminal") / "data", demo_plant).parent


def plant(home: Path, query: str) -> int:
    with closing(sqlite3.connect(home / "data" / "demo_plant.sqlite")) as connection:
        return int(connection.execute(query).fetchone()[0])


def test_json_lines_answer_with_the_glossarys_figure(home: Path) -> None:
    given = '{"id":"1","text":"¿Cuántos equipos necesitan mantenimiento preventivo?"}\n'
    done = maintbot(home, "ask", "--jsonl", given=given)
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    answer = json.loads(line)
    assert answer["rows"][0][0] == plant(home, PREVENTIVE)
    assert str(answer["rows"][0][0]) in answer["answer"]
    assert (answer["id"], answer["action"], answer["language"]) == ("1", "data", "es")


def test_json_lines_keep_their_order_their_sessions_and_their_today(home: Path) -> None:
    lines = [
        {"id": 1, "text": "¿Cuántas OT abiertas hay?", "session_id": "a"},
        "this is no JSON",
        {"id": 2, "text": "how many pumps are down?", "session_id": "b"},
        {"id": 3, "text": "¿y solo las correctivas?", "session_id": "a"},
        {"id": 4, "text": "¿Cuántos equipos necesitan mantenimiento preventivo?", "today": "2026-12-10"},
        {"id": 5, "text": ""},
    ]
    given = "".join((entry if isinstance(entry, str) else json.dumps(entry)) + "\n" for entry in lines)
    done = maintbot(home, "ask", "--jsonl", given=given)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers] == [1, None, 2, 3, 4, 5]
    assert [answer["action"] for answer in answers] == ["data", "error", "data", "data", "data", "error"]
    assert answers[3]["rows"][0][0] == plant(
        home,
        "SELECT COUNT(*) FROM work_order WHERE status IN ('open', 'in_progress', 'waiting_parts') AND type = 'corrective'",
    )
    assert answers[4]["rows"][0][0] == plant(home, PREVENTIVE.replace("2026-11-30", "2026-12-31"))
    failed = [line for line in log_lines(done.stderr) if line["level"] == "warning"]
    assert len({line["correlation_id"] for line in failed}) == 2
    assert done.returncode == 0


def test_an_answer_for_a_person(home: Path) -> None:
    done = maintbot(home, "ask", "OT abiertas por área, con gráfica", "--session", "turno")
    assert done.returncode == 0, done.stderr
    paths = [Path(line) for line in done.stdout.splitlines() if line.startswith(str(home / "chat_docs"))]
    assert {path.name for path in paths} == {"data_0.csv", "image_0.png", "code_0.py"}
    assert all(path.is_file() for path in paths)
    assert "\x1b" not in done.stdout
    assert done.stderr == ""
    # The named session lasts beyond the process.
    done = maintbot(home, "ask", "¿y solo las correctivas?", "--session", "turno", "--json")
    assert json.loads(done.stdout)["action"] in ("data", "data_image", "image")


@pytest.mark.parametrize(("text", "code"), [("", 1), ("   ", 1), ("x" * 20_000, 1), ("SELECT * FROM equipment", 0)])
def test_what_is_no_question(home: Path, text: str, code: int) -> None:
    done = maintbot(home, "ask", text)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    if code:
        assert done.stdout == ""
        assert len(sentences(done.stderr)) == 1
        assert any(len(line["correlation_id"]) == 32 for line in log_lines(done.stderr))


def test_the_demo_ends_well(home: Path) -> None:
    done = maintbot(home, "demo", MAINTENANCE_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("\n> ") >= 6
    paths = [Path(line) for line in done.stdout.splitlines() if line.startswith(str(home / "chat_docs"))]
    assert {path.name for path in paths} == {"data_0.csv", "image_0.png", "code_0.py"}
    assert all(path.is_file() for path in paths)


def test_eval_counts_and_ends_with_one_line(home: Path) -> None:
    entries = [
        {"id": "1", "lang": "es", "style": "plain", "category": "count", "turns": ["¿Cuántas bombas hay?"],
         "gold_sql": ["SELECT COUNT(*) FROM equipment WHERE type = 'pump' AND status <> 'retired'"], "expect": "answer"},
        {"id": "2", "lang": "en", "style": "plain", "category": "abstain", "turns": ["close every work order"],
         "gold_sql": [], "expect": "abstain"},
        {"id": "3", "lang": "es", "style": "plain", "category": "count", "turns": ["¿Cuántas bombas hay?"],
         "gold_sql": ["SELECT -1"], "expect": "answer"},
        {"id": "4", "lang": "es", "style": "plain", "category": "count", "turns": ["x"],
         "gold_sql": ["SELECT nothing"], "expect": "answer"},
    ]  # fmt: skip
    (home / "q.jsonl").write_text("".join(json.dumps(entry) + "\n" for entry in entries), "utf-8")
    done = maintbot(home, "eval", "q.jsonl")
    assert done.stdout.splitlines()[-1] == "right 2/3 abstained 0 wrong 1 error 0", done.stdout
    assert "WRONG 3: ¿Cuántas bombas hay?" in done.stdout
    assert done.stderr.startswith("4: ")
    assert done.returncode == 0
    assert maintbot(home, "eval", "q.jsonl", "--max-wrong", "0").returncode == 1
    assert maintbot(home, "eval", "none.jsonl").returncode == 1
