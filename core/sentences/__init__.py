"""Every text for a person, in Spanish and English, one module a room.

A text is a ``Text``: both languages side by side, with ``{names}`` that ``say`` fills. Keeping them here lets a test
read them all: both languages present, same names in both, accents and opening marks in the Spanish.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.kernel.messages import Language

Text = Mapping[Language, str]


def say(text: Text, language: Language, /, **values: Any) -> str:
    """Fill a text in one language.

    Raises:
        KeyError: a name in the text has no value: a programming error, caught by tests.
    """
    return text[language].format_map(values)


def filled(text: Text, /, **values: Any) -> Text:
    """A text with its names filled in both languages; a value that is a text itself is said in each."""
    return {
        language: text[language].format_map(
            {name: value[language] if isinstance(value, Mapping) else value for name, value in values.items()}
        )
        for language in text
    }
