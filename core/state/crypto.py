"""Box: seals what must not lie in the open in the state database (a workspace's tokens, conversation references).

Fernet (AES-128-CBC with HMAC-SHA256, https://github.com/fernet/spec). The first key seals, every key opens, so a key is
changed by putting the new one in front and dropping the old one when everything was sealed anew (`maintbot keys
reseal`).
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from core.kernel.errors import ConfigurationError
from core.sentences import filled, settings

if TYPE_CHECKING:
    from cryptography.fernet import Fernet


class Box:
    """Seals and opens bytes.

    Args:
        keys: ENCRYPTION_KEYS, each 32 bytes in URL-safe base64, newest first.
        fallback: the secret key; what it was derived from seals while no keys are set, and opens always, so setting
            ENCRYPTION_KEYS later locks nobody out.

    Raises:
        ConfigurationError: a key has another form.
    """

    def __init__(self, keys: Sequence[str], fallback: bytes) -> None:
        from cryptography.fernet import MultiFernet

        self.ids = tuple(key_id(key) for key in keys)
        fernets = [*(_fernet(key, position) for position, key in enumerate(keys, 1)), _derived(fallback)]
        self._newest, self._fernet = fernets[0], MultiFernet(fernets)

    def seal(self, plain: bytes) -> bytes:
        """Encrypted and signed, as URL-safe ASCII."""
        return self._newest.encrypt(plain)

    def open(self, sealed: bytes) -> bytes:
        """What was sealed.

        Raises:
            ConfigurationError: it was sealed with a key that is no longer set, or was changed since.
        """
        from cryptography.fernet import InvalidToken

        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken as error:
            raise _unopened() from error

    def is_newest(self, sealed: bytes) -> bool:
        """Whether the newest key opens it: nothing has to be sealed anew."""
        from cryptography.fernet import InvalidToken

        try:
            self._newest.decrypt(sealed)
        except InvalidToken:
            return False
        return True

    def resealed(self, sealed: bytes) -> bytes | None:
        """The same, sealed with the newest key; None when it is so already.

        Raises:
            ConfigurationError: as for ``open``.
        """
        return None if self.is_newest(sealed) else self.seal(self.open(sealed))


def key_id(key: str) -> bytes:
    """What tells one key from another and says nothing of it: a digest of its 32 random bytes."""
    try:
        raw = base64.urlsafe_b64decode(key)
    except ValueError:  # whoever makes a Fernet of it says so
        raw = b""
    return hashlib.sha256(b"maintbot key " + raw).hexdigest()[:12].encode()


def _fernet(key: str, position: int) -> Fernet:
    from cryptography.fernet import Fernet

    try:
        return Fernet(key)
    except ValueError as error:
        raise ConfigurationError(
            f"key {position}", reason=filled(settings.BAD_ENCRYPTION_KEY, position=position)
        ) from error


def _derived(secret: bytes) -> Fernet:
    from cryptography.fernet import Fernet
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"maintbot state box").derive(secret)
    return Fernet(base64.urlsafe_b64encode(key))


def _unopened() -> ConfigurationError:
    return ConfigurationError("sealed with an unknown key", reason=settings.TOKEN_STILL_SEALED)
