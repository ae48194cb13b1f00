"""What the plant's rows are in, sealed with ENCRYPTION_KEYS: results, replies and steps in the state, files of answers.

The first key seals, each of them opens, and what was stored before there were keys stays readable. Fernet, as for
tokens (crypto.py). What is sealed begins with a mark, so that no migration is needed either way, and names its key by a
digest, so that a key that is not set and content that was damaged are told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from core.kernel.errors import ConfigurationError, MaintbotError
from core.sentences import keeping
from core.state.crypto import Box

MARK: Final = b"maintbot-sealed-1\n"
"""What sealed content begins with; no result, reply, step or file of an answer does."""


_ENDS: Final = b":"
"""After the key's digest; base64 has no such character."""


class StillSealed(MaintbotError):
    """Something stored that none of the keys opens, or that was changed."""

    code = "still_sealed"
    texts = dict(keeping.STILL_SEALED)


class SealBroken(StillSealed):
    """Something stored whose key is set, and which was changed or cut since."""

    code = "seal_broken"
    texts = dict(keeping.SEAL_BROKEN)


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

    @property
    def has_keys(self) -> bool:
        """Whether anything is sealed at all."""
        return self._box is not None

    def seal(self, content: bytes) -> bytes:
        """As it is written."""
        return MARK + self._box.ids[0] + _ENDS + self._box.seal(content) if self._box is not None else content

    def open(self, stored: bytes) -> bytes:
        """What was given to ``seal``, also by an earlier key, or before there were keys.

        Raises:
            StillSealed: none of the keys opens it.
            SealBroken: it was changed.
        """
        if not stored.startswith(MARK):
            return stored
        if self._box is None:
            raise StillSealed("sealed, and no ENCRYPTION_KEYS are set")
        key, sealed = _parts(stored)
        try:
            return self._box.open(sealed)
        except ConfigurationError as error:
            if key in self._box.ids:
                raise SealBroken("changed since it was sealed") from error
            raise StillSealed(error.detail) from error

    def resealed(self, stored: bytes) -> bytes | None:
        """The same content, sealed with the newest key; None when it is so already, or there are no keys.

        Raises:
            StillSealed: as for ``open``.
        """
        if self._box is None or (stored.startswith(MARK) and self._box.is_newest(_parts(stored)[1])):
            return None
        return self.seal(self.open(stored))

    def seal_text(self, text: str) -> str:
        """As ``seal``, for a column of text."""
        return self.seal(text.encode()).decode() if self._box is not None else text

    def open_text(self, stored: str) -> str:
        """As ``open``. Raises StillSealed."""
        return self.open(stored.encode()).decode() if stored.startswith(MARK.decode()) else stored


def _parts(stored: bytes) -> tuple[bytes, bytes]:
    """The digest of the key, empty where an earlier release wrote none, and what it sealed."""
    key, ends, sealed = stored[len(MARK) :].partition(_ENDS)
    return (key, sealed) if ends else (b"", key)
