"""Does a message keep to every limit of Teams, and its card to the Adaptive Card 1.5 schema as far as we use it?

``problems`` is run by tests over everything that rendering makes, at the limits and one over. The part of the schema
is small on purpose: an element or a property that is not listed here is one that nobody has looked at in Teams.
"""

from __future__ import annotations

import base64
import binascii
import struct
from collections.abc import Iterator, Mapping
from typing import Any

from adapters.teams import limits
from adapters.teams.cards.build import CONTENT_TYPE, weight
from adapters.teams.payload import Json

_SIZES = frozenset({"Default", "Small", "Medium", "Large", "ExtraLarge"})
_SIDES = frozenset({"Left", "Center", "Right"})
_SPACING = frozenset({"None", "Default", "Small", "Medium", "Large", "ExtraLarge", "Padding"})
_STYLES = frozenset({"default", "emphasis", "good", "attention", "warning", "accent"})

# Property → allowed type, or allowed values.
_LAYOUT: Json = {"spacing": _SPACING, "separator": bool, "id": str, "isVisible": bool}
_ACTION: Json = {"title": str, "tooltip": str, "style": frozenset({"default", "positive", "destructive"})}
_ELEMENTS: dict[str, Json] = {
    "RichTextBlock": {**_LAYOUT, "inlines": list, "horizontalAlignment": _SIDES},
    "Table": {
        **_LAYOUT,
        "columns": list,
        "rows": list,
        "firstRowAsHeader": bool,
        "showGridLines": bool,
        "gridStyle": _STYLES,
    },
    "TableRow": {"cells": list, "style": _STYLES},
    "TableCell": {"items": list, "style": _STYLES},
    "TextRun": {
        "text": str,
        "size": _SIZES,
        "weight": frozenset({"Default", "Lighter", "Bolder"}),
        "fontType": frozenset({"Default", "Monospace"}),
        "isSubtle": bool,
        "italic": bool,
        "color": frozenset({"Default", "Dark", "Light", "Accent", "Good", "Warning", "Attention"}),
    },
    "Image": {
        **_LAYOUT,
        "url": str,
        "altText": str,
        "size": frozenset({"Auto", "Stretch", "Small", "Medium", "Large"}),
    },
    "Container": {**_LAYOUT, "items": list, "style": _STYLES},
    "ActionSet": {**_LAYOUT, "actions": list},
    "Action.Submit": {**_ACTION, "data": dict},
    "Action.OpenUrl": {**_ACTION, "url": str},
    "Action.ToggleVisibility": {**_ACTION, "targetElements": list},
}
_CARD: Json = {
    "type": str,
    "$schema": str,
    "version": str,
    "lang": str,
    "fallbackText": str,
    "msteams": dict,
    "body": list,
}
_REQUIRED = {
    "RichTextBlock": ("inlines",),
    "TextRun": ("text",),
    "Table": ("columns", "rows"),
    "TableRow": ("cells",),
    "TableCell": ("items",),
    "Image": ("url", "altText"),
    "Container": ("items",),
    "ActionSet": ("actions",),
    "Action.Submit": ("title", "data"),
    "Action.OpenUrl": ("title", "url"),
    "Action.ToggleVisibility": ("title", "targetElements"),
}
_INSIDE = {
    "RichTextBlock": ("inlines", frozenset({"TextRun"})),
    "Table": ("rows", frozenset({"TableRow"})),
    "TableRow": ("cells", frozenset({"TableCell"})),
    "ActionSet": ("actions", frozenset({"Action.Submit", "Action.OpenUrl", "Action.ToggleVisibility"})),
    "TableCell": ("items", frozenset({"RichTextBlock"})),
    "Container": ("items", frozenset({"RichTextBlock", "ActionSet", "Image", "Table"})),
}
_IN_BODY = frozenset({"RichTextBlock", "Table", "Image", "Container", "ActionSet"})


def problems(activity: Mapping[str, Any]) -> list[str]:
    """What is wrong with an outgoing activity; empty when nothing is."""
    found: list[str] = []
    if (size := weight(dict(activity))) > limits.MESSAGE_BYTES:
        found.append(f"message: {size} bytes, {limits.MESSAGE_BYTES} allowed")
    suggested = (activity.get("suggestedActions") or {}).get("actions", [])
    if len(suggested) > limits.SUGGESTED_ACTIONS:
        found.append(f"suggestedActions: {len(suggested)}, {limits.SUGGESTED_ACTIONS} allowed")
    attachments = activity.get("attachments") or []
    if suggested and attachments:
        found.append("suggestedActions beside attachments")
    if attachments and activity.get("text"):
        found.append("text beside an attachment: Teams splits them and returns no id")
    for attachment in attachments:
        if attachment.get("contentType") == CONTENT_TYPE:
            found += card_problems(attachment["content"])
        elif str(attachment.get("contentUrl", "")).startswith("data:text/csv"):
            found.append("a CSV as a data URI is refused")
    return found


def card_problems(card: Json) -> list[str]:
    """What is wrong with one card."""
    found = [*_properties("AdaptiveCard", card, _CARD)]
    if card.get("type") != "AdaptiveCard" or card.get("version") != limits.CARD_VERSION:
        found.append(f"card: not an AdaptiveCard of version {limits.CARD_VERSION}")
    names: list[str] = []
    for element in card.get("body", []):
        found += _element(element, _IN_BODY, names)
    found += [f"id {name!r} twice" for name in {name for name in names if names.count(name) > 1}]
    found += [f"toggle of {target!r}, which is not there" for target in _targets(card) if target not in names]
    return found


def _element(element: Any, allowed: frozenset[str], names: list[str]) -> Iterator[str]:
    kind = str(element.get("type")) if isinstance(element, dict) else type(element).__name__
    if kind not in allowed:
        yield f"{kind}: not allowed here"
        return
    if "id" in element:
        names.append(element["id"])
    yield from _properties(kind, element, _ELEMENTS[kind])
    yield from (f"{kind}: {name} is missing" for name in _REQUIRED.get(kind, ()) if name not in element)
    if kind == "Table":
        yield from _table(element)
    if kind == "ActionSet" and not 0 < len(element.get("actions", ())) <= limits.ACTIONS_IN_SET:
        yield f"ActionSet: {len(element.get('actions', ()))} actions, {limits.ACTIONS_IN_SET} allowed"
    if kind.startswith("Action.") and len(element.get("title", "")) > limits.BUTTON_TITLE:
        yield f"{kind}: title of {len(element['title'])}, {limits.BUTTON_TITLE} allowed"
    if kind == "Image":
        yield from _picture(str(element.get("url", "")))
    if kind in _INSIDE:
        key, inner = _INSIDE[kind]
        for part in element.get(key, ()):
            yield from _element(part, inner, names)


def _properties(kind: str, element: Json, known: Json) -> Iterator[str]:
    for name, value in element.items():
        if name == "type":
            continue
        wanted = known.get(name)
        if wanted is None:
            yield f"{kind}: unknown property {name}"
        elif isinstance(wanted, frozenset):
            if value not in wanted:
                yield f"{kind}.{name}: {value!r}"
        elif not isinstance(value, wanted):
            yield f"{kind}.{name}: {type(value).__name__} instead of {wanted.__name__}"


def _table(element: Json) -> Iterator[str]:
    columns = element.get("columns", ())
    if len(columns) > limits.PREVIEW_COLUMNS:
        yield f"Table: {len(columns)} columns, {limits.PREVIEW_COLUMNS} allowed"
    rows = element.get("rows", ())
    if len(rows) > limits.PREVIEW_ROWS + 1:
        yield f"Table: {len(rows) - 1} rows, {limits.PREVIEW_ROWS} allowed"
    if any(len(row.get("cells", ())) != len(columns) for row in rows):
        yield "Table: a row has not as many cells as there are columns"


def _picture(url: str) -> Iterator[str]:
    if url.startswith("https://"):
        return
    head, _, body = url.partition(";base64,")
    if head not in ("data:image/png", "data:image/jpeg") or not body:
        yield "Image: neither https nor a data URI"
        return
    try:
        content = base64.b64decode(body, validate=True)
    except binascii.Error:
        yield "Image: not base64"
        return
    if len(content) > limits.PICTURE_BYTES:
        yield f"Image: {len(content)} bytes, {limits.PICTURE_BYTES} allowed"
    if head.endswith("png") and (side := max(png_size(content))) > limits.PICTURE_SIDE:
        yield f"Image: {side} pixels, {limits.PICTURE_SIDE} allowed"


def png_size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the header; (0, 0) when it is no PNG."""
    if content[:8] != b"\x89PNG\r\n\x1a\n" or len(content) < 24:
        return 0, 0
    width, height = struct.unpack(">II", content[16:24])
    return int(width), int(height)


def _targets(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for target in value.get("targetElements", ()):
            yield str(target.get("elementId"))
        for part in value.values():
            yield from _targets(part)
    elif isinstance(value, list):
        for part in value:
            yield from _targets(part)
