"""Whether a SQLite state is damaged: a disk that lost pages, a file that was written over or is none of SQLite's."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Final

from core.kernel.errors import ConfigurationError
from core.sentences import filled, settings

_PARTS: Final = ("", "-wal", "-shm")


def damage_of(file: Path | None) -> str | None:
    """What is wrong with it in SQLite's words; None when it is whole, not there, or no file. Reads all of it."""
    if file is None or not file.is_file() or file.stat().st_size == 0:
        return None
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.OperationalError:  # locked, or it may not be read: whoever opens it says so
        return None
    except sqlite3.DatabaseError as error:
        return str(error)
    return None if found == "ok" else str(found).splitlines()[-1]


def undamaged(file: Path | None) -> None:
    """Raises: ConfigurationError: it is damaged, and a backup has to take its place."""
    if (found := damage_of(file)) is not None:
        raise ConfigurationError(found, reason=filled(settings.STATE_DAMAGED, path=file, error=found))


def set_aside(file: Path, name: str) -> None:
    """Call it, and what lies beside it, another name in its folder: the file last, which says that all is done."""
    for suffix in reversed(_PARTS):
        _renamed(file, name, suffix)


def put_back(file: Path, name: str) -> None:
    """Undo ``set_aside``, also where that, or this, was broken off half way."""
    for suffix in _PARTS:
        _renamed(file.with_name(name), file.name, suffix)


def _renamed(file: Path, name: str, suffix: str) -> None:
    part = file.with_name(file.name + suffix)
    if part.exists():
        part.rename(file.with_name(name + suffix))
