"""How an answer is to look: its chart, and what its rows are sorted by."""

from __future__ import annotations

from core.kernel.folding import fold
from core.planning.chart_spec import ChartKind
from core.semantics.query import FieldRef, Order
from core.sentences import planning, say
from core.understanding.readings import MetricIs, Per
from core.understanding.state import ReadingState

_CHARTS: tuple[tuple[str, ChartKind], ...] = (
    ("pie", "pie"),
    ("barh", "barh"),
    ("stacked", "stacked"),
    ("grouped_bars", "grouped"),
    ("histogram", "histogram"),
    ("scatter", "scatter"),
    ("area_chart", "area"),
    ("line", "line"),
    ("bar", "bar"),
    ("pareto", "bar"),
)


def read_sorting(state: ReadingState) -> None:
    """«de mayor a menor», "sorted by unit cost": an order without a cut."""
    draft = state.draft
    descending = bool(state.take("sorted_desc"))
    ascending = bool(state.take("sorted_asc"))
    for place in state.take("sort"):
        following = state.after(place)
        if following is not None and (date := _plain_date(state, following)) is not None:
            state.use(following)
            draft.order = Order(field=date, descending=descending)
            field = state.model.field(date.dataset, date.field)
            terms = field.terms[state.language]
            name = terms[0] if terms else field.label.one[state.language].lower()
            draft.said.append(say(planning.SORTED_BY_DATE, state.language, date=name))
            return
        if following is not None and state.mentions[following].can(MetricIs):
            state.problem("too_complex", following)
            return
        ref = state.settle_field(following) if following is not None else None
        if ref is not None and following is not None:
            state.use(following)
            draft.order = Order(field=ref, descending=descending)
            return
    if not (descending or ascending):
        return
    if draft.measures and draft.groups:
        if draft.limit is not None and draft.order is not None and draft.order.descending != descending:
            # «de menor a mayor» of the five with most would be the five with least.
            state.problem("unsortable")
            return
        draft.order = Order(measure=0, descending=descending)
    elif draft.order is not None:
        draft.order = draft.order.model_copy(update={"descending": descending})


def _plain_date(state: ReadingState, place: int) -> FieldRef | None:
    """«por fecha», where the rows have several and none of that bare name: the one that periods bind to."""
    home = state.draft.home
    if home is None or fold(state.mentions[place].text) not in ("fecha", "date"):
        return None
    name = state.model.datasets[home].default_date
    return FieldRef(dataset=home, field=name) if name is not None else None


def _drawn_line(state: ReadingState) -> bool:
    """«fallas por mes en línea»: after a calendar unit the line is that of a chart, unless it is one of the plant's
    (with its number it is a value)."""
    for place, mention in enumerate(state.mentions):
        if mention.used or not mention.role("bare_line") or place + 1 < len(state.mentions):
            continue
        if place and fold(state.mentions[place - 1].text) == "en" and any(item.can(Per) for item in state.mentions):
            state.use(place)
            return True
    return False


def read_chart(state: ReadingState) -> None:
    """An explicit kind of chart wins; a chart without a kind is chosen later by the shape of the answer."""
    for role, kind in _CHARTS:
        if state.take(role):
            state.take("chart")
            state.draft.chart = kind
            return
    if _drawn_line(state):
        state.take("chart")
        state.draft.chart = "line"
        return
    if state.take("chart"):
        state.draft.chart = "auto"
