"""The headers that every response carries, whoever writes it."""

from __future__ import annotations

from aiohttp import web

_SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


def secure(request: web.Request, response: web.StreamResponse) -> None:
    """Add the security headers that a response does not set itself; its head must not have gone out yet."""
    response.headers["Server"] = "maintbot"
    for name, value in _SECURITY.items():
        response.headers.setdefault(name, value)
    if request.path.startswith("/v1/"):
        response.headers.setdefault("Cache-Control", "no-store")
    if request.secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")


def open_to(origin: str, allowed: tuple[str, ...]) -> dict[str, str]:
    """What tells a browser that a page of another origin may read the response."""
    return {
        "Access-Control-Allow-Origin": "*" if "*" in allowed else origin,
        "Access-Control-Expose-Headers": "X-Request-ID, Retry-After, Content-Disposition",
        "Vary": "Origin",
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
