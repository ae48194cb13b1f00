"""The language of a text by its words alone: for what goes wrong before a planner has read the question."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from core.messages import Language
from core.planning.deterministic.tokens import tokenise

_ENOUGH = 400
"""Characters; more says nothing new, and a question may be a paste of any length."""


def language_of(text: str, languages: Mapping[str, Collection[Language]]) -> Language | None:
    """The language that most words have for themselves; None when there are none, or as many in each.

    Args:
        languages: folded word → the languages that it occurs in, as ``Lexicon.languages``.
    """
    spanish = english = 0.0
    for token in tokenise(text[:_ENOUGH]):
        found = languages.get(token.folded)
        if found and len(found) == 1:
            weight = 0.4 if len(token.folded) <= 2 else 1.0
            spanish += weight * ("es" in found)
            english += weight * ("en" in found)
    if spanish == english:
        return None
    return "es" if spanish > english else "en"
