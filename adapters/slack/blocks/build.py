"""Block Kit, as small functions: each makes one block or element and keeps it within ``limits``.

Text from people, data and models goes into plain_text, raw_text or rich_text, which Slack neither formats nor links nor
lets ping; mrkdwn is used only where we must mention a person, and then everything foreign in it is escaped.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any

from adapters.slack import limits
from adapters.slack.blocks.escape import bold, escape, shorten, shorten_escaped
from core.kernel.messages import Span

Block = dict[str, Any]
_FENCE, _QUOTES = "```", "'''"


def plain(text: str, limit: int = limits.SECTION_TEXT) -> Block:
    """A plain_text object; emoji codes in data stay text."""
    return {"type": "plain_text", "text": shorten(text, limit) or " ", "emoji": False}


def mrkdwn(text: str) -> Block:
    """A mrkdwn object of text that is escaped already; ``verbatim`` keeps Slack from linking bare addresses."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def headline(spans: Sequence[Span]) -> Block:
    """The answer as rich text: bold where the Reply says so, nothing in it can be read as markup."""
    elements, left = [], limits.RICH_TEXT
    for span in spans:
        text = shorten(span.text, left) if left > 1 else ""
        if not text:
            continue
        left -= len(text)
        elements.append({"type": "text", "text": text, **({"style": {"bold": True}} if span.bold else {})})
    elements = elements or [{"type": "text", "text": "—"}]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def plain_headline(spans: Sequence[Span]) -> Block:
    """The same as an old section block, for workspaces that refuse newer ones."""
    text = "".join(bold(span.text) + _outer_space(span.text) if span.bold else escape(span.text) for span in spans)
    if len(text) > limits.SECTION_TEXT:
        text = shorten_escaped("".join(span.text for span in spans), limits.SECTION_TEXT)
    return {"type": "section", "text": mrkdwn(text or "—")}


def _outer_space(text: str) -> str:
    return " " if text.endswith(" ") else ""


def section(text: str) -> Block:
    """A section of plain text."""
    return {"type": "section", "text": plain(text)}


def header(text: str) -> Block:
    """A large title."""
    return {"type": "header", "text": plain(text, limits.HEADER_TEXT)}


_PENDING = "F00000000"  # until there is a file


def image(alt: str) -> Block:
    """A picture of our own upload; ``showing`` says which. Without a title: a chart has its own."""
    return {"type": "image", "slack_file": {"id": _PENDING}, "alt_text": shorten(alt, limits.ALT_TEXT) or "—"}


def showing(block: Block, identity: str) -> Block:
    """An image block with the file that it shows."""
    return {**block, "slack_file": {"id": identity}}


def divider() -> Block:
    """A thin line."""
    return {"type": "divider"}


def context(*elements: Block) -> Block:
    """Small grey text."""
    return {"type": "context", "elements": list(elements)[: limits.CONTEXT_ELEMENTS]}


def preformatted(text: str) -> Block:
    """A code block as rich text: no escaping, no markup."""
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_preformatted", "elements": [{"type": "text", "text": text}]}],
    }


CODE_TEXT = limits.SECTION_TEXT - 8
"""What fits between the fences of ``code_section``, escaped."""


def code_section(text: str) -> Block:
    """A code block as an old section, for workspaces that refuse newer blocks; ``text`` fits ``CODE_TEXT``."""
    return {"type": "section", "text": mrkdwn(f"```\n{escape(text.replace(_FENCE, _QUOTES))}\n```")}


def table(
    header_row: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool], whole: Collection[int] = ()
) -> Block:
    """A table block of raw text: cells are shown as they are. The widest texts wrap when a message is too narrow.

    Args:
        whole: places of columns that do not wrap either, such as dates.
    """
    wrapped = _wrapped([header_row, *rows], right, whole)

    def cells(row: Sequence[str]) -> list[Block]:
        return [{"type": "raw_text", "text": cell or "–"} for cell in row]

    return {
        "type": "table",
        "column_settings": [
            {"align": "right" if is_right else "left", **({"is_wrapped": True} if index in wrapped else {})}
            for index, is_right in enumerate(right)
        ],
        "rows": [cells(header_row), *(cells(row) for row in rows)],
    }


WIDTH = 88
"""Characters beside each other in a message 720 pixels wide."""

_PADDING = 3  # characters that a column's borders and margins take


def table_width(lines: Sequence[Sequence[str]]) -> int:
    """About how wide a table is, in characters."""
    return sum(max(map(len, column)) + _PADDING for column in zip(*lines, strict=True))


def _wrapped(lines: Sequence[Sequence[str]], right: Sequence[bool], whole: Collection[int]) -> set[int]:
    """The text columns to wrap, widest first, until the table fits."""
    over = table_width(lines) - WIDTH
    columns = [list(column) for column in zip(*lines, strict=True)]
    texts = [index for index, is_right in enumerate(right) if not is_right and index not in whole]
    chosen: set[int] = set()
    for index in sorted(texts, key=lambda index: -max(map(len, columns[index]))):
        if over <= 0:
            break
        longest_word = max(len(word) for cell in columns[index] for word in (cell.split() or [""]))
        saved = max(map(len, columns[index])) - longest_word
        if saved > 0:
            over -= saved
            chosen.add(index)
    return chosen


def button(text: str, action_id: str, value: dict[str, str] | None = None, *, style: str | None = None) -> Block:
    """A button; ``value`` travels as JSON.

    Raises:
        ValueError: when the value is over Slack's limit, so that nothing is ever cut out of it.
    """
    made: Block = {"type": "button", "action_id": action_id, "text": plain(text, limits.BUTTON_TEXT)}
    if value is not None:
        made["value"] = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        if len(made["value"]) > limits.BUTTON_VALUE:
            raise ValueError("button value too long")
    if style:
        made["style"] = style
    return made


def actions(elements: Sequence[Block], block_id: str | None = None) -> Block:
    """A row of buttons or selects."""
    made: Block = {"type": "actions", "elements": list(elements)[: limits.ACTIONS_ELEMENTS]}
    if block_id:
        made["block_id"] = block_id
    return made


def option(text: str, value: str) -> Block:
    """One entry of a select.

    Raises:
        ValueError: when the value is over Slack's limit.
    """
    if len(value) > limits.OPTION_VALUE:
        raise ValueError("option value too long")
    return {"text": plain(text, limits.OPTION_TEXT), "value": value}


def select(action_id: str, placeholder: str, options: Sequence[Block], initial: Block | None = None) -> Block:
    """A drop-down."""
    made: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, limits.PLACEHOLDER),
        "options": list(options)[: limits.SELECT_OPTIONS],
    }
    if initial is not None:
        made["initial_option"] = initial
    return made


def feedback(positive: str, negative: str, action_id: str, question_id: str) -> Block:
    """Thumbs up and down, Slack's own element."""

    def side(text: str, verdict: str) -> Block:
        value = json.dumps({"q": question_id, "v": verdict}, separators=(",", ":"))
        return {"text": plain(text, limits.BUTTON_TEXT), "value": value, "accessibility_label": text}

    element = {
        "type": "feedback_buttons",
        "action_id": action_id,
        "positive_button": side(positive, "up"),
        "negative_button": side(negative, "down"),
    }
    return {"type": "context_actions", "elements": [element]}


def text_input(label: str, block_id: str, action_id: str, *, hint: str, initial: str = "") -> Block:
    """A text field of a modal."""
    element: Block = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": True,
        "max_length": limits.INPUT_VALUE,
    }
    if initial:
        element["initial_value"] = shorten(initial, limits.INPUT_VALUE)
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, limits.INPUT_LABEL),
        "hint": plain(hint, limits.INPUT_HINT),
        "element": element,
    }
