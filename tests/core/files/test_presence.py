"""What is not where the settings say it is: the state's file, and the files of the answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from core.files.artifacts import ArtifactStore
from core.files.presence import FilesNotThere, StateNotThere, files_are_there, state_is_there
from core.kernel.messages import Language
from core.kernel.settings import Settings
from core.state.database import State
from core.state.tables import sessions, turns

AT = datetime.now(UTC) - timedelta(days=30)
NOTHING_DONE: dict[Language, str] = {"es": "No hice nada.", "en": "Nothing has been done."}


def store(folder: Path) -> ArtifactStore:
    return ArtifactStore(str(folder / "docs"), b"secret")


def settings_of(folder: Path, **more: object) -> Settings:
    return Settings(_env_file=None, maintbot_home=folder, chat_docs_dir=str(folder / "docs"), **more)


def path_of(number: int) -> str:
    """The file of an answer that was given that many days after ``AT``."""
    return f"{(AT + timedelta(days=number)).strftime('%Y%m%dT%H%M%S')}-{number:012x}/data_0.csv"


async def keep_answers(state: State, *with_files: bool, sealed: bool = False) -> None:
    """One answer for each, with a file or without; ``sealed`` as an earlier release kept them."""

    who, when = "test:U1", {"started_at": AT, "updated_at": AT}
    session = {
        "id": "s1",
        "thread_key": "t",
        "generation": 1,
        "platform": "test",
        "viewer_key": who,
        "turns": 9,
        **when,
    }
    said = {"action": "data", "text": "", "question": "{}", "reply": "{}"}

    def of(number: int, has_files: bool) -> dict[str, object]:
        files = path_of(number) if has_files and not sealed else None
        return {"viewer_key": who, "has_files": has_files, "files": files}

    def write(connection: Connection) -> None:
        connection.execute(sessions.insert(), session)
        for number, has_files in enumerate(with_files, 1):
            turn = {"session_id": "s1", "number": number, "gives": True, "question_id": f"q{number}", "asked_at": AT}
            connection.execute(turns.insert(), {**turn, **said, **of(number, has_files)})

    await state.write(write)


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_state_that_does_not_exist_is_named_and_not_made(tmp_path: Path, language: Language) -> None:
    file = tmp_path / "mistyped" / "state.sqlite"
    with pytest.raises(StateNotThere) as told:
        state_is_there(f"sqlite+aiosqlite:///{file}")
    said = told.value.message(language)
    assert str(file) in said and said.endswith(NOTHING_DONE[language])
    assert not file.parent.exists()


def test_a_folder_of_that_name_is_no_state(tmp_path: Path) -> None:
    with pytest.raises(StateNotThere):
        state_is_there(f"sqlite:///{tmp_path}")


def test_a_state_that_is_there_and_one_on_a_server_are_let_through(tmp_path: Path) -> None:
    (tmp_path / "state.sqlite").touch()
    state_is_there(f"sqlite:///{tmp_path / 'state.sqlite'}")
    state_is_there("postgresql+asyncpg://bot:s3cr3t@127.0.0.1:1/state")  # nobody is asked: opening it will tell


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("sealed", [False, True])
async def test_answers_whose_files_are_all_away(state: State, tmp_path: Path, language: Language, sealed: bool) -> None:
    await keep_answers(state, True, False, True, sealed=sealed)
    with pytest.raises(FilesNotThere) as told:
        await files_are_there(state, store(tmp_path), settings_of(tmp_path))
    said = told.value.message(language)
    assert "2 " in said and str(tmp_path / "docs") in said and said.endswith(NOTHING_DONE[language])


async def test_those_that_are_missing_are_counted(state: State, tmp_path: Path) -> None:
    files = store(tmp_path)
    assert (await files_are_there(state, files, settings_of(tmp_path))).expected == 0  # without answers none is needed
    await keep_answers(state, True, True, False, True, True)
    for number in (2, 4):
        await files.write_as_stored(path_of(number), b"a\r\n1\r\n")

    async def counted(**settings: object) -> tuple[int, int]:
        found = await files_are_there(state, files, settings_of(tmp_path, **settings))
        return found.expected, found.missing

    assert await counted() == (4, 2)
    assert await counted(artifacts_max_mb=1) == (3, 1)  # the first is older than all that are there: it had to go
    assert await counted(retention_days=28) == (2, 1)  # the first two are older than that


async def test_answers_that_an_earlier_release_sealed_count_as_there(state: State, tmp_path: Path) -> None:
    await keep_answers(state, True, True, sealed=True)
    await store(tmp_path).save({"data": b"a\r\n1\r\n"}, at=AT)
    assert (await files_are_there(state, store(tmp_path), settings_of(tmp_path))).missing == 0
