"""Understands one question on its own: tries the subjects and frames that its words allow, and keeps the clean one.

The coverage principle is enforced here: an attempt in which a word of substance stays unused is not an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from core.kernel.folding import fold
from core.semantics.query import AnyOf, Compare, FieldRef, GroupBy, Measure, Named
from core.understanding.averaging import average_frame, having_frame
from core.understanding.comparing import quantity_filters
from core.understanding.draft import Draft, Obstacle, Option
from core.understanding.filtering import contradiction, leftover, read_filters
from core.understanding.grouping import group_by_kind, read_groups, settle_groups
from core.understanding.lookups import distinct_frame, lookup_frame
from core.understanding.measuring import aggregate_frame, metric_defaults, metric_frame
from core.understanding.presenting import read_chart, read_sorting
from core.understanding.quantities import read_quantities
from core.understanding.ranking import ranking_frame
from core.understanding.readings import Cond, MetricIs, NounIs, Superlative, Time, ValueIs, Verb
from core.understanding.rows import rows_frame, selected_columns
from core.understanding.shares import share_frame
from core.understanding.state import ReadingState
from core.understanding.subjects import subjects
from core.understanding.timing import read_times

Frame = Callable[[ReadingState], bool]


def understand(state: ReadingState, *, home: str | None = None) -> Draft:
    """The best draft of a question: a clean one if any attempt gives it, else the one that says best what is wrong.

    ``home`` is the subject of the running conversation, used only when the question names none.
    """
    best: Draft | None = None
    clean: list[Draft] = []
    implied = home is None and not _names_subject(state)
    for subject, frame in _attempts(state, home):
        attempt = state.fresh()
        attempt.draft.home = subject
        draft = _try(attempt, frame)
        if draft is None:
            continue
        if not draft.problems:
            if not implied or draft.shape not in ("list", "count", "exists") or draft.groups:
                return draft
            if draft.home not in {other.home for other in clean}:
                clean.append(draft)
            continue
        if best is None or _badness(draft) < _badness(best):
            best = draft
    if clean:
        return clean[0] if len(clean) == 1 else _which_subject(state, clean)
    if best is None:
        best = Draft()
        spare = leftover(state.fresh())
        best.problems.append(spare if spare and spare.kind == "unknown" else Obstacle("no_subject"))
    return best


def _names_subject(state: ReadingState) -> bool:
    """True when a noun, a verb of a fact or a metric says what the question is about."""
    return any(
        mention.can(NounIs, Verb, MetricIs) or mention.first(ValueIs, lambda item: item.noun) is not None
        for mention in state.mentions
    )


def _which_subject(state: ReadingState, drafts: list[Draft]) -> Draft:
    """«Overdue» alone: equipment or orders? Each reading with its own query, to choose from."""
    words = tuple(mention.text for mention in state.mentions if mention.is_content)
    options = tuple(Option(key=str(draft.home), query=draft.query()) for draft in drafts[:4])
    asked = Draft(home=drafts[0].home, shape=drafts[0].shape)
    asked.problems.append(Obstacle("ambiguous_subject", words, options=options))
    return asked


def _badness(draft: Draft) -> tuple[int, int]:
    """Fewer unexplained words first; a specific reason before a general one."""
    order = {
        "missing_value": 0,
        "ambiguous_value": 1,
        "ambiguous_date": 1,
        "ambiguous_worst": 1,
        "unknown": 2,
        "not_related": 3,
    }
    worst = max(order.get(problem.kind, 4) for problem in draft.problems)
    words = sum(len(problem.words) for problem in draft.problems)
    return words, worst


def _attempts(state: ReadingState, home: str | None) -> Iterator[tuple[str | None, Frame]]:
    """Frames in the order in which they claim a question; row frames once for each possible subject."""
    yield None, share_frame
    yield None, average_frame
    yield None, having_frame
    yield None, ranking_frame
    yield None, aggregate_frame
    for subject in subjects(state, home):
        if _has_superlative(state, subject):
            yield subject, rows_frame
    yield None, lookup_frame
    yield None, distinct_frame
    order = list(subjects(state, home))
    if order and _entity_first(state, order[0]):
        yield order[0], rows_frame
    yield None, metric_frame
    for subject in order:
        yield subject, rows_frame


def _has_superlative(state: ReadingState, subject: str) -> bool:
    return any(
        mention.first(Superlative, lambda item: item.ref.dataset == subject) is not None for mention in state.mentions
    )


def _entity_first(state: ReadingState, subject: str) -> bool:
    """An entity's noun leads and a comparison follows: its rows are asked for, the metric only selects them."""
    return not state.model.datasets[subject].default_date and any(
        mention.role("more_than", "at_least", "less_than", "at_most", "between", "without")
        for mention in state.mentions
    )


def _try(state: ReadingState, frame: Frame) -> Draft | None:
    draft = state.draft
    read_chart(state)
    state.take("export")
    read_quantities(state)
    read_groups(state)
    if not frame(state):
        return None
    assert draft.home is not None
    settle_groups(state)
    group_by_kind(state)
    if state.has("trend") and (draft.measures or _counts_over_time(state)):
        _trend(state)
    draft.filters += quantity_filters(state)
    draft.filters += read_filters(state, skip=_skipped(state))
    read_times(state)
    if draft.compare_to is not None and not draft.measures:
        draft.measures = [Measure(aggregate="count")]
        draft.shape = "measure"
    selected_columns(state)
    context_nouns(state)
    read_sorting(state)
    metric_defaults(state)
    _compared_values(state)
    if draft.groups and draft.shape in ("count", "measure"):
        draft.shape = "breakdown"
    _everyone(state)
    spare = leftover(state)
    if spare is not None:
        draft.problems.append(spare)
    if (clash := contradiction(state)) is not None:
        draft.problems.append(clash)
    if _more_than_one_question(state):
        draft.problems.append(Obstacle("too_complex"))
    return draft


def _more_than_one_question(state: ReadingState) -> bool:
    """Two counts in one question, or more of one thing than of another: neither is one query of ours."""
    timed = state.draft.period is not None or any(group.grain for group in state.draft.groups)
    if timed and any(isinstance(item, AnyOf) and _dates_differ(state, item) for item in state.draft.filters):
        return True
    counts = [mention for mention in state.mentions if mention.role("count") and not mention.role("of_each")]
    if len(counts) > 1:
        return True
    for place, mention in enumerate(state.mentions):
        if mention.text.casefold() == "than":
            return True
        if not mention.role("most", "least"):
            continue
        for later in range(place + 1, len(state.mentions) - 1):
            if state.mentions[later].text.casefold() in ("que", "que el", "que la") and later > place + 1:
                following = state.after(later)
                if following is not None and state.mentions[following].can(Time, NounIs, ValueIs):
                    return True
    return False


def _dates_differ(state: ReadingState, item: AnyOf) -> bool:
    """«abiertas y cerradas por mes»: each of them in its own time."""
    conditions = [
        state.model.datasets[part.dataset].conditions[part.condition] for part in item.parts if isinstance(part, Named)
    ]
    return len({condition.date for condition in conditions}) > 1


def _skipped(state: ReadingState) -> frozenset[int]:
    return frozenset(state.group_places)


def _counts_over_time(state: ReadingState) -> bool:
    """«tendencia de fallas»: rows of a fact without a measure are counted."""
    draft = state.draft
    assert draft.home is not None
    if draft.shape != "list" or state.model.datasets[draft.home].default_date is None:
        return False
    draft.shape, draft.measures = "count", [Measure(aggregate="count")]
    return True


def _trend(state: ReadingState) -> None:
    if _of_now(state):
        # What was open or overdue in an earlier month is not recorded; «¿cómo va el backlog?» is answered as it stands.
        for place in list(state.roles("trend")):
            if fold(state.mentions[place].text) in ("como va", "como van"):
                state.use(place)
        return
    if any(group.grain for group in state.draft.groups):
        state.take("trend")
        return
    state.take("trend")
    state.draft.groups.append(GroupBy(grain="month"))


def _of_now(state: ReadingState) -> bool:
    """The question is about a state of now: a measure of it, or a condition beside the counted rows."""
    draft = state.draft
    assert draft.home is not None
    conditions = state.model.datasets[draft.home].conditions
    named = {str(name) for measure in draft.measures if measure.metric for name in _where(state, measure.metric)}
    named |= {item.name for mention in state.mentions for item in mention.all(Cond) if item.dataset == draft.home}
    return any(name in conditions and conditions[name].of_now for name in named)


def _where(state: ReadingState, metric: str) -> list[str]:
    return list(state.model.metrics[metric].where)


def context_nouns(state: ReadingState) -> None:
    """Nouns that only say whose things are counted: «fallas de los *equipos*», "orders for *machines* in Paint".

    Only of a dataset that the home's rows belong to. Places in the plural beside a measure are a breakdown; people and
    the rest stay unused, so that they are asked about.
    """
    draft = state.draft
    assert draft.home is not None
    for mention in state.mentions:
        if mention.used:
            continue
        noun = mention.first(NounIs)
        if noun is None:
            if mention.first(Verb, lambda item: item.dataset == draft.home) is not None:
                mention.used = True
            continue
        datasets = {item.dataset for item in mention.all(NounIs)}
        if draft.home in datasets:
            mention.used = True
            continue
        if any(_filters_on(state, dataset) for dataset in datasets):
            mention.used = True
            continue
        measured = {state.model.metrics[m.metric].dataset for m in draft.measures if m.metric}
        if datasets & measured:
            mention.used = True
            continue
        reached = [dataset for dataset in datasets if state.distance(dataset) is not None]
        if any(state.model.datasets[dataset].says_nothing for dataset in reached):
            mention.used = True
            continue
        places = [dataset for dataset in reached if state.model.datasets[dataset].place]
        if places and draft.measures and mention.text.endswith("s") and not draft.groups:
            mention.used = True
            identity = state.model.datasets[places[0]].identity
            draft.groups.append(GroupBy(field=FieldRef(dataset=places[0], field=identity)))


def _filters_on(state: ReadingState, dataset: str) -> bool:
    """Some filter is about this dataset, so its noun only says what the filter is of («área Welding»)."""
    for item in state.draft.filters:
        owner = getattr(item, "dataset", None) or getattr(getattr(item, "field", None), "dataset", None)
        if owner == dataset:
            return True
    return False


def _compared_values(state: ReadingState) -> None:
    """«preventivas vs correctivas»: the values of one field side by side."""
    if not state.has("compare"):
        return
    for item in state.draft.filters:
        if isinstance(item, Compare) and item.op == "in" and len(item.values) > 1:
            state.take("compare", "and")
            group = GroupBy(field=item.field)
            if group not in state.draft.groups:
                state.draft.groups.append(group)
            if not state.draft.measures:
                state.draft.measures = [Measure(aggregate="count")]
            state.draft.shape = "breakdown"
            return


def _everyone(state: ReadingState) -> None:
    """All statuses listed side by side lift the population."""
    draft = state.draft
    assert draft.home is not None
    lifted = set(state.model.datasets[draft.home].population_fields)
    draft.everyone = draft.everyone or any(
        group.field is not None and group.field.dataset == draft.home and group.field.field in lifted
        for group in draft.groups
    )
