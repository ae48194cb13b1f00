"""An answer's Block Kit as Slack shows it on a phone, near enough to judge it by."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from typing import Any, Final

from adapters.slack.render import render
from docs.chats.asked import Asked
from docs.chats.page import buttons, page, png, spoken

Block = dict[str, Any]
_BOLD: Final = re.compile(r"\*([^*]+)\*")


def drawn(asked: Asked) -> str:
    """The page: the question, the message with its chart, and the file that follows it."""
    message = render(asked.question, asked.reply, "MXN")
    made = "".join(_image(block, asked) if block["type"] == "image" else _block(block) for block in message.blocks)
    if message.file is not None:
        made += f'<div class="block file">{escape(message.file.filename)}</div>'
    asker = asked.question.viewer.name or ""
    return page(spoken(asker, f"@maintbot {escape(asked.question.text)}") + spoken("maintbot", made, app=True))


def _image(block: Block, asked: Asked) -> str:
    return f'<div class="block">{png(asked.picture, block["alt_text"])}</div>' if asked.picture is not None else ""


def _block(block: Block) -> str:
    return _BLOCKS[block["type"]](block)


def _rich(block: Block) -> str:
    made = []
    for section in block["elements"]:
        parts = [_styled(part) for part in section["elements"]]
        tag = "pre" if section["type"] == "rich_text_preformatted" else "div"
        made.append(f'<{tag} class="block">{"".join(parts)}</{tag}>')
    return "".join(made)


def _styled(part: Block) -> str:
    text = escape(part["text"]).replace("\n", "<br>")
    return f"<b>{text}</b>" if part.get("style", {}).get("bold") else text


def _text(part: Block) -> str:
    if part["type"] == "plain_text":
        return escape(part["text"])
    return _BOLD.sub(r"<b>\1</b>", part["text"])  # escaped already


def _section(block: Block) -> str:
    return f'<div class="block">{_text(block["text"])}</div>'


def _context(block: Block) -> str:
    return f'<div class="block note">{" ".join(map(_text, block["elements"]))}</div>'


def _table(block: Block) -> str:
    settings = block["column_settings"]

    def cell(tag: str, text: str, setting: Block) -> str:
        classes = ("right " if setting["align"] == "right" else "") + ("wrap" if setting.get("is_wrapped") else "")
        return f'<{tag} class="{classes}">{escape(text)}</{tag}>'

    lines = []
    for place, row in enumerate(block["rows"]):
        cells = zip(row, settings, strict=True)
        lines.append("".join(cell("td" if place else "th", one["text"], setting) for one, setting in cells))
    rows = "".join(f"<tr>{line}</tr>" for line in lines)
    return f'<div class="block wide"><table>{rows}</table></div>'


def _actions(block: Block) -> str:
    return buttons([one.get("text", one.get("placeholder"))["text"] for one in block["elements"]])


def _feedback(block: Block) -> str:
    (element,) = block["elements"]
    thumbs = (element[name]["text"]["text"] for name in ("positive_button", "negative_button"))
    return f'<div class="block note">{" · ".join(map(escape, thumbs))}</div>'


_BLOCKS: Final[dict[str, Callable[[Block], str]]] = {
    "rich_text": _rich,
    "section": _section,
    "context": _context,
    "table": _table,
    "actions": _actions,
    "context_actions": _feedback,
}
