"""What the page shows before a question and while one is written: ``GET /v1/start``, ``GET /v1/completions``."""

from __future__ import annotations

from aiohttp import web

from adapters.rest.http.context import REST, VIEWER
from adapters.rest.http.language import of_request
from adapters.rest.http.schemas import CompletionList, CompletionOption, StartAnswer, StartExample, StartFigure
from adapters.rest.limits import MAX_BEGUN
from core.kernel.messages import Language


async def start(request: web.Request) -> web.Response:
    """How the plant is today, and examples of this plant."""
    starting, language = request.app[REST].core.starting, _language(request)
    shown = StartAnswer(
        today=[StartFigure(headline=list(one.headline), text=one.text) for one in await starting.today(language)],
        examples=[StartExample(topic=one.topic, text=one.text) for one in await starting.examples(language)],
    )
    return web.Response(text=shown.model_dump_json(), content_type="application/json")


async def completions(request: web.Request) -> web.Response:
    """Names that the last words of ``text`` may be the beginning of."""
    text = request.query.get("text", "")[-MAX_BEGUN:]
    found = await request.app[REST].core.starting.completions(request[VIEWER], text, _language(request))
    shown = CompletionList(
        start=found.start,
        completions=[CompletionOption(text=option.text, kind=option.kind) for option in found.options],
    )
    return web.Response(text=shown.model_dump_json(), content_type="application/json")


def _language(request: web.Request) -> Language:
    """The one that is asked for; else the caller's."""
    asked = request.query.get("language")
    return "es" if asked == "es" else "en" if asked == "en" else of_request(request)
