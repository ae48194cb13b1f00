"""What the fake Slack refuses in blocks and views, written from Slack's reference and apart from the product's own table.

Each block or element lists the fields that it may have; a field that is not listed is ``invalid_blocks``, as in Slack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

BLOCKS: dict[str, tuple[set[str], set[str]]] = {  # type: (required, optional) beside type and block_id
    "section": (set(), {"text", "fields", "accessory", "expand"}),
    "header": ({"text"}, set()),
    "divider": (set(), set()),
    "context": ({"elements"}, set()),
    "actions": ({"elements"}, set()),
    "context_actions": ({"elements"}, set()),
    "rich_text": ({"elements"}, set()),
    "table": ({"rows"}, {"column_settings"}),
    "input": ({"label", "element"}, {"hint", "optional", "dispatch_action"}),
    "image": ({"alt_text"}, {"image_url", "slack_file", "title"}),
}
ELEMENTS: dict[str, tuple[set[str], set[str]]] = {
    "button": ({"text"}, {"action_id", "value", "url", "style", "confirm", "accessibility_label"}),
    "static_select": ({"options"}, {"action_id", "placeholder", "initial_option", "confirm", "focus_on_load"}),
    "feedback_buttons": ({"positive_button", "negative_button"}, {"action_id"}),
    "plain_text_input": (
        set(),
        {"action_id", "initial_value", "multiline", "min_length", "max_length", "placeholder", "focus_on_load"},
    ),
}
VIEW = {"type", "title", "blocks", "close", "submit", "private_metadata", "callback_id", "clear_on_close"}


def refused(blocks: Any, *, most: int = 50) -> str | None:
    """The first reason to refuse a block list, None when Slack would take it."""
    if not isinstance(blocks, list):
        return "blocks is no list"
    if len(blocks) > most:
        return f"no more than {most} items allowed"
    return next(_block_list(blocks), None)


def view_refused(view: Any) -> str | None:
    """The first reason to refuse a view."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        return "view type"
    if set(view) - VIEW:
        return f"unknown view fields {set(view) - VIEW}"
    if view["type"] == "modal" and "title" not in view:
        return "missing title"
    for name in ("title", "submit", "close"):
        if name in view:
            for problem in _text(view[name], 24, {"plain_text"}):
                return f"{name}: {problem}"
    if len(view.get("private_metadata", "")) > 3000:
        return "private_metadata too long"
    if any(block.get("type") == "input" for block in view.get("blocks", ())) and "submit" not in view:
        return "missing submit"
    return refused(view.get("blocks"), most=100)


def size(value: Any) -> int:
    """Characters of all texts."""
    if isinstance(value, dict):
        return sum(
            len(inner) if key == "text" and isinstance(inner, str) else size(inner) for key, inner in value.items()
        )
    return sum(map(size, value)) if isinstance(value, list) else 0


def _block_list(blocks: list[Any]) -> Iterator[str]:
    ids: set[str] = set()
    if sum(block.get("type") == "table" for block in blocks if isinstance(block, dict)) > 1:
        yield "only one table allowed"
    for position, block in enumerate(blocks):
        for problem in _block(block, ids):
            yield f"/blocks/{position}: {problem}"


def _block(block: Any, ids: set[str]) -> Iterator[str]:
    kind = block.get("type") if isinstance(block, dict) else None
    if kind not in BLOCKS:
        yield f"unsupported type {kind}"
        return
    required, optional = BLOCKS[kind]
    yield from _fields(block, required, optional | {"block_id"})
    if "block_id" in block:
        if len(block["block_id"]) > 255 or block["block_id"] in ids:
            yield "block_id"
        ids.add(block["block_id"])
    if kind == "section":
        if not block.get("text") and not block.get("fields"):
            yield "text or fields"
        if "text" in block:
            yield from _text(block["text"], 3000)
        for field in block.get("fields", [])[:11]:
            yield from _text(field, 2000)
        if len(block.get("fields", [])) > 10:
            yield "fields"
        if "accessory" in block:
            yield from _element(block["accessory"], {"button", "static_select"})
    elif kind == "header":
        yield from _text(block["text"], 150, {"plain_text"})
    elif kind == "context":
        if not 1 <= len(block["elements"]) <= 10:
            yield "elements"
        for element in block["elements"]:
            yield from _text(element, 3000)
    elif kind in ("actions", "context_actions"):
        allowed, most = ({"button", "static_select"}, 25) if kind == "actions" else ({"feedback_buttons"}, 5)
        if not 1 <= len(block["elements"]) <= most:
            yield "elements"
        names = [element.get("action_id") for element in block["elements"]]
        if len(names) != len(set(names)):
            yield "action_id must be unique"
        for element in block["elements"]:
            yield from _element(element, allowed)
    elif kind == "rich_text":
        yield from _rich(block)
    elif kind == "table":
        yield from _table(block)
    elif kind == "image":
        if ("image_url" in block) == ("slack_file" in block):
            yield "either image_url or slack_file"
        if "slack_file" in block and not re.fullmatch(r"F[A-Z0-9]{8,}", str(block["slack_file"].get("id"))):
            yield "input must match regex pattern: ^[F][A-Z0-9]{8,}$"
        if not 1 <= len(block["alt_text"]) <= 2000:
            yield "alt_text"
    elif kind == "input":
        yield from _text(block["label"], 2000, {"plain_text"})
        if "hint" in block:
            yield from _text(block["hint"], 2000, {"plain_text"})
        yield from _element(block["element"], {"plain_text_input", "static_select"})


def _rich(block: dict[str, Any]) -> Iterator[str]:
    if not block["elements"]:
        yield "empty rich_text"
    for part in block["elements"]:
        if part.get("type") not in {"rich_text_section", "rich_text_preformatted", "rich_text_quote", "rich_text_list"}:
            yield f"rich element {part.get('type')}"
        if set(part) - {"type", "elements", "border", "style", "indent", "language"}:
            yield "rich element fields"
        for element in part.get("elements", []):
            if element.get("type") == "text":
                if not element.get("text"):
                    yield "empty rich text"
                if set(element) - {"type", "text", "style"}:
                    yield "rich text fields"
                if set(element.get("style", {})) - {"bold", "italic", "strike", "code"}:
                    yield "rich text style"


def _table(block: dict[str, Any]) -> Iterator[str]:
    rows = block["rows"]
    if not 1 <= len(rows) <= 100:
        yield "rows"
    if len({len(row) for row in rows}) != 1 or not 1 <= len(rows[0]) <= 20:
        yield "columns"
    for setting in block.get("column_settings", []):
        if set(setting) - {"align", "is_wrapped"} or setting.get("align", "left") not in {"left", "center", "right"}:
            yield "column_settings"
    if len(block.get("column_settings", [])) > 20:
        yield "column_settings"
    for row in rows:
        for cell in row:
            if cell.get("type") == "rich_text":
                yield from _rich(cell)
            elif cell.get("type") != "raw_text" or set(cell) != {"type", "text"} or not cell["text"]:
                yield "cell"
    if size(rows) > 10_000:
        yield "table too large"


def _element(element: dict[str, Any], allowed: set[str]) -> Iterator[str]:
    kind = element.get("type")
    if kind not in allowed or kind not in ELEMENTS:
        yield f"element {kind} not allowed here"
        return
    required, optional = ELEMENTS[kind]
    yield from _fields(element, required, optional)
    if len(element.get("action_id", "")) > 255:
        yield "action_id"
    if kind == "button":
        yield from _text(element["text"], 75, {"plain_text"})
        if len(element.get("value", "")) > 2000:
            yield "value"
        if element.get("style", "primary") not in {"primary", "danger"}:
            yield "style"
    elif kind == "static_select":
        options = element["options"]
        if not 1 <= len(options) <= 100:
            yield "options"
        for option in options:
            yield from _text(option.get("text"), 75, {"plain_text"})
            if len(option.get("value", "")) > 150:
                yield "option value"
        if "placeholder" in element:
            yield from _text(element["placeholder"], 150, {"plain_text"})
        if "initial_option" in element and element["initial_option"] not in options:
            yield "initial_option"
    elif kind == "feedback_buttons":
        for side in ("positive_button", "negative_button"):
            if set(element[side]) - {"text", "value", "accessibility_label"}:
                yield "feedback button fields"
            yield from _text(element[side].get("text"), 75, {"plain_text"})
            if len(element[side].get("value", "")) > 2000:
                yield "value"
    elif kind == "plain_text_input":
        if len(element.get("initial_value", "")) > element.get("max_length", 3000):
            yield "initial_value"
        if element.get("max_length", 1) > 3000:
            yield "max_length"


def _fields(value: dict[str, Any], required: set[str], optional: set[str]) -> Iterator[str]:
    for name in required - set(value):
        yield f"missing {name}"
    for name in set(value) - required - optional - {"type"}:
        yield f"unknown field {name}"


def _text(value: Any, limit: int, kinds: set[str] | None = None) -> Iterator[str]:
    kinds = kinds or {"plain_text", "mrkdwn"}
    if not isinstance(value, dict) or value.get("type") not in kinds:
        yield f"text must be one of {kinds}"
        return
    extra = {"emoji"} if value["type"] == "plain_text" else {"verbatim"}
    if set(value) - {"type", "text"} - extra:
        yield "unknown text fields"
    text = value.get("text")
    if not isinstance(text, str) or not 1 <= len(text) <= limit:
        yield f"text must have 1 to {limit} characters"


_PING = re.compile(r"<!(?:channel|here|everyone|subteam)[^>]*>")
_LINK = re.compile(r"<(https?:[^|>]*)(?:\|[^>]*)?>")
_USER = re.compile(r"<@([UW][A-Z0-9]+)[^>]*>")


def reads(text: str, blocks: list[Any] | None) -> dict[str, list[str]]:
    """What Slack would make of a message: whom it pings and what it links. Only mrkdwn and ``text`` are parsed."""
    parts = [text]

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if value.get("type") == "mrkdwn":
                parts.append(value["text"])
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(blocks or [])
    joined = "\n".join(parts)
    return {"pings": _PING.findall(joined), "links": _LINK.findall(joined), "users": _USER.findall(joined)}
