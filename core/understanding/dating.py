"""Dates that a period binds to by more than the word beside it: of a share's part, and of what lies ahead."""

from __future__ import annotations

from core.kernel.folding import fold
from core.semantics.query import FieldRef, Named
from core.understanding.draft import Option
from core.understanding.periods import TimeExpression
from core.understanding.readings import Cond
from core.understanding.state import ReadingState


def lies_ahead(state: ReadingState, place: int, expression: TimeExpression) -> bool:
    """«OT pendientes para hoy»: what is *for* a period that runs now may rather be due in it than asked for in it."""
    draft = state.draft
    home = state.model.datasets[draft.home or ""]
    ahead = next((item.name for item in home.fields.values() if item.ahead), None)
    if (
        not fold(state.mentions[place].text).startswith("para ")
        or expression.relative != "current"
        or ahead is None
        or home.default_date is None
    ):
        return False
    if any(measure.metric for measure in draft.measures):
        return False
    options = (Option(key=ahead), Option(key=home.default_date))
    state.problem("ambiguous_date", place, options=options, dataset=home.name)
    return True


def date_of_part(state: ReadingState, time: int) -> FieldRef | None:
    """ "What percentage was closed late in October": a part that is judged by its completion is one of those completed
    then; what is done on time is judged by the due date (as PM compliance is). A period before it is the whole's
    ("what percentage of the orders *in October* was closed late")."""
    for measure in state.draft.measures:
        for part in measure.only if measure.aggregate == "share" else ():
            if not isinstance(part, Named) or part.dataset != state.draft.home:
                continue
            conditions = state.model.datasets[part.dataset].conditions
            condition = conditions[part.condition]
            said = [
                place
                for place, mention in enumerate(state.mentions)
                if any(item.dataset == part.dataset for item in mention.all(Cond))
            ]
            if not said or time < said[0]:
                continue
            opposite = conditions.get(str(condition.opposite), condition)
            if planned := opposite.period_date:
                return FieldRef(dataset=part.dataset, field=str(planned))
            if condition.date is None:
                continue
            done = state.model.field(part.dataset, condition.date).condition
            if done is not None and done != part.condition:
                return FieldRef(dataset=part.dataset, field=condition.date)
    return None
