"""What happened to rows that are in a state to this day: «se abrieron 7 OT en octubre que siguen abiertas»."""

from __future__ import annotations

from core.replies.headlines.answer import Answer
from core.semantics.model import Field
from core.semantics.query import Named, SemanticQuery
from core.wording.phrases import agree


def still_so(answer: Answer, query: SemanticQuery, date: Field) -> tuple[Named, str] | None:
    """A state of now that rows are in which something happened to once: opened in October and open to this day."""
    if date.ahead:
        return None
    for part in query.filters:
        if not isinstance(part, Named) or part.negated or part.dataset != date.dataset:
            continue
        condition = answer.model.datasets[part.dataset].conditions[part.condition]
        if condition.with_period is not None and condition.with_period.date == date.name:
            return part, condition.label.one[answer.language]
    return None


def still_words(answer: Answer, label: str, number: int) -> str:
    """« que siguen abiertas», " and are still open"."""
    many = number != 1
    if answer.spanish:
        return f" que {'siguen' if many else 'sigue'} {agree(label, answer.noun.gender, many)}"
    return f" and {'are' if many else 'is'} still {label}"
