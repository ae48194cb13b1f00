"""The pieces of an Adaptive Card 1.5 that we use, as plain JSON.

All text is ``RichTextBlock`` with ``TextRun``s: unlike ``TextBlock`` they read no Markdown, so a row, a name or a
question can neither draw a link nor break the layout, and nothing needs escaping.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from adapters.teams import limits
from adapters.teams.payload import Json

_EMBEDDED = re.compile(r'"data:image/[a-z]+;base64,[^"]*"')

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
PRESSED = "maintbot"
"""The key under which a button carries what it means."""


def shorten(text: str, most: int) -> str:
    """At most ``most`` characters, the cut shown by an ellipsis."""
    return text if len(text) <= most else text[: max(most - 1, 0)].rstrip() + "…"


def run(text: str, **style: Any) -> Json:
    """A run of text: ``weight``, ``size``, ``isSubtle``, ``fontType``, ``color`` …"""
    return {"type": "TextRun", "text": text, **style}


def text(*runs: Json, **layout: Any) -> Json:
    """A paragraph of runs: ``spacing``, ``horizontalAlignment``, ``separator`` …"""
    return {"type": "RichTextBlock", "inlines": list(runs), **layout}


def note(content: str, **layout: Any) -> Json:
    """A small, toned-down paragraph."""
    return text(run(content, size="Small", isSubtle=True), **{"spacing": "Small", **layout})


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    right: Sequence[bool],
    widths: Sequence[int],
    size: str = "Default",
) -> Json:
    """A table with a header row.

    Args:
        right: which columns are numbers, and so stand to the right.
        widths: how the columns share the width, as weights of at least 1.
        size: of the text.
    """
    sides = ["Right" if is_right else "Left" for is_right in right]

    def line(cells: Sequence[str], **style: Any) -> Json:
        return {
            "type": "TableRow",
            "cells": [
                {"type": "TableCell", "items": [text(run(cell, size=size, **style), horizontalAlignment=side)]}
                for cell, side in zip(cells, sides, strict=True)
            ],
        }

    return {
        "type": "Table",
        "firstRowAsHeader": True,
        "showGridLines": True,
        "gridStyle": "default",
        "spacing": "Medium",
        "columns": [
            {"width": width, "horizontalCellContentAlignment": side} for width, side in zip(widths, sides, strict=True)
        ],
        "rows": [line(header, weight="Bolder"), *(line(row) for row in rows)],
    }


def image(url: str, alt: str) -> Json:
    """A picture over the card's whole width."""
    return {"type": "Image", "url": url, "altText": alt, "size": "Stretch", "spacing": "Medium"}


def section(name: str, items: Sequence[Json], *, visible: bool = True) -> Json:
    """Items that a button can show and hide together."""
    return {
        "type": "Container",
        "id": name,
        "isVisible": visible,
        "style": "emphasis",
        "spacing": "Small",
        "items": list(items),
    }


def buttons(made: Sequence[Json], **layout: Any) -> Json:
    """A row of buttons."""
    return {"type": "ActionSet", "actions": list(made), **layout}


def submit(title: str, meaning: Json) -> Json:
    """A button that comes back to us with ``meaning``."""
    return {
        "type": "Action.Submit",
        "title": shorten(title, limits.BUTTON_TITLE),
        **({"tooltip": title} if len(title) > limits.BUTTON_TITLE else {}),
        "data": {PRESSED: meaning},
    }


def open_url(title: str, url: str) -> Json:
    """A button that opens a page or a download."""
    return {"type": "Action.OpenUrl", "title": shorten(title, limits.BUTTON_TITLE), "url": url}


def toggle(title: str, name: str) -> Json:
    """A button that shows or hides a section, in the client alone."""
    return {
        "type": "Action.ToggleVisibility",
        "title": shorten(title, limits.BUTTON_TITLE),
        "targetElements": [{"elementId": name}],
    }


def card(body: Sequence[Json], fallback: str, language: str) -> Json:
    """A whole card; ``fallback`` is what an older client shows instead."""
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": limits.CARD_VERSION,
        "lang": language,
        "fallbackText": fallback,
        # As wide as the chat: a table has room, where there is some.
        "msteams": {"width": "Full"},
        "body": list(body),
    }


def message(content: Json, summary: str, **fields: Any) -> Json:
    """An activity that is one card; ``summary`` is what a notification shows of it."""
    return {
        "type": "message",
        "summary": shorten(summary, limits.SUMMARY_TEXT),
        "attachments": [{"contentType": CONTENT_TYPE, "content": content}],
        **fields,
    }


def weight(activity: Json) -> int:
    """Bytes of the activity's JSON in UTF-16, pictures in base64 not counted, as Teams weighs it."""
    written = json.dumps(activity, ensure_ascii=False, separators=(",", ":"))
    return 2 * len(_EMBEDDED.sub('""', written) if "data:image/" in written else written)
