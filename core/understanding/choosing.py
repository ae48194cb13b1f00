"""Choosing: which way out of a clarification a person means who answers it in words instead of pressing a button."""

from __future__ import annotations

from core.kernel.folding import fold
from core.planning.plan import Asks, PlannedChoice
from core.understanding.readings import Mention, MetricIs, NounIs
from core.understanding.state import ReadingState

_LIGHT = frozenset("por de del la el los las y o by of the in en and or number numero".split())
"""Words that tell no choice from another."""


def picked_choice(state: ReadingState, pending: Asks) -> PlannedChoice | None:
    """The one choice that the message names: by its label or a part of it («costo»), by its measure ("downtime
    hours"), or by its subject («overdue» … "work orders"). None when it names none, several, or says more."""
    content = [mention for mention in state.mentions if mention.is_content and fold(mention.text) not in _LIGHT]
    words = {word for mention in state.mentions for word in _words(mention.text)}
    if not words:
        return None
    named = [choice for choice in pending.choices if words <= _words(choice.label)]
    if len(named) == 1:
        return named[0]
    queried = [choice for choice in pending.choices if choice.query is not None]
    if not content or not all(mention.can(MetricIs, NounIs) for mention in content):
        return None
    metrics = {item.name for mention in content for item in mention.all(MetricIs)}
    measured = [item for item in queried if item.query and any(m.metric in metrics for m in item.query.measures)]
    if len(measured) == 1 and _nothing_else(content, measured[0]):
        return measured[0]
    if len(content) != 1:
        return None
    nouns = {noun.dataset for noun in content[0].all(NounIs)}
    subjects = [item for item in queried if item.query is not None and item.query.dataset in nouns]
    return subjects[0] if len(subjects) == 1 else None


def _nothing_else(content: list[Mention], choice: PlannedChoice) -> bool:
    """Besides its measure the message says nothing that would make it a question of its own."""
    measures = {measure.metric for measure in choice.query.measures} if choice.query is not None else set()
    return all(any(item.name in measures for item in mention.all(MetricIs)) for mention in content)


def _words(text: str) -> set[str]:
    return {word for word in fold(text).split() if word.isalnum() and word not in _LIGHT}
