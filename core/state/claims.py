"""Claims: files that processes hold locked beside a SQLite state for as long as they live."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


def can_be_held() -> bool:
    """Whether this system has such locks."""
    return fcntl is not None


def hold(path: Path) -> int:
    """Hold a claim until the descriptor that this gives is closed, or the process ends. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = os.open(path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return file


def claims(folder: Path) -> Iterator[tuple[str, bool]]:
    """The name of each claim in a folder, and whether its process lives; nothing where locks cannot be had."""
    if fcntl is None or not folder.is_dir():
        return
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
            try:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    yield path.name, True
                else:
                    yield path.name, False
            finally:
                os.close(file)


def living(folder: Path) -> int:
    """How many claims are held."""
    return sum(lives for _, lives in claims(folder))


def is_held(path: Path) -> bool:
    """Whether a process that lives holds that claim."""
    if fcntl is None:
        return False
    try:
        file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(file)
    return False
