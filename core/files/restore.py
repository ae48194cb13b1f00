"""A backup put back: all of it or nothing, whatever the process dies of meanwhile.

The archive is unpacked beside the state and marked (unfinished.py). Then files that were not there are added, which
changes nothing for anybody, and the state is switched in one transaction. Files and a secret that are other than before
follow, and what is no longer wanted goes last. Broken off before the switch the restore is taken back, after it it is
finished: ``settle`` sees which.
"""

from __future__ import annotations

import asyncio
import errno
import json
import os
import secrets
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

from sqlalchemy import make_url

from core.files import unfinished
from core.files.artifacts import ArtifactStore
from core.files.backup import ABOUT, FILES, FORM, STATE, Kept
from core.files.presence import why
from core.files.unfinished import Journal
from core.kernel.errors import ConfigurationError, MaintbotError, StorageFailed
from core.sentences import filled, keeping
from core.sentences import settings as texts
from core.state.claims import can_be_held, hold, living
from core.state.damage import damage_of, put_back, set_aside, undamaged
from core.state.database import State, sqlite_file
from core.state.keyvalue import KeyValue
from core.state.moving import idle, move, opened_anew, unmade
from core.state.secret import NAME as SECRET

_ASIDE: Final = ".restoring-"
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
"""What is wrong with the place that an archive is unpacked into, and not with the archive."""

Settled = Literal["finished", "taken back"]


class NotABackup(MaintbotError):
    """The file is none, is damaged, or was made by a later release."""

    code = "not_a_backup"
    texts = dict(keeping.NOT_A_BACKUP)


class NotRestored(StorageFailed):
    """MAINTBOT_HOME or CHAT_DOCS_DIR cannot be written: its disk is full, or it may not be."""

    code = "not_restored"
    texts = dict(keeping.NOT_RESTORED)


class WouldOverwrite(MaintbotError):
    """There is something where the backup would go."""

    code = "would_overwrite"
    texts = dict(keeping.WOULD_OVERWRITE)


async def restore(state_url: str, artifacts: ArtifactStore, home: Path, source: Path, *, force: bool) -> Kept:
    """Put a backup back, migrated when an earlier release made it, and read back row by row.

    One that was broken off before is settled first.

    Args:
        state_url: the state's database, SQLite or PostgreSQL, whichever it was in before.
        force: what is there gives way; a SQLite state that is damaged is kept aside.

    Raises:
        NotABackup: it cannot be read; nothing is changed.
        WouldOverwrite: something is there and ``force`` is not given; nothing is changed.
        ConfigurationError: a maintbot still runs on the state, it is damaged and ``force`` is not given, or a later
            release made the backup.
        RestoreUnfinished: another one is under way.
        NotRestored, StateUnavailable: the place cannot be written; nothing is changed, or ``settle``
            finishes it.
    """
    file = sqlite_file(state_url)
    with _alone(home, artifacts):
        damaged = await _gives_way(state_url, artifacts, home, force=force)
        aside = home / f"{_ASIDE}{os.getpid()}"
        aside.mkdir(mode=0o700)
        try:
            made_at, members = await asyncio.to_thread(_unpacked, source, aside)
            await (await State.open(f"sqlite:///{aside / STATE}")).close()  # which migrates it
            journal = Journal(
                id=secrets.token_hex(8),
                archive=source.name,
                made_at=made_at,
                state=_shown(state_url),
                location=artifacts.where,
                before=await artifacts.stored(),
                made_state=damaged is not None or (file is not None and not file.exists()),
                damaged=damaged,
            )
            journal.write(aside)
            rows = await _switched(state_url, artifacts, home, journal, aside, secret=SECRET in members, force=force)
            state = await State.open(state_url)  # from here on nothing is taken back
            try:
                await _finished(state, artifacts, home, journal)
            finally:
                await state.close()
        finally:
            await asyncio.to_thread(shutil.rmtree, aside, ignore_errors=True)
    files = sum(name.startswith(FILES) for name in members)
    lies = None if file is None or damaged is None else file.with_name(damaged)
    return Kept(rows, files, made_at, await asyncio.to_thread(os.path.getsize, source), lies)


async def _gives_way(state_url: str, artifacts: ArtifactStore, home: Path, *, force: bool) -> str | None:
    """Settle what was broken off before; what a damaged state will be called, None when what is there is whole.

    A restore that was broken off on a damaged state can neither be finished nor taken back: the next one replaces it.

    Raises:
        ConfigurationError: it is damaged, and ``force`` is not given; or a maintbot still runs on it.
    """
    _of_this_place(unfinished.journal_of(home), state_url, artifacts)
    file = sqlite_file(state_url)
    try:
        await _settled(state_url, artifacts, home, ignore_elsewhere=force)
    except MaintbotError:
        if await asyncio.to_thread(damage_of, file) is None:
            raise
    if file is None or await asyncio.to_thread(damage_of, file) is None:
        return None
    if not force:
        await asyncio.to_thread(undamaged, file)
    if living(file.with_name(f"{file.name}-owners")):
        raise ConfigurationError("runs", reason=texts.STATE_IN_USE)
    if (home / unfinished.FOLDER).is_dir():
        _unmark(home)
    return f"{file.name}.damaged-{datetime.now(UTC):%Y%m%dT%H%M%S}"


async def settle(state_url: str, artifacts: ArtifactStore, home: Path) -> tuple[Settled, Journal] | None:
    """Bring a restore that was broken off to its end, or take it back; None when there is none.

    Raises:
        RestoreUnfinished: it is under way, or its journal is in another MAINTBOT_HOME.
        ConfigurationError: a maintbot runs on the state, or the settings name another place than the restore's.
        StorageFailed, StateUnavailable: the place cannot be written; ``settle`` may be called again.
    """
    with _alone(home, artifacts):
        return await _settled(state_url, artifacts, home, ignore_elsewhere=False)


async def _settled(
    state_url: str, artifacts: ArtifactStore, home: Path, *, ignore_elsewhere: bool
) -> tuple[Settled, Journal] | None:
    await asyncio.to_thread(_tidied, home)
    journal, file = unfinished.journal_of(home), sqlite_file(state_url)
    if journal is None and file is not None and not file.exists():
        return None
    _of_this_place(journal, state_url, artifacts)
    if journal is not None and journal.damaged is not None and not _is_aside(file, journal):
        await _taken_back(
            artifacts, home, journal, file
        )  # the damaged one is still there, and nothing can be asked of it
        return "taken back", journal
    state = await State.open(state_url)
    try:
        mark = await KeyValue(state).get(unfinished.KEY)
        if journal is None:
            if mark is not None and mark["done"]:
                await KeyValue(state).delete(unfinished.KEY)
            elif mark is not None and not ignore_elsewhere:
                await unfinished.state_is_whole(state)
            return None
        await idle(state)
        if mark is not None and mark["id"] == journal.id:
            await _finished(state, artifacts, home, journal)
            return "finished", journal
    finally:
        await state.close()
    await _taken_back(artifacts, home, journal, file)
    return "taken back", journal


def _of_this_place(journal: Journal | None, state_url: str, artifacts: ArtifactStore) -> None:
    """Raises: ConfigurationError: the settings name another place than the restore's."""
    if journal is not None and (journal.state, journal.location) != (_shown(state_url), artifacts.where):
        reason = filled(keeping.RESTORE_OF_ANOTHER, state=journal.state, location=journal.location)
        raise ConfigurationError("restore of another place", reason=reason)


def _is_aside(file: Path | None, journal: Journal) -> bool:
    """Whether the restore has set a damaged state aside."""
    return file is not None and journal.damaged is not None and file.with_name(journal.damaged).exists()


def _tidied(home: Path) -> None:
    """Remove what those left who died before they changed anything, or after all was done."""
    for leftover in home.glob(f"{_ASIDE}*"):
        shutil.rmtree(leftover, ignore_errors=True)


async def _switched(
    state_url: str, artifacts: ArtifactStore, home: Path, journal: Journal, aside: Path, *, secret: bool, force: bool
) -> dict[str, int]:
    """From the mark to the switch, and how many rows each table has then; what fails before that is taken back."""
    file, mark = sqlite_file(state_url), home / unfinished.FOLDER
    try:
        if file is not None and journal.damaged is not None:
            _marked(home, aside)
            set_aside(file, journal.damaged)
        async with opened_anew(state_url) as state:
            await _room(state, artifacts, home, journal.before, secret=secret, force=force)
            if not mark.is_dir():
                _marked(home, aside)
            known = set(journal.before)
            await _write(artifacts, mark, [path for path in _files(mark) if path not in known])
            source = await State.open(f"sqlite:///{mark / STATE}")
            try:
                return await move(source, state, over=True, marks={unfinished.KEY: journal.mark(home)})
            finally:
                await source.close()
    except BaseException:
        with suppress(MaintbotError, OSError):  # else ``settle`` does it
            if mark.is_dir() and not await _is_switched(state_url, journal):
                await _taken_back(artifacts, home, journal, file)
        raise


async def _is_switched(state_url: str, journal: Journal) -> bool:
    """Whether the state that is there came with this restore: its last word may have been lost on the way."""
    file = sqlite_file(state_url)
    if file is not None and (not file.exists() or (journal.damaged is not None and not _is_aside(file, journal))):
        return False
    state = await State.open(state_url)
    try:
        mark = await KeyValue(state).get(unfinished.KEY)
    finally:
        await state.close()
    return mark is not None and mark["id"] == journal.id


async def _finished(state: State, artifacts: ArtifactStore, home: Path, journal: Journal) -> None:
    """After the switch; may be done again from its beginning."""
    staged, known = home / unfinished.FOLDER, set(journal.before)
    wanted = _files(staged)
    await _write(artifacts, staged, [path for path in wanted if path in known])
    if (staged / SECRET).exists():
        await asyncio.to_thread(_replace_secret, home / SECRET, staged)
    kept = {path.partition("/")[0] for path in wanted}
    for folder, path in _by_folder(journal.before).items():
        if folder not in kept:
            await artifacts.delete(path)
    await state.scrub()  # what was there before is in SQLite's log
    marks = KeyValue(state)
    await marks.set(unfinished.KEY, journal.mark(home, done=True))
    _unmark(home)
    await marks.delete(unfinished.KEY)


async def _taken_back(artifacts: ArtifactStore, home: Path, journal: Journal, file: Path | None) -> None:
    """Before the switch: only files were added, and a SQLite state where none was, or none that was whole."""
    if file is not None and journal.made_state and (journal.damaged is None or _is_aside(file, journal)):
        await asyncio.to_thread(unmade, file)
    if file is not None and journal.damaged is not None:
        put_back(file, journal.damaged)
    known = {path.partition("/")[0] for path in journal.before}
    for folder, path in _by_folder(_files(home / unfinished.FOLDER)).items():
        if folder not in known:
            await artifacts.delete(path)
    _unmark(home)


def _marked(home: Path, aside: Path) -> None:
    """What was unpacked, with its journal, is the mark from now on."""
    aside.rename(home / unfinished.FOLDER)


def _unmark(home: Path) -> None:
    """Take the mark away at once, then what it held."""
    gone = home / f"{_ASIDE}{os.getpid()}"
    (home / unfinished.FOLDER).rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


async def _write(artifacts: ArtifactStore, staged: Path, paths: list[str]) -> None:
    for path in paths:
        await artifacts.write_as_stored(path, await asyncio.to_thread((staged / FILES / path).read_bytes))


def _files(staged: Path) -> list[str]:
    """Paths of the answers' files that were unpacked."""
    folder = staged / FILES
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def _by_folder(paths: list[str]) -> dict[str, str]:
    """One path of each answer's folder."""
    return {path.partition("/")[0]: path for path in paths}


async def _room(
    state: State, artifacts: ArtifactStore, home: Path, there: list[str], *, secret: bool, force: bool
) -> None:
    """Whether the place may be written. Raises WouldOverwrite, ConfigurationError."""
    await idle(state)
    taken = {
        _shown(str(state.url)): not await state.is_empty(),
        artifacts.where: bool(there),
        str((home / SECRET).absolute()): secret and (home / SECRET).exists(),
    }
    if (what := [name for name, full in taken.items() if full]) and not force:
        raise WouldOverwrite(", ".join(what), what=", ".join(what))


def _shown(url: str) -> str:
    """Where the state is, for a sentence: a file's absolute path, or the URL without its password."""
    file = sqlite_file(url)
    return str(file) if file is not None else make_url(url).render_as_string(hide_password=True)


@contextmanager
def _alone(home: Path, artifacts: ArtifactStore) -> Iterator[None]:
    """While no other restore works on the same MAINTBOT_HOME. Raises RestoreUnfinished, ConfigurationError."""
    lock = home / unfinished.LOCK
    held = None
    try:
        home.mkdir(parents=True, exist_ok=True)
        if can_be_held():
            held = hold(lock)
    except BlockingIOError:
        unfinished.none_is_unfinished(home)
        raise unfinished.broken_off(str(home.absolute()), under_way=True) from None
    except OSError as error:
        reason = filled(texts.HOME_UNWRITABLE, path=home.absolute(), error=error.strerror)
        raise ConfigurationError(str(error), reason=reason) from error
    try:
        yield
    except StorageFailed as error:  # of the files
        raise NotRestored(error.detail, file=artifacts.where, error=why(error)) from error
    except OSError as error:
        file, said = error.filename or home.absolute(), error.strerror or str(error)
        raise NotRestored(f"{file}: {said}", file=file, error=said) from error
    finally:
        if held is not None:
            lock.unlink(missing_ok=True)
            os.close(held)


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
                known = name in (ABOUT, STATE, SECRET) or name.startswith(FILES)
                if not known or not member.isfile() or ".." in name.split("/"):
                    raise NotABackup(name, file=source.name, reason=name[:80])
            archive.extractall(folder, filter="data")
        about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        if about["form"] > FORM:
            raise NotABackup("form", file=source.name, reason=f"maintbot {about['version']}")
        if not (folder / STATE).exists():
            raise NotABackup("no state", file=source.name, reason=STATE)
        return str(about["made_at"]), [member.name for member in members]
    except (OSError, EOFError, tarfile.TarError, ValueError, KeyError, TypeError) as error:
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            raise
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise NotABackup(str(error), file=source.name, reason=reason) from error


def _replace_secret(path: Path, staged: Path) -> None:
    """The secret, whole at any moment; what was staged stays, since this may be done again."""
    aside = staged / "secret_key.next"
    aside.unlink(missing_ok=True)
    file = os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        os.write(file, (staged / SECRET).read_bytes())
        os.fsync(file)
    finally:
        os.close(file)
    aside.replace(path)
