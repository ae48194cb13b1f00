"""Checks a block list against ``limits``: what Slack would refuse is named before it is sent.

Used by the tests on everything that ``render``, ``home`` and ``modals`` make; the running bot relies on those staying
within the limits and does not pay for a check per message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal

from adapters.slack import limits

Block = Mapping[str, Any]
Surface = Literal["message", "view"]


def problems(blocks: Sequence[Block], surface: Surface = "message") -> list[str]:
    """All that is wrong with a block list, as sentences that name the block and the limit; [] when it is good."""
    return list(_problems(blocks, surface))


def characters(value: Any) -> int:
    """How many characters of text a block or block list holds: every ``text`` and ``alt_text``, wherever it stands."""
    if isinstance(value, Mapping):
        own = sum(len(value[key]) for key in ("text", "alt_text") if isinstance(value.get(key), str))
        return own + sum(characters(inner) for inner in value.values())
    if isinstance(value, list | tuple):
        return sum(characters(inner) for inner in value)
    return 0


def _problems(blocks: Sequence[Block], surface: Surface) -> Iterator[str]:
    most = limits.MESSAGE_BLOCKS if surface == "message" else limits.VIEW_BLOCKS
    if len(blocks) > most:
        yield f"{len(blocks)} blocks, at most {most}"
    if surface == "message" and characters(list(blocks)) > limits.MESSAGE_CHARACTERS:
        yield f"{characters(list(blocks))} characters in all, at most {limits.MESSAGE_CHARACTERS}"
    if sum(len(block.get("text", "")) for block in blocks if block.get("type") == "markdown") > limits.MARKDOWN_TEXT:
        yield f"markdown blocks together over {limits.MARKDOWN_TEXT}"
    tables = sum(block.get("type") == "table" for block in blocks)
    if tables > limits.TABLES:
        yield f"{tables} tables, at most {limits.TABLES}"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        yield "block_id given twice"
    for position, block in enumerate(blocks):
        kind = block.get("type", "")
        check = _CHECKS.get(kind)
        where = f"block {position} ({kind})"
        if check is None:
            yield f"{where}: unknown type"
            continue
        if len(block.get("block_id", "")) > limits.BLOCK_ID:
            yield f"{where}: block_id over {limits.BLOCK_ID}"
        for problem in check(block):
            yield f"{where}: {problem}"


def _text(
    value: Any, limit: int, name: str = "text", *, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")
) -> Iterator[str]:
    if not isinstance(value, Mapping) or value.get("type") not in kinds:
        yield f"{name} is no {' or '.join(kinds)} object"
    elif not value.get("text"):
        yield f"{name} is empty"
    elif len(value["text"]) > limit:
        yield f"{name} has {len(value['text'])} characters, at most {limit}"


def _section(block: Block) -> Iterator[str]:
    if "text" in block:
        yield from _text(block["text"], limits.SECTION_TEXT)
    elif not block.get("fields"):
        yield "neither text nor fields"
    fields = block.get("fields", ())
    if len(fields) > limits.SECTION_FIELDS:
        yield f"{len(fields)} fields, at most {limits.SECTION_FIELDS}"
    for field in fields:
        yield from _text(field, limits.SECTION_FIELD_TEXT, "field")
    if "accessory" in block:
        yield from _element(block["accessory"])


def _header(block: Block) -> Iterator[str]:
    yield from _text(block.get("text"), limits.HEADER_TEXT, kinds=("plain_text",))


def _context(block: Block) -> Iterator[str]:
    elements = block.get("elements", ())
    if not 1 <= len(elements) <= limits.CONTEXT_ELEMENTS:
        yield f"{len(elements)} elements, 1 to {limits.CONTEXT_ELEMENTS}"
    for element in elements:
        yield from _text(element, limits.CONTEXT_TEXT, "element")


def _actions(block: Block) -> Iterator[str]:
    elements = block.get("elements", ())
    if not 1 <= len(elements) <= limits.ACTIONS_ELEMENTS:
        yield f"{len(elements)} elements, 1 to {limits.ACTIONS_ELEMENTS}"
    ids = [element.get("action_id") for element in elements]
    if len(ids) != len(set(ids)):
        yield "action_id given twice"
    for element in elements:
        yield from _element(element)


def _context_actions(block: Block) -> Iterator[str]:
    elements = block.get("elements", ())
    if not 1 <= len(elements) <= limits.CONTEXT_ACTIONS_ELEMENTS:
        yield f"{len(elements)} elements, 1 to {limits.CONTEXT_ACTIONS_ELEMENTS}"
    for element in elements:
        if element.get("type") != "feedback_buttons":
            yield f"element {element.get('type')} not allowed"
            continue
        yield from _action_id(element)
        for side in ("positive_button", "negative_button"):
            yield from _button(element.get(side, {}), side)


def _rich_text(block: Block) -> Iterator[str]:
    if not block.get("elements"):
        yield "no elements"
    for element in block.get("elements", ()):
        if element.get("type") not in _RICH_ELEMENTS:
            yield f"element {element.get('type')} not allowed"
        for part in element.get("elements", ()):
            if part.get("type") == "text" and not part.get("text"):
                yield "empty text"
    if characters(block) > limits.RICH_TEXT:
        yield f"{characters(block)} characters, at most {limits.RICH_TEXT}"


def _table(block: Block) -> Iterator[str]:
    rows = block.get("rows", ())
    if not 1 <= len(rows) <= limits.TABLE_ROWS:
        yield f"{len(rows)} rows, 1 to {limits.TABLE_ROWS}"
    widths = {len(row) for row in rows}
    if len(widths) > 1:
        yield "rows of different length"
    if widths and max(widths) > limits.TABLE_COLUMNS:
        yield f"{max(widths)} columns, at most {limits.TABLE_COLUMNS}"
    if len(block.get("column_settings", ())) > limits.TABLE_COLUMNS:
        yield f"more than {limits.TABLE_COLUMNS} column_settings"
    for row in rows:
        for cell in row:
            if cell.get("type") == "raw_text" and not cell.get("text"):
                yield "empty cell"
            elif cell.get("type") not in ("raw_text", "rich_text"):
                yield f"cell {cell.get('type')} not allowed"
    if characters(rows) > limits.TABLE_CHARACTERS:
        yield f"{characters(rows)} characters in cells, at most {limits.TABLE_CHARACTERS}"


def _input(block: Block) -> Iterator[str]:
    yield from _text(block.get("label"), limits.INPUT_LABEL, "label", kinds=("plain_text",))
    if "hint" in block:
        yield from _text(block["hint"], limits.INPUT_HINT, "hint", kinds=("plain_text",))
    yield from _element(block.get("element", {}))


def _markdown(block: Block) -> Iterator[str]:
    if not block.get("text"):
        yield "text is empty"


def _image(block: Block) -> Iterator[str]:
    if not 1 <= len(block.get("alt_text", "")) <= limits.ALT_TEXT:
        yield f"alt_text has {len(block.get('alt_text', ''))} characters, 1 to {limits.ALT_TEXT}"
    if ("image_url" in block) == ("slack_file" in block):
        yield "either image_url or slack_file"


def _divider(block: Block) -> Iterator[str]:
    return iter(())


def _action_id(element: Block) -> Iterator[str]:
    if len(element.get("action_id", "")) > limits.ACTION_ID:
        yield f"action_id over {limits.ACTION_ID}"


def _button(element: Block, name: str = "button") -> Iterator[str]:
    yield from _text(element.get("text"), limits.BUTTON_TEXT, f"{name} text", kinds=("plain_text",))
    if len(element.get("value", "")) > limits.BUTTON_VALUE:
        yield f"{name} value over {limits.BUTTON_VALUE}"
    if len(element.get("url", "")) > limits.BUTTON_URL:
        yield f"{name} url over {limits.BUTTON_URL}"
    if len(element.get("accessibility_label", "")) > limits.ACCESSIBILITY_LABEL:
        yield f"{name} accessibility_label over {limits.ACCESSIBILITY_LABEL}"


def _select(element: Block) -> Iterator[str]:
    if "placeholder" in element:
        yield from _text(element["placeholder"], limits.PLACEHOLDER, "placeholder", kinds=("plain_text",))
    options = element.get("options", ())
    if not 1 <= len(options) <= limits.SELECT_OPTIONS:
        yield f"{len(options)} options, 1 to {limits.SELECT_OPTIONS}"
    for option in options:
        yield from _text(option.get("text"), limits.OPTION_TEXT, "option", kinds=("plain_text",))
        if len(option.get("value", "")) > limits.OPTION_VALUE:
            yield f"option value over {limits.OPTION_VALUE}"
    if "initial_option" in element and element["initial_option"] not in options:
        yield "initial_option is not one of the options"


def _plain_input(element: Block) -> Iterator[str]:
    if "placeholder" in element:
        yield from _text(element["placeholder"], limits.PLACEHOLDER, "placeholder", kinds=("plain_text",))
    if len(element.get("initial_value", "")) > limits.INPUT_VALUE:
        yield f"initial_value over {limits.INPUT_VALUE}"
    if element.get("max_length", 0) > limits.INPUT_VALUE:
        yield f"max_length over {limits.INPUT_VALUE}"


def _element(element: Block) -> Iterator[str]:
    check = _ELEMENTS.get(element.get("type", ""))
    if check is None:
        yield f"unknown element {element.get('type')}"
        return
    yield from _action_id(element)
    yield from check(element)


_RICH_ELEMENTS = ("rich_text_section", "rich_text_preformatted", "rich_text_list", "rich_text_quote")
_ELEMENTS: Mapping[str, Callable[[Block], Iterator[str]]] = {
    "button": _button,
    "static_select": _select,
    "radio_buttons": _select,
    "plain_text_input": _plain_input,
}
_CHECKS: Mapping[str, Callable[[Block], Iterator[str]]] = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "context_actions": _context_actions,
    "rich_text": _rich_text,
    "table": _table,
    "input": _input,
    "markdown": _markdown,
    "divider": _divider,
    "image": _image,
}


def view_problems(view: Mapping[str, Any]) -> list[str]:
    """All that is wrong with a modal or an App Home view."""
    found = problems(view.get("blocks", ()), "view")
    for name in ("title", "submit", "close"):
        if name in view:
            found.extend(_text(view[name], limits.VIEW_TITLE, name, kinds=("plain_text",)))
    if view.get("type") == "modal" and "title" not in view:
        found.append("a modal needs a title")
    if any(block.get("type") == "input" for block in view.get("blocks", ())) and "submit" not in view:
        found.append("inputs need a submit")
    if len(view.get("private_metadata", "")) > limits.PRIVATE_METADATA:
        found.append(f"private_metadata over {limits.PRIVATE_METADATA}")
    if len(view.get("callback_id", "")) > limits.BLOCK_ID:
        found.append("callback_id too long")
    return found
