"""What an answer says of words that were passed over."""

from __future__ import annotations

from core.kernel.messages import Language
from core.sentences import say, understanding
from core.understanding.clarify import quoted
from core.understanding.reading.lattice import PASSED_OVER, Lattice
from core.understanding.reading.readings import Light


def passed_over(read: Lattice, language: Language) -> list[str]:
    """The words that were taken to say nothing although nobody knows them, and the asides."""
    strange = [
        item.text for item in read.covers[0].mentions if item.first(Light, lambda light: light.kind == PASSED_OVER)
    ]
    strange += read.asides
    return [say(understanding.PASSED_OVER, language, words=quoted(strange, language))] if strange else []
