"""«horas de paro *sin los paros programados*», "without planned stops": rows of what is asked about that are left out,
and nothing that the rest would have to be without."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.semantics.model import SemanticModel
from core.understanding.phrases.types import Phrase, Said
from core.understanding.reading.readings import Cond, MetricIs, NounIs, ValueIs


def rows_left_out(phrases: Sequence[Phrase], model: SemanticModel, topic: str | None) -> list[Phrase]:
    """The phrases, in which such a noun says nothing and what qualifies it is denied.

    Args:
        topic: the dataset that is spoken of, where a talk is on.
    """
    found = list(phrases)
    for place, phrase in enumerate(found):
        if not isinstance(phrase, Said) or phrase.link != "without":
            continue
        beside = [at for at in (place - 1, place + 1) if 0 <= at < len(found) and _qualifies(found[at], at > place)]
        for noun in phrase.head.all(NounIs):
            denied = [at for at in beside if _of(found[at], noun.dataset)]
            if not denied or not _asked_about(found, place, noun.dataset, model, topic):
                continue
            for at in denied:
                found[at] = replace(found[at], link="", negated=True)  # type: ignore[call-arg]
            return [item for at, item in enumerate(found) if at != place]
    return found


def _qualifies(phrase: Phrase, behind: bool) -> bool:
    """An adjective before the noun is left out with it; one behind it says which («paros *programados*»)."""
    if not isinstance(phrase, Said) or phrase.head.can(NounIs):
        return False
    return phrase.link == "without" or (behind and not phrase.link and not phrase.negated)


def _of(phrase: Phrase, dataset: str) -> bool:
    """It says a state or a value of a dataset's rows."""
    head = phrase.head
    return head.has(Cond, lambda item: item.dataset == dataset) or head.has(
        ValueIs, lambda item: item.ref.dataset == dataset
    )


def _asked_about(phrases: Sequence[Phrase], place: int, dataset: str, model: SemanticModel, topic: str | None) -> bool:
    """A measure or a noun of the same rows is said elsewhere; or they are spoken of, and nothing else is named."""
    others = [item for at, item in enumerate(phrases) if at != place and isinstance(item, Said) and not item.link]
    metrics = [item.name for phrase in others for item in phrase.head.all(MetricIs)]
    nouns = [item.dataset for phrase in others for item in phrase.head.all(NounIs)]
    if dataset in nouns or any(model.metrics[name].dataset == dataset for name in metrics):
        return True
    return topic == dataset and not metrics and not nouns
