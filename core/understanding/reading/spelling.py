"""Typos: an unknown word is read as the one known word that it sounds like or nearly is, or stays unknown.

Never for words with digits (B-12 is not B-21), never when two words of different meaning are as near, never into a word
that says nothing (unless a long one sounds the very same, «nesesitan», or two of its letters are swapped), and never
over more than a letter in short words: a wrong correction is a silently wrong answer. What was corrected is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import resources

from core.kernel.folding import sound, sound_of
from core.kernel.messages import Language
from core.language.language import Words
from core.language.tokens import Token
from core.semantics.words import LANGUAGES

_QUIET = 6
"""Letters from which on a word that says nothing may be meant by what sounds like it."""


class WordList(Collection[str]):
    """Words as one text: a twentieth of a set's memory. Looking one up takes some ten microseconds, so it is for words
    that are seldom asked for."""

    def __init__(self, words: Iterable[str]) -> None:
        self._text = "\n".join(["", *sorted(set(words)), ""])

    def __contains__(self, word: object) -> bool:
        return bool(word) and f"\n{word}\n" in self._text

    def __iter__(self) -> Iterator[str]:
        return iter(self._text.split())

    def __len__(self) -> int:
        return max(self._text.count("\n") - 1, 0)


@lru_cache(maxsize=1)
def real_words() -> WordList:
    """Folded words of the languages that are a slip away from words of ours; ``make_real`` writes them."""
    folder = resources.files("core.understanding.reading")
    return WordList(
        word for language in LANGUAGES for word in folder.joinpath(f"real_{language}.txt").read_text("utf-8").split()
    )


class Speller:
    """Corrects words against a vocabulary.

    Args:
        meaning: a word → the words that it is a form of; forms of one word are the same.
        languages: a word → the languages that have it.
        false_friends: lists of real words, a slip away from words of ours, that mean something else.
        quiet: words that say nothing; only what sounds the very same is read as one.
    """

    def __init__(
        self,
        vocabulary: Iterable[str],
        meaning: Callable[[str], frozenset[str]],
        languages: Callable[[str], frozenset[str]],
        false_friends: Sequence[Collection[str]],
        quiet: Iterable[str] = (),
    ) -> None:
        self._meaning, self._languages, self._false_friends = meaning, languages, false_friends
        self._sounds: dict[str, tuple[str, ...]] = {}
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in sorted({word for word in vocabulary if word.isalpha() and len(word) > 1}):
            heard = sound_of(word)  # most are no question's words: nothing to remember
            self._sounds[heard] = (*self._sounds.get(heard, ()), word)
            if len(word) >= 4:
                self._by_length[len(word)].append(word)
        self._quiet: dict[str, str] = {}
        for word in sorted({word for word in quiet if word.isalpha() and len(word) >= _QUIET}):
            self._quiet.setdefault(sound_of(word), word)
        self._cache: dict[tuple[str, str | None], str | None] = {}

    def correct(self, word: str, language: str | None = None) -> str | None:
        """The known word that was meant, or None when none or several could be.

        Args:
            language: of the question, as far as its known words tell; settles between as near words.
        """
        key = (word, language)
        if key not in self._cache:
            if len(self._cache) > 10_000:
                self._cache.clear()
            self._cache[key] = self._find(word, language)
        return self._cache[key]

    def _find(self, word: str, language: str | None) -> str | None:
        if not word.isalpha() or len(word) > 30 or any(word in words for words in self._false_friends):
            return None
        alike = self._sounds.get(sound(word), ())
        if alike and (chosen := self._one(alike, word, language)):
            return chosen
        if len(word) >= _QUIET and (silent := self._quiet.get(sound(word)) or self._swapped(word)) is not None:
            return silent
        if len(word) < 4:
            return None
        near = [(weight, hit) for weight, hit in self._near(word)]
        if not near:
            return None
        best = min(weight for weight, _ in near)
        return self._one([hit for weight, hit in near if weight == best], word, language)

    def _swapped(self, word: str) -> str | None:
        """What says nothing, with two letters beside each other swapped («anythign»)."""
        for at in range(1, len(word) - 1):
            other = f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}"
            if self._quiet.get(sound(other)) == other:
                return other
        return None

    def _near(self, word: str) -> list[tuple[float, str]]:
        """Known words a letter or two away; a swapped pair or a doubled letter is likelier than another letter."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        limit = 1 if len(word) < 8 else 2
        found = []
        for length in range(len(word) - limit, len(word) + limit + 1):
            hits = process.extract(
                word, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=limit, limit=8
            )
            found += [
                (_weight(word, hit, int(distance)), hit)
                for hit, distance, _ in hits
                if _plausible(word, hit, int(distance))
            ]
        return found

    def _one(self, hits: Iterable[str], word: str, language: str | None) -> str | None:
        """The only one, or any when they all mean the same; the question's language settles what is left."""
        hits = list(hits)
        own = [hit for hit in hits if language in self._languages(hit)]
        options = sorted(set(own or hits), key=lambda hit: (abs(len(hit) - len(word)), hit))
        if not options:
            return None
        shared = frozenset.intersection(*(self._meaning(option) for option in options))
        return options[0] if shared else None


def _plausible(word: str, hit: str, distance: int) -> bool:
    """Short words forgive only a swap or a doubled or dropped letter; the first letter must be heard the same."""
    if sound(word)[:1] != sound(hit)[:1]:
        return False
    swapped = sorted(word) == sorted(hit)
    if distance > 1 and len(word) == len(hit) and not swapped and sum(map(str.__ne__, word, hit)) == distance:
        return False  # two other letters are another word («aventado», «averiado»)
    if min(len(word), len(hit)) <= 4:
        return distance == 1 and (swapped or _doubled(word, hit))
    if len(word) == len(hit) and distance == 1 and len(word) <= 5 and not swapped:
        return sound(word)[:3] == sound(hit)[:3] and word[-1] != hit[-1] and word[-1] not in "oas"
    return True


def _weight(word: str, hit: str, distance: int) -> float:
    """A letter left out («closd») is likelier than another letter; a swapped pair or a doubled one still more."""
    if sorted(word) == sorted(hit) or _doubled(word, hit):
        return distance - 0.5
    return distance - 0.25 if distance == 1 and len(hit) > len(word) else float(distance)


def _doubled(word: str, hit: str) -> bool:
    longer, shorter = (word, hit) if len(word) > len(hit) else (hit, word)
    return any(
        longer[:place] + longer[place + 1 :] == shorter and longer[place] == longer[place - 1]
        for place in range(1, len(longer))
    )


# ---- the words of a message, written out and mended ----


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
