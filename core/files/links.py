"""Links to files: signed, so that nobody makes one up or lengthens its time."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any

from core.files.naming import checked
from core.kernel.errors import ArtifactNotFound


class LinkExpired(ArtifactNotFound):
    """A signed link whose time is over."""

    code = "link_expired"
    status = 410
    texts = {
        "es": "Este enlace ya venció. Vuelve a hacer la pregunta para recibir uno nuevo.",
        "en": "This link has expired. Ask the question again to get a new one.",
    }


class SignedLinks:
    """Signs paths of files, and knows them again.

    Args:
        secret: signs; what was signed with another one is refused.
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @cached_property
    def _serializer(self) -> Any:
        from itsdangerous import URLSafeTimedSerializer

        return URLSafeTimedSerializer(
            self._secret, salt="maintbot.artifact", signer_kwargs={"digest_method": hashlib.sha256}
        )

    def sign(self, path: str, *, seconds: int, name: str | None = None) -> str:
        """A token for a link to that file, good for ``seconds`` from now.

        Args:
            name: what the download is called; without it by the stored name.

        Raises:
            ArtifactNotFound: a path that no artifact has.
        """
        token: str = self._serializer.dumps([checked(path), seconds, *([name] if name else [])])
        return token

    def unsign(self, token: str) -> str:
        """The path that a token was signed for; raises as ``linked``."""
        return self.linked(token)[0]

    def linked(self, token: str) -> tuple[str, str]:
        """The path that a token was signed for, and what the download is called.

        Raises:
            LinkExpired: its time is over.
            ArtifactNotFound: it was not signed by us, or is damaged.
        """
        from itsdangerous import BadData

        try:
            (path, seconds, *names), signed_at = self._serializer.loads(token, return_timestamp=True)
        except (BadData, ValueError, TypeError) as error:
            raise ArtifactNotFound("bad token") from error
        if datetime.now(UTC) >= signed_at + timedelta(seconds=seconds):
            raise LinkExpired
        return checked(path), names[0] if names else PurePosixPath(path).name
