"""Whether what is to be saved, moved or sealed is where the settings say: a command that runs in another folder, or
with a mistyped MAINTBOT_HOME, must not do its work on nothing and say that all is well."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, func, make_url, select
from sqlalchemy.exc import ArgumentError

from core.files.artifacts import ArtifactStore
from core.files.unfinished import none_is_unfinished, state_is_whole
from core.kernel.errors import MaintbotError
from core.sentences import keeping
from core.state.database import State
from core.state.seals import Seals
from core.state.tables import turns

if TYPE_CHECKING:
    from core.kernel.settings import Settings


class StateNotThere(MaintbotError):
    """The state's file does not exist; opening it would make an empty one."""

    code = "state_not_there"
    texts = dict(keeping.STATE_NOT_THERE)


class FilesNotThere(MaintbotError):
    """Answers with files are kept, and not one of their files lies in CHAT_DOCS_DIR."""

    code = "files_not_there"
    texts = dict(keeping.FILES_NOT_THERE)


def sqlite_file(url: str) -> Path | None:
    """The absolute path of a SQLite state; None for a server's."""
    try:
        place = make_url(url)
    except ArgumentError:  # whoever opens it says so
        return None
    return Path(place.database).absolute() if place.get_backend_name() == "sqlite" and place.database else None


def state_is_there(url: str) -> None:
    """Look for the state before it is opened; a server's database is looked for by opening it.

    Raises:
        StateNotThere: the SQLite file does not exist.
    """
    file = sqlite_file(url)
    if file is not None and not file.is_file():
        raise StateNotThere(file=file)


@asynccontextmanager
async def opened(settings: Settings, seals: Seals | None = None) -> AsyncIterator[State]:
    """The state that the settings name, to be saved, moved or sealed anew: it is there, and no restore is unfinished.

    Raises:
        StateNotThere: the SQLite file does not exist.
        RestoreUnfinished: a restore is under way, or was broken off.
        ConfigurationError, StateUnavailable: it cannot be opened.
    """
    none_is_unfinished(settings.maintbot_home)
    state_is_there(settings.state_url)
    state = await State.open(settings.state_url, seals=seals)
    try:
        await state_is_whole(state)
        yield state
    finally:
        await state.close()


async def files_are_there(state: State, artifacts: ArtifactStore, folder: str) -> None:
    """Look for the files of the answers that are kept.

    Args:
        folder: CHAT_DOCS_DIR, for the sentence.

    Raises:
        FilesNotThere: some answers have files, and none is there.
        StateUnavailable, StorageFailed: one of them cannot be read.
    """

    def counted(connection: Connection) -> int:
        return int(connection.execute(select(func.count()).select_from(turns).where(turns.c.has_files)).scalar_one())

    answers = await state.read(counted)
    if answers and not await artifacts.stored():
        raise FilesNotThere(folder=folder, answers=answers)
