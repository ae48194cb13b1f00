"""What a person wrote, out of what Teams sends: mentions, tags and entities undone.

Teams writes a mention as ``<at>name</at>`` and says in the activity's entities whose it is; around it stand
no-break spaces, and in some clients paragraphs of HTML.
"""

from __future__ import annotations

import html
import re

from adapters.teams.payload import Json, part

_TAGS = re.compile(r"</?(?:at|p|div|br|span|b|strong|i|em|u|s|a|ul|ol|li|code|pre|blockquote|h[1-6])\b[^<>]*>", re.I)
_BLANK = re.compile(r"[\s\u00a0\u200b\u200c\u200d\u2060\ufeff]+")


def plain_text(activity: Json) -> str:
    """What the person wrote: our mention taken out, others' names left, tags and HTML entities undone."""
    text = str(activity.get("text") or "")
    for mention in own_mentions(activity):
        written = str(mention.get("text") or "")
        name = str(part(mention, "mentioned").get("name") or "")
        if written and written in text:
            text = text.replace(written, " ")
        elif name:
            text = re.sub(rf"<at\b[^<>]*>\s*{re.escape(name)}\s*</at>", " ", text, flags=re.I)
    return _BLANK.sub(" ", html.unescape(_TAGS.sub(" ", text))).strip()


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
