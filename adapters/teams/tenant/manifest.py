"""The app package that an administrator uploads to Teams: a zip of the manifest and the two icons.

``manifests/teams`` holds the three as files; the manifest's ``{app_id}``, ``{url}`` and ``{host}`` are filled in here.
"""

from __future__ import annotations

import io
import json
import zipfile
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import UUID

from core.kernel.errors import ConfigurationError

if TYPE_CHECKING:
    from core.kernel.settings import Settings

FILES = ("manifest.json", "color.png", "outline.png")
_MADE = (2026, 1, 1, 0, 0, 0)
"""The time that the zip gives its files: the same input is the same package."""


def build(url: str | None, app_id: str | None) -> bytes:
    """The app package for a bot of that id at that public address.

    Raises:
        ConfigurationError: the address is not https, or the id is no GUID.
    """
    made = io.BytesIO()
    contents = {"manifest.json": json.dumps(manifest(url, app_id), ensure_ascii=False, indent=2).encode()}
    contents |= {name: _file(name) for name in FILES[1:]}
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name in FILES:
            package.writestr(zipfile.ZipInfo(name, _MADE), contents[name], zipfile.ZIP_DEFLATED)
    return made.getvalue()


def package(settings: Settings, url: str | None = None, app_id: str | None = None) -> bytes:
    """The same, with what is not given taken from the settings.

    Raises:
        ConfigurationError: as ``build``.
    """
    return build(url or settings.public_url, app_id or settings.microsoft_app_id)


def manifest(url: str | None, app_id: str | None) -> dict[str, Any]:
    """The manifest as data.

    Raises:
        ConfigurationError: as ``build``.
    """
    address = urlsplit(url or "")
    if address.scheme != "https" or not address.hostname:
        raise ConfigurationError(str(url), reason="--url https://… (PUBLIC_URL)")
    try:
        guid = str(UUID(app_id or ""))
    except ValueError as error:
        reason = "--app-id xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx (MICROSOFT_APP_ID)"
        raise ConfigurationError(str(app_id), reason=reason) from error
    values = {"app_id": guid, "url": f"https://{address.netloc}{address.path.rstrip('/')}", "host": address.hostname}
    text = _file("manifest.json").decode("utf-8")
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    filled: dict[str, Any] = json.loads(text)
    return filled


def _file(name: str) -> bytes:
    return (resources.files("manifests.teams") / name).read_bytes()
