"""How an answer was computed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.semantics.query import SemanticQuery

if TYPE_CHECKING:
    from core.replies.describe import Describer


def explained(describer: Describer, query: SemanticQuery) -> str:
    """One sentence."""
    return ("Conté " if describer.language == "es" else "I counted ") + describer.phrase(query, None) + "."
