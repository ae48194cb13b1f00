"""Is this turn really from the Bot Service? Checks the token that came with it.

Everything that can be refused without a key is refused first, so junk costs nothing and needs no network; then the
signature is verified. Every way to fail is one ``TokenRefused``, which is answered 401, and the turn never runs.
"""

from __future__ import annotations

from typing import Any

import jwt

from adapters.teams.sdk.openid import KeyStore

ALGORITHM = "RS256"
LEEWAY_SECONDS = 300
"""Clocks of plants drift; the SDK allows the same five minutes."""


class TokenRefused(PermissionError):
    """An incoming token is missing or wrong; ``reason`` is for the log only."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class TokenCheck:
    """Checks the Authorization header of incoming turns.

    Args:
        app_id: the audience that a token must be for.
        issuer: who must have issued it.
        keys: where signing keys come from.
    """

    def __init__(self, app_id: str, issuer: str, keys: KeyStore) -> None:
        if not app_id:
            raise ValueError("an empty app id would let every token through")
        self._app_id = app_id
        self._issuer = issuer
        self._keys = keys

    async def claims(self, header: str, *, channel_id: str, service_url: str) -> dict[str, Any]:
        """The claims of a valid token.

        Raises:
            TokenRefused: whatever is wrong with it.
            MetadataUnavailable: the signing keys cannot be read now.
        """
        token = _bearer(header)
        try:
            head = jwt.get_unverified_header(token)
            if head.get("alg") != ALGORITHM:
                raise TokenRefused("algorithm")
            self._decode(token, None)
            key = await self._keys.get(str(head.get("kid", "")))
            if key is None:
                raise TokenRefused("unknown key")
            if key.endorsements and channel_id not in key.endorsements:
                raise TokenRefused("key is not endorsed for the channel")
            claims = self._decode(token, key.public_key)
        except jwt.PyJWTError as error:
            raise TokenRefused(type(error).__name__) from error
        if claims.get("serviceurl", "").rstrip("/") != service_url.rstrip("/") or not service_url:
            raise TokenRefused("service url")
        return claims

    def _decode(self, token: str, public_key: Any) -> dict[str, Any]:
        """Audience, issuer and times are checked with and without a key; the signature only with one."""
        claims: dict[str, Any] = jwt.decode(
            token,
            key=public_key or "",
            algorithms=[ALGORITHM],
            audience=self._app_id,
            issuer=self._issuer,
            leeway=LEEWAY_SECONDS,
            options={
                "verify_signature": public_key is not None,
                "verify_exp": True,
                "verify_nbf": True,
                "verify_aud": True,
                "verify_iss": True,
                "require": ["exp", "aud", "iss"],
            },
        )
        return claims


def _bearer(header: str) -> str:
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise TokenRefused("no bearer token")
    return token.strip()
