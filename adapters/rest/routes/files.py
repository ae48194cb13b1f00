"""``GET /files/{token}``: the signed, expiring links that chats and answers carry."""

from __future__ import annotations

from urllib.parse import quote

from aiohttp import web

from adapters.rest.http.context import REST
from core.files.naming import media_type


async def signed(request: web.Request) -> web.Response:
    """The file that a token was signed for; whoever has the link may read it until it expires."""
    artifacts = request.app[REST].core.artifacts
    path, name = artifacts.linked(request.match_info["token"])
    return response(await artifacts.read(path), media_type(path), name)


def response(content: bytes, media_type: str, filename: str) -> web.Response:
    """A download: charts show in place, data and code are saved under their name."""
    disposition = "inline" if media_type.startswith("image/") else "attachment"
    ascii_name = filename.encode("ascii", "replace").decode().replace('"', "_").replace("\\", "_")
    return web.Response(
        body=content,
        headers={
            "Content-Type": media_type,
            "Content-Disposition": f"{disposition}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(filename)}",
            "Cache-Control": "private, max-age=3600",
        },
    )
