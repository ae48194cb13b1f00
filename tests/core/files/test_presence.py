"""What is not where the settings say it is: the state's file, and the files of the answers."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Connection

from core.files.artifacts import ArtifactStore
from core.files.presence import FilesNotThere, StateNotThere, files_are_there, state_is_there
from core.kernel.messages import Language
from core.state.database import State
from core.state.tables import sessions, turns

AT = datetime(2026, 11, 22, 14, 15, tzinfo=UTC)
NOTHING_DONE: dict[Language, str] = {"es": "No hice nada.", "en": "Nothing has been done."}


def store(folder: Path) -> ArtifactStore:
    return ArtifactStore(str(folder / "docs"), b"secret")


async def keep_answers(state: State, *with_files: bool) -> None:
    """One answer for each, with files or without."""

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

    def write(connection: Connection) -> None:
        connection.execute(sessions.insert(), session)
        for number, has_files in enumerate(with_files, 1):
            turn = {"session_id": "s1", "number": number, "gives": True, "question_id": f"q{number}", "asked_at": AT}
            connection.execute(turns.insert(), {**turn, **said, "viewer_key": who, "has_files": has_files})

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
async def test_answers_whose_files_are_all_away(state: State, tmp_path: Path, language: Language) -> None:
    await keep_answers(state, True, False, True)
    with pytest.raises(FilesNotThere) as told:
        await files_are_there(state, store(tmp_path), "chat_docs")
    said = told.value.message(language)
    assert "2 " in said and "chat_docs" in said and said.endswith(NOTHING_DONE[language])


async def test_one_file_is_enough_and_without_answers_none_is_needed(state: State, tmp_path: Path) -> None:
    await files_are_there(state, store(tmp_path), "chat_docs")
    await keep_answers(state, False, False)
    await files_are_there(state, store(tmp_path), "chat_docs")  # an answer in words has no files
    await state.write(lambda connection: connection.execute(turns.update().values(has_files=True)))
    await store(tmp_path).save({"data": b"a\r\n1\r\n"}, at=AT)
    await files_are_there(state, store(tmp_path), "chat_docs")
