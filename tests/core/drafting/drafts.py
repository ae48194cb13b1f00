"""Small plants drafted and asked as they are."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Any

from core.data.database import Database
from core.drafting.draft import ModelDraft, draft
from core.drafting.yaml_text import as_yaml
from tests.core.asking import Person
from tests.core.opening import Opens


async def drafted(file: Path) -> ModelDraft:
    """The draft of a plant's file."""
    database = await Database.open(f"sqlite:///{file}")
    try:
        return await draft(database)
    finally:
        await database.close()


def rows_of(file: Path, sql: str) -> list[tuple[Any, ...]]:
    """What a query of our own gives."""
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(sql).fetchall()


async def answers_as_drafted(opens: Opens, file: Path, folder: Path, asked: Iterable[tuple[str, str]]) -> None:
    """Each question is asked of the model that ``draft`` wrote, unedited, and gives as many rows as its SQL, each with
    the values of one of them."""
    model = folder / "model.yaml"
    model.write_text(as_yaml(await drafted(file)), encoding="utf-8")
    async with opens(semantic_model=model, maintenance_database_url=f"sqlite:///{file}") as core:
        for text, sql in asked:
            reply = await Person(core).ask(text)
            assert reply.rows is not None, (text, reply.text)
            shown = [set(row) - {None} for row in reply.rows]
            wanted = [set(row) for row in rows_of(file, sql)]
            assert all(any(row <= own for own in shown) for row in wanted), (text, reply.text, shown)
            assert len(shown) == len(wanted), (text, reply.text)
