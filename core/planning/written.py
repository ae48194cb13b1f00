"""What of a message is words: quotes, marks, links, emoji codes and channel names around them are taken out.

People paste from PDFs (decomposed accents, spaces of every width), quote each other, write lists, and dress a question
up. None of it is the question, and a word of it that no plan accounts for would make us ask about a ``:pray:``.

A link's label is words where it belongs to a sentence («fallas de [P-101](…)»), and none where it stands apart from it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Final

from core.language.spoken import spoken, without_bystanders

_FENCED: Final = re.compile(r"```(?:[a-z]+\n)?(.*?)(?:```|\Z)", re.S)
_QUOTED: Final = re.compile(r"^[ \t]*>(?!>>)[^\n]*$", re.M)
_QUOTED_TO_THE_END: Final = re.compile(r"^[ \t]*>>>.*\Z", re.M | re.S)
_QUOTE_MARK: Final = re.compile(r"^[ \t]*>+[ \t]*(?=[^\W\d_]|[¿¡\"«“(*_`])", re.M)
_PASTED: Final = re.compile(r"^[ \t]*\[[^\]\n]*\d:\d\d[^\]\n]*\][ \t]*[^:\n]{1,60}:[ \t]*(?=\S)", re.M)
_LINE_END: Final = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_SPACE: Final = re.compile(r"[^\S\n]")
_BULLET: Final = re.compile(r"^[ \t]*(?:(?:[-*•◦▪–—]|\[[ xX]?\])[ \t]+|[☐☑☒✓✔][ \t]*)(?=\S)", re.M)
_NUMBERED: Final = re.compile(
    r"^[ \t]*(?:\d{1,2}[.)]-?[ \t]+|\d{1,2}\)(?=[^\W\d_]|[¿¡])|#\d[ \t]+|[a-h]\)[ \t]+)(?=\S)", re.M
)
_SHORT: Final = re.compile(r"\S+[ \t]*\Z")
_ITEM: Final = "\x00"
"""Where an item of a list begins, until the items are known to be several."""
_DRESSED: Final = re.compile(r"(?<![\w*_~])([*_~]{1,3})(?=\S)([^\n*_~]*[^\s*_~])\1(?![\w*_~])")
_LINK: Final = re.compile(r"(?:\bhttps?://|\bwww\.)[^\s<>]+", re.I)
_EMOJI: Final = re.compile(
    r"(?<![\w:]):(?=[a-z0-9_+'-]*[a-z+])[a-z0-9_+'-]+:(?::skin-tone-\d:)?|(?<![\w:]):(?:100|1234):", re.I
)
_CHANNEL: Final = re.compile(r"(?<![\w#&/])#(?=[^\W\d_])[^\W\d_]+(?:[-_][^\W\d_]+)*(?![\w-])")
_EVERYBODY: Final = re.compile(r"(?<![\w@.])@(?:here|channel|everyone|canal|todos)\b", re.I)
_LABELLED: Final = re.compile(r"!?\[([^\[\]\n]*)\]\([^\s()]*\)")
_TYPED: Final = r"@[^\s,;:()?!¿¡]*[^\s,;:()?!¿¡.]"
_BEFORE: Final = re.compile(r"(?:\A|[.?!:;\n)])[ \t]*\Z")
_AFTER: Final = re.compile(r"[ \t]*(?:\Z|[¿¡\n.,:;(])")
_PERSON: Final = re.compile(r"(?<![\w@.+-])@(?=[^\W\d_])")
_WORD: Final = re.compile(r"[^\W_]")


def words_of(text: str) -> str:
    """The words of a message, composed (NFC), its lines kept.

    A quote, a fenced block or emoji codes that are all there is stay: then they are what was meant.
    """
    text = _SPACE.sub(" ", _LINE_END.sub("\n", unicodedata.normalize("NFC", text)))
    text = _unless_empty(_FENCED.sub("\n", text), _FENCED.sub(r"\1", text))
    text = _wrote().sub("> ", _PASTED.sub("> ", text))
    text = _unless_empty(_QUOTED.sub("", _QUOTED_TO_THE_END.sub("", text)), _QUOTE_MARK.sub("", text))
    text = _items(text)
    text = without_labels(text, _LABELLED, lambda found: found.group(1))
    text = _DRESSED.sub(r"\2", text.replace("`", " "))
    text = without_bystanders(_LINK.sub(" ", text), _TYPED)
    text = _CHANNEL.sub(" ", _EVERYBODY.sub(" ", text))
    text = _unless_empty(_EMOJI.sub(" ", text), text)
    return _PERSON.sub("", text)


def without_labels(text: str, link: re.Pattern[str], label: Callable[[re.Match[str]], str]) -> str:
    """A message with its links as their labels, those left out that stand apart from its sentences.

    Args:
        link: what a link looks like.
        label: the words of a link; empty for one that has none.
    """
    marks = [*link.finditer(text)]

    def apart(at: int) -> bool:
        found = marks[at]
        before, after = text[: found.start()], text[found.end() :]
        return _BEFORE.search(before) is not None and _AFTER.match(after) is not None

    parts, kept, end = [], [], 0
    for at, found in enumerate(marks):
        words = label(found)
        between = text[end : found.start()]
        parts += [between, " " if apart(at) else words]
        kept += [between, words]
        end = found.end()
    return _unless_empty("".join([*parts, text[end:]]), "".join([*kept, text[end:]]))


def _items(text: str) -> str:
    """Without list marks; several items are several clauses. A single "2. costo" may be a choice by its number."""
    marked = _BULLET.sub(_ITEM, text)
    numbers = [*_NUMBERED.finditer(marked)]
    if len(numbers) > 1 or (numbers and not _SHORT.fullmatch(marked, numbers[0].end())):
        marked = _NUMBERED.sub(_ITEM, marked)
    if marked.count(_ITEM) < 2:
        return marked.replace(_ITEM, "")
    first, *others = marked.split(_ITEM)
    clauses = [re.sub(r"[ \t]*\n\s*\Z", "", one) for one in others]
    ended = [one if one[-1:] in ".?!;:," else f"{one};" for one in clauses[:-1]]
    return first + "\n".join([*ended, clauses[-1]])


@cache
def _wrote() -> re.Pattern[str]:
    """A line «Ana Ruiz escribió:» and what stands below it, as far as an empty line."""
    verbs = "|".join(sorted(map(re.escape, spoken("wrote"))))
    return re.compile(rf"^[^\n:]{{1,60}}[ \t](?:{verbs}):[ \t]*\n?(?=\S)", re.M | re.I)


def _unless_empty(shorter: str, otherwise: str) -> str:
    return shorter if _WORD.search(shorter) else otherwise
