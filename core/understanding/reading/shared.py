"""Words that two measures share: «gasto en mano de obra frente a *repuestos*», "labor and *parts cost*"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from core.understanding.reading.readings import MetricIs, Reading, Role

JOINTS = ("and", "or", "compare", "more_than", "less_than")
_ASKS = ("how_much", "count", "how_long")
Match = Callable[[Sequence[str]], list[Reading]]
Terms = Callable[[str], Iterable[Sequence[str]]]


def shared(
    words: Sequence[str], spans: Sequence[tuple[int, int, list[Reading]]], match: Match
) -> Iterator[tuple[int, int, list[Reading]]]:
    """Stretches that are a measure together with the words of another one beside them, across a joining word.

    Args:
        spans: stretches with their readings.
        match: the readings of a phrase as a whole.
    """
    joints = [
        (start, end)
        for start, end, readings in spans
        if any(isinstance(item, Role) and item.role in JOINTS for item in readings)
    ]
    joints += [(start, behind) for start, end in joints for behind in _asked(end, spans)]  # «y *cuánto* en …»
    if not joints:
        return
    measures = [(start, end) for start, end, readings in spans if any(isinstance(item, MetricIs) for item in readings)]
    for start, end in measures:
        for joint_start, joint_end in joints:
            if 0 <= joint_start - end <= 2:
                # the words before are shared by what follows: gasto en A frente a [gasto en] B
                for tail in (joint_end + 1, joint_end + 2, joint_end + 3):
                    for head in range(start + 1, end):
                        found = match([*words[start:head], *words[joint_end:tail]])
                        if found and tail <= len(words):
                            yield joint_end, tail, found
            if 0 <= start - joint_end <= 0:
                # the words behind are shared by what stands before: labor [cost] and parts cost
                for first in (joint_start - 1, joint_start - 2):
                    for tail in range(start + 1, end):
                        found = match([*words[max(first, 0) : joint_start], *words[tail:end]])
                        if found and first >= 0:
                            yield first, joint_start, found
            if 0 <= joint_start - end <= 3:
                # … or before a comparing word: parts cost more than labor [cost]
                for tail in range(joint_end + 1, min(joint_end + 3, len(words)) + 1):
                    for cut in range(start + 1, end):
                        found = match([*words[joint_end:tail], *words[cut:end]])
                        if found:
                            yield joint_end, tail, found


def companions(
    words: Sequence[str], spans: Sequence[tuple[int, int, list[Reading]]], match: Match, terms: Terms
) -> Iterator[tuple[int, int, list[Reading]]]:
    """ "labor and *parts*", «mano de obra y *refacciones*»: beside a measure that is called by a part of its name, what
    would be another measure with the rest of it (the *cost of* labor, the *cost of* parts).

    Args:
        terms: the names of a measure, each as its folded words.
    """
    joints = [
        (start, end)
        for start, end, readings in spans
        if any(isinstance(item, Role) and item.role in JOINTS for item in readings)
    ]
    joints += [(start, behind) for start, end in joints for behind in _asked(end, spans)]
    for start, end, readings in spans:
        for name in {item.name for item in readings if isinstance(item, MetricIs)}:
            heads = [term[: start - end] for term in terms(name) if _ends(term, words[start:end])]
            tails = [term[end - start :] for term in terms(name) if _ends(term[::-1], words[start:end][::-1])]
            for joint_start, joint_end in joints:
                for first, last in (
                    (joint_end, joint_end + 1),
                    (joint_end, joint_end + 2),
                    (joint_start - 1, joint_start),
                ):
                    beside = joint_start - end in (0, 1) if first == joint_end else start - joint_end in (0, 1)
                    if not beside or first < 0 or last > len(words):
                        continue
                    own = list(words[first:last])
                    for found in [*(match([*head, *own]) for head in heads), *(match([*own, *tail]) for tail in tails)]:
                        other: list[Reading] = [
                            item for item in found if isinstance(item, MetricIs) and item.name != name
                        ]
                        if other:
                            yield first, last, other[:1]
                            break


def _asked(at: int, spans: Sequence[tuple[int, int, list[Reading]]]) -> Iterator[int]:
    """Where a word that asks for a number ends, which begins here («y *cuánto* refacciones»)."""
    for start, end, readings in spans:
        if start == at and any(isinstance(item, Role) and item.role in _ASKS for item in readings):
            yield end


def _ends(term: Sequence[str], words: Sequence[str]) -> bool:
    return len(term) > len(words) and list(term[len(term) - len(words) :]) == list(words)
