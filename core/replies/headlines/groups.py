"""What sentences about breakdowns share: nothing found, the whole, and how a group is called."""

from __future__ import annotations

from core.kernel.messages import Cell
from core.replies.headlines.answer import Answer, Headline
from core.replies.headlines.measure import nothing_of, quantity
from core.replies.headlines.rows import clause, counted
from core.replies.headlines.scope import scope
from core.semantics.comparing import adds_up
from core.semantics.query import Measure
from core.sentences import headlines as texts
from core.wording.describe.restated import group_words
from core.wording.localise import field_of
from core.wording.phrases import article, gender_of


def empty(answer: Answer, measure: Measure) -> Headline:
    """Nothing to break down: said as what there is none of."""
    if measure.metric is None and measure.field is None:
        return counted(answer, 0)
    if adds_up(measure, answer.model):
        return nothing_of(answer, measure)
    return answer.headline(
        texts.NO_VALUE,
        label=answer.label(measure),
        scope=scope(answer),
        when=answer.when,
        why=texts.NOTHING_TO_MEASURE[answer.language],
    )


def whole_text(answer: Answer, measure: Measure, total: float) -> str:
    """«Hay 184 OT abiertas», «212 h de paro en Welding»: the opening, without marks."""
    text = f"{quantity(answer, measure, total)}{'' if is_count(measure) else scope(answer)}"
    if is_count(measure) and total and measure.dataset in (None, answer.query.dataset):
        return clause(answer, int(total))[0]
    return text


def is_count(measure: Measure) -> bool:
    """True when rows themselves are counted."""
    return measure.metric is None and measure.field is None


def is_entity(answer: Answer, column: str) -> bool:
    """True for a breakdown by things with names: areas, machines, people."""
    meant = field_of(answer.columns[column], answer.model)
    return meant is not None and meant.name in (
        answer.model.datasets[meant.dataset].identity,
        answer.model.datasets[meant.dataset].beside,
    )


def belonging(answer: Answer, column: str, name: Cell) -> str:
    """«de bombas», «en Welding»: whose part of a sum."""
    text = answer.part(column, name, 2)
    if name is None or text.startswith(
        ("de ", "en ", "del ", "por ", "on ", "in ", "of ", "by ", "sin ", "from ", "caused ")
    ):
        return text
    return f"{'de' if answer.spanish else 'of'} {text}"


def group_called(answer: Answer, column: str) -> dict[str, str]:
    """What a breakdown's values are, with its article: «el» «área»."""
    label = group_words(answer.describer, answer.query.groups[answer.groups.index(column)])
    return {"the": article(label, gender_of(label)), "label": label}
