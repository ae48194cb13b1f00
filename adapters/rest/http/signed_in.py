"""The cookie of a person who has given their key to the page: signed, unreadable for scripts, sent to nobody else."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any, Final
from urllib.parse import urlsplit

from aiohttp import web

from adapters.rest.http.errors import CrossSite
from adapters.rest.limits import SIGN_IN_SECONDS

NAME: Final = "maintbot"


def put(response: web.StreamResponse, secret: bytes, holder: str, *, secure: bool) -> None:
    """Remember in the browser whose key was given; the key itself is not in the cookie."""
    response.set_cookie(
        NAME,
        _serializer(secret).dumps(holder),
        max_age=SIGN_IN_SECONDS,
        path="/",
        httponly=True,
        samesite="Strict",
        secure=secure,
    )


def take_away(response: web.StreamResponse) -> None:
    """Forget it."""
    response.del_cookie(NAME, path="/", httponly=True, samesite="Strict")


def holder(request: web.Request, secret: bytes) -> str | None:
    """Whose key was given; None without a cookie, with one that is too old, or that we did not sign.

    Raises:
        CrossSite: the browser says that a page of another site is asking.
    """
    from itsdangerous import BadData

    given = request.cookies.get(NAME)
    if not given:
        return None
    try:
        found = str(_serializer(secret).loads(given, max_age=SIGN_IN_SECONDS))
    except BadData:
        return None
    # SameSite keeps other sites' requests from carrying it; these tell where a browser does not heed that.
    origin = request.headers.get("Origin")
    fetched = request.headers.get("Sec-Fetch-Site", "same-origin")
    if fetched not in ("same-origin", "none") or (origin is not None and not _is_own(origin, request.host)):
        raise CrossSite
    return found


def name_of(holder: str, secret: bytes) -> str:
    """A word by which a page knows one holder from another, so that it does not show one's questions to the other."""
    return hmac.new(secret, f"person {holder}".encode(), hashlib.sha256).hexdigest()[:16]


def _is_own(origin: str, host: str) -> bool:
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False


def _serializer(secret: bytes) -> Any:
    from itsdangerous import URLSafeTimedSerializer

    return URLSafeTimedSerializer(secret, salt="maintbot.web", signer_kwargs={"digest_method": hashlib.sha256})
