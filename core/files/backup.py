"""A backup: the state and the answers' files in one archive, taken while the bot serves, put back into an empty place.

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
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from core.files.artifacts import ArtifactStore
from core.kernel.errors import ArtifactNotFound, ConfigurationError, MaintbotError, StorageFailed
from core.kernel.version import own
from core.sentences import keeping
from core.state.database import State
from core.state.moving import empty, idle, move, snapshot
from core.state.secret import NAME as SECRET

_ABOUT: Final = "about.json"
_STATE: Final = "state.sqlite"
_FILES: Final = "files/"
_FORM: Final = 1
"""Of the archive; a later form gets the next number."""


class NotABackup(MaintbotError):
    """The file is none, is damaged, or was made by a later release."""

    code = "not_a_backup"
    texts = dict(keeping.NOT_A_BACKUP)


class WouldOverwrite(MaintbotError):
    """There is something where the backup would go."""

    code = "would_overwrite"
    texts = dict(keeping.WOULD_OVERWRITE)


class BackupIsThere(MaintbotError):
    """The archive's name is taken."""

    code = "backup_is_there"
    texts = dict(keeping.BACKUP_IS_THERE)


@dataclass(frozen=True)
class Kept:
    """What a backup holds: rows of the state by table (once put back), files; when it was made, and its bytes."""

    rows: dict[str, int]
    files: int
    made_at: str
    size: int


async def backup(state: State, artifacts: ArtifactStore, home: Path, target: Path) -> Kept:
    """Write an archive; it appears whole or not at all, readable by its owner alone.

    Args:
        home: MAINTBOT_HOME, where the secret lies unless SECRET_KEY is set.
        target: the archive; nothing may be there yet.

    Raises:
        BackupIsThere: the target is there already.
        StorageFailed: it cannot be written, or a file not be read.
        StateUnavailable: the state database does not answer.
    """
    made_at = datetime.now(UTC).isoformat(timespec="seconds")
    aside, count = target.with_name(f".{target.name}.{os.getpid()}"), 0
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=".maintbot-backup-") as folder:
            copy = Path(folder) / _STATE
            await snapshot(state, copy)
            archive = await asyncio.to_thread(_opened, target, aside)
            with archive:
                _add(archive, _ABOUT, json.dumps({"form": _FORM, "version": own(), "made_at": made_at}).encode())
                await asyncio.to_thread(archive.add, copy, _STATE)
                await asyncio.to_thread(_add_secret, archive, home / SECRET)
                for path in await artifacts.stored():
                    try:
                        content = await artifacts.read_as_stored(path)
                    except ArtifactNotFound:  # forgotten meanwhile
                        continue
                    await asyncio.to_thread(_add, archive, _FILES + path, content)
                    count += 1
        aside.replace(target)
    except OSError as error:
        raise StorageFailed(f"{target}: {error.strerror or error}") from error
    finally:
        aside.unlink(missing_ok=True)
    return Kept({}, count, made_at, await asyncio.to_thread(os.path.getsize, target))


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


async def restore(state_url: str, artifacts: ArtifactStore, home: Path, source: Path, *, force: bool) -> Kept:
    """Put a backup back, migrated when an earlier release made it, and read back row by row.

    Args:
        state_url: the state's database, SQLite or PostgreSQL, whichever it was in before.
        force: erase what is there.

    Raises:
        NotABackup: it cannot be read; nothing is changed.
        WouldOverwrite: something is there and ``force`` is not given; nothing is changed.
        ConfigurationError: a maintbot still runs on the state, or a later release made the backup.
        StorageFailed, StateUnavailable: the place cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="maintbot-restore-") as folder:
        made_at, members = await asyncio.to_thread(_unpacked, source, Path(folder))
        from_backup = await State.open(f"sqlite:///{Path(folder) / _STATE}")
        try:
            state = await State.open(state_url)
            try:
                await _make_room(state, artifacts, home, SECRET in members, force=force)
                for name in members:
                    if name.startswith(_FILES):
                        content = await asyncio.to_thread((Path(folder) / name).read_bytes)
                        await artifacts.write_as_stored(name.removeprefix(_FILES), content)
                rows = await move(from_backup, state)
            finally:
                await state.close()
        finally:
            await from_backup.close()
        if SECRET in members:
            _write_secret(home / SECRET, (Path(folder) / SECRET).read_bytes())
    files = sum(name.startswith(_FILES) for name in members)
    return Kept(rows, files, made_at, await asyncio.to_thread(os.path.getsize, source))


async def _make_room(state: State, artifacts: ArtifactStore, home: Path, secret: bool, *, force: bool) -> None:
    await idle(state)
    there = await artifacts.stored()
    taken = {
        str(state.url.render_as_string(hide_password=True)): not await state.is_empty(),
        artifacts.location: bool(there),
        str(home / SECRET): secret and (home / SECRET).exists(),
    }
    if (what := [name for name, full in taken.items() if full]) and not force:
        raise WouldOverwrite(", ".join(what), what=", ".join(what))
    await empty(state)
    for path in {path.partition("/")[0]: path for path in there}.values():
        await artifacts.delete(path)


def _unpacked(source: Path, folder: Path) -> tuple[str, list[str]]:
    """The archive's members under ``folder``; when it was made, and their names.

    Raises:
        NotABackup: a member that no backup has, or none of those that each has.
    """
    try:
        with tarfile.open(source, mode="r:gz") as archive:
            members = archive.getmembers()
            for member in members:
                name = member.name
                known = name in (_ABOUT, _STATE, SECRET) or name.startswith(_FILES)
                if not known or not member.isfile() or ".." in name.split("/"):
                    raise NotABackup(name, file=source.name, reason=name[:80])
            archive.extractall(folder, filter="data")
        about = json.loads((folder / _ABOUT).read_text(encoding="utf-8"))
        if about["form"] > _FORM:
            raise NotABackup("form", file=source.name, reason=f"maintbot {about['version']}")
        if not (folder / _STATE).exists():
            raise NotABackup("no state", file=source.name, reason=_STATE)
        return str(about["made_at"]), [member.name for member in members]
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise NotABackup(str(error), file=source.name, reason=reason) from error


def _write_secret(path: Path, content: bytes) -> None:
    path.unlink(missing_ok=True)
    file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        os.write(file, content)
    except OSError as error:
        raise ConfigurationError(str(error), reason=f"{path}: {error.strerror}") from error
    finally:
        os.close(file)
