"""Text on its way into and out of Slack: escaping, shortening, and reading what a person wrote.

Slack reads ``<…>`` as a mention, a channel or a link and needs exactly ``& < >`` escaped in mrkdwn and in a message's
``text``. plain_text, raw_text and rich_text are shown as they are and cannot ping or link.
"""

from __future__ import annotations

import re

_ENTITY = re.compile(r"<([^<>]*)>")
_SPACES = re.compile(r"[ \t\u00a0]+")
_USER_ID = re.compile(r"^[UW][A-Z0-9]{1,30}$")
_SOMEBODY = re.compile(r"<(?:@[UW]|!subteam\^|!(?:here|channel|everyone)\b)")
_TYPED = re.compile(r"(?<![\w@.+-])@([^\W\d_][\w-]*)")
_OWN_NAMES = frozenset({"bot", "maintbot"})


def escape(text: str) -> str:
    """Make text inert for mrkdwn: exactly ``&``, ``<`` and ``>`` are replaced."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """The reverse of ``escape``."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


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


def calls_another(text: str) -> bool:
    """Whether a message without a mention of us mentions another: a person, a group, everybody, or «@Ana» typed."""
    if _SOMEBODY.search(text):
        return True
    return any(found.group(1).lower() not in _OWN_NAMES for found in _TYPED.finditer(_ENTITY.sub(" ", text)))


def mentions(text: str, user_id: str) -> bool:
    """Whether a message mentions that user anywhere."""
    return re.search(rf"<@{re.escape(user_id)}(?:\|[^>]*)?>", text) is not None


def read(text: str, bot_user_id: str | None) -> str:
    """What a person wrote: our mention stripped, entities as words, ``& < >`` unescaped, spaces tidied.

    ``<#C1|bombas>`` → ``#bombas``, ``<https://x|label>`` → ``label``, ``<@U2|asha>`` → ``@asha``,
    ``<!here>`` → ``@here``.
    """

    def word(found: re.Match[str]) -> str:
        body = found.group(1)
        target, _, label = body.partition("|")
        if target.startswith("@"):
            if bot_user_id and target[1:] == bot_user_id:
                return " "
            return f"@{label.lstrip('@')}" if label else " "
        if target.startswith("#"):
            return f"#{label}" if label else " "
        if target.startswith("!"):
            return label or f"@{target[1:].split('^')[0]}"
        return label or target.removeprefix("mailto:")

    return _SPACES.sub(" ", unescape(_ENTITY.sub(word, text))).strip()
