"""The web chat's HTML: a frame with its words; scripts and styles come from this server alone."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from adapters.rest.web import assets
from adapters.rest.web.html import Page
from core.kernel.messages import Language
from core.sentences import web as sentences

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    )
)
"""Nothing in the page is run but our own files, nothing is fetched but from here, and no text is ever made HTML."""


@cache
def page(language: Language, *, keyed: bool, signed_in: bool) -> Page:
    """The web chat; both languages are in it, ``language`` is what it opens in.

    Args:
        keyed: API_KEYS are set, so that a person must sign in.
        signed_in: they have, with a key that still holds.
    """
    texts = {spoken: {name: text[spoken] for name, text in sentences.PAGE.items()} for spoken in ("es", "en")}
    boot = {
        "language": language,
        "keyed": keyed,
        "signedIn": signed_in,
        "texts": texts,
        "commands": [_command(command) for command in sentences.COMMANDS],
    }
    base = f"/web/{assets.version()}"
    html = files("adapters.rest").joinpath("web", "chat.html").read_text("utf-8")
    values = {
        "language": language,
        "base": base,
        "preloads": "\n".join(f'<link rel="modulepreload" href="{base}/{name}">' for name in assets.modules()),
        # "</" would end the element early.
        "boot": json.dumps(boot, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/"),
    }
    for name, value in values.items():
        html = html.replace("{{" + name + "}}", value)
    return Page(html, POLICY)


def _command(command: sentences.SlashCommand) -> dict[str, Any]:
    fields = {"names": command.names, "does": command.does, "asks": command.asks, "with": command.with_words}
    return {name: text for name, text in (*fields.items(), ("act", command.act)) if text is not None}
