"""What a person wrote, out of what Slack sends: mentions, channels, links and entities undone."""

from __future__ import annotations

import re
from collections.abc import Mapping

from core.language.spoken import without_bystanders
from core.planning.written import without_labels

_ENTITY = re.compile(r"<([^<>]*)>")
_SPACES = re.compile(r"[ \t\u00a0]+")
_SOMEBODY = re.compile(r"<(?:@[UW]|!subteam\^|!(?:here|channel|everyone)\b)")
_TYPED = re.compile(r"(?<![\w@.+-])@([^\W\d_][\w-]*)")
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_PERSON = r"<(?:@[UW][A-Z0-9]+|!subteam\^)[^<>]*>"
_LINK = re.compile(r"<((?:https?:|mailto:|tel:|!subteam\^)[^<>|]*)(?:\|([^<>]*))?>", re.I)
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


def people(text: str, bot_user_id: str | None) -> list[str]:
    """The ids of the people whom a message speaks of; not ours, and not those whom it is only copied to."""
    found = [one for one in _MENTION.findall(without_bystanders(text, _PERSON)) if one != bot_user_id]
    return list(dict.fromkeys(found))


def read(text: str, bot_user_id: str | None, names: Mapping[str, str] | None = None) -> str:
    """What a person wrote: our mention stripped, entities as words, ``& < >`` unescaped, spaces tidied.

    ``<#C1|bombas>`` → ``#bombas``, ``<@U2|asha>`` → ``@asha``, ``<!here>`` → ``@here``. ``<https://x|label>``, an
    address and a group are their label where they belong to a sentence, and nothing where they stand apart from it.
    "cc" and whom it names go, and who is only greeted or thanked.

    Args:
        names: what the people of ``people`` are called; who is not among them keeps the label or the id, so that nobody
            whom a question is about is dropped from it without a word.
    """

    def word(found: re.Match[str]) -> str:
        body = found.group(1)
        target, _, label = body.partition("|")
        if target.startswith("@"):
            who = target[1:]
            if not who or (bot_user_id and who == bot_user_id):
                return " "
            return f"@{((names or {}).get(who) or label or who).lstrip('@')}"
        if target.startswith("#"):
            return f"#{label}" if label else " "
        if target.startswith("!"):
            return label or f"@{target[1:].split('^')[0]}"
        return label or target

    if bot_user_id:
        text = re.sub(rf"<@{re.escape(bot_user_id)}(?:\|[^<>]*)?>", " ", text)
    text = without_labels(without_bystanders(text, _PERSON), _LINK, _label)
    return _SPACES.sub(" ", unescape(_ENTITY.sub(word, text))).strip()


def _label(link: re.Match[str]) -> str:
    target, label = link.group(1), link.group(2)
    if target.startswith("!"):
        return label or f"@{target[1:].partition('^')[0]}"
    return label or target.removeprefix("mailto:").removeprefix("tel:")
