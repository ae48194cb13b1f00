"""Question files, placeholders, verdicts and the report."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.evaluation import questions, report
from core.evaluation.questions import EvalQuestion, GoldFails
from core.kernel.errors import ConfigurationError, QueryFailed
from core.kernel.messages import Reply, Span
from core.kernel.result import Result

ROWS = "CREATE TABLE t (area TEXT, n INTEGER); INSERT INTO t VALUES ('D''Or', 3), ('B', 2), ('C', 2)"


@pytest.fixture
def run() -> Any:
    connection = sqlite3.connect(":memory:")
    connection.executescript(ROWS)

    async def select(sql: str) -> Result:
        try:
            cursor = connection.execute(sql)
        except sqlite3.Error as error:
            raise QueryFailed(str(error)) from error
        names = tuple(column[0] for column in cursor.description)
        return Result(names, tuple(cursor.fetchall()), False, 0.0, datetime.now(UTC))

    yield select
    connection.close()


def question(**more: Any) -> EvalQuestion:
    base = {"id": "q", "lang": "es", "style": "plain", "category": "count", "turns": ["x"], "gold_sql": ["SELECT 1"]}
    return EvalQuestion.model_validate(base | more)


def reply(action: Any = "data", rows: Any = None, **more: Any) -> Reply:
    return Reply(question_id="q", language="es", action=action, headline=(Span(text="x"),), rows=rows, **more)


async def test_placeholders_are_filled_from_the_database_and_quoted_in_sql(run: Any) -> None:
    filled = await questions.fill(
        question(
            turns=["{area:SELECT area FROM t} el {today}", "¿y {area}?"],
            gold_sql=["SELECT n FROM t WHERE area = '{area}' AND '{today}' = '2026-11-22'"],
        ),
        "2026-11-22",
        run,
    )
    assert filled.turns == ("D'Or el 2026-11-22", "¿y D'Or?")
    assert filled.golds[0].rows == ((3,),)


async def test_hidden_columns_are_keys_and_a_top_is_run_whole(run: Any) -> None:
    gold = await questions.gold("SELECT area, n AS _key FROM t ORDER BY n DESC LIMIT 2;", run, ordered=True)
    assert gold.columns == ("area",)
    assert gold.rows == (("D'Or",), ("B",), ("C",))
    assert gold.keys == ((3,), (2,), (2,))
    assert (gold.limit, gold.wanted) == (2, 2)
    plain = await questions.gold("SELECT area FROM t ORDER BY n DESC LIMIT 2", run, ordered=True)
    assert (len(plain.rows), plain.limit, plain.keys) == (2, None, None)


async def test_a_breakdown_is_known_by_its_group(run: Any) -> None:
    assert (await questions.gold("SELECT area, SUM(n) FROM t GROUP BY area", run, ordered=False)).breakdown
    assert not (await questions.gold("SELECT SUM(n) FROM t GROUP BY area", run, ordered=False)).breakdown


@pytest.mark.parametrize(
    "more", [{"gold_sql": ["SELECT nothing FROM nowhere"]}, {"turns": ["{a:SELECT area FROM t WHERE n > 9}"]}]
)
async def test_gold_that_does_not_run_leaves_the_question_out(run: Any, more: dict[str, Any]) -> None:
    with pytest.raises(GoldFails):
        await questions.fill(question(**more), "2026-11-22", run)


def test_a_file_is_read_and_what_is_wrong_with_it_is_named(tmp_path: Path) -> None:
    file = tmp_path / "q.jsonl"
    line = question(note="kept by others").model_dump_json()
    file.write_text(f"{line}\n\n{line}\n")
    assert len(questions.load(file)) == 2
    for bad, reason in (("{", ":2:"), ('{"id": "x"}', ":2: lang"), ("[]", ":2:")):
        file.write_text(f"{line}\n{bad}\n")
        with pytest.raises(ConfigurationError) as raised:
            questions.load(file)
        assert f"q.jsonl{reason}" in raised.value.message("en")
    file.write_text("\n")
    with pytest.raises(ConfigurationError):
        questions.load(file)
    with pytest.raises(ConfigurationError):
        questions.load(tmp_path / "none.jsonl")
    file.write_bytes(b"\xff")
    with pytest.raises(ConfigurationError):
        questions.load(file)


@pytest.mark.parametrize(
    ("asked", "answered", "outcome"),
    [
        ({}, {"rows": ((1,),)}, "right"),
        ({}, {"rows": ((2,),)}, "wrong"),
        ({}, {"rows": None}, "wrong"),
        ({}, {"action": "clarify"}, "abstained"),
        ({}, {"action": "refused"}, "abstained"),
        ({}, {"action": "help"}, "abstained"),
        ({}, {"action": "error", "error_code": "query_timeout"}, "error"),
        ({"expect": "chart"}, {"rows": ((1,),)}, "wrong"),
        ({"expect": "chart"}, {"rows": ((1,),), "action": "data_image"}, "right"),
        ({"expect": "chart"}, {"rows": ((1,),), "action": "image"}, "right"),
        ({"expect": "abstain", "gold_sql": None}, {"action": "refused"}, "right"),
        ({"expect": "clarify", "gold_sql": None}, {"action": "help"}, "right"),
        ({"expect": "abstain", "gold_sql": None}, {"rows": ((1,),)}, "wrong"),
        ({"expect": "abstain", "gold_sql": None}, {"action": "error"}, "error"),
    ],
)
async def test_verdicts(run: Any, asked: dict[str, Any], answered: dict[str, Any], outcome: str) -> None:
    filled = await questions.fill(question(**asked), "2026-11-22", run)
    assert report.judge(filled.question, filled.golds, reply(**answered)).outcome == outcome


async def test_right_rows_in_the_wrong_order_are_told_apart(run: Any) -> None:
    filled = await questions.fill(
        question(gold_sql=["SELECT area FROM t ORDER BY area"], ordered=True), "2026-11-22", run
    )
    verdict = report.judge(filled.question, filled.golds, reply(rows=(("D'Or",), ("B",), ("C",))))
    assert (verdict.outcome, verdict.why) == ("wrong", "right rows, wrong order")


def test_the_report_counts_lists_and_ends_with_one_line() -> None:
    outcomes = ["right", "right", "abstained", "wrong", "error"]
    judged = [
        report.Judged(question(id=f"q{n}", lang="es" if n % 2 else "en"), "¿cuántas?", report.Verdict(outcome, "why"), "SELECT\n 2", "SELECT 1")
        for n, outcome in enumerate(outcomes)
    ]  # fmt: skip
    assert report.last_line(judged) == "right 2/5 abstained 1 wrong 1 error 1"
    text = report.tables(judged)
    for name in ("lang", "style", "category"):
        assert name in text
    assert [line.split()[:4] for line in text.splitlines() if line.startswith(("en", "es"))] == [
        ["en", "3", "1", "33.3%"],
        ["es", "2", "1", "50.0%"],
    ]
    listed = report.mistakes(judged)
    assert listed.index("WRONG q3") < listed.index("ERROR q4")
    assert "sql:  SELECT 2" in listed
    assert "q2" not in listed
    assert "ABSTAINED q2" in report.mistakes(judged, abstained=True)


def test_json_lines_of_the_format_are_understood() -> None:
    raw = {
        "id": "a",
        "lang": "en",
        "style": "chat",
        "category": "list",
        "turns": ["x"],
        "gold_sql": [],
        "ordered": None,
    }
    assert EvalQuestion.model_validate(json.loads(json.dumps(raw | {"expect": "abstain"}))).wants_answer is False
