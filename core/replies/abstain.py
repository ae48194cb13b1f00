"""What a Reply says that asks, helps or declines, and the questions that it offers instead.

Words that were not understood are shown as the person wrote them: an address or a tag whole, signs alone not at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.kernel.folding import fold
from core.kernel.messages import Language, Question, Suggestion
from core.planning.plan import Asks
from core.semantics.model import SemanticModel
from core.sentences import planning as texts
from core.sentences import say
from core.wording import numbers as wording

EXAMPLES = 3
"""Questions that work, offered to who would otherwise be left without a way on."""


def sentence_of(plan: Asks, question: Question) -> str:
    """The plan's own sentence; words that it does not know are written as the person wrote them."""
    sentence = plan.sentence
    if plan.unknown and plan.planner == "deterministic":
        return reworded(sentence, question.text, plan.unknown, plan.language)
    return sentence


def ways_on(plan: Asks, model: SemanticModel) -> tuple[Suggestion, ...]:
    """The plan's suggestions, else examples; questions that are long for a button under their short names."""
    if plan.suggestions:
        return tuple(
            _example(item.text, model, plan.language) if item.label == item.text else item for item in plan.suggestions
        )
    stuck = plan.action == "refused" or (plan.action == "clarify" and plan.planner == "deterministic")
    if not stuck or plan.choices:
        return ()
    return tuple(_example(text, model, plan.language) for text in model.examples(plan.language)[:EXAMPLES])


def _example(text: str, model: SemanticModel, language: Language) -> Suggestion:
    return Suggestion(label=model.short_example(text, language), text=text)


_OPENING, _CLOSING = "¿¡\"'(«“", "?!.,;:\"')»”…"
_PIECE = re.compile(r"[^\W_]+|[^\w\s]|_")
_PLAIN = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_LONGEST = 60
"""Characters of a word that is shown; the rest of a long address says nothing more."""


def whole_words(text: str, unknown: Sequence[str]) -> tuple[str, ...]:
    """The unknown words of a question, each once.

    Args:
        text: the question as it was written.
        unknown: the planner's pieces of it, in their order: of "a/b?c=1" the letters and signs one by one.
    """
    left = list(unknown)
    found: dict[int, str] = {}
    for chunk in text.split():
        written = chunk.lstrip(_OPENING).rstrip(_CLOSING)
        if not written or _PLAIN.fullmatch(written):
            continue
        pieces = {fold(piece) for piece in _PIECE.findall(written)} | {fold(written)}
        places = [place for place, word in enumerate(left) if place not in found and fold(word) in pieces]
        spelt = [place for place in places if any(sign.isalnum() for sign in left[place])]
        if spelt:
            for place in places:
                found[place] = ""
            found[spelt[0]] = written if len(written) <= _LONGEST else f"{written[: _LONGEST - 1]}…"
    words = [found.get(place, word) for place, word in enumerate(left)]
    kept = [word for word in words if any(sign.isalnum() for sign in word)]
    return tuple(dict.fromkeys(kept)) or tuple(unknown)


def reworded(sentence: str, text: str, unknown: Sequence[str], language: Language) -> str:
    """A planner's sentence with the words that it does not know written whole."""
    words = whole_words(text, unknown)
    if words == tuple(unknown):
        return sentence
    return sentence.replace(_named(unknown, language), _named(words, language), 1).replace(
        _quoted(unknown, language), _quoted(words, language), 1
    )


def _named(words: Sequence[str], language: Language) -> str:
    if len(words) == 1:
        return say(texts.UNKNOWN_WORD, language, words=words[0])
    return say(texts.UNKNOWN_WORDS, language, words=_quoted(words, language))


def _quoted(words: Sequence[str], language: Language) -> str:
    marks = "«{}»" if language == "es" else "“{}”"
    return wording.join([marks.format(word) for word in words], language)
