"""What a person wrote, out of what Slack sends: mentions, channels, links and entities undone."""

from __future__ import annotations

import re

_ENTITY = re.compile(r"<([^<>]*)>")
_SPACES = re.compile(r"[ \t\u00a0]+")
_SOMEBODY = re.compile(r"<(?:@[UW]|!subteam\^|!(?:here|channel|everyone)\b)")
_TYPED = re.compile(r"(?<![\w@.+-])@([^\W\d_][\w-]*)")
_OWN_NAMES = frozenset({"bot", "maintbot"})


def unescape(text: str) -> str:
    """``&lt; &gt; &amp;`` as the signs that a person typed."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


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
