"""Typos: an unknown word is read as the one known word that it sounds like or nearly is, or stays unknown.

Never for words with digits (B-12 is not B-21), never when two words of different meaning are as near, and never over
more than a letter in short words: a wrong correction is a silently wrong answer. What was corrected is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable

from core.kernel.folding import sound

# Real words that stand a letter away from words of ours and mean something else.
_FALSE_FRIENDS = frozenset(
    """historial historia historias
    motos moto bombos bombo pisos casa casas caso casos cosas parte parto partos pala palas paso pasos pared paredes
    gato gatos carro carros tornos torno cables cable perno pernos tuerca tuercas plantas plant camion camiones grua
    gruas hornos horno molino molinos tanque tanques silo silos pilots pilot bumps bump lines liner liners fans fan
    tools tool trucks truck cars car robots pipes pipe tanks tank valor vapor favor sabor labor color dolor calor
    metros metro litros litro kilos kilo meses mesas mesa toner tuner tuners miles mile pallets pallet operador
    operadores operator operators supervisor supervisores manager managers gerente gerentes ingeniero ingenieros
    engineer engineers employees employee empleado empleados cocina baño oficina oficinas office offices vendido
    vendidos sold comprada pintado parking barking park parks paid lost cost coast boats boat toys shirts shirt
    sweets street streets night right light lights fright eight weight sight mist fast past last list lift gift
    mortal total metal pedal medal dental rental mental median mediana medianas percentil percentile desviacion
    deviation varianza variance serio seria serios series mejoro mejoraron mejorado mejora mejoras empeoro empeoraron
    improved improve improving improvement worsened""".split()
)


class Speller:
    """Corrects words against a vocabulary."""

    def __init__(
        self,
        vocabulary: Iterable[str],
        meaning: Callable[[str], frozenset[str]],
        languages: Callable[[str], frozenset[str]],
    ) -> None:
        self._languages = languages
        words = sorted({word for word in vocabulary if word.isalpha() and len(word) > 1})
        self._meaning = meaning
        self._sounds: dict[str, list[str]] = defaultdict(list)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in words:
            self._sounds[sound(word)].append(word)
            if len(word) >= 4:
                self._by_length[len(word)].append(word)
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
        if not word.isalpha() or word in _FALSE_FRIENDS:
            return None
        alike = self._sounds.get(sound(word), ())
        if alike and (chosen := self._one(alike, word, language)):
            return chosen
        if len(word) < 4:
            return None
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        limit = 1 if len(word) < 8 else 2
        near: list[tuple[int, str]] = []
        for length in range(len(word) - limit, len(word) + limit + 1):
            hits = process.extract(
                word, self._by_length.get(length, ()), scorer=OSA.distance, score_cutoff=limit, limit=8
            )
            near += [(int(distance), str(hit)) for hit, distance, _ in hits]
        near = [item for item in near if self._plausible(word, item[1], item[0])]
        if not near:
            return None
        # A swapped pair or a doubled letter is likelier than another letter.
        weighed = [(_weight(word, hit, distance), hit) for distance, hit in near]
        best = min(weight for weight, _ in weighed)
        return self._one([hit for weight, hit in weighed if weight == best], word, language)

    def _plausible(self, word: str, hit: str, distance: int) -> bool:
        """Short words forgive only a swap or a doubled or dropped letter; the first letter must be heard the same."""
        if sound(word)[:1] != sound(hit)[:1]:
            return False
        if min(len(word), len(hit)) <= 4:
            return distance == 1 and (sorted(word) == sorted(hit) or _doubled(word, hit))
        if len(word) == len(hit) and distance == 1 and len(word) <= 5 and sorted(word) != sorted(hit):
            return sound(word)[:3] == sound(hit)[:3] and word[-1] != hit[-1] and word[-1] not in "oas"
        return True

    def _one(self, hits: Iterable[str], word: str, language: str | None) -> str | None:
        """The only one, or any when they all mean the same; the question's language settles what is left."""
        hits = list(hits)
        own = [hit for hit in hits if language in self._languages(hit)]
        hits = own or hits
        options = sorted(set(hits), key=lambda hit: (abs(len(hit) - len(word)), hit))
        if not options:
            return None
        # Forms of one word mean the same: failure, failures.
        shared = frozenset.intersection(*(self._meaning(option) for option in options))
        return options[0] if shared else None


def _weight(word: str, hit: str, distance: int) -> float:
    return distance - 0.5 if sorted(word) == sorted(hit) or _doubled(word, hit) else float(distance)


def _doubled(word: str, hit: str) -> bool:
    longer, shorter = (word, hit) if len(word) > len(hit) else (hit, word)
    return any(
        longer[:place] + longer[place + 1 :] == shorter and longer[place] == longer[place - 1]
        for place in range(1, len(longer))
    )
