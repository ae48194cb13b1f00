"""Text on its way out to Slack: escaping and shortening.

Slack reads ``<…>`` as a mention, a channel or a link and needs exactly ``& < >`` escaped in mrkdwn and in a message's
``text``. plain_text, raw_text and rich_text are shown as they are and cannot ping or link.
"""

from __future__ import annotations

import re

_USER_ID = re.compile(r"^[UW][A-Z0-9]{1,30}$")


def escape(text: str) -> str:
    """Make text inert for mrkdwn: exactly ``&``, ``<`` and ``>`` are replaced."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def bold(text: str) -> str:
    """Escaped text as mrkdwn bold; asterisks inside would end it early, so they become their look-alike."""
    inner = escape(text).replace("*", "∗").strip()
    return f"*{inner}*" if inner else ""


def mention(user_id: str) -> str:
    """``<@U…>`` for a real user id, nothing for anything else."""
    return f"<@{user_id}>" if _USER_ID.match(user_id) else ""


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` characters, the last of them an ellipsis when something was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def shorten_escaped(text: str, limit: int) -> str:
    """Escape, then cut to ``limit`` characters without cutting through an entity."""
    escaped = escape(text)
    if len(escaped) <= limit:
        return escaped
    kept, length = [], 0
    for character in text:
        piece = escape(character)
        if length + len(piece) > limit - 1:
            break
        kept.append(piece)
        length += len(piece)
    return "".join(kept).rstrip() + "…"
