"""Files at rest, sealed with ENCRYPTION_KEYS: the first key seals, each of them opens, and what lay there unsealed
before there were keys stays readable. Fernet, as for tokens (core/state/crypto)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.kernel.errors import ConfigurationError, StorageFailed
from core.sentences import keeping
from core.state.crypto import Box

MARK: Final = b"maintbot-sealed-1\n"
"""What a sealed file begins with; no file of an answer does."""


class FileSealed(StorageFailed):
    """A file that none of the keys opens."""

    code = "file_sealed"
    status = 500
    texts = dict(keeping.FILE_SEALED)


class Seals:
    """Seals what is written and opens what is read.

    Args:
        keys: ENCRYPTION_KEYS, newest first; without any, what is written stays as it is.
        secret: as for ``Box``.

    Raises:
        ConfigurationError: a key has another form.
    """

    def __init__(self, keys: Sequence[str] = (), secret: bytes = b"") -> None:
        self._box = Box(keys, secret) if keys else None

    def seal(self, content: bytes) -> bytes:
        """As it is written."""
        return MARK + self._box.seal(content) if self._box is not None else content

    def open(self, stored: bytes) -> bytes:
        """What was given to ``seal``, also by an earlier key, or before there were keys.

        Raises:
            FileSealed: none of the keys opens it, or it was changed.
        """
        if not stored.startswith(MARK):
            return stored
        if self._box is None:
            raise FileSealed("sealed, and no ENCRYPTION_KEYS are set")
        try:
            return self._box.open(stored[len(MARK) :])
        except ConfigurationError as error:
            raise FileSealed(error.detail) from error
