"""Judging: the worst and the best of something, which nobody measures alike, so that it is asked by what."""

from __future__ import annotations

from core.kernel.messages import Language
from core.semantics.query import FieldRef, GroupBy, Measure, Named, Order, SemanticQuery
from core.sentences import Text, planning, say
from core.understanding.draft import Draft, Obstacle, Option
from core.understanding.limits import limit_of
from core.understanding.readings import NounIs, Time
from core.understanding.state import ReadingState
from core.wording.describe.describer import Describer

_WAYS: tuple[tuple[str, str, Text, Text], ...] = (
    ("failures", "failure", planning.BY_FAILURES, planning.FAILURES),
    ("downtime", "downtime_hours", planning.BY_DOWNTIME, planning.DOWNTIME),
    ("cost", "maintenance_cost", planning.BY_COST, planning.COST),
)
_FEW = 5


def best(state: ReadingState, place: int, target: int) -> bool:
    """«La mejor máquina» has no measure of its own: the one with no failure at all is one of many."""
    _judged(state, place, target)
    state.problem("unattached", place)
    return True


def worst(state: ReadingState, place: int, target: int) -> bool:
    """«Las peores máquinas» by what? Asked, with the measures that make sense."""
    state.draft.limit = limit_of(state, place)
    dataset = _judged(state, place, target)
    ways = [f"condition:{text}" for text in state.model.datasets[dataset].judged_by]
    ways = ways or [key for key, name, _, _ in _WAYS if _measures(state, name, dataset)]
    if ways:
        options = tuple(Option(key) for key in ways)
        state.problem("ambiguous_worst", place, options=options, dataset=dataset)
    else:
        state.problem("unattached", place)
    return True


def _judged(state: ReadingState, place: int, target: int) -> str:
    """Whose rows are called good or bad; a kind of them («bombas») stays to be read as a filter."""
    dataset = state.noun_at(target)
    assert dataset is not None
    state.draft.home = dataset
    state.draft.shape = "list"
    state.use(place, *((target,) if state.mentions[target].can(NounIs) else ()))
    if state.model.datasets[dataset].who:
        state.take("who")
    return dataset


def _measures(state: ReadingState, name: str, dataset: str) -> bool:
    """True when the facts that a dataset or a metric of this name counts belong to rows of ``dataset``."""
    metric = state.model.metrics.get(name)
    facts = metric.dataset if metric is not None else name
    return facts in state.model.datasets and state.model.reaches(str(facts), dataset)


def ways_of(
    state: ReadingState, draft: Draft, problem: Obstacle, describer: Describer
) -> list[tuple[str, str, SemanticQuery]]:
    """What «peor» may go by: a button, the short word for it, and the ranking that it would be."""
    assert draft.home is not None
    language = state.language
    meaning = state.model.datasets[draft.home]
    group = GroupBy(field=FieldRef(dataset=draft.home, field=meaning.identity))
    written = next((reading.expression for mention in state.mentions if (reading := mention.first(Time))), None)
    period = draft.period or (written.resolve(state.today, ahead=False) if written else None)
    found = []
    for option in problem.options:
        dataset, measure, condition = _way(state, option.key)
        filters = (*draft.filters, *((condition,) if condition is not None else ()))
        date = None
        if period is not None and not measure.metric:
            named = state.model.datasets[dataset].conditions[condition.condition].date if condition else None
            date = named or state.model.datasets[dataset].default_date
        query = SemanticQuery(
            dataset=dataset,
            shape="ranking",
            measures=(measure,),
            groups=(group,),
            filters=filters,
            period=period,
            date_field=date,
            order=Order(measure=0),
            limit=draft.limit or _FEW,
        )
        short, label = _names(option.key, condition, describer, language)
        found.append((label, short, query))
    return found


def _way(state: ReadingState, key: str) -> tuple[str, Measure, Named | None]:
    """The dataset whose rows are measured, the measure, and the condition of rows that are counted."""
    kind, _, rest = key.partition(":")
    if kind == "condition":
        dataset, _, name = rest.partition(".")
        return dataset, Measure(aggregate="count"), Named(dataset=dataset, condition=name)
    name = next(name for way, name, _, _ in _WAYS if way == key)
    metric = state.model.metrics.get(name)
    if metric is None:
        return name, Measure(aggregate="count"), None
    return metric.dataset or "", Measure(metric=name), None


def _names(key: str, condition: Named | None, describer: Describer, language: Language) -> tuple[str, str]:
    if condition is not None:
        phrase = describer.filters((condition,))[0]
        return phrase, say(planning.BY_COUNT_OF, language, phrase=phrase)
    long, short = next((long, short) for way, _, long, short in _WAYS if way == key)
    return say(short, language), say(long, language)
