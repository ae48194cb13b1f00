"""The pages: the web chat, the API's description, and the description drawn for people. Nothing comes from a CDN."""

from __future__ import annotations

from aiohttp import web

from adapters.rest.http.access import is_local, viewer
from adapters.rest.http.context import REST
from adapters.rest.http.errors import LocalOnly, NotFound, RestError
from adapters.rest.http.language import of_request
from adapters.rest.web import assets, chat_page, openapi
from adapters.rest.web import html as web_pages


async def chat(request: web.Request) -> web.Response:
    """``GET /``: the web chat; without API_KEYS for this machine only."""
    settings = request.app[REST].settings
    if not settings.api_keys and not is_local(request, settings.cors_origins):
        raise LocalOnly
    keyed = bool(settings.api_keys)
    signed = keyed and _has_signed_in(request)
    return _html(chat_page.page(of_request(request), keyed=keyed, signed_in=signed))


def _has_signed_in(request: web.Request) -> bool:
    shared = request.app[REST]
    try:
        viewer(request, shared.settings.api_keys, secret=shared.core.secret)
    except RestError:
        return False
    return True


async def asset(request: web.Request) -> web.Response:
    """``GET /web/{version}/{name}``: a script or a style of the web chat. They hold nothing of the plant."""
    found = assets.assets().get(request.match_info["name"])
    if found is None or request.match_info["version"] != assets.version():
        raise NotFound
    response = web.Response(body=found.content, content_type=found.media_type, charset="utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.enable_compression()
    return response


async def openapi_json(request: web.Request) -> web.Response:
    """``GET /openapi.json``."""
    return web.json_response(openapi.document())


async def docs(request: web.Request) -> web.Response:
    """``GET /docs`` and ``/redoc``: the same document, drawn on the server."""
    return _html(web_pages.docs(openapi.document()))


def _html(page: web_pages.Page) -> web.Response:
    return web.Response(
        text=page.html,
        content_type="text/html",
        charset="utf-8",
        headers={"Content-Security-Policy": page.policy, "Cache-Control": "no-cache"},
    )
