"""A backup: the state and the answers' files in one archive, taken while the bot serves (restore.py puts it back).

The archive (tar, gzip) is for its owner alone: it holds what people asked, what they were answered, and the secret that
signs links. Files that are sealed with ENCRYPTION_KEYS stay sealed in it; the keys are not there. The state is copied
first, as of one moment, whichever database it is in; an answer's files are never changed, so that each file the state
knows of is in the archive unless it was forgotten meanwhile.
"""

from __future__ import annotations

import asyncio
import io
import json
import os
import shutil
import tarfile
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from core.files.artifacts import ArtifactStore
from core.kernel.errors import ArtifactNotFound, MaintbotError, StateUnavailable, StorageFailed
from core.kernel.version import own
from core.sentences import keeping
from core.state.database import State
from core.state.moving import snapshot
from core.state.secret import NAME as SECRET

ABOUT: Final = "about.json"
STATE: Final = "state.sqlite"
FILES: Final = "files/"
FORM: Final = 1
"""Of the archive; a later form gets the next number."""
_ASIDE: Final = ".maintbot-backup-"
_LEFTOVER_SECONDS: Final = 6 * 3600
"""From this age on what lies aside is no backup's that still runs."""


class BackupIsThere(MaintbotError):
    """The archive's name is taken."""

    code = "backup_is_there"
    texts = dict(keeping.BACKUP_IS_THERE)


class BackupNotWritten(StorageFailed):
    """The archive's folder does not exist or may not be written, or its disk is full."""

    code = "backup_not_written"
    texts = dict(keeping.BACKUP_NOT_WRITTEN)


@dataclass(frozen=True)
class Kept:
    """What a backup holds: rows of the state by table (once put back), files; when it was made, and its bytes."""

    rows: dict[str, int]
    files: int
    made_at: str
    size: int
    aside: Path | None = None
    """Where a damaged state is that the backup took the place of."""


async def backup(state: State, artifacts: ArtifactStore, home: Path, target: Path) -> Kept:
    """Write an archive; it appears whole or not at all, readable by its owner alone.

    Args:
        home: MAINTBOT_HOME, where the secret lies unless SECRET_KEY is set.
        target: the archive; nothing may be there yet.

    Raises:
        BackupIsThere: the target is there already.
        BackupNotWritten: it cannot be written.
        StorageFailed: a file cannot be read.
    """
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    count = 0
    try:
        await asyncio.to_thread(_swept, target.parent)
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=_ASIDE) as folder:
            copy, aside = Path(folder) / STATE, Path(folder) / "archive"
            archive = await asyncio.to_thread(_opened, target, aside)
            await snapshot(state, copy)
            with archive:
                _add(archive, ABOUT, json.dumps({"form": FORM, "version": own(), "made_at": made_at}).encode())
                await asyncio.to_thread(archive.add, copy, STATE)
                await asyncio.to_thread(_add_secret, archive, home / SECRET)
                for path in await artifacts.stored():
                    try:
                        content = await artifacts.read_as_stored(path)
                    except ArtifactNotFound:  # forgotten meanwhile
                        continue
                    await asyncio.to_thread(_add, archive, FILES + path, content)
                    count += 1
            aside.replace(target)
    except StateUnavailable as error:  # it was read a moment ago: what fails is its copy
        raise BackupNotWritten(error.detail, file=target, error=error.detail) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise BackupNotWritten(f"{target}: {reason}", file=target, error=reason) from error
    return Kept({}, count, made_at, await asyncio.to_thread(os.path.getsize, target))


def _swept(folder: Path) -> None:
    """Remove what a backup that was killed left there: it holds what a backup holds."""
    for left in folder.glob(f"{_ASIDE}*"):
        if left.stat().st_mtime < time.time() - _LEFTOVER_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def _opened(target: Path, aside: Path) -> tarfile.TarFile:
    if target.exists():
        raise BackupIsThere(str(target), file=target.name)
    os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    return tarfile.open(aside, mode="w:gz")


def _add_secret(archive: tarfile.TarFile, secret: Path) -> None:
    if secret.exists():
        _add(archive, SECRET, secret.read_bytes())


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, io.BytesIO(content))
