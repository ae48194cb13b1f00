"""What a person wrote, out of what Teams sends: mentions, tags and entities undone.

Teams writes a mention as ``<at>name</at>`` and says in the activity's entities whose it is; around it stand
no-break spaces, and in some clients paragraphs of HTML.
"""

from __future__ import annotations

import html
import re

from adapters.teams.payload import Json, part
from core.language.spoken import without_bystanders
from core.planning.written import without_labels, words_of

_TAGS = re.compile(r"</?[a-z][\w:-]*(?:\s[^<>]*)?/?>", re.I)
"""Any tag: what a person types as "<" arrives as an entity."""
_BREAKS = re.compile(r"<br\b[^<>]*>|</(?:p|div|li|tr|h[1-6])\s*>", re.I)
_FENCES = re.compile(r"</?(?:pre|codeblock)\b[^<>]*>", re.I)
_LINK = re.compile(r"<a\b[^<>]*>(.*?)</a\s*>", re.I | re.S)
_QUOTE = re.compile(r"<(blockquote|quote)\b[^<>]*>.*?</\1\s*>", re.I | re.S)
_MENTIONED = re.compile(r"<span\b[^<>]*schema\.skype\.com/Mention[^<>]*>(.*?)</span\s*>", re.I | re.S)
_PERSON = r"<at\b[^<>]*>[^<>]*</at>"
_WORD = re.compile(r"[^\W_]")
_BLANK = re.compile(r"[\s\u00a0\u200b\u200c\u200d\u2060\ufeff]+")


def plain_text(activity: Json) -> str:
    """What the person wrote: our mention, quotes and "cc" taken out, others' names left, tags and entities undone."""
    text = _without_us(str(activity.get("text") or ""), activity)
    text = _BREAKS.sub("\n", without_bystanders(_unquoted(text, activity), _PERSON))
    text = without_labels(_FENCES.sub("\n```\n", text), _LINK, lambda found: found.group(1))
    text = _TAGS.sub(" ", text)
    return _BLANK.sub(" ", words_of(html.unescape(text))).strip()


def _without_us(text: str, activity: Json) -> str:
    for mention in own_mentions(activity):
        written = str(mention.get("text") or "")
        name = str(part(mention, "mentioned").get("name") or "")
        if written and written in text:
            text = text.replace(written, " ")
        elif name:
            text = re.sub(rf"<at\b[^<>]*>\s*{re.escape(name)}\s*</at>", " ", text, flags=re.I)
    return text


def _unquoted(text: str, activity: Json) -> str:
    """The message without the one that it replies to.

    Teams quotes in two forms: as a ``blockquote`` in the text, or with plain text that holds both and an attachment of
    HTML that tells them apart. A quote that is all there is stays.
    """
    if not _QUOTE.search(text):
        me = str(part(activity, "recipient").get("name") or "")
        for attachment in activity.get("attachments") or ():
            content = attachment.get("content") if isinstance(attachment, dict) else None
            if isinstance(content, str) and attachment.get("contentType") == "text/html" and _QUOTE.search(content):
                text = _MENTIONED.sub(lambda found: " " if found.group(1).strip() == me else found.group(1), content)
                break
    without = _QUOTE.sub("\n", text)
    return without if _WORD.search(_TAGS.sub(" ", without)) else text


def own_mentions(activity: Json) -> list[Json]:
    """The mentions that are of us."""
    me = part(activity, "recipient").get("id")
    return [
        entity
        for entity in activity.get("entities") or ()
        if me
        and isinstance(entity, dict)
        and entity.get("type") == "mention"
        and part(entity, "mentioned").get("id") == me
    ]
