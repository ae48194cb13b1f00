"""More in one period than in another: «¿hubo *más* fallas este mes *que* el pasado?», "are we getting *fewer* emergency
orders this month *than* last?". Nothing is ranked there: the number is asked of both periods."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.understanding.phrases.types import Extreme, Phrase, Said, When
from core.understanding.reading.readings import Role

_BETWEEN = ("than", "or")


def compared_periods(phrases: Sequence[Phrase]) -> list[Phrase]:
    """The phrases without the degree and with a word of comparing before the second period, where that is asked."""
    found = list(phrases)
    degrees = [place for place, phrase in enumerate(found) if _degree(phrase)]
    whens = [place for place, phrase in enumerate(found) if isinstance(phrase, When)]
    if len(degrees) != 1 or not whens or whens[0] < degrees[0]:
        return found
    first = whens[0]
    if len(whens) == 2 and whens[1] == first + 1:
        found[whens[1]] = replace(found[whens[1]], after=True)  # type: ignore[call-arg]
    elif len(whens) <= 2 and first + 2 < len(found) and _than(found[first + 1]):
        if whens[1:] not in ([], [first + 2]) or (not whens[1:] and not _one_before(found, first + 2)):
            return found
        found[first + 1] = replace(found[first + 1], head=replace(found[first + 1].head, readings=(Role("compare"),)))
        if not whens[1:]:
            found[first + 2] = replace(
                found[first + 2], head=replace(found[first + 2].head, readings=(Role("previous"),))
            )
    else:
        return found
    del found[degrees[0]]
    return found


def _degree(phrase: Phrase) -> bool:
    return isinstance(phrase, Extreme) and phrase.way in ("most", "least") and phrase.n is None


def _than(phrase: Phrase) -> bool:
    return isinstance(phrase, Said) and phrase.head.role(*_BETWEEN) is not None and not phrase.head.is_substance


def _one_before(phrases: Sequence[Phrase], place: int) -> bool:
    """«el pasado», "last", and nothing behind it."""
    phrase = phrases[place]
    return place == len(phrases) - 1 and phrase.head.role("previous", "last_few") is not None
