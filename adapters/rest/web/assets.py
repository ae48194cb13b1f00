"""The web chat's files as they are served: styles and ES modules beside this file, under an address that names their
content, so that a browser may keep them for ever and never runs an old module with a new one."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

MEDIA_TYPES: Final = {".css": "text/css", ".js": "text/javascript"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the page."""

    name: str
    media_type: str
    content: bytes


@cache
def assets() -> dict[str, Asset]:
    """All files of the page by name."""
    folder = files("adapters.rest").joinpath("web", "static")
    found = {}
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        stem, dot, ending = entry.name.rpartition(".")
        media_type = MEDIA_TYPES.get(dot + ending)
        if stem and media_type:
            found[entry.name] = Asset(entry.name, media_type, entry.read_bytes())
    return found


@cache
def version() -> str:
    """Changes with any of the files."""
    digest = hashlib.sha256()
    for asset in assets().values():
        digest.update(asset.name.encode() + b"\0" + asset.content + b"\0")
    return digest.hexdigest()[:12]


@cache
def modules() -> tuple[str, ...]:
    """The scripts' names."""
    return tuple(name for name in assets() if name.endswith(".js"))
