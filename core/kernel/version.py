"""Which version of the product this is."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def own() -> str:
    """The installed version; "0" in a tree that was never installed."""
    try:
        return version("maintenance-chatbot")
    except PackageNotFoundError:
        return "0"
