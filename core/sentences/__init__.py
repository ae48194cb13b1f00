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
