"""The secret key that signs links: SECRET_KEY, or one made once and kept under MAINTBOT_HOME for its owner alone."""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from pathlib import Path
from typing import Final

from core.kernel.errors import ConfigurationError
from core.sentences import filled, settings

NAME: Final = "secret_key"
SHORTEST: Final = 16
"""Characters that SECRET_KEY must have: whoever guesses it makes links to every file."""


def secret_key(setting: str | None, home: Path) -> bytes:
    """The secret: the setting's bytes, else the file's, which is made when it is missing (mode 0600).

    Processes that start together get the same: the file appears whole or not at all.

    Raises:
        ConfigurationError: the setting is too short; the file cannot be made or read, or is empty.
    """
    if setting:
        if len(setting) < SHORTEST:
            raise ConfigurationError("SECRET_KEY", reason=filled(settings.SECRET_TOO_SHORT, least=SHORTEST))
        return setting.encode()
    path = home / NAME
    try:
        if not path.exists():
            home.mkdir(parents=True, exist_ok=True)
            _make(path)
        return _read(path)
    except OSError as error:
        raise ConfigurationError(
            str(error), reason=filled(settings.SECRET_UNREADABLE, path=path.absolute(), error=error.strerror)
        ) from error


def _make(path: Path) -> None:
    body = secrets.token_urlsafe(48).encode()
    aside = path.with_name(f".{NAME}.{os.getpid()}.{secrets.token_hex(4)}")
    _write(aside, body)
    try:
        os.link(aside, path)  # fails when another process was faster; never replaces
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        with contextlib.suppress(FileExistsError):
            _write(path, body)
    finally:
        aside.unlink()


def _write(path: Path, body: bytes) -> None:
    file = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    try:
        os.write(file, body)
        os.fsync(file)
    finally:
        os.close(file)


def _read(path: Path) -> bytes:
    for _ in range(20):  # without hard links it may be seen before it is written
        body = path.read_bytes().strip()
        if body:
            if os.name == "posix" and path.stat().st_mode & 0o077:
                path.chmod(0o600)
            return body
        time.sleep(0.05)
    raise ConfigurationError(str(path), reason=filled(settings.SECRET_EMPTY, path=path.absolute()))
