"""AsidePatterns: what a person tells of themselves while asking is taken out before the question is read, and said.

«*Tengo que cambiar un retén*, ¿qué sellos hay?», "pumps down *for my 3 o'clock*". A stretch is taken out only when
nothing in it may limit what is asked: a machine, a state, a period or a measure named in it keeps it in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.language.asides import AsidePatterns, asides
from core.language.tokens import Token
from core.semantics.model import SemanticModel
from core.semantics.query import FieldRef
from core.semantics.values import ValueIndex
from core.understanding.reading.lexicon import Lexicon
from core.understanding.reading.periods import PeriodReader
from core.understanding.reading.readings import (
    SUBSTANCE,
    Cond,
    DateVerb,
    FieldIs,
    Light,
    MetricIs,
    NounIs,
    Ordinal,
    Reading,
    Ref,
    Role,
    Superlative,
    ValueIs,
)

_LEADS_IN = ("openers", "vocatives", "courtesy", "hedges", "conjunctions", "urgency")
"""Classes of light words that may stand before an aside in its clause."""
_ASKS = ("count", "how_much", "how_long", "who", "when", "where", "which", "list", "share", "average", "times")
_SHAPES = ("by", "each", "only", "without", "none", "more_than", "less_than", "at_least", "at_most", "per")
_ENDS = ("most", "least", "worst", "best", "top", "compare", "last_few")
_LIMITING = frozenset({"only", "without", "not", "none", "undo", "instead", "besides"})
_BELONGS = frozenset({"of", "inside"})
_TALKS = ("verbs", "openers", "vocatives")
_JUDGES = ("worst", "best")
"""Which of them say by themselves what is asked («¿qué máquina *nos da más lata*?»)."""
_PROBE = date(2024, 6, 12)
_REACH = 2
"""Words behind one that shapes a question within which what it shapes stands."""

Span = tuple[int, int, int]
"""First word, one behind the last, and where its tail begins: what stands before that is the pattern's own."""


@dataclass(frozen=True)
class _Named:
    """What some words may name: the readings of every stretch, by where it begins."""

    at: dict[int, list[Reading]]

    def all(self) -> Iterator[Reading]:
        for readings in self.at.values():
            yield from readings


class AsideReader:
    """Finds the asides of a message.

    Args:
        periods: readers of time expressions, one a language.
    """

    def __init__(self, lexicon: Lexicon, values: ValueIndex, periods: Sequence[PeriodReader]) -> None:
        self.lexicon, self.values, self.periods = lexicon, values, periods
        self.model: SemanticModel = lexicon.model
        self._people = frozenset().union(*(language.people for language in asides().values()))

    def without(self, tokens: Sequence[Token], words: Sequence[str]) -> tuple[list[Token], list[str], list[str]]:
        """The tokens and words that are left, and each stretch that was taken out as it was written."""
        taken: list[Span] = []
        for language in asides().values():
            found = self._find(language, tokens, words, taken)
            kept = [at for at in range(len(words)) if not any(start <= at < end for start, end, _ in [*taken, *found])]
            if found and self._says_something(tokens, words, kept):
                taken += [span for span in found if self._idle(span, words, kept)]
        if not taken:
            return list(tokens), list(words), []
        left: list[Token] = []
        for at, token in enumerate(tokens):
            if any(start <= at < end for start, end, _ in taken):
                if left:
                    left[-1] = replace(left[-1], ends=True)
            else:
                left.append(token)
        kept = [at for at in range(len(words)) if not any(start <= at < end for start, end, _ in taken)]
        said = [" ".join(dict.fromkeys(token.text for token in tokens[start:end])) for start, end, _ in sorted(taken)]
        return left, [words[at] for at in kept], said

    def preface(self, tokens: Sequence[Token], words: Sequence[str]) -> int:
        """ "*are we firefighting?* preventive vs corrective ratio": how many words stand in sentences before the
        question that have words which nobody knows, and name nothing of the plant nor limit anything."""
        start = 0
        for at in range(len(words) - 1):
            if not tokens[at].stops:
                continue
            said, rest = words[start : at + 1], range(at + 1, len(words))
            if not self._idle_talk(tokens[start : at + 1], said, words[at + 1 :]):
                break
            if not self._says_something(tokens, words, rest):
                break
            start = at + 1
        return start

    def _idle_talk(self, tokens: Sequence[Token], words: Sequence[str], behind: Sequence[str]) -> bool:
        """A sentence of its own that names nothing of the plant, no number and no period, and leaves nothing out: with
        words that nobody knows, or with a judgement where what stands behind says by what («bad actors: machines with 3
        or more failures»). A mere label of strange words may limit."""
        if any(token.kind != "word" for token in tokens):
            return False
        covered: set[int] = set()
        readings: list[Reading] = []
        for start in range(len(words)):
            for end, found, _ in self.lexicon.match(words, start, [None] * len(words)):
                covered |= set(range(start, end)) if found else set()
                readings += found
        readings += list(self._named(words).all())
        roles = {item.role for item in readings if isinstance(item, Role)}
        if any(isinstance(item, (*SUBSTANCE, Ref, Ordinal)) for item in readings) or roles & _LIMITING:
            return False
        begins = [item for _, found, _ in self.lexicon.match(words, 0, [None] * len(words)) for item in found]
        if any(isinstance(item, Role) and item.role in _BELONGS for item in begins):
            return False  # «de la peor, …» says of what it is asked
        if any(True for reader in self.periods for _ in reader.find(words)):
            return False
        strange = len(covered) < len(words)
        talks = roles & set(_ASKS) or any(isinstance(item, Light) and item.kind in _TALKS for item in readings)
        return bool(talks) if strange else bool(roles & set(_ENDS)) and self._chooses(behind)

    def _chooses(self, words: Sequence[str]) -> bool:
        """Something is compared, or is an end of an order."""
        return any(isinstance(item, Role) and item.role in (*_SHAPES, *_ENDS) for item in self._named(words).all())

    # ---- where they stand ----

    def _find(
        self, language: AsidePatterns, tokens: Sequence[Token], words: Sequence[str], taken: list[Span]
    ) -> list[Span]:
        found: list[Span] = []

        def free(start: int) -> bool:
            return not any(first <= start < last for first, last, _ in [*taken, *found])

        kinds = ("whole", "clauses", "persons", "closing")
        whole, clauses, persons, closing = (language.matches(kind, words) for kind in kinds)
        clauses = {**{at: end for at, end in persons.items() if not self._asks(words, at)}, **clauses}
        for start, end in whole.items():
            if free(start) and free(end - 1):
                found.append((start, end, start))
        if not clauses and not closing:
            return found
        for start, stop in _clauses(tokens):
            at: int | None = start
            while at is not None and at < stop:
                if at in clauses and free(at):
                    end = self._end(words, min(clauses[at], stop), stop)
                    found.append((at, end, min(clauses[at], end)))
                    at = end
                elif (found_here := next((last for first, last, _ in found if first == at), None)) is not None:
                    at = found_here
                else:
                    at = self._led_in(words, at)
            for place in range(start + 1, stop):
                if place in closing and free(place) and self._end(words, place + 1, stop) == stop:
                    if self._bare(words[place:stop]):
                        found.append((place, stop, place))
                    break
        return found

    def _end(self, words: Sequence[str], at: int, stop: int) -> int:
        """Where a clause ends: at a word that asks, or with the mark of punctuation behind it."""
        for place in range(at, stop):
            if self._asks(words[:stop], place):
                return place
        return stop

    def _asks(self, words: Sequence[str], at: int) -> bool:
        """A phrase that asks begins here, and none that may only join («que»)."""
        for end, readings, _ in self.lexicon.match(words, at, [None] * len(words)):
            asking = any(isinstance(item, Role) and item.role in _ASKS for item in readings)
            joining = any(isinstance(item, Light) and item.kind == "conjunctions" for item in readings)
            if asking and not (joining and end == at + 1):
                return True
        return False

    def _led_in(self, words: Sequence[str], at: int) -> int | None:
        """Behind a word that may stand before an aside; None when it is no such word."""
        best = None
        for end, readings, _ in self.lexicon.match(words, at, [None] * len(words)):
            if any(
                (isinstance(item, Light) and item.kind in _LEADS_IN) or (isinstance(item, Role) and item.role == "and")
                for item in readings
            ):
                best = max(best or 0, end)
        return best

    # ---- what they say ----

    def _named(self, words: Sequence[str]) -> _Named:
        found: dict[int, list[Reading]] = {}
        for start, word in enumerate(words):
            here: list[Reading] = []
            if word in self._people:
                continue
            for _, readings, _ in self.lexicon.match(words, start, [None] * len(words)):
                here += readings
            _, named = self.values.phrases(words[start:])
            here += [
                ValueIs(FieldRef(dataset=item.dataset, field=item.field), item.value, partial=item.partial)
                for item in [*named, *self.values.code(word)]
            ]
            found[start] = here
        return _Named(found)

    def _bare(self, words: Sequence[str]) -> bool:
        """Nothing of the plant is named but fields («… so I can chase the vendor»)."""
        return not any(
            isinstance(item, SUBSTANCE) and not isinstance(item, FieldIs) for item in self._named(words).all()
        )

    def _says_something(self, tokens: Sequence[Token], words: Sequence[str], kept: Sequence[int]) -> bool:
        """What is left names something of the plant."""
        named = self._named([words[at] for at in kept])
        coded = any(tokens[at].kind in ("code", "date") for at in kept)
        return coded or any(isinstance(item, SUBSTANCE) for item in named.all())

    def _idle(self, span: Span, words: Sequence[str], kept: Sequence[int]) -> bool:
        """Nothing in the stretch may limit or shape what is asked."""
        inside = words[span[2] : span[1]]
        named = self._named(inside)
        asked = set(self._named([words[at] for at in kept]).all())
        pinned = {item.ref.dataset for item in asked if isinstance(item, ValueIs) and self._is_name(item)}
        noun = any(isinstance(item, NounIs) or self._stands_for_rows(item) for item in named.all())
        subjects = {item.dataset for item in asked if isinstance(item, NounIs)}
        ignored = {
            (ref, value)
            for name in subjects
            for ref, values in (self.model.datasets[name].ignores or {}).items()
            for value in values
        }
        for item in named.all():
            if isinstance(item, ValueIs) and (str(item.ref), item.value) in ignored:
                continue
            if isinstance(item, MetricIs | Superlative) or (isinstance(item, DateVerb) and noun):
                return False
            if isinstance(item, ValueIs) and item not in asked and item.ref.dataset not in pinned:
                if noun or self._is_name(item) or item.partial:
                    return False
            if isinstance(item, Cond) and noun and item not in asked:
                return False
        for at, readings in named.at.items():
            roles = {item.role for item in readings if isinstance(item, Role)}
            behind = [item for place in range(at + 1, at + 1 + _REACH) for item in named.at.get(place, ())]
            if roles & set(_SHAPES) and any(isinstance(item, SUBSTANCE) for item in behind):
                return False
            if roles & set(_ENDS) and (
                roles & set(_JUDGES) or any(isinstance(item, SUBSTANCE) for item in named.all())
            ):
                return False
            if any(isinstance(item, NounIs) for item in readings) and "".join(inside[at + 1 : at + 2]).isdigit():
                return False  # «me preocupa la *línea 1*»: the name of one
        return all(self._ahead(found.time) for reader in self.periods for found in reader.find(inside))

    def _is_name(self, item: ValueIs) -> bool:
        """What a single thing or a place is called."""
        meaning = self.model.datasets[item.ref.dataset]
        return item.ref.field in (meaning.identity, meaning.beside) or (item.ref.field,) in meaning.unique_keys

    def _stands_for_rows(self, item: Reading) -> bool:
        return isinstance(item, ValueIs) and item.noun

    @staticmethod
    def _ahead(time: object) -> bool:
        """A day to come is the occasion's own («la junta de mañana»); any other period may be what is asked about."""
        from core.understanding.reading.time_expression import TimeExpression

        if not isinstance(time, TimeExpression):
            return False
        first, last = time.make(_PROBE, True)
        return first is not None and first >= _PROBE and first == last


def _clauses(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """The stretches between marks of punctuation."""
    start = 0
    for at, token in enumerate(tokens):
        if token.ends or at + 1 == len(tokens):
            yield start, at + 1
            start = at + 1
