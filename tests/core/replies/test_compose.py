"""The Composer: what it does with a plan and a result that the pipeline's own questions seldom give it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from core.app import Core
from core.conversation.session_rows import fresh
from core.conversation.turn import Timing, Turn
from core.kernel.errors import QueryTimeout
from core.kernel.messages import Column, Language, Question, Thread, Viewer
from core.kernel.result import Result
from core.language.heard import hear
from core.planning.chart_spec import ChartSpec
from core.planning.plan import Plan, PlannedChoice
from core.replies.outcome import Abstained, Shown
from core.replies.workbook.job import WorkbookFailed
from tests.plans import a_plan

pytestmark = pytest.mark.asyncio(loop_scope="module")
NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
QUESTION = Question(
    id="q",
    thread=Thread(platform="rest", thread="c"),
    viewer=Viewer(platform="rest", id="ana"),
    text="?",
    received_at=NOW,
)


def result(
    *rows: tuple[Any, ...], columns: tuple[str, ...] = ("area", "total_cost"), truncated: bool = False
) -> Result:
    return Result(columns=columns, rows=rows, truncated=truncated, seconds=0.0, queried_at=NOW)


def plan(language: Language = "en", **more: Any) -> Plan:
    return a_plan(language=language, action="data", planner="model", sql="SELECT 1", **more)


async def composed(core: Core, made: Plan, rows: Result, **more: Any) -> Any:
    from core.kernel.messages import Span

    shown = Shown(made, made, rows, sentence=(Span(text="Done"),), **more)
    return await core.pipeline.composer.compose(turn(), shown)


def turn(timing: Timing | None = None) -> Turn:
    session = fresh(QUESTION.thread, NOW, 1, None)
    return Turn(QUESTION, session, hear("?", {}), "es", NOW, timing or Timing())


async def test_columns_that_the_plan_does_not_know_are_named_after_themselves(shared: Core) -> None:
    reply = await composed(shared, plan(), result(("Paint", 2.5), ("Mixing", None)))
    assert [(column.label, column.kind) for column in reply.table.columns] == [
        ("Area", "text"),
        ("Total cost", "number"),
    ]
    assert reply.columns == ("area", "total_cost") and reply.rows == (("Paint", 2.5), ("Mixing", None))


async def test_columns_come_in_the_results_order(shared: Core) -> None:
    known = (Column(name="total_cost", label="Cost", kind="money"), Column(name="area", label="Area"))
    reply = await composed(shared, plan(columns=known), result(("Paint", 2.5), ("Mixing", 1.0)))
    assert [column.label for column in reply.table.columns] == ["Area", "Cost"]


async def test_a_preview_shows_the_first_rows_and_how_many_there_are(shared: Core) -> None:
    rows = [(f"a{number}", number) for number in range(25)]
    reply = await composed(shared, plan(), result(*rows))
    assert len(reply.table.rows) == 10 and reply.table.total == 25
    assert len(reply.rows) == 25
    csv = (await shared.artifacts.read(reply.artifact("data").path)).decode("utf-8-sig")
    assert len(csv.splitlines()) == 26


async def test_one_number_needs_no_table(shared: Core) -> None:
    reply = await composed(shared, plan(), result((3,), columns=("n",)))
    assert reply.table is None and reply.rows == ((3,),)


async def test_no_rows_need_no_table_and_no_chart(shared: Core) -> None:
    drawn = plan(chart=ChartSpec(kind="bar", x="area", y=("total_cost",)))
    reply = await composed(shared, drawn, result())
    assert reply.table is None and reply.artifact("image") is None
    assert reply.action == "data"


async def test_what_max_rows_cut_is_said(shared: Core) -> None:
    reply = await composed(shared, plan("es"), result(("Paint", 1.0), ("Mixing", 2.0), truncated=True))
    assert any("2" in line and "filas" in line for line in reply.assumptions), reply.assumptions


async def test_what_was_read_as_something_else_and_what_was_kept_is_said(shared: Core) -> None:
    made = plan(
        corrections=(("pmps", "pumps"),), inherited=("open work orders",), assumptions=("status now", "status now")
    )
    reply = await composed(shared, made, result(("Paint", 1.0)))
    assert reply.assumptions[0] == "kept: open work orders"
    assert any("pmps" in line and "pumps" in line for line in reply.assumptions)
    assert reply.assumptions.count("status now") == 1


async def test_a_degraded_plan_shows_in_flow_and_words(shared: Core) -> None:
    reply = await composed(shared, plan(degraded="timeout"), result(("Paint", 1.0)))
    assert reply.metrics.flow == "degraded"
    assert "Done" in reply.text and reply.text != "Done"


async def test_usage_and_times_are_those_of_the_plan_and_its_parts(shared: Core) -> None:
    timing = Timing(started=Timing().started - 5, plan=1.5, sql=0.5)
    made = plan(usage={"calls": 1, "tokens_in": 900, "tokens_cached": 800, "tokens_out": 90, "cost_usd": 0.01})
    from core.kernel.messages import Span

    shown = Shown(made, made, result(("Paint", 1.0)), sentence=(Span(text="Done"),), attempts=2, flow="repaired")
    metrics = (await shared.pipeline.composer.compose(turn(timing), shown)).metrics
    assert (metrics.model_calls, metrics.tokens_in, metrics.tokens_cached, metrics.tokens_out) == (1, 900, 800, 90)
    assert (metrics.plan_time, metrics.sql_time, metrics.sql_attempts, metrics.flow) == (1.5, 0.5, 2, "repaired")
    assert metrics.total_time >= 5 and metrics.cost_usd == 0.01


async def test_the_files_of_an_answer_lie_in_one_folder(shared: Core) -> None:
    made = plan(chart=ChartSpec(kind="bar", x="area", y=("total_cost",), title="Cost by area"))
    reply = await composed(shared, made, result(("Paint", 1.0), ("Mixing", 2.0)))
    assert reply.action == "data_image" and reply.chart_title == "Cost by area"
    folders = {Path(file.path).parent for file in reply.artifacts}
    assert len(folders) == 1
    assert [Path(file.path).name for file in reply.artifacts] == [
        "data_0.csv",
        "workbook_0.xlsx",
        "image_0.png",
        "code_0.py",
    ]
    assert (await shared.artifacts.read(reply.artifact("image").path)).startswith(b"\x89PNG")
    compile((await shared.artifacts.read(reply.artifact("code").path)).decode(), "code_0.py", "exec")


async def test_a_clarification_carries_its_choices_and_nothing_else(shared: Core) -> None:
    asked = a_plan(
        language="es",
        action="clarify",
        planner="deterministic",
        sentence="¿Cuál?",
        choices=(PlannedChoice(id="1", label="Equipos"), PlannedChoice(id="2", label="OT")),
    )
    reply = await shared.pipeline.composer.compose(turn(), Abstained(asked))
    assert reply.action == "clarify" and reply.metrics.flow == "clarified"
    assert [(choice.id, choice.label) for choice in reply.clarification.choices] == [("1", "Equipos"), ("2", "OT")]
    assert reply.rows is None and not reply.artifacts and reply.sql is None


async def test_a_failure_is_one_sentence_with_its_code(shared: Core) -> None:
    timing = Timing(started=Timing().started - 3, plan=1.0, sql=2.0)
    failure = shared.pipeline.composer.failure
    reply = failure(QUESTION, QueryTimeout(seconds=10), "es", timing, reference=None, retry=False)
    told = failure(QUESTION, QueryTimeout(seconds=10), "en", timing, reference="4F2A9C", retry=True)
    assert told.text == f"{QueryTimeout(seconds=10).message('en')} Reference: 4F2A9C."
    assert (reply.retry, told.retry) == (False, True)
    assert (reply.action, reply.error_code, reply.metrics.flow) == ("error", "query_timeout", "failed")
    assert "10 s" in reply.text and reply.metrics.total_time >= 3
    assert (reply.metrics.plan_time, reply.metrics.sql_time) == (1.0, 2.0)


@pytest.mark.parametrize(("limit", "most"), [("MOST_BYTES", 20), ("MOST_ROWS", 1), ("MOST_COLUMNS", 1)])
async def test_a_workbook_that_is_too_large_is_left_out_and_said(
    shared: Core, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    monkeypatch.setattr(f"core.replies.files.{limit}", most)
    reply = await composed(shared, plan("es"), result(("Paint", 1.0), ("Mixing", 2.0)))
    assert [file.kind for file in reply.artifacts] == ["data"]
    assert "Es demasiado para un libro de Excel; los datos van completos en el CSV." in reply.assumptions
    assert reply.table is not None and reply.rows is not None


async def test_a_workbook_that_fails_leaves_the_answer_its_csv(shared: Core, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(job: Any) -> bytes:
        raise WorkbookFailed("worker died")

    monkeypatch.setattr(shared.charts, "workbook", fails)
    reply = await composed(shared, plan(), result(("Paint", 1.0), ("Mixing", 2.0)))
    assert [file.kind for file in reply.artifacts] == ["data"]
    assert "I could not make the Excel workbook; the data is complete in the CSV." in reply.assumptions
