"""Files that commands write."""

from __future__ import annotations

import contextlib
from pathlib import Path


def write(path: Path, text: str, *, anew: bool = False) -> bool:
    """The whole file or none of it; False when the file is there already, since somebody may have edited it, unless it
    is to be written ``anew``.

    Raises:
        ConfigurationError: it cannot be written.
    """
    from core.kernel.errors import ConfigurationError

    aside = path.with_name(f".{path.name}.part")
    try:
        if path.exists() and not anew:
            return False
        aside.write_text(text, "utf-8")
        aside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
        reason = f"{path}: {error.strerror}"
        raise ConfigurationError(reason, reason=reason) from error
    return True
