"""Who may call: this machine only while there are no keys, else holders of a key, each with its own sessions."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import web

from adapters.rest.http import signed_in
from adapters.rest.http.errors import LocalOnly, Unauthorized
from core.kernel.messages import Viewer

PLATFORM = "rest"
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")


def viewer(request: web.Request, keys: Sequence[str], origins: Sequence[str] = (), secret: bytes = b"") -> Viewer:
    """Who calls.

    Args:
        secret: what cookies of people who have signed in to the page are signed with.

    Raises:
        Unauthorized: keys are set and the request carries none of them.
        CrossSite: a page of another site asks with a person's cookie.
        LocalOnly: no keys are set and the request is not plainly this machine's own.
    """
    if not keys:
        if not is_local(request, origins):
            raise LocalOnly
        return Viewer(platform=PLATFORM, id="local")
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    found = key_of(given, keys) if scheme.lower() == "bearer" else None
    if found is not None:
        return Viewer(platform=PLATFORM, id=holder_of(found))
    if not scheme and secret:
        signed = signed_in.holder(request, secret)
        # A key that was taken off API_KEYS takes its cookies along.
        if signed is not None and any(signed == holder_of(key) for key in keys):
            return Viewer(platform=PLATFORM, id=signed)
    raise Unauthorized(headers={"WWW-Authenticate": 'Bearer realm="maintbot"'})


def key_of(given: str, keys: Sequence[str]) -> str | None:
    """The key that was given; None when it is none of them."""
    presented = given.strip().encode("utf-8", "surrogateescape")
    found: str | None = None
    for key in keys:
        # Every key is compared, so that time tells neither which one nor how much of it was right.
        if hmac.compare_digest(presented, key.encode()):
            found = key
    return found


def holder_of(key: str) -> str:
    """What a key's holder is called: a digest, so that the key stands nowhere."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def is_local(request: web.Request, origins: Sequence[str] = ()) -> bool:
    """True when the peer is this machine, it asked for this machine by name, and no other site's page asked.

    The peer's address alone is not enough: a page elsewhere can point a name of its own at 127.0.0.1 (the Host
    header tells), a page can post here (the Origin header tells), and a proxy on this machine passes others on (its
    forwarding headers tell).
    """
    if not _is_loopback(peer(request)) or not _is_loopback(_hostname(request.host)):
        return False
    if any(name in request.headers for name in _FORWARDED):
        return False
    origin = request.headers.get("Origin")
    return origin is None or origin in origins or _same_host(origin, request.host)


def peer(request: web.Request) -> str:
    """The address that the connection comes from; empty where there is none (a Unix socket)."""
    name = request.transport.get_extra_info("peername") if request.transport else None
    return str(name[0]) if isinstance(name, tuple) and name else ""


def has_gone(request: web.Request) -> bool:
    """True when whoever asked has hung up."""
    return request.transport is None or request.transport.is_closing()


def _hostname(host: str) -> str:
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _same_host(origin: str, host: str) -> bool:
    try:
        return urlsplit(origin).netloc.lower() == host.lower()
    except ValueError:
        return False


def _is_loopback(name: str) -> bool:
    if name.lower() == "localhost":
        return True
    try:
        address = ip_address(name.partition("%")[0])
    except ValueError:
        return False
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_loopback
