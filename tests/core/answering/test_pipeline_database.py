"""The plant's database away, locked, spoiled, or short of tables; the answer's files that cannot be written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from core.kernel.errors import MaintbotError
from tests.core.asking import Person
from tests.core.opening import Opens

SPANISH, ENGLISH = "¿cuántas bombas están paradas?", "how many pumps are down?"


async def told(opens: Opens, path: Path, query_timeout: float = 60) -> tuple[str, str]:
    """The two sentences about a database, checked for what holds of all of them."""
    async with opens(maintenance_database_url=f"sqlite:///{path}", query_timeout=query_timeout) as core:
        spanish, english = await Person(core, "a").ask(SPANISH), await Person(core, "b").ask(ENGLISH)
    for reply, language in ((spanish, "es"), (english, "en")):
        assert (reply.action, reply.error_code, reply.language) == ("error", "database_unavailable", language)
        assert str(path) not in reply.text and not reply.artifacts
        assert reply.metrics.flow == "failed"
    assert spanish.text != english.text
    return spanish.text, english.text


async def test_a_file_that_is_missing(opens: Opens, tmp_path: Path) -> None:
    missing = tmp_path / "none.sqlite"
    spanish, _ = await told(opens, missing)
    assert "archivo" in spanish
    assert not missing.exists()


async def test_a_file_that_is_empty(opens: Opens, tmp_path: Path) -> None:
    empty = tmp_path / "empty.sqlite"
    empty.touch()
    _, english = await told(opens, empty)
    assert "empty or damaged" in english
    assert empty.stat().st_size == 0


async def test_a_file_that_is_no_database(opens: Opens, tmp_path: Path) -> None:
    other = tmp_path / "notes.sqlite"
    other.write_text("shopping list\n" * 500)
    assert "empty or damaged" in (await told(opens, other))[1]


async def test_a_database_that_somebody_has_locked(opens: Opens, plant_copy: Path) -> None:
    with closing(sqlite3.connect(plant_copy)) as other:
        other.execute("BEGIN EXCLUSIVE")
        spanish, _ = await told(opens, plant_copy, 0.1)
        other.rollback()
    assert "ocupada" in spanish
    async with opens(maintenance_database_url=f"sqlite:///{plant_copy}") as core:
        assert (await Person(core).ask(SPANISH)).action == "data"


async def test_a_database_that_lacks_tables_names_them(opens: Opens, plant_copy: Path) -> None:
    with closing(sqlite3.connect(plant_copy)) as connection:
        connection.execute("DROP TABLE meter_reading")
        connection.commit()
    spanish, english = await told(opens, plant_copy)
    assert "(meter_reading)" in spanish and "(meter_reading)" in english


async def test_a_database_that_comes_back_is_answered_from_without_a_restart(
    opens: Opens, demo_file: Path, tmp_path: Path
) -> None:
    path = tmp_path / "late.sqlite"
    async with opens(maintenance_database_url=f"sqlite:///{path}") as core:
        person = Person(core)
        assert (await person.ask(ENGLISH)).error_code == "database_unavailable"
        path.write_bytes(demo_file.read_bytes())
        assert (await person.ask(ENGLISH)).action == "data"


async def test_a_folder_that_cannot_be_written_leaves_the_answer_without_its_file(opens: Opens, tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    async with opens(chat_docs_dir=str(in_the_way / "docs")) as core:
        person = Person(core)
        reply = await person.ask("OT abiertas por área, con gráfica")
        assert (reply.action, reply.error_code, reply.language) == ("data", None, "es")
        assert reply.artifacts == () and reply.rows
        assert any("va sin archivos" in note for note in reply.assumptions)
        again = await person.ask("¿y en soldadura?")
    assert again.action == "data"
    assert in_the_way.read_text() == "not a folder"


async def test_a_disk_that_is_full_leaves_no_folder_behind(
    opens: Opens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opens() as core:

        async def full(*_: object, **__: object) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(core.artifacts, "save", full)
        reply = await Person(core).ask("open work orders by area")
    assert reply.error_code is None and reply.rows
    assert any("without files" in note for note in reply.assumptions)
    docs = tmp_path / "chat_docs"
    assert not docs.exists() or not list(docs.iterdir())


async def test_a_chart_that_fails_leaves_the_answer(opens: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    async with opens() as core:

        async def broken(*_: object) -> bytes:
            raise MaintbotError("drawing")

        monkeypatch.setattr(core.charts, "render", broken)
        reply = await Person(core).ask("OT abiertas por área, con gráfica")
    assert (reply.action, reply.error_code) == ("data", None)
    assert reply.artifact("image") is None and reply.artifact("data") is not None
    assert MaintbotError().message("es") in reply.assumptions
    assert reply.chart_title is None


async def test_an_answer_that_cannot_be_recorded_is_given_all_the_same(
    opens: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    from core.kernel.errors import StateUnavailable

    async with opens() as core:

        async def away(*_: object) -> None:
            raise StateUnavailable("disk")

        monkeypatch.setattr(core.sessions, "record", away)
        assert (await Person(core).ask(ENGLISH)).action == "data"


async def test_our_own_state_away_is_said(opens: Opens, monkeypatch: pytest.MonkeyPatch) -> None:
    from core.kernel.errors import StateUnavailable

    async with opens() as core:

        async def away(*_: object) -> None:
            raise StateUnavailable("locked")

        monkeypatch.setattr(core.sessions, "load", away)
        reply = await Person(core).ask(ENGLISH)
    assert (reply.action, reply.error_code, reply.language) == ("error", "state_unavailable", "en")
    assert (reply.retry, reply.remembered) == (True, False), "asked again with a press, which points at nothing"
