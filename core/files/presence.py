"""Whether what is to be saved, moved or sealed is where the settings say: a command that runs in another folder, or
with a mistyped MAINTBOT_HOME, must not do its work on nothing and say that all is well."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, func, make_url, select

from core.files.artifacts import ArtifactStore
from core.kernel.errors import MaintbotError
from core.sentences import keeping
from core.state.database import State
from core.state.tables import turns


class StateNotThere(MaintbotError):
    """The state's file does not exist; opening it would make an empty one."""

    code = "state_not_there"
    texts = dict(keeping.STATE_NOT_THERE)


class FilesNotThere(MaintbotError):
    """Answers with files are kept, and not one of their files lies in CHAT_DOCS_DIR."""

    code = "files_not_there"
    texts = dict(keeping.FILES_NOT_THERE)


def state_is_there(url: str) -> None:
    """Look for the state before it is opened; a server's database is looked for by opening it.

    Raises:
        StateNotThere: the SQLite file does not exist.
    """
    place = make_url(url)
    if place.get_backend_name() == "sqlite" and place.database and not Path(place.database).is_file():
        raise StateNotThere(file=place.database)


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
