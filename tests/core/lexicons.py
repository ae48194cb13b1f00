"""The words of a semantic model, read once in a test process: they do not change, and reading them takes long."""

from __future__ import annotations

from core.semantics.model import SemanticModel
from core.understanding.reading.lexicon import Lexicon

_lexicons: dict[str, Lexicon] = {}


def lexicon_of(model: SemanticModel) -> Lexicon:
    """The words of a model, and those of both languages."""
    if model.fingerprint not in _lexicons:
        _lexicons[model.fingerprint] = Lexicon(model)
    return _lexicons[model.fingerprint]
