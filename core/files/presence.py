"""Whether what is to be saved, moved or sealed is where the settings say: a command that runs in another folder, or
with a mistyped MAINTBOT_HOME, must not do its work on nothing and say that all is well."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import structlog
from sqlalchemy import select

from core.files.artifacts import ArtifactStore, PlaceUnknown, folder_name
from core.files.unfinished import none_is_unfinished, state_is_whole
from core.kernel.errors import ConfigurationError, MaintbotError, StorageFailed
from core.sentences import filled, keeping
from core.sentences import settings as texts
from core.state.damage import undamaged
from core.state.database import State, sqlite_file
from core.state.seals import Seals
from core.state.tables import turns

if TYPE_CHECKING:
    from core.kernel.settings import Settings

log = structlog.get_logger(__name__)

_FOR_GOOD: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.EEXIST})
"""Why a folder cannot be written that does not pass by itself, as a full disk does."""


class StateNotThere(MaintbotError):
    """The state's file does not exist; opening it would make an empty one."""

    code = "state_not_there"
    texts = dict(keeping.STATE_NOT_THERE)


class FilesNotThere(MaintbotError):
    """Answers with files are kept, and not one of their files lies in CHAT_DOCS_DIR."""

    code = "files_not_there"
    texts = dict(keeping.FILES_NOT_THERE)


class FilesUnreadable(StorageFailed):
    """CHAT_DOCS_DIR cannot be listed."""

    code = "files_unreadable"
    texts = dict(keeping.FILES_UNREADABLE)


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
        ConfigurationError, StateUnavailable: it is damaged, or cannot be opened.
    """
    none_is_unfinished(settings.maintbot_home)
    state_is_there(settings.state_url)
    await asyncio.to_thread(undamaged, sqlite_file(settings.state_url))
    state = await State.open(settings.state_url, seals=seals)
    try:
        await state_is_whole(state)
        yield state
    finally:
        await state.close()


@dataclass(frozen=True)
class FilesFound:
    """The files that kept answers have.

    Attributes:
        expected: how many there should be.
        missing: how many of them are not.
        where: CHAT_DOCS_DIR, absolute.
    """

    expected: int
    missing: int
    where: str


async def files_found(state: State, artifacts: ArtifactStore, settings: Settings) -> FilesFound:
    """Look for the files of the answers that are kept.

    Those that RETENTION_DAYS or ARTIFACTS_MAX_MB took are expected no more: what is older than the one, or than the
    oldest that is there. Where an earlier release sealed the paths, and they were not sealed anew since, an answer
    counts for one file, which is missing when no file is there at all.

    Raises:
        FilesUnreadable, StateUnavailable: one of them cannot be read.
    """
    wanted = select(turns.c.files).where(turns.c.has_files)
    kept = await state.read(lambda connection: connection.execute(wanted).scalars().all())
    try:
        there = await artifacts.stored()
    except StorageFailed as error:
        raise FilesUnreadable(error.detail, where=artifacts.where, error=why(error)) from error
    oldest = there[0] if there and settings.artifacts_max_mb is not None else ""
    if settings.retention_days is not None:
        oldest = max(oldest, folder_name(datetime.now(UTC) - timedelta(days=settings.retention_days)))
    expected = {path for files in kept for path in (files or "").splitlines() if path >= oldest}
    sealed = sum(files is None for files in kept)
    missing = len(expected - set(there)) + (0 if there else sealed)
    return FilesFound(len(expected) + sealed, missing, artifacts.where)


async def files_are_there(state: State, artifacts: ArtifactStore, settings: Settings) -> FilesFound:
    """As ``files_found``, for what must not do its work on nothing.

    Raises:
        FilesNotThere: some answers have files, and none is there.
        FilesUnreadable, StateUnavailable: one of them cannot be read.
    """
    found = await files_found(state, artifacts, settings)
    if found.expected and found.missing == found.expected:
        raise FilesNotThere(folder=found.where, files=found.expected)
    return found


def why(error: StorageFailed) -> str:
    """What the system said, for an operator."""
    return getattr(error.__cause__, "strerror", None) or str(error.__cause__ or error.detail)


async def can_be_stored(artifacts: ArtifactStore) -> None:
    """Look, at the start, whether answers' files can be stored at all.

    A full disk, or a bucket that is away, is no fault of the settings: answers go out without their files meanwhile.

    Raises:
        ConfigurationError: a local folder that can neither be made nor written, or an address of an unknown kind.
    """
    try:
        await artifacts.prove()
    except StorageFailed as error:
        cause = error.__cause__
        local = isinstance(cause, OSError) and cause.errno in _FOR_GOOD and artifacts.is_local
        if local or isinstance(cause, PlaceUnknown):
            reason = filled(texts.FILES_UNWRITABLE, path=artifacts.where, error=why(error))
            raise ConfigurationError(error.detail, reason=reason) from error
        log.warning("files_cannot_be_stored", detail=error.detail)
