"""Reads a question into Mentions: corrected words, periods, codes, values, phrases; the cheapest cover wins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.kernel.messages import Language
from core.planning.heard import Heard
from core.planning.language import language_by
from core.planning.tokens import SHORTHAND, Token, tokenise
from core.semantics.query import FieldRef
from core.semantics.values import Value, ValueIndex
from core.understanding.lexicon import Lexicon
from core.understanding.period_reader import PeriodReader
from core.understanding.readings import FieldIs, Gram, Mention, Missing, Number, Per, Reading, Time, ValueIs
from core.understanding.spelling import Speller
from core.understanding.timewords import NUMBER_WORDS

UNKNOWN_COST = 10.0
FILLER_COST = 1.05
NUMBER_COST = 1.02


@dataclass(frozen=True)
class Annotated(Heard):
    """A question read: its mentions in order, and what was corrected."""

    mentions: list[Mention]
    corrections: tuple[tuple[str, str], ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Span:
    start: int
    end: int
    readings: tuple[Reading, ...]
    cost: float


class Annotator:
    """Holds what is known; reads one question at a time."""

    def __init__(self, lexicon: Lexicon, values: ValueIndex) -> None:
        self.lexicon = lexicon
        self.values = values
        self.periods = PeriodReader()
        self.speller = Speller({*lexicon.vocabulary, *values.words}, self._meaning, self._languages)

    def _meaning(self, word: str) -> frozenset[str]:
        return frozenset(self.lexicon.forms.get(word) or {word})

    def _languages(self, word: str) -> frozenset[str]:
        return frozenset(self.lexicon.languages.get(word, ()))

    def read(self, text: str, language: Language | None = None) -> Annotated:
        """Cover the question with mentions; words that nothing covers become mentions without readings."""
        tokens = tokenise(text)
        words = [
            SHORTHAND.get(token.folded, token.folded) if token.kind == "word" else token.folded for token in tokens
        ]
        own = language_by(words, self.lexicon.languages)
        hint = own or language
        corrections: list[tuple[str, str]] = []
        for place, token in enumerate(tokens):
            word = words[place]
            if token.kind == "word" and not self._known(word):
                better = self.speller.correct(word, hint)
                if better is not None:
                    corrections.append((token.text, better))
                    words[place] = better
        _broken_down(words)
        detected = language_by(words, self.lexicon.languages) if corrections else own
        spans = self._spans(tokens, words, english=(detected or language) == "en")
        mentions = self._cover(tokens, words, spans, corrections)
        return Annotated(text, tuple(tokens), detected, mentions, tuple(corrections), tuple(words))

    def known(self, text: str) -> bool:
        """Whether a word of a question, as it was typed, is one of ours by itself or inside a phrase."""
        folded = [token.folded for token in tokenise(text)]
        return all(self._known(SHORTHAND.get(word, word)) for word in folded)

    def _known(self, word: str) -> bool:
        return self.lexicon.knows(word) or word in self.values.words or self.lexicon.numbered(word) is not None

    # ---- candidates ----

    def _spans(self, tokens: Sequence[Token], words: list[str], *, english: bool) -> list[_Span]:
        numbers = [
            # "more than once" is one time; «más de once» is eleven.
            token.number if token.kind == "number" else 1 if english and word == "once" else NUMBER_WORDS.get(word)
            for token, word in zip(tokens, words, strict=True)
        ]
        spans: list[_Span] = []
        for found in self.periods.find(words, english=english):
            if found.time is not None:
                reading: Reading = Time(found.time)
            else:
                assert found.per is not None
                reading = Per(found.per)
            spans.append(_Span(found.start, found.end, (reading,), 1.0))
        for start, token in enumerate(tokens):
            spans += self._phrases(words, start, numbers)
            spans += self._codes(tokens, words, start)
            spans += self._number(tokens, words, start, numbers)
            size, values = self.values.phrases(words[start:])
            if values:
                spans.append(_Span(start, start + size, tuple(self._value(value) for value in values), 1.0))
            if token.kind == "sign" and token.text in "+°":
                spans.append(_Span(start, start + 1, (Gram("filler"),), FILLER_COST))
        return self._merged(spans)

    def _value(self, value: Value) -> ValueIs:
        ref = FieldRef(dataset=value.dataset, field=value.field)
        field = self.lexicon.model.field(value.dataset, value.field)
        return ValueIs(ref, value.value, noun=field.noun, partial=value.partial)

    def _phrases(self, words: Sequence[str], start: int, numbers: Sequence[float | None]) -> list[_Span]:
        spans = []
        for end, readings, number in self.lexicon.match(words, start, numbers):
            if number is not None:
                made: list[Reading] = []
                for item in readings:
                    if isinstance(item, FieldIs):
                        made += self._numbered(item.ref.dataset, item.ref.field, number, " ".join(words[start:end]))
                readings = tuple(made)
            if not readings:
                continue
            filler = all(isinstance(item, Gram) and item.role == "filler" for item in readings)
            spans.append(_Span(start, end, readings, FILLER_COST + 0.9 * (end - start - 1) if filler else 1.0))
        return spans

    def _numbered(self, dataset: str, name: str, number: int, text: str) -> list[Reading]:
        """Line 7, or the word that there is no line 99."""
        hits = self.values.numbered(dataset, name, number)
        if hits:
            return [self._value(value) for value in hits]
        return [Missing(FieldRef(dataset=dataset, field=name), text)]

    def _codes(self, tokens: Sequence[Token], words: Sequence[str], start: int) -> list[_Span]:
        token = tokens[start]
        if token.kind in ("code", "word") and (glued := self.lexicon.numbered(words[start])):
            readings = self._numbered(*glued, token.text)
            hits = [self._value(value) for value in self.values.code(token.text)]
            return [_Span(start, start + 1, tuple(hits or readings), 1.0)]
        if token.kind == "code":
            hits = [self._value(value) for value in self.values.code(token.text)]
            if hits:
                return [_Span(start, start + 1, tuple(hits), 0.9)]
            fields = sorted(self.values.fields_of_prefix(token.text))
            if fields and not any(self.lexicon.match(words, start, [None] * len(words))):
                missing = tuple(Missing(FieldRef(dataset=d, field=f), token.text) for d, f in fields[:2])
                return [_Span(start, start + 1, missing, 1.0)]
        # A code whose separator is a space: "P 101", "WO 2026 00123".
        if token.kind in ("word", "code") and start + 1 < len(tokens) and tokens[start + 1].kind in ("number", "code"):
            for size in (3, 2):
                piece = tokens[start : start + size]
                if len(piece) == size and len(token.text) <= 6:
                    hits = [self._value(value) for value in self.values.code("".join(item.text for item in piece))]
                    if hits:
                        return [_Span(start, start + size, tuple(hits), 1.0)]
        return []

    def _number(
        self, tokens: Sequence[Token], words: Sequence[str], start: int, numbers: Sequence[float | None]
    ) -> list[_Span]:
        """Numbers with the sign or unit that stands with them: $5,000 · 10 horas · 50 % · three days."""
        at = start
        if tokens[at].text == "$" and at + 1 < len(tokens):
            scaled = _THOUSANDS.fullmatch(words[at + 1])
            if scaled is not None:
                return [_Span(start, at + 2, (Number(float(scaled.group(1)) * 1_000, "money"),), 1.0)]
            if tokens[at + 1].kind == "number":
                scale, size = _scale(words, at + 2)
                return [_Span(start, at + 2 + size, (Number((numbers[at + 1] or 0) * scale, "money"),), 1.0)]
        value = numbers[at]
        if value is not None and words[at + 1 : at + 2] in (["dozen"], ["docenas"], ["docena"]) and words[at] != "una":
            return [_Span(start, start + 2, (Number(value * 12),), 1.0)]
        if value is None:
            if (thousands := _THOUSANDS.fullmatch(words[at])) is not None:
                scale = 1_000_000 if thousands.group(2) in ("m", "mm") else 1_000
                return [_Span(start, start + 1, (Number(float(thousands.group(1)) * scale),), NUMBER_COST)]
            match = _GLUED_UNIT.fullmatch(words[at])
            if match is None:
                return []
            return [_Span(start, start + 1, (Number(float(match.group(1)), UNITS[match.group(2)]),), NUMBER_COST)]
        scale, size = _scale(words, at + 1)
        if size:
            money = words[at + 1 + size : at + 2 + size] in (["pesos"], ["dolares"], ["dollars"], ["usd"], ["mxn"])
            unit = "money" if money else ""
            return [_Span(start, start + 1 + size + money, (Number(value * scale, unit),), 1.0)]
        spans = [_Span(start, start + 1, (Number(value),), NUMBER_COST)]
        if words[at + 1 : at + 4] == ["mm", "/", "s"]:
            spans.append(_Span(start, start + 4, (Number(value, "reading"),), NUMBER_COST))
        if (at + 2 < len(words) and tokens[at + 1].text == "°") or words[at + 1 : at + 2] in (
            ["c"],
            ["celsius"],
            ["grados"],
        ):
            last = at + 3 if tokens[at + 1].text == "°" else at + 2
            spans.append(_Span(start, last, (Number(value, "reading"),), NUMBER_COST))
        if at + 1 < len(words) and words[at + 1] in UNITS:
            spans.append(_Span(start, start + 2, (Number(value, UNITS[words[at + 1]]),), NUMBER_COST))
        return spans

    @staticmethod
    def _merged(spans: list[_Span]) -> list[_Span]:
        """One span a place: readings together, cheapest cost."""
        places: dict[tuple[int, int], _Span] = {}
        for span in spans:
            key = (span.start, span.end)
            if key in places:
                old = places[key]
                readings = tuple(dict.fromkeys([*old.readings, *span.readings]))
                places[key] = _Span(span.start, span.end, readings, min(old.cost, span.cost))
            else:
                places[key] = span
        return list(places.values())

    # ---- the cheapest cover ----

    def _cover(
        self, tokens: Sequence[Token], words: Sequence[str], spans: list[_Span], corrections: Sequence[tuple[str, str]]
    ) -> list[Mention]:
        size = len(tokens)
        best: list[tuple[float, float]] = [(0.0, 0.0)] * (size + 1)
        choice: list[_Span | None] = [None] * (size + 1)
        ending: list[list[_Span]] = [[] for _ in range(size + 1)]
        for span in spans:
            ending[span.end].append(span)
        for end in range(1, size + 1):
            # Costs first; on a tie longer phrases, seen from the left, say more than short ones.
            best[end] = (best[end - 1][0] + UNKNOWN_COST, best[end - 1][1])
            for span in ending[end]:
                length = span.end - span.start
                cost = (best[span.start][0] + span.cost, best[span.start][1] - length * length)
                if cost < best[end]:
                    best[end], choice[end] = cost, span
        mentions: list[Mention] = []
        at = size
        typed = dict(corrections)
        while at > 0:
            picked = choice[at]
            start = picked.start if picked else at - 1
            text = " ".join(token.text for token in tokens[start:at])
            corrected = next((typed[token.text] for token in tokens[start:at] if token.text in typed), None)
            mentions.append(Mention(start, at, text, picked.readings if picked else (), corrected=corrected))
            at = start
        return mentions[::-1]


def _scale(words: Sequence[str], at: int) -> tuple[int, int]:
    """«mil», "million" behind a number: what it is multiplied by, and how many words that takes."""
    if words[at : at + 1] in (["mil"], ["thousand"], ["k"]):
        return 1_000, 1
    if words[at : at + 1] in (["millon"], ["millones"], ["million"], ["millions"]):
        return 1_000_000, 2 if words[at + 1 : at + 2] == ["de"] else 1
    return 1, 0


def _broken_down(words: list[str]) -> None:
    """ "break the machines down by status": the "down" is the verb's, no machine's."""
    if not {"break", "broken", "breaking"} & set(words):
        return
    for place in range(1, len(words) - 1):
        if words[place] == "down" and words[place + 1] == "by":
            words[place] = "by"


UNITS: dict[str, str] = {
    "hora": "hours", "horas": "hours", "hrs": "hours", "hr": "hours", "h": "hours", "hour": "hours", "hours": "hours",
    "minuto": "minutes", "minutos": "minutes", "min": "minutes", "mins": "minutes", "minute": "minutes",
    "minutes": "minutes", "dia": "days", "dias": "days", "day": "days", "days": "days", "d": "days",
    "semana": "weeks", "semanas": "weeks", "week": "weeks", "weeks": "weeks", "mes": "months", "meses": "months",
    "month": "months", "months": "months", "ano": "years", "anos": "years", "year": "years", "years": "years",
    "peso": "money", "pesos": "money", "dolar": "money", "dolares": "money", "dollar": "money", "dollars": "money",
    "usd": "money", "mxn": "money", "mil pesos": "money", "%": "percent", "percent": "percent",
    "piezas": "units", "pieza": "units", "unidades": "units", "units": "units", "unit": "units", "pieces": "units",
    "veces": "times", "vez": "times", "times": "times", "time": "times",
}  # fmt: skip


_THOUSANDS = re.compile(r"(\d+(?:\.\d+)?)(k|m|mm)")
_GLUED_UNIT = re.compile(r"(\d+(?:\.\d+)?)(h|hrs|hr|min|mins|d)")
