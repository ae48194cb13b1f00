"""Which language a caller reads: Accept-Language, else the default."""

from __future__ import annotations

from aiohttp import web

from core.kernel.messages import Language

DEFAULT_LANGUAGE = web.AppKey("default_language", str)


def accepted(header: str | None) -> Language | None:
    """The best of es and en in an Accept-Language header; None when it names neither."""
    best: Language | None = None
    best_weight = 0.0
    for part in (header or "").split(",")[:20]:
        tag, _, parameter = part.strip().partition(";")
        primary = tag.strip().partition("-")[0].lower()
        if primary not in ("es", "en"):
            continue
        weight = _weight(parameter)
        if weight > best_weight:
            best, best_weight = ("es" if primary == "es" else "en"), weight
    return best


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def of_request(request: web.Request) -> Language:
    """The caller's language, else DEFAULT_LANGUAGE."""
    return accepted(request.headers.get("Accept-Language")) or (
        "en" if request.config_dict[DEFAULT_LANGUAGE] == "en" else "es"
    )
