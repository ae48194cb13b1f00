"""Rows of a breakdown without a value go by one name: in the sentence, the table, the files, the pages and the chart."""

from __future__ import annotations

import csv
import io
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from core.kernel.messages import Reply
from core.replies.paging import page
from tests.core.asking import Person
from tests.core.opening import Opens


async def files_of(core: Any, reply: Reply) -> dict[str, bytes]:
    return {artifact.kind: await core.artifacts.read(artifact.path) for artifact in reply.artifacts}


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("gráfica de equipos por línea, en excel", "sin línea"),
        ("chart of machines by line, in excel", "with no line"),
        ("gráfica de OT abiertas por técnico, en excel", "sin asignar"),
        ("chart of open work orders by technician, in excel", "unassigned"),
    ],
)
async def test_the_nameless_have_one_name(opens: Opens, question: str, name: str) -> None:
    async with opens() as core:
        reply = await Person(core).ask(question)
        files = await files_of(core, reply)
        paged = page(reply, core.model, offset=0, limit=500)
    assert reply.rows is not None and any(row[0] is None for row in reply.rows)  # machines get what the plant has
    assert name in reply.text
    assert name in {row[0] for row in paged}
    assert None not in {row[0] for row in paged}
    assert name in {row[0] for row in csv.reader(io.StringIO(files["data"].decode("utf-8-sig")))}
    sheet = load_workbook(io.BytesIO(files["workbook"])).worksheets[0]
    assert name in {row[0].value for row in sheet.iter_rows(min_row=2)}
    assert files["image"] and files["code"]  # both draw what the CSV calls it


async def test_a_blank_name_is_none(opens: Opens, plant_copy: Path) -> None:
    with closing(sqlite3.connect(plant_copy)) as plant, plant:
        plant.execute("UPDATE production_line SET name = ' ' WHERE id = 1")
    async with opens(maintenance_database_url=f"sqlite:///{plant_copy}") as core:
        reply = await Person(core).ask("equipos por línea")
        named = {row[0] for row in page(reply, core.model, offset=0, limit=500)}
    assert "sin línea" in named
    assert "" not in {str(name).strip() for name in named}
