"""Patterns of a language's file as regular expressions: slots in braces become groups, and a match their values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from core.language.language import Words

_SLOT = re.compile(r"\{([A-Z]+)\d?\}")
_OPTIONAL = re.compile(r"\(\?:[^()]*\)\?")
ISO = r"\d{4}-\d{1,2}-\d{1,2}"
SLASH = r"\d{1,2}/\d{1,2}/\d{2,4}"


def _any(words: Mapping[str, object]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _least(pattern: str) -> int:
    """How many words a pattern takes at least. Whoever takes more is tried first: of «desde enero del año pasado»
    «enero» alone is a day as well, and would end the search."""
    while (shorter := _OPTIONAL.sub("", pattern)) != pattern:
        pattern = shorter
    return pattern.count(" ")


def slot_texts(words: Words) -> dict[str, str]:
    """What each slot may hold, as a regular expression without groups."""
    firsts = _any({word: place for word, place in words.ordinals.items() if place == 1})
    ending = "|".join(words.day_endings)
    texts = {
        "LEAD": words.lead,
        "UNIT": f"(?:{_any(words.grains)})",
        "N": rf"(?:\d+|{_any(words.numbers)})",
        "MONTH": f"(?:{_any(words.months)})",
        "WEEKDAY": f"(?:{_any(words.weekdays)})",
        "ORD": f"(?:{_any(words.ordinals)})",
        "YEAR": r"(?:(?:19|20)\d\d)",
        "Q": "[1-4]",
        "H": "[12]",
        "W": r"(?:[1-4]?\d|5[0-3])",
        "CLOCK": r"(?:(?:[01]?\d|2[0-3]):[0-5]\d)",
        "H24": "(?:1[3-9]|2[0-3])",
        "HOUR": rf"(?:1[0-2]|[1-9]|{_any({word: value for word, value in words.numbers.items() if 0 < value < 13})})",
        "D": rf"(?:[0-3]?\d(?:{ending})?|{firsts})",
    }
    written = sorted((pattern for pattern, _ in words.days), key=_least, reverse=True)
    days = "|".join(_SLOT.sub(lambda match: texts[match[1]], pattern) for pattern in written)
    texts["DAY"] = f"(?:{ISO}|{SLASH}|{days})"
    return texts


def compiled(pattern: str, texts: Mapping[str, str]) -> re.Pattern[str]:
    """A pattern whose every slot is a group of its own, at the edges of words."""
    count = 0

    def group(match: re.Match[str]) -> str:
        nonlocal count
        name = match[1]
        if name == "LEAD":
            return texts[name]
        count += 1
        return f"(?P<{name}_{count}>{texts[name]})"

    return re.compile(rf"(?<!\S)(?:{_SLOT.sub(group, pattern)})(?!\S)")


@dataclass(frozen=True)
class SlotTexts:
    """The values of a match's slots, in the order that they stand in the text."""

    words: Words
    values: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, words: Words, match: re.Match[str]) -> SlotTexts:
        """The slots of a match."""
        found: dict[str, list[tuple[int, str]]] = {}
        for name, text in match.groupdict().items():
            if text is not None:
                found.setdefault(name.partition("_")[0], []).append((match.start(name), text))
        return cls(words, {name: tuple(text for _, text in sorted(items)) for name, items in found.items()})

    def text(self, slot: str, place: int = 0) -> str | None:
        """What stands in a slot."""
        found = self.values.get(slot, ())
        return found[place] if place < len(found) else None

    def number(self, slot: str, place: int = 0) -> int | None:
        """The number in a slot, in digits or words."""
        text = self.text(slot, place)
        if text is None:
            return None
        digits = re.match(r"\d+", text)
        return int(digits.group()) if digits else self.words.numbers.get(text, self.words.ordinals.get(text))

    def unit(self, place: int = 0) -> str:
        """The calendar unit in the slot."""
        return self.words.grains[self.text("UNIT", place) or ""]

    def month(self, place: int = 0) -> int | None:
        """The month in the slot."""
        text = self.text("MONTH", place)
        return None if text is None else self.words.months[text]
