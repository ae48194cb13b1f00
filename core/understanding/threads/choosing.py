"""Which way out of a clarification a person means who answers it in words instead of pressing a button."""

from __future__ import annotations

from collections.abc import Sequence

from core.kernel.folding import fold
from core.planning.plan import Asks, PlannedChoice, SessionView
from core.understanding.reading.readings import FieldIs, Light, Mention, MetricIs, NounIs, Reading, Role, ValueIs

_FEW = 6
"""Words of a message that only picks; a longer one is a question."""


_ASKING = ("when", "where", "who", "count", "how_much", "how_long", "since_when", "times")


def picked_choice(mentions: Sequence[Mention], pending: Asks) -> PlannedChoice | None:
    """The one choice that the message names: by its label or a part of it («costo»), by its measure, or by its subject.
    None when it names none, several, or says more."""
    content = [item for item in mentions if not item.readings or not all(_no_choice(part) for part in item.readings)]
    if any(item.role(*_ASKING) and not item.is_substance for item in mentions):
        return None  # "*when* was the last one" asks for something
    words = {word for item in content for word in item.folded.split() if word.isalnum()}
    if not words or sum(len(item.folded.split()) for item in content) > _FEW * 2:
        return None
    named = [choice for choice in pending.choices if words <= _words(choice.label)]
    if len(named) == 1:
        return named[0]
    if len(content) > 1 or not content[0].can(MetricIs, NounIs, FieldIs, ValueIs):
        return None
    metrics = {item.name for item in content[0].all(MetricIs)}
    queried = [choice for choice in pending.choices if choice.query is not None]
    measured = [
        choice for choice in queried if choice.query and any(m.metric in metrics for m in choice.query.measures)
    ]
    if len(measured) == 1:
        return measured[0]
    nouns = {item.dataset for item in content[0].all(NounIs)}
    subjects = [choice for choice in queried if choice.query is not None and choice.query.dataset in nouns]
    return subjects[0] if len(subjects) == 1 else None


def _no_choice(reading: Reading) -> bool:
    """What tells no choice from another: what says nothing, yes and no, «por»."""
    return isinstance(reading, Light) or (isinstance(reading, Role) and reading.role in ("yes", "no_answer", "by"))


def other_choice(words: Sequence[str], earlier: Asks) -> PlannedChoice | None:
    """«no, mejor las que vencieron en ese periodo»: the other way out of a clarification that was answered already."""
    said = {fold(word) for word in words if len(word) > 2}
    scores = [(len(said & _words(choice.label)), choice) for choice in earlier.choices]
    scores.sort(key=lambda item: -item[0])
    if len(scores) < 2 or scores[0][0] < 2 or scores[0][0] == scores[1][0]:
        return None
    return scores[0][1]


def _words(text: str) -> set[str]:
    return {word.strip(".,:;()«»“”¿?") for word in fold(text).split()}


class WithoutPending:
    """A Session as it would be without its pending question."""

    def __init__(self, session: SessionView) -> None:
        self.language = session.language
        self.last_plan = session.last_plan
        self.pending: Asks | None = None
        self.recent = session.recent
