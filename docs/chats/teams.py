"""An answer's Adaptive Card as Teams shows it on a phone, near enough to judge it by."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, Final

from adapters.teams.render import PICTURE, render
from docs.chats.asked import Asked
from docs.chats.page import buttons, page, png, spoken

Part = dict[str, Any]
_SIZES: Final = {"Small": "12px", "Medium": "16px", "Default": "14px"}


def drawn(asked: Asked) -> str:
    """The page: the question and the card."""
    made = render(asked.question, asked.reply, "MXN", lambda file: f"https://bot.example/files/{file.kind}")
    card = made.activity["attachments"][0]["content"]
    body = "".join(_part(part, asked.picture) for part in card["body"])
    asker = asked.question.viewer.name or ""
    question = spoken(asker, f"<b>maintbot</b> {escape(asked.question.text)}")
    return page(question + spoken("maintbot", f'<div class="card">{body}</div>', app=True), "teams")


def _part(part: Part, picture: bytes | None) -> str:
    if part.get("isVisible") is False:
        return ""
    if part["type"] == "Image":
        assert part["url"] == PICTURE and picture is not None
        return f'<div class="block">{png(picture, part["altText"])}</div>'
    if part["type"] == "Container":
        return "".join(_part(item, picture) for item in part["items"])
    return _PARTS[part["type"]](part)


def _rich(part: Part) -> str:
    side = "right" if part.get("horizontalAlignment") == "Right" else ""
    return f'<div class="block {side}">{"".join(map(_run, part["inlines"]))}</div>'


def _run(run: Part) -> str:
    style = f"font-size:{_SIZES[run.get('size', 'Default')]}"
    style += ";font-weight:600" if run.get("weight") == "Bolder" else ""
    style += ";color:#616161" if run.get("isSubtle") else ""
    return f'<span style="{style}">{escape(run["text"])}</span>'


def _table(part: Part) -> str:
    total = sum(column["width"] for column in part["columns"])
    columns = "".join(f'<col style="width:{100 * column["width"] / total:.1f}%">' for column in part["columns"])
    lines = []
    for place, row in enumerate(part["rows"]):
        tag = "td" if place else "th"
        cells = (
            f"<{tag}>{''.join(_rich(item).replace('block', '') for item in cell['items'])}</{tag}>"
            for cell in row["cells"]
        )
        lines.append(f"<tr>{''.join(cells)}</tr>")
    return f'<div class="block wide"><table><colgroup>{columns}</colgroup>{"".join(lines)}</table></div>'


def _actions(part: Part) -> str:
    return buttons([action["title"] for action in part["actions"]])


_PARTS: Final[dict[str, Callable[[Part], str]]] = {"RichTextBlock": _rich, "Table": _table, "ActionSet": _actions}
