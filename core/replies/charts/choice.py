"""Which chart an answer gets: time as a line, parts as bars, a pie only when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, Literal

from core.kernel.messages import Column, Question, QuestionKind
from core.kernel.result import Result
from core.planning.chart_spec import ChartKind, ChartSpec
from core.planning.plan import Queried
from core.replies.charts.readings import over_time
from core.replies.charts.title import titled
from core.semantics.calendar import end_of
from core.semantics.comparing import adds_up, overlaps
from core.semantics.model import SemanticModel
from core.semantics.query import Grain, Named, SemanticQuery
from core.sentences import Text
from core.sentences import charts as texts
from core.wording.describe.values import missing_words
from core.wording.localise import field_of, grain_of, shown
from core.wording.numbers import bucket_start, cell

NUMERIC: Final = frozenset({"integer", "number", "money", "percent", "hours", "minutes", "days"})
MOST_VERTICAL: Final = 6
"""At most this many bars are drawn vertical; more are drawn as horizontal bars."""
LONGEST_VERTICAL: Final = 14
"""With a label of more letters than this, bars are drawn horizontal."""
_FOR_CLASSES: Final = 12
"""Values of a breakdown from which classes say something."""
_TEMPORAL: Final[tuple[ChartKind, ...]] = ("line", "area", "bar", "stacked", "grouped", "barh")


def chartable(plan: Queried, result: Result) -> bool:
    """True when the result has something to compare: two or more rows, a label, and a number that varies."""
    axes = _axes(plan, result)
    return axes is not None and len(result.rows) > 1


def choose(
    plan: Queried,
    result: Result,
    wanted: ChartKind | Literal["auto"] | None,
    model: SemanticModel,
    *,
    today: date | None = None,
) -> ChartSpec | None:
    """The chart of an answer, or None when it cannot be charted (one number, no rows).

    Args:
        wanted: the kind that was asked for; it wins where it can be drawn. "auto" and None leave it to the answer.
        today: the question's day, for a last bucket that is not over; else the day that the query ran.
    """
    explicit: ChartKind | None = None if wanted is None or wanted == "auto" else wanted
    if (explicit == "histogram" or explicit == "scatter") and len(result.rows) > 1:
        special = _points(plan, result, explicit) if misfit(plan, result, explicit, model) is None else None
        if special is not None:
            return titled(special, plan, result, model)
    if explicit in (None, "line", "scatter"):
        read = over_time(plan, result, _columns(plan, result), model)
        if read is not None:
            return titled(read, plan, result, model)
    if not chartable(plan, result):
        return None
    axes = _axes(plan, result)
    assert axes is not None
    x, series, values = axes
    grain = _grain(plan, result, x)
    additive = _additive(plan.query, model)
    spec = ChartSpec(
        kind="bar",
        x=x.name,
        y=tuple(value.name for value in values),
        series=series.name if series is not None else None,
        value_kind=values[0].kind if values[0].kind in NUMERIC else "number",
        unit=values[0].unit if values[0].kind not in ("money", "integer") or values[0].unit else None,
        time=grain is not None,
        grain=grain,
        additive=additive,
        ranked=_ranked(plan, x, model),
        zero_when_missing=bool(grain and additive),
        incomplete_last=_incomplete(plan, result, x, grain, today),
        missing=_missing(x, plan, model),
        missing_series=_missing(series, plan, model) if series is not None else None,
        **_beginning(plan, result, x, grain),
        language=plan.language,
    )
    kind = _kind(spec, plan, result, x, model, explicit)
    return titled(spec.model_copy(update={"kind": kind}), plan, result, model)


def _missing(column: Column, plan: Queried, model: SemanticModel) -> str | None:
    """What rows without a value of the column are called; None where the model does not know it."""
    field = field_of(column, model)
    return missing_words(field, plan.language) if field is not None else None


def _columns(plan: Queried, result: Result) -> list[Column]:
    """The result's columns as the plan names them, guessed from their values where it does not."""
    named = {column.name: column for column in plan.columns}
    return [named.get(name) or _guess(name, result) for name in result.columns]


def _guess(name: str, result: Result) -> Column:
    first = next((cell for cell in result.column(name) if cell is not None), None)
    kind: Literal["number", "text"] = "number" if isinstance(first, int | float) else "text"
    return Column(name=name, label=name.replace("_", " ").capitalize(), kind=kind)


def _axes(plan: Queried, result: Result) -> tuple[Column, Column | None, tuple[Column, ...]] | None:
    """The columns of categories, series (if any) and numbers; None when there is nothing to compare."""
    columns = _columns(plan, result)
    by_name = {column.name: column for column in columns}
    groups = [by_name[name] for name in plan.roles.get("groups", ()) if name in by_name]
    values = [by_name[name] for name in plan.roles.get("values", ()) if name in by_name]
    if plan.query is not None and not groups:
        if plan.query.shape not in ("list", "exists") or plan.query.order is None:
            return None
        return _of_list(plan.query, columns)
    if plan.query is None:
        groups = [column for column in columns if column.kind not in NUMERIC][:2]
        values = [column for column in columns if column.kind in NUMERIC]
        if len(groups) != 1:
            values = values[:1]
    derived = [measure.of is not None for measure in plan.query.measures] if plan.query is not None else []
    if any(derived) and len(derived) == len(values):
        # What was asked for is the ratio or the difference; its parts have other scales.
        values = [value for value, is_derived in zip(values, derived, strict=True) if is_derived][:1]
    values = [value for value in values if any(isinstance(cell, int | float) for cell in result.column(value.name))]
    if not groups or not values or len(groups) > 2:
        return None
    within = plan.query.limit_within if plan.query is not None else None
    if within is not None and len(groups) == 2:
        # The first of each: a bar for each of them, not a pile with a colour for each.
        groups = [group for group in groups if group.field != str(within)][:1] or groups
    if len(groups) == 1:
        return groups[0], None, tuple(values)
    x, series = groups
    if x.name == "period" and x.field is None:
        # Two periods side by side: each category has both bars.
        x, series = series, x
    elif _grain(plan, result, series) is not None:
        x, series = series, x
    return x, series, (values[0],)


def _of_list(
    query: SemanticQuery, columns: Sequence[Column]
) -> tuple[Column, Column | None, tuple[Column, ...]] | None:
    """The axes of a list that is sorted by a number: each row's name and that number."""
    assert query.order is not None
    wanted = str(query.order.field) if query.order.field is not None else ""
    value = next((column for column in columns if column.field == wanted and column.kind in NUMERIC), None)
    name = next((column for column in columns if column.kind == "text"), None)
    return (name, None, (value,)) if value is not None and name is not None else None


def value_column(plan: Queried, result: Result) -> Column | None:
    """The column of numbers whose classes a histogram shows; None where there is none."""
    return next(iter(_numbers(plan, result)), None)


def _numbers(plan: Queried, result: Result) -> list[Column]:
    extras = plan.roles.get("extras", ())
    return [item for item in _columns(plan, result) if item.kind in NUMERIC and item.name not in extras]


def _points(plan: Queried, result: Result, kind: Literal["histogram", "scatter"]) -> ChartSpec | None:
    numbers = _numbers(plan, result)
    if kind == "histogram" and numbers:
        column = numbers[0]
        return ChartSpec(
            kind=kind, x=column.name, y=(), value_kind=column.kind, unit=column.unit, language=plan.language
        )
    if kind == "scatter" and len(numbers) > 1:
        one, two = numbers[0], numbers[1]
        return ChartSpec(
            kind=kind, x=one.name, y=(two.name,), value_kind=two.kind, unit=two.unit, language=plan.language
        )
    return None


def _grain(plan: Queried, result: Result, column: Column) -> Grain | None:
    grain = grain_of(column)
    if grain is not None or plan.query is not None:
        return grain
    cells = [cell for cell in result.column(column.name) if cell is not None]
    found = [bucket_start(cell) for cell in cells] if column.kind in ("text", "date", "datetime") else [None]
    return found[0][1] if found and all(found) and found[0] is not None else None


def _additive(query: SemanticQuery | None, model: SemanticModel) -> bool | None:
    """Whether parts sum to the whole; None when the query is not known."""
    if query is None or not query.measures:
        return None
    return all(adds_up(measure, model) for measure in query.measures) and not overlaps(query, model)


def _ranked(plan: Queried, x: Column, model: SemanticModel) -> bool:
    """Whether categories stand by their size: not where their values, or the question, have an order of their own."""
    field = field_of(x, model)
    by_name = plan.query is not None and plan.query.order is not None and plan.query.order.measure is None
    return not by_name and (field is None or not field.order)


def _incomplete(plan: Queried, result: Result, x: Column, grain: Grain | None, today: date | None) -> bool:
    if grain is None:
        return False
    starts = [found[0] for cell in result.column(x.name) if (found := bucket_start(cell)) is not None]
    if not starts:
        return False
    last = end_of(grain, max(starts))
    day = today or result.queried_at.date()
    period = plan.query.period if plan.query is not None else None
    cut = period.end if period is not None and period.end is not None else last
    return day <= last or cut < last


def _beginning(plan: Queried, result: Result, x: Column, grain: Grain | None) -> dict[str, Any]:
    """Whether the first time bucket lacks days, or may lack some, as fields of a ChartSpec.

    It lacks days when the period that was asked for begins inside it. Without a period the records themselves may begin
    inside it, unless a condition ("open") hides where they begin. A bucket of one day is always complete.
    """
    query = plan.query
    if query is None or grain in (None, "day"):
        return {}
    starts = [found[0] for cell in result.column(x.name) if (found := bucket_start(cell)) is not None]
    if len(starts) < 2:
        return {}
    begins = query.period.start if query.period is not None else None
    if begins is not None:
        inside = min(starts) < begins
        return {"incomplete_first": inside, "begins_on": begins if inside else None}
    return {"incomplete_first": query.period is None and not any(isinstance(part, Named) for part in query.filters)}


def _kind(
    spec: ChartSpec, plan: Queried, result: Result, x: Column, model: SemanticModel, explicit: ChartKind | None
) -> ChartKind:
    if explicit is not None and _why_not(explicit, spec, result) is None and not (explicit == "pareto" and _cut(plan)):
        return explicit
    if spec.series is not None:
        if spec.time and not spec.additive:
            return "line"
        return "stacked" if spec.additive and spec.series != "period" else "grouped"
    if spec.time:
        return "line"
    if len(spec.y) > 1:
        return "grouped"
    labels = shown([x], result, model, plan.language).column(x.name)
    crowded = len(result.rows) > MOST_VERTICAL
    return "barh" if crowded or any(len(str(label or "")) > LONGEST_VERTICAL for label in labels) else "bar"


def misfit(plan: Queried, result: Result, kind: ChartKind, model: SemanticModel) -> Text | None:
    """Why the kind that was asked for does not show this answer; None when it does."""
    numbers = [column for column in _columns(plan, result) if column.kind in NUMERIC]
    if kind == "histogram":
        many = plan.query is None or not plan.query.groups or len(result.rows) >= _FOR_CLASSES
        return None if many and numbers else texts.NO_CLASSES
    if kind == "scatter":
        return None if len(numbers) > 1 else texts.NO_PAIRS
    if kind == "pareto" and _cut(plan):
        return texts.NOT_ALL
    spec = choose(plan, result, None, model)
    return None if spec is None else _why_not(kind, spec, result)


def _cut(plan: Queried) -> bool:
    """Whether only the first categories are there."""
    return plan.query is not None and plan.query.limit is not None


def _why_not(kind: ChartKind, spec: ChartSpec, result: Result) -> Text | None:
    """Why these columns do not suit the kind that was asked for; None when they do."""
    several = spec.series is not None or len(spec.y) > 1
    if kind in ("pie", "pareto"):
        if several:
            return texts.ONE_SERIES_ONLY
        cells = result.column(spec.y[0])
        negative = any(isinstance(cell, int | float) and cell < 0 for cell in cells)
        return texts.NO_PARTS if spec.additive is False or negative else None
    if kind in ("line", "area"):
        return None if spec.time else texts.NO_TIME
    if kind == "stacked":
        return texts.NO_SECOND if not several else texts.NO_PARTS if spec.additive is False else None
    if kind == "grouped":
        return None if several else texts.NO_SECOND
    if kind in ("bar", "barh"):
        return texts.SEVERAL_BARS if several else None
    return texts.NO_PARTS


# ---- unasked: when an answer comes with its chart, and when that chart says all that the table says ----


LEAST_ROWS: Final = 3
"""Two values are compared in a sentence."""
MOST_BARS: Final = 20
_ROOM, _SIGN = 700, 12
"""Pixels that shapes side by side have at least, and that a letter of a value takes at most."""
_CHATS: Final[frozenset[QuestionKind]] = frozenset(
    {"mention", "message", "button", "select", "shortcut", "suggestion", "scheduled"}
)


def may_illustrate(question: Question) -> bool:
    """Whether the answer is read by a person in a chat: not a command's, nor a program's."""
    return not question.alone and (question.illustrated or question.kind in _CHATS)


def worth_drawing(plan: Queried, result: Result) -> bool:
    """A breakdown, a ranking or a trend of three values or more that are not all the same."""
    if len(result.rows) < LEAST_ROWS or result.truncated or not chartable(plan, result):
        return False
    if plan.query is None:
        names = [column for column in plan.columns if column.kind not in NUMERIC]
        return len(names) == 1 and len(set(result.column(names[0].name))) == len(result.rows) <= MOST_BARS
    values = plan.roles.get("values", ())
    return bool(plan.query.groups) and any(len(set(result.column(name))) > 1 for name in values)


def fits_unasked(spec: ChartSpec, result: Result) -> bool:
    """Whether the chart shows the answer and not a piece of it: averages of 200 machines are no 20 bars."""
    return spec.time or spec.additive is not False or len(result.rows) <= MOST_BARS


def tells_all(spec: ChartSpec, columns: Sequence[Column], result: Result, currency: str) -> bool:
    """Whether every cell of the table stands on the chart, as a label or as a value beside its shape.

    Values beside the points of a line, and above bars, are written only where all have room.

    Args:
        columns: those of the table.
    """
    drawn = {spec.x, *spec.y, *([spec.series] if spec.series else [])}
    if result.truncated or {column.name for column in columns} - drawn:
        return False
    count = len(result.rows)
    if spec.kind == "barh":
        return count <= MOST_BARS
    if spec.kind not in ("bar", "line", "area") or spec.series is not None or len(spec.y) > 1 or count > MOST_BARS:
        return False
    column = next(column for column in columns if column.name == spec.y[0])
    longest = max(len(cell(value, column, spec.language, currency)) for value in result.column(column.name))
    return longest * _SIGN <= _ROOM / count
