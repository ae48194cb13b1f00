"""Lattice: every reading of every stretch of a question, and the few cheapest ways to cover the question with them.

Nothing is thrown away for being the dearer reading: a cover keeps all readings of its stretches, and several covers
are handed on, since which one is meant is known only when a question has been built of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.kernel.folding import fold
from core.kernel.messages import Language
from core.language.heard import Heard
from core.language.language import Words
from core.language.tokens import Token, tokenise
from core.language.tongue import language_by
from core.semantics.query import FieldRef
from core.semantics.values import Value, ValueIndex
from core.understanding.reading.asides import AsideReader
from core.understanding.reading.covers import PASSED_OVER, Cover, Piece, cheapest, passed_over, set_off
from core.understanding.reading.lexicon import Lexicon
from core.understanding.reading.periods import PeriodReader
from core.understanding.reading.quantities import numbers_at, values_of
from core.understanding.reading.readings import (
    SUBSTANCE,
    Cond,
    DateVerb,
    FieldIs,
    Light,
    Mention,
    MetricIs,
    Missing,
    NounIs,
    Per,
    Reading,
    Role,
    Time,
    ValueIs,
)
from core.understanding.reading.shared import JOINTS, companions, shared
from core.understanding.reading.spelling import Mending, Speller, real_words
from core.understanding.weights import WEIGHTS

_TILDE = "\N{COMBINING TILDE}"
COVERS = 8
"""Ways to cut a question that are tried."""
_NAMED_NUMBER = 1000
"""The least number that may be a part of a name; smaller ones count things."""
_NAMING = (NounIs, ValueIs, Cond, MetricIs, Role, Time, Per)
"""Readings of half a compound that make the other half no riddle («plant-wide», "non-critical")."""
_NESTED = 3
"""Words of a name that may stand before the word inside it."""
_AND = ("and", "or")
_LONG = 60
"""Tokens beyond which only the cheapest cover is looked at, so that a paste costs no more than a question."""


@dataclass(frozen=True)
class Lattice(Heard):
    """A question read: its covers (cheapest first), the slips that were mended, the asides that were taken out.

    ``typed``: its words as they were typed, folded; ``words``: as they are read.
    """

    typed: tuple[str, ...]
    words: tuple[str, ...]
    covers: tuple[Cover, ...]
    corrections: tuple[tuple[str, str], ...]
    asides: tuple[str, ...] = ()

    @property
    def mentions(self) -> tuple[Mention, ...]:
        """The mentions of the cheapest cover."""
        return self.covers[0].mentions if self.covers else ()

    @property
    def passed_over(self) -> tuple[str, ...]:
        """The words that were taken to say nothing although nobody knows them, and the asides."""
        strange = (item for item in self.mentions if item.has(Light, lambda light: light.kind == PASSED_OVER))
        return (*(item.text for item in strange), *self.asides)


class LatticeReader:
    """Holds what is known of the plant and the languages; reads one question at a time.

    Args:
        real: real words that no slip is mended from; those that ship unless told otherwise.
    """

    def __init__(self, lexicon: Lexicon, values: ValueIndex, real: frozenset[str] | None = None) -> None:
        self.lexicon = lexicon
        self.values = values
        self.words: Mapping[str, Words] = lexicon.words
        self.periods = {name: PeriodReader(words) for name, words in self.words.items()}
        self.speller = Speller(
            {*lexicon.vocabulary, *values.words},
            lambda word: frozenset(lexicon.forms.get(word) or (word,)),
            lambda word: frozenset(lexicon.languages.get(word, ())),
            (real_words() if real is None else real, *(words.false_friends for words in self.words.values())),
            lexicon.quiet,
        )
        self.mending = Mending(self.words, self.known, self.speller)
        self.asides = AsideReader(lexicon, values, tuple(self.periods.values()))

    def read(self, text: str, language: Language | None = None) -> Lattice:
        """All that a question's stretches may mean, in its language or else in ``language``."""
        tokens = tokenise(text)
        typed = tuple(token.folded for token in tokens)
        hint = language_by(typed, self.lexicon.languages) or language
        tokens, words = self.mending.spelled_out(tokens, hint)
        tokens, words, asides = self.asides.without(tokens, words)
        words, corrections = self.mending.mended(tokens, words, hint)
        if begins := self.asides.preface(tokens, words):
            asides.append(" ".join(dict.fromkeys(token.text for token in tokens[:begins])))
            tokens, words = tokens[begins:], words[begins:]
        tokens, words = self._unnested(tokens, words)
        detected = language_by(words, self.lexicon.languages)
        spans = self._spans(tokens, words, detected or hint, text)
        covers = cheapest(tokens, words, spans, dict(corrections), 1 if len(tokens) > _LONG else COVERS)
        covers = [replace(cover, mentions=passed_over(cover.mentions)) for cover in covers]
        return Lattice(
            text, tuple(tokens), detected, typed, tuple(words), tuple(covers), tuple(corrections), tuple(asides)
        )

    def known(self, word: str) -> bool:
        """Whether a folded word is one of ours, of the plant's values, or a number or sign."""
        return self.lexicon.knows(word) or word in self.values.words or self.lexicon.numbered(word) is not None

    def _unnested(self, tokens: Sequence[Token], words: Sequence[str]) -> tuple[list[Token], list[str]]:
        """«costo *mensual* de mantenimiento»: a word of breaking down inside a name of the plant is read behind it."""
        order = list(range(len(words)))
        for at, word in enumerate(words):
            if not any(word in table.adverbs for table in self.words.values()):
                continue
            without = [*words[:at], *words[at + 1 :]]
            ends = [
                end
                for start in range(max(0, at - _NESTED), at)
                for end, readings, _ in self.lexicon.match(without, start, [None] * len(without))
                if end > at and any(isinstance(item, MetricIs | NounIs | FieldIs) for item in readings)
            ]
            if ends:
                order.remove(at)
                order.insert(max(ends), at)
        return [tokens[place] for place in order], [words[place] for place in order]

    # ---- every reading of every stretch ----

    def _spans(self, tokens: Sequence[Token], words: list[str], language: Language | None, text: str) -> list[Piece]:
        values = values_of(tokens, words, language, self.words)
        places: dict[tuple[int, int], Piece] = {}

        def add(start: int, end: int, readings: Sequence[Reading], cost: float | None = None) -> None:
            span = places.setdefault((start, end), Piece(start, end, [], WEIGHTS["mention"]))
            span.readings += [reading for reading in readings if reading not in span.readings]
            span.cost = min(span.cost, cost) if cost is not None else span.cost

        for name in sorted(self.periods, key=lambda other: other != (language or "es")):
            for found in self.periods[name].find(words):
                if (found.start, found.end) in places:
                    continue
                reading: Reading = Time(found.time) if found.time else Per(found.per, found.how)  # type: ignore[arg-type]
                add(found.start, found.end, [reading])
        for start in range(len(tokens)):
            for end, readings, number in self.lexicon.match(words, start, values):
                if number is not None:
                    readings = self._numbered_fields(readings, number, " ".join(words[start:end]))
                if self._cut_off(words, start, end):
                    readings = [reading for reading in readings if not isinstance(reading, Role)]
                if readings:
                    add(start, end, readings)
            for end, found_values, cost in self._codes(tokens, words, start):
                add(start, end, found_values, cost)
            for end, found_number in numbers_at(tokens, words, start, values, self.words):
                add(start, end, [found_number])
            size, named = self.values.phrases(words[start:])
            named = [value for value in named if not _other_word(value, tokens[start : start + size])]
            if named:
                add(start, start + size, [self._value(value) for value in named])
        for start, end, item in self._numbered_names(tokens, places):
            add(start, end, [item])
        for start, end, items in self._parts(tokens, words, places):
            add(start, end, items)
        for start, items in self._listed(tokens, words, places):
            add(start, start + 1, items)
        for start, word in enumerate(words):
            unit = next((table.units[word] for table in self.words.values() if word in table.units), None)
            if unit is not None and (start, start + 1) not in places:
                add(start, start + 1, [Role("unit", unit)])  # «en horas»: what something is measured in
        for start, token in enumerate(tokens):
            if token.kind == "sign" and token.text in "+°#":
                add(start, start + 1, [Light("signs")])
        spans = [(span.start, span.end, span.readings) for span in places.values()]
        joint = any(isinstance(item, Role) and item.role in JOINTS for _, _, items in spans for item in items)
        for start, end, readings in shared(words, spans, self._whole) if joint else ():
            if not any(isinstance(item, MetricIs) for item in places.get((start, end), Piece(0, 0, [], 0)).readings):
                add(start, end, readings)
        for start, end, readings in companions(words, spans, self._whole, self._names_of) if joint else ():
            if not any(isinstance(item, MetricIs) for item in places.get((start, end), Piece(0, 0, [], 0)).readings):
                add(start, end, readings)
        for span in places.values():
            self._weigh(span, tokens)
        for start in range(len(tokens) - 1):  # «left-handed»: a hyphen makes one word of two that say nothing
            if text[tokens[start].end : tokens[start + 1].start] == "-" and (start, start + 2) not in places:
                halves = [places.get((at, at + 1)) for at in (start, start + 1)]
                if not any(isinstance(item, _NAMING) for half in halves if half is not None for item in half.readings):
                    for at in (start, start + 1):
                        places.pop((at, at + 1), None)
        return list(places.values())

    def _cut_off(self, words: Sequence[str], start: int, end: int) -> bool:
        """The end of a verb without its beginning: the "down by" of "machines down by area" breaks nothing down."""
        phrase = " ".join(words[start:end])
        needed = [table.apart[phrase] for table in self.words.values() if phrase in table.apart]
        return bool(needed) and not any(word in verbs for verbs in needed for word in words[:start])

    def _numbered_names(
        self, tokens: Sequence[Token], places: Mapping[tuple[int, int], Piece]
    ) -> list[tuple[int, int, Missing]]:
        """«Embotellado 2»: a place's name with a number that no place has."""
        model = self.lexicon.model
        found = []
        for (start, end), span in places.items():
            if end >= len(tokens) or tokens[end].kind != "number" or tokens[end - 1].ends:
                continue
            for item in span.readings:
                if isinstance(item, ValueIs) and item.ref.field == model.datasets[item.ref.dataset].identity:
                    if model.datasets[item.ref.dataset].place:
                        text = " ".join(token.text for token in tokens[start : end + 1])
                        found.append((start, end + 1, Missing(item.ref, text, (str(item.value),))))
        return found

    def _listed(
        self, tokens: Sequence[Token], words: Sequence[str], places: Mapping[tuple[int, int], Piece]
    ) -> Iterator[tuple[int, list[Reading]]]:
        """«criticidad A, *B* y *C*», «líneas 1 y *2*»: values that share the words of the first one."""
        for (start, end), span in list(places.items()):
            refs = {item.ref for item in span.readings if isinstance(item, ValueIs) and not (item.part or item.partial)}
            if end - start < 2 or not refs:
                continue
            at, before = end, end - 1
            while at < len(words):
                role = places.get((at, at + 1))
                if role is not None and any(isinstance(item, Role) and item.role in _AND for item in role.readings):
                    at, before = at + 1, -1
                if at >= len(words) or not (before < 0 or tokens[before].ends):
                    break
                phrase = [*words[start : end - 1], words[at]]
                items = [item for item in self._called(phrase, tokens[at]) if item.ref in refs]
                if not items:
                    break
                if at <= end + 1:  # of the first one too the last word stands for it alone, and is no article
                    yield end - 1, [item for item in span.readings if isinstance(item, ValueIs) and item.ref in refs]
                yield at, list(items)
                at, before = at + 1, at

    def _called(self, words: Sequence[str], last: Token) -> list[ValueIs]:
        """The values that a phrase names as a whole."""
        found: list[Reading] = []
        numbers = [*[None] * (len(words) - 1), last.number if last.kind == "number" else None]
        for end, readings, number in self.lexicon.match(words, 0, numbers):
            if end == len(words):
                found += readings if number is None else self._numbered_fields(readings, number, " ".join(words))
        size, named = self.values.phrases(words)
        found += [self._value(value) for value in named] if size == len(words) else []
        return [item for item in found if isinstance(item, ValueIs)]

    def _parts(
        self, tokens: Sequence[Token], words: Sequence[str], places: Mapping[tuple[int, int], Piece]
    ) -> list[tuple[int, int, list[Reading]]]:
        """«refacciones SKF», «baleros 6205», «la orden 3247»: a part of what things are called."""
        model = self.lexicon.model
        found: list[tuple[int, int, list[Reading]]] = []
        for start, token in enumerate(tokens):
            word = words[start]
            number = int(word) if token.kind == "number" and word.isdigit() else 0
            # A smaller number is no part of a name, but the row that the noun before it is called by («ticket 214»).
            if number <= 99 and (token.kind != "word" or self.lexicon.knows(word) or (start, start + 1) in places):
                continue
            part = self.values.part(word) if number == 0 or number >= _NAMED_NUMBER else ()
            refs = [FieldRef(dataset=dataset, field=name) for dataset, name in part]
            items: list[Reading] = [ValueIs(ref, token.text, part=True) for ref in refs]
            for span in places.values() if number > 99 else ():
                if span.end != start:
                    continue
                for noun in (item for item in span.readings if isinstance(item, NounIs)):
                    ending = self.values.ending(noun.dataset, model.datasets[noun.dataset].identity, int(word))
                    items += [self._value(value) for value in ending]
            if items:
                found.append((start, start + 1, items))
        return found

    def _names_of(self, metric: str) -> list[list[str]]:
        """The names of a measure, each as its folded words."""
        return [fold(term).split() for terms in self.lexicon.model.metrics[metric].terms.values() for term in terms]

    def _whole(self, words: Sequence[str]) -> list[Reading]:
        """The measures that a phrase names as a whole."""
        found: list[Reading] = []
        for end, readings, _ in self.lexicon.match(words, 0, [None] * len(words)):
            if end == len(words):
                found += [item for item in readings if isinstance(item, MetricIs)]
        return found

    def _weigh(self, span: Piece, tokens: Sequence[Token]) -> None:
        """A word of the plant is never light; a light one costs little, so that it does not tear phrases apart."""
        if set_off(span, tokens):
            span.readings = [item for item in span.readings if isinstance(item, Light)]
        if any(isinstance(item, SUBSTANCE) and not isinstance(item, Time | Per | DateVerb) for item in span.readings):
            span.readings = [reading for reading in span.readings if not isinstance(reading, Light)]
        elif all(isinstance(reading, Light) for reading in span.readings):
            span.cost = WEIGHTS["light"] + WEIGHTS["light_word"] * (span.end - span.start - 1)

    def _value(self, value: Value) -> ValueIs:
        ref = FieldRef(dataset=value.dataset, field=value.field)
        field = self.lexicon.model.field(value.dataset, value.field)
        return ValueIs(ref, value.value, noun=bool(field.noun), partial=value.partial)

    def _numbered_fields(self, readings: Sequence[Reading], number: int, text: str) -> list[Reading]:
        """«línea 7»: the values that end in the number, or the word that there is none."""
        made: list[Reading] = []
        for item in readings:
            if isinstance(item, FieldIs):
                made += self._numbered(item.ref.dataset, item.ref.field, number, text)
        return made

    def _numbered(self, dataset: str, name: str, number: int, text: str) -> list[Reading]:
        hits = self.values.numbered(dataset, name, number)
        return [self._value(value) for value in hits] or [Missing(FieldRef(dataset=dataset, field=name), text)]

    def _codes(
        self, tokens: Sequence[Token], words: Sequence[str], start: int
    ) -> Iterator[tuple[int, list[Reading], float]]:
        """Codes as the plant writes them, with or without their separators, and ones that look like a code of ours."""
        token = tokens[start]
        code = WEIGHTS["code"]
        if token.kind in ("code", "word") and (glued := self.lexicon.numbered(words[start])):
            hits: list[Reading] = [self._value(value) for value in self.values.code(token.text)]
            yield start + 1, hits or self._numbered(*glued, token.text), code
            return
        if token.kind == "code":
            hits = [self._value(value) for value in self.values.code(token.text)]
            if hits:
                yield start + 1, hits, code
                return
            fields = sorted(self.values.fields_of_prefix(token.text))
            if fields and not any(True for _ in self.lexicon.match(words, start, [None] * len(words))):
                yield start + 1, [Missing(FieldRef(dataset=d, field=f), token.text) for d, f in fields[:2]], code
                return
        if token.kind in ("word", "code") and start + 1 < len(tokens) and tokens[start + 1].kind in ("number", "code"):
            for size in (3, 2):
                piece = tokens[start : start + size]
                if len(piece) == size and len(token.text) <= 6:
                    hits = [self._value(value) for value in self.values.code("".join(item.text for item in piece))]
                    if hits:
                        yield start + size, hits, code


def _other_word(value: Value, written: Sequence[Token]) -> bool:
    """«¡qué pena!» is nobody's name: a part of a name with an ñ, written small and without it, is another word."""
    if not value.partial:
        return False
    names = {fold(part): part for part in str(value.value).split()}
    return any(
        token.text.islower() and _has_tilde(names.get(token.folded, "")) and not _has_tilde(token.text)
        for token in written
    )


def _has_tilde(word: str) -> bool:
    return _TILDE in unicodedata.normalize("NFD", word)
