"""What of a message is words: quotes, marks, links, emoji codes and channel names around them are taken out.

People paste from PDFs (decomposed accents), quote each other, write lists, and dress a question up. None of it is the
question, and a word of it that no plan accounts for would make us ask about a ``:pray:``.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_FENCED: Final = re.compile(r"```(?:[a-z]+\n)?(.*?)(?:```|\Z)", re.S)
_QUOTED: Final = re.compile(r"^[ \t]*>(?!>>)[^\n]*$", re.M)
_QUOTED_TO_THE_END: Final = re.compile(r"^[ \t]*>>>.*\Z", re.M | re.S)
_QUOTE_MARK: Final = re.compile(r"^[ \t]*>+[ \t]*(?=[^\W\d_])", re.M)
_BULLET: Final = re.compile(r"^[ \t]*(?:[-*•◦▪–][ \t]+)(?=\S)", re.M)
_NUMBERED: Final = re.compile(r"^[ \t]*\d{1,2}[.)][ \t]+(?=\S)", re.M)
_DRESSED: Final = re.compile(r"(?<![\w*_~])([*_~]{1,3})(?=\S)([^\n*_~]*[^\s*_~])\1(?![\w*_~])")
_LINK: Final = re.compile(r"(?:\bhttps?://|\bwww\.)[^\s<>]+", re.I)
_EMOJI: Final = re.compile(
    r"(?<![\w:]):(?=[a-z0-9_+'-]*[a-z+])[a-z0-9_+'-]+:(?::skin-tone-\d:)?|(?<![\w:]):(?:100|1234):", re.I
)
_CHANNEL: Final = re.compile(r"(?<![\w#&/])#(?=[^\W\d_])[^\W\d_]+(?:[-_][^\W\d_]+)*(?![\w-])")
_EVERYBODY: Final = re.compile(r"(?<![\w@.])@(?:here|channel|everyone|canal|todos)\b", re.I)
_COPIED: Final = re.compile(
    r"(?<!\w)(?:cc|fyi|c\.c\.)\s*:?\s*@[^\s,;]+(?:\s*(?:,|;|&|\by\b|\band\b)?\s*@[^\s,;]+)*", re.I
)
_PERSON: Final = re.compile(r"(?<![\w@.+-])@(?=[^\W\d_])")
_WORD: Final = re.compile(r"[^\W_]")


def words_of(text: str) -> str:
    """The words of a message, composed (NFC), its lines kept.

    A quote, a fenced block or emoji codes that are all there is stay: then they are what was meant.
    """
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    text = _unless_empty(_FENCED.sub("\n", text), _FENCED.sub(r"\1", text))
    text = _unless_empty(_QUOTED.sub("", _QUOTED_TO_THE_END.sub("", text)), _QUOTE_MARK.sub("", text))
    text = _BULLET.sub("", text)
    if len(_NUMBERED.findall(text)) > 1:  # a single "2. costo" may be a choice by its number
        text = _NUMBERED.sub("", text)
    text = _DRESSED.sub(r"\2", text.replace("`", " "))
    text = _CHANNEL.sub(" ", _EVERYBODY.sub(" ", _COPIED.sub(" ", _LINK.sub(" ", text))))
    text = _unless_empty(_EMOJI.sub(" ", text), text)
    return _PERSON.sub("", text)


def _unless_empty(shorter: str, otherwise: str) -> str:
    return shorter if _WORD.search(shorter) else otherwise
