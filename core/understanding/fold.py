"""Folding of patterns: accents go, while case and the signs of a regular expression stay."""

from __future__ import annotations

import unicodedata


def plain(text: str) -> str:
    """The text without its accents; «año» is written «ano», as folded words are."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))
