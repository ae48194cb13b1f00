"""Mending: words as they are typed become words that can be looked up - chat spellings, contractions, slips."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from core.kernel.messages import Language
from core.language.language import Words
from core.language.tokens import Token
from core.understanding.reading.spelling import Speller


class Mending:
    """Writes words out and mends slips.

    Args:
        known: whether a folded word is one of ours.
    """

    def __init__(self, words: Mapping[str, Words], known: Callable[[str], bool], speller: Speller) -> None:
        self._words, self._known, self._speller = words, known, speller

    def spelled_out(self, tokens: Sequence[Token], hint: Language | None) -> tuple[list[Token], list[str]]:
        """Chat spellings written out; a word that stands for two becomes two."""
        kept, words = [], []
        for token in tokens:
            pieces = self._written_out(token.folded, hint).split() if token.kind == "word" else [token.folded]
            if len(pieces) == 1 and token.kind == "word" and not self._known(pieces[0]):
                pieces = self._parted(pieces[0])
            kept += [*[replace(token, ends=False)] * (len(pieces) - 1), token]
            words += pieces
        return kept, words

    def _parted(self, word: str) -> list[str]:
        """A contraction («they're») as its two words, a clipped ending («runnin») as the whole one."""
        for words in self._words.values():
            for ending, whole in words.contractions.items():
                stem = word.removesuffix(ending)
                if stem != word and len(stem) > 2 and self._known(stem):
                    return [stem, *whole.split()]
            for ending, whole in words.clipped.items():
                if word.endswith(ending) and self._known(word.removesuffix(ending) + whole):
                    return [word.removesuffix(ending) + whole]
        return [word]

    def mended(
        self, tokens: Sequence[Token], words: Sequence[str], hint: Language | None
    ) -> tuple[list[str], list[tuple[str, str]]]:
        """Slips mended."""
        mended, corrections = list(words), []
        for at, (token, word) in enumerate(zip(tokens, words, strict=True)):
            if token.kind == "word" and not self._known(word):
                better = self._speller.correct(word, hint)
                if better is not None:
                    corrections.append((token.text, better))
                    mended[at] = better
        return mended, corrections

    def _written_out(self, word: str, hint: Language | None) -> str:
        """A chat spelling as the word that it stands for, in the question's language first."""
        for name in sorted(self._words, key=lambda language: language != hint):
            if word in self._words[name].shorthand:
                return self._words[name].shorthand[word]
        return word
