"""The keys that sign incoming tokens, read from OpenID metadata without ever blocking the event loop.

The SDK fetches them with a blocking call that has no time limit; a hanging metadata server would stop every Thread.
Here one fetch runs at a time, with a limit, and keys that we already hold outlive an outage of their publisher.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import aiohttp
import structlog

from adapters.teams.sdk.pauses import Pauses
from core.kernel.errors import MaintbotError

log = structlog.get_logger(__name__)

FRESH_SECONDS = 24 * 3600
UNKNOWN_KEY_SECONDS = 300
"""How soon an unknown key may cause another fetch: a rotated key works at once, junk cannot make us hammer."""


class MetadataUnavailable(MaintbotError):
    """The signing keys cannot be read now, so nothing can be verified; Teams sends the turn again after a 503."""

    code = "metadata_unavailable"
    status = 503
    retryable = True


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key and the channels that it may speak for (all, when it names none)."""

    public_key: Any
    endorsements: frozenset[str]


class KeyStore:
    """Signing keys by their id. No cache with a time limit: keys that are too old are still used while their
    publisher does not answer.

    Args:
        url: of the OpenID metadata document.
        timeout: seconds that one fetch of metadata and keys may take together.
        now: a monotonic clock in seconds.
    """

    def __init__(self, url: str, *, timeout: float = 10.0, now: Callable[[], float] = time.monotonic) -> None:
        self._url = url
        self._timeout = timeout
        self._now = now
        self._keys: dict[str, SigningKey] = {}
        self._fetched_at: float | None = None
        self._lock = asyncio.Lock()
        self._pauses = Pauses(now=now)

    async def get(self, key_id: str) -> SigningKey | None:
        """The key of that id, or None when its publisher does not know it.

        Raises:
            MetadataUnavailable: no key is held and none can be fetched.
        """
        if self._due(key_id):
            async with self._lock:
                if self._due(key_id):
                    await self._refresh()
        return self._keys.get(key_id)

    def _due(self, key_id: str) -> bool:
        if self._fetched_at is None:
            return True
        age = self._now() - self._fetched_at
        return age > FRESH_SECONDS or (key_id not in self._keys and age > UNKNOWN_KEY_SECONDS)

    async def _refresh(self) -> None:
        if not self._keys and self._pauses.left() > 0:
            raise MetadataUnavailable(f"{self._url}: was not there a moment ago")
        try:
            self._keys = await asyncio.wait_for(self._fetch(), self._timeout)
            self._pauses.worked()
        except (aiohttp.ClientError, TimeoutError, ValueError, KeyError, TypeError) as error:
            left = self._pauses.failed()
            if not self._keys:
                log.warning(
                    "teams_metadata_unavailable", url=self._url, error=type(error).__name__, seconds=round(left, 1)
                )
                raise MetadataUnavailable(f"{self._url}: {type(error).__name__}") from error
            log.warning("teams_metadata_stale", url=self._url, error=type(error).__name__)
        self._fetched_at = self._now()

    async def _fetch(self) -> dict[str, SigningKey]:
        async with aiohttp.ClientSession(trust_env=True, raise_for_status=True) as session:
            async with session.get(self._url) as response:
                metadata = await response.json(content_type=None)
            async with session.get(str(metadata["jwks_uri"])) as response:
                published = await response.json(content_type=None)
        return dict(_read(key) for key in published["keys"] if key.get("kty") == "RSA")


def _read(key: Mapping[str, Any]) -> tuple[str, SigningKey]:
    from jwt import PyJWK

    return str(key["kid"]), SigningKey(PyJWK(dict(key), algorithm="RS256").key, frozenset(key.get("endorsements", ())))
