"""Charts that come unasked: for whom, for which answers, and when the table need not stand beside them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from core.app import Core
from core.kernel.messages import Question, Thread, Viewer
from core.kernel.messages import Reply as Answer
from tests.core.opening import Opens

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def ask(core: Core, text: str, kind: Any = "mention", **more: Any) -> Answer:
    now = datetime.now(UTC)
    thread = Thread(platform="rest", thread=f"{now.timestamp()}")
    viewer = Viewer(platform="rest", id="ana")
    question = Question(
        id=f"{now.timestamp()}", thread=thread, viewer=viewer, text=text, received_at=now, kind=kind, **more
    )
    return await core.answer(question)


@pytest.mark.parametrize(
    "text",
    [
        "OT abiertas por área",
        "horas de paro por mes este año",
        "distribución de OT por prioridad",
        "los 5 equipos con más horas de paro",
        "failures by cause",
    ],
)
async def test_a_breakdown_a_trend_a_ranking_comes_with_its_chart(shared: Core, text: str) -> None:
    reply = await ask(shared, text)
    assert reply.action == "data_image" and reply.artifact("image") is not None
    assert "Gráfica" not in [suggestion.label for suggestion in reply.suggestions]


@pytest.mark.parametrize(
    "text",
    [
        "¿cuántas OT abiertas hay?",
        "lista de OT vencidas",
        "OT abiertas por planta",  # two values
        "disponibilidad por equipo este mes",  # 20 of 231 averages are a piece of the answer
    ],
)
async def test_one_number_a_list_two_values_and_a_piece_of_the_answer_do_not(shared: Core, text: str) -> None:
    assert (await ask(shared, text)).artifact("image") is None


@pytest.mark.parametrize(
    ("kind", "more", "drawn"),
    [
        ("message", {}, True),
        ("suggestion", {}, True),
        ("rest", {}, False),
        ("rest", {"illustrated": True}, True),
        ("terminal", {}, False),
        ("command", {"alone": True}, False),
        ("command", {}, False),
    ],
)
async def test_chats_are_illustrated_commands_and_programs_are_not(
    shared: Core, kind: str, more: dict[str, Any], drawn: bool
) -> None:
    reply = await ask(shared, "OT abiertas por área", kind, **more)
    assert (reply.artifact("image") is not None) == drawn
    assert reply.table is not None and reply.table.folded == drawn


async def test_auto_charts_off_draws_what_is_asked_for_alone(opens: Opens) -> None:
    async with opens(auto_charts=False) as core:
        assert (await ask(core, "OT abiertas por área")).artifact("image") is None
        assert (await ask(core, "OT abiertas por área con gráfica")).artifact("image") is not None


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("OT abiertas por área", True),
        ("horas de paro por mes este año", True),
        ("los 5 equipos con más horas de paro", False),  # their names stand in the table alone
        ("costo por mes este año", False),  # amounts are too wide to stand at every point
        ("fallas por semana este año", False),  # not every week has its figure beside it
        ("costo por equipo", False),  # more than twenty
    ],
)
async def test_the_table_is_folded_where_the_chart_tells_all_of_it(shared: Core, text: str, folded: bool) -> None:
    reply = await ask(shared, text)
    assert reply.artifact("image") is not None
    assert reply.table is not None and reply.table.folded == folded
    assert (reply.file_beyond(0, 0) is None) == folded


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("OT abiertas por área en excel", "workbook"),
        ("open orders by area as csv", "data"),
        ("OT abiertas por área", None),
    ],
)
async def test_a_file_that_is_asked_for_is_offered(shared: Core, text: str, kind: str | None) -> None:
    reply = await ask(shared, text)
    file = reply.file_beyond(10, 10)
    assert (file.kind if file else None) == reply.file_asked == kind
