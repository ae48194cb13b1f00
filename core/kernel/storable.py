"""JSON from outside, made so that it can be read and stored: no lone surrogates, no NUL, not nested without end."""

from __future__ import annotations

from typing import Any, Final

DEEPEST: Final = 60
"""Levels of lists and objects; no platform's payload has a third of them."""


class TooDeep(ValueError):
    """It is nested deeper than anybody means."""


def storable(value: Any, *, nul: str = "", depth: int = DEEPEST) -> Any:
    """The same JSON with its texts storable as UTF-8: lone surrogates (``"\\ud800"``) become U+FFFD.

    Args:
        nul: what stands in the place of NUL, which PostgreSQL does not store.
        depth: levels that it may have.

    Raises:
        TooDeep: it has more.
    """
    if isinstance(value, str):
        if not value.isascii():
            value = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return value.replace("\0", nul)
    if not isinstance(value, list | dict):
        return value
    if depth <= 0:
        raise TooDeep
    if isinstance(value, list):
        return [storable(part, nul=nul, depth=depth - 1) for part in value]
    return {storable(key, nul=nul): storable(part, nul=nul, depth=depth - 1) for key, part in value.items()}


UNREADABLE: Final = (TypeError, AttributeError, LookupError, ValueError, ArithmeticError, RecursionError)
"""What reading a payload of another form raises, here and in the platforms' libraries."""
