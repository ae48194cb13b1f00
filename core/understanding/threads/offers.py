"""The one press that changes what was kept: «Toda la planta» where an answer kept to a thing, «Solo FL-104» where a new
topic let go of it. Each is a message that is understood as an edit."""

from __future__ import annotations

from core.kernel.messages import Suggestion
from core.semantics.model import SemanticModel
from core.semantics.query import Compare, Filter, SemanticQuery
from core.sentences import say, understanding
from core.understanding.meaning.clashes import replaces
from core.understanding.threads.antecedent import Things
from core.understanding.threads.carry import carried
from core.wording.describe.describer import Describer
from core.wording.phrases import within


def names_things(model: SemanticModel, part: Filter) -> bool:
    """A limit to things or places by what they are called."""
    if not isinstance(part, Compare) or part.op not in ("=", "in"):
        return False
    return part.field.field == model.datasets[part.field.dataset].identity


def everywhere(model: SemanticModel, query: SemanticQuery) -> SemanticQuery | None:
    """The query without its limits to things and places; None when it has none."""
    left = tuple(part for part in query.filters if not names_things(model, part))
    return query.model_copy(update={"filters": left}) if len(left) < len(query.filters) else None


def offers(
    model: SemanticModel, query: SemanticQuery, last: SemanticQuery, describer: Describer, *, kept: bool
) -> tuple[Suggestion, ...]:
    """What to offer under an answer in a thread.

    Args:
        kept: the answer kept something of the last query.
    """
    language = describer.language
    if kept:
        if everywhere(model, query) is None:
            return ()
        return (_offer(say(understanding.WHOLE_PLANT, language)),)
    spoken = {part.field for part in query.filters if isinstance(part, Compare)}
    for part in last.filters:
        if not isinstance(part, Compare) or not names_things(model, part) or len(part.values) != 1:
            continue
        if part.field in spoken or query.dataset == part.field.dataset:
            continue
        if model.reaches(query.dataset, part.field.dataset) and Things(part.field, part.values).limits(
            model, query.dataset
        ):
            return (_offer(say(understanding.ONLY, language, what=part.values[0])),)
    words = let_go(model, query, last, describer)
    if not words:
        return ()
    label = say(understanding.ONLY, language, what=", ".join(words))
    return (Suggestion(label=label, text=say(understanding.AS_BEFORE, language)),)


def let_go(model: SemanticModel, query: SemanticQuery, last: SemanticQuery, describer: Describer) -> list[str]:
    """What a new topic let go of and its rows could be held to, in words."""
    narrowed = as_before(model, query, last)
    if narrowed is None or query.shape == "lookup":
        return []
    words = describer.filters([part for part in narrowed.filters if part not in query.filters])
    if narrowed.period != query.period and narrowed.period is not None:
        words.append(describer.period(narrowed.period, None))
    return [word for word in words if word]


def as_before(model: SemanticModel, query: SemanticQuery, before: SemanticQuery) -> SemanticQuery | None:
    """A query held to what the one before it was held to; None when none of that can be said of its rows."""
    same = query.dataset == before.dataset
    limits = [found for part in before.filters if (found := carried(model, part, query.dataset, same=same)) is not None]
    new = [
        part
        for part in limits
        if part not in query.filters and not any(replaces(model, said, part) for said in query.filters)
    ]
    dated = model.datasets[query.dataset].default_date is not None
    held = before.period if before.period is not None and before.period.given and dated else None
    period = query.period if query.period is not None and query.period.given else held or query.period
    if not new and period == query.period:
        return None
    rows = not any(measure.metric for measure in query.measures)
    name = query.date_field or (model.datasets[query.dataset].default_date if rows and period is not None else None)
    return query.model_copy(update={"filters": (*query.filters, *new), "period": period, "date_field": name})


def _offer(label: str) -> Suggestion:
    return Suggestion(label=label, text=within(label))
