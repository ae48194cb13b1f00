"""Somebody asks over HTTP, goes on asking, and downloads the files."""

from __future__ import annotations

import csv
import io
from typing import Any

import aiohttp
import openpyxl

from tests.bots.process import Server

PREVENTIVE = "SELECT COUNT(*) FROM equipment WHERE status <> 'retired' AND next_maintenance <= '2026-11-30'"
DOWN_PUMPS = "SELECT COUNT(*) FROM equipment WHERE type = 'pump' AND status = 'down'"


async def ask(http: aiohttp.ClientSession, message: str, **more: Any) -> dict[str, Any]:
    async with http.post("/v1/chat", json={"message": message, **more}) as response:
        answer: dict[str, Any] = await response.json()
        assert response.status == 200, answer
        assert response.headers["X-Request-ID"]
    return answer


async def test_a_count_is_the_glossarys_sql(http: aiohttp.ClientSession, sql: Any) -> None:
    answer = await ask(http, "¿Cuántos equipos necesitan mantenimiento preventivo?")
    ((expected,),) = sql(PREVENTIVE)
    assert answer["rows"][0][0] == expected
    assert str(expected) in answer["response"]
    assert answer["language"] == "es"
    assert answer["metrics"]["flow"] == "good"
    assert answer["metrics"]["sql_attempts"] == 1
    assert answer["metrics"]["total_time"] >= answer["metrics"]["sql_time"] > 0
    assert answer["sql"].lstrip().upper().startswith(("SELECT", "WITH"))


async def test_the_question_of_the_readme(http: aiohttp.ClientSession, sql: Any) -> None:
    answer = await ask(http, "how many pumps are down?")
    ((expected,),) = sql(DOWN_PUMPS)
    assert answer["rows"][0][0] == expected
    assert answer["language"] == "en"


async def test_a_chart_with_its_files(http: aiohttp.ClientSession, server: Server, sql: Any) -> None:
    answer = await ask(http, "OT abiertas por área, con gráfica")
    session = answer["session_id"]
    assert answer["action"] == "data_image"
    for name in ("data_file", "image_file", "code_file"):
        assert (server.home / answer["artifacts"][name]).is_file(), name
    async with http.get(f"/v1/download/data/{session}") as response:
        assert response.status == 200
        assert response.content_type == "text/csv"
        raw = await response.read()
    assert raw.startswith(b"\xef\xbb\xbf"), "Excel needs the mark"
    _, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig")))
    assert len(rows) == len(answer["rows"])
    expected = sql(
        "SELECT a.name, COUNT(*) FROM work_order w JOIN equipment e ON e.id = w.equipment_id JOIN area a ON a.id = e.area_id "
        "WHERE w.status IN ('open', 'in_progress', 'waiting_parts') GROUP BY a.name"
    )
    assert sorted((row[0], row[1]) for row in answer["rows"] if row[1]) == sorted(expected)
    async with http.get(f"/v1/download/image/{session}") as response:
        assert (await response.read()).startswith(b"\x89PNG")
    async with http.get(answer["links"]["code"]) as response:
        compile(await response.text(), "code_0.py", "exec")


async def test_a_workbook_opens_with_typed_cells_and_tells_its_query(http: aiohttp.ClientSession, sql: Any) -> None:
    answer = await ask(http, "costo de mantenimiento por área en octubre")
    async with http.get(answer["links"]["workbook"]) as response:
        assert response.content_type == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        assert "costos_de_mantenimiento_por_area_octubre_de_2026.xlsx" in response.headers["Content-Disposition"]
        book = openpyxl.load_workbook(io.BytesIO(await response.read()))
    rows, about = book.worksheets
    expected = sql(
        "SELECT a.name, ROUND(SUM(w.labor_cost + w.parts_cost), 2) FROM work_order w JOIN equipment e ON e.id = w.equipment_id "
        "JOIN area a ON a.id = e.area_id WHERE w.status <> 'cancelled' AND w.completed_at >= '2026-10-01' "
        "AND w.completed_at < '2026-11-01' GROUP BY a.name"
    )
    assert sorted((name.value, cost.value) for name, cost in rows.iter_rows(min_row=2)) == sorted(expected)
    assert rows["B2"].number_format.startswith('"$"#,##0')
    assert rows.auto_filter.ref == f"A1:B{len(expected) + 1}" and rows.freeze_panes == "A2"
    told = {row[0].value: row[1].value for row in about.iter_rows(min_row=3)}
    assert told["Pregunta"] == "costo de mantenimiento por área en octubre"
    assert told["Periodo"].startswith("1 al 31 oct 2026")
    assert told["SQL"] == answer["sql"]
    async with http.get(f"/v1/download/workbook/{answer['session_id']}") as response:
        assert response.status == 200


async def test_a_follow_up_keeps_what_was_said(http: aiohttp.ClientSession, sql: Any) -> None:
    first = await ask(http, "¿Cuántas OT abiertas hay?")
    second = await ask(http, "¿y solo las correctivas?", session_id=first["session_id"])
    assert second["session_id"] == first["session_id"]
    ((expected,),) = sql(
        "SELECT COUNT(*) FROM work_order WHERE status IN ('open', 'in_progress', 'waiting_parts') AND type = 'corrective'"
    )
    assert second["rows"][0][0] == expected


async def test_a_csv_is_in_the_words_of_its_table(http: aiohttp.ClientSession, sql: Any) -> None:
    answer = await ask(http, "OT vencidas")
    async with http.get(answer["links"]["data"]) as response:
        head, *rows = csv.reader(io.StringIO((await response.read()).decode("utf-8-sig")))
    kept = "FROM work_order WHERE status IN ('open', 'in_progress', 'waiting_parts') AND due_on < '2026-11-22'"
    ((nobody,),) = sql(f"SELECT COUNT(*) {kept} AND technician_id IS NULL")
    ((waiting,),) = sql(f"SELECT COUNT(*) {kept} AND status = 'waiting_parts'")
    assert nobody and waiting, "the demo has both"
    assert [row[head.index("Técnico")] for row in rows].count("sin asignar") == nobody
    assert [row[head.index("Estado")] for row in rows].count("en espera de refacciones") == waiting
    assert sorted(row[head.index("Vence")] for row in rows) == sorted(day for (day,) in sql(f"SELECT due_on {kept}"))


async def test_a_refusal_has_no_rows_and_no_files(http: aiohttp.ClientSession) -> None:
    answer = await ask(http, "cierra todas las OT vencidas")
    assert (answer["action"], answer["rows"], answer["artifacts"]) == ("refused", None, {})
    assert answer["metrics"]["flow"] == "refused"


async def test_a_deleted_session_is_gone_with_its_files(http: aiohttp.ClientSession, server: Server) -> None:
    answer = await ask(http, "list the pumps that are down", session_id="to be deleted")
    path = server.home / answer["artifacts"]["data_file"]
    assert path.is_file()
    async with http.delete("/v1/sessions/to be deleted") as response:
        assert response.status == 204
    assert not path.exists()
    async with http.get("/v1/sessions") as response:
        assert "to be deleted" not in await response.text()


async def test_what_was_asked_is_counted_and_not_logged(http: aiohttp.ClientSession, server: Server) -> None:
    await ask(http, "¿Cuántas bombas hay en la planta Norte?")
    async with http.get("/metrics") as response:
        text = await response.text()
    assert 'maintbot_questions_total{action="data",flow="good",platform="rest"}' in text
    assert "maintbot_sql_seconds_count" in text
    assert "bombas" not in server.log_file.read_text("utf-8")
    answered = [line for line in server.log() if line["event"] == "question_answered"]
    assert answered
    assert all(line["correlation_id"] for line in answered)
