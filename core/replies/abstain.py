"""What a Reply says that asks, helps or declines, and the questions that it offers instead."""

from __future__ import annotations

from core.kernel.messages import Language, Question, Suggestion
from core.planning.plan import Asks
from core.replies.unknown import reworded
from core.semantics.model import SemanticModel

EXAMPLES = 3
"""Questions that work, offered to who would otherwise be left without a way on."""


def sentence_of(plan: Asks, question: Question) -> str:
    """The plan's own sentence; words that it does not know are written as the person wrote them."""
    sentence = plan.sentence
    if plan.unknown and plan.planner == "deterministic":
        return reworded(sentence, question.text, plan.unknown, plan.language)
    return sentence


def ways_on(plan: Asks, model: SemanticModel) -> tuple[Suggestion, ...]:
    """The plan's suggestions, else examples; questions that are long for a button under their short names."""
    if plan.suggestions:
        return tuple(
            _example(item.text, model, plan.language) if item.label == item.text else item for item in plan.suggestions
        )
    stuck = plan.action == "refused" or (plan.action == "clarify" and plan.planner == "deterministic")
    if not stuck or plan.choices:
        return ()
    return tuple(_example(text, model, plan.language) for text in model.examples(plan.language)[:EXAMPLES])


def _example(text: str, model: SemanticModel, language: Language) -> Suggestion:
    return Suggestion(label=model.short_example(text, language), text=text)
