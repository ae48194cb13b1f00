"""What a chart cannot hold: the rest is summed into "Otros" where that means anything, else left out and said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from core.planning.chart_spec import ChartKind, ChartSpec
from core.replies.charts.drawing import BAR_KINDS, MAX_BARS, MAX_PARTS, MAX_SERIES, Drawing, Series
from core.sentences import charts as texts
from core.sentences import say
from core.wording import numbers as wording

_UNDER_LINE = 20
"""Letters of a category from which it has no room under a line; lying bars hold it."""


def is_additive(spec: ChartSpec) -> bool:
    """Whether summing several categories means anything."""
    return spec.value_kind in ("integer", "money") if spec.additive is None else spec.additive


def _total(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _size(series: Series) -> float:
    return sum(abs(value) for value in series.values if value is not None)


def fitted(spec: ChartSpec, whole: Drawing) -> Drawing:
    """Choose the kind that can show these values, and leave out what it cannot hold.

    A pie needs positive parts of a whole, a stack positive values that may be summed, an area values above zero.
    """
    additive = is_additive(spec)
    shown = whole
    values = [value for one in whole.series for value in one.values if value is not None]
    kind: ChartKind = spec.kind
    if kind == "pie":
        if len(whole.series) > 1 or not additive or min(values) < 0 or sum(values) <= 0:
            kind = "stacked" if len(whole.series) > 1 and additive and min(values) >= 0 else "barh"
        else:
            return _pie(spec, whole)
    if kind == "stacked" and (not additive or min(values) < 0):
        kind = "grouped"
    if kind in ("bar", "barh") and len(whole.series) > 1:
        kind = "grouped"
    if kind in ("stacked", "grouped") and len(whole.series) == 1:
        kind = "bar"
    if kind == "area" and (min(values) < 0 or (len(whole.series) > 1 and not additive)):
        kind = "line"
    if kind == "line" and not whole.starts and len(whole.series) == 1 and max(map(len, whole.labels)) > _UNDER_LINE:
        kind = "barh"
    shown = _fewer_series(spec, whole, additive)
    if kind == "grouped" and len(shown.labels) * len(shown.series) > MAX_BARS and additive and min(values) >= 0:
        kind = "stacked"  # as many bars as categories, and every value still there
    if kind in BAR_KINDS:
        shown = _fewer_bars(spec, shown, additive, MAX_BARS // len(shown.series) if kind == "grouped" else MAX_BARS)
    incomplete = spec.incomplete_last and bool(shown.starts)
    shown = replace(shown, kind=kind)
    if shown.rest:
        shown = _cut_rest(shown)
    notes = shown.notes
    partial = spec.incomplete_first and len(shown.starts) > 1
    if partial and spec.begins_on is not None:
        day = wording.day(spec.begins_on, spec.language, year=False)
        notes += (say(texts.ONLY_FROM, spec.language, bucket=shown.labels[0], day=day),)
    elif partial:
        notes += (say(texts.MAYBE_PARTIAL, spec.language, bucket=shown.labels[0]),)
    if incomplete:
        notes += (say(texts.NOT_OVER, spec.language, bucket=shown.labels[-1]),)
    if kind == "line" and not shown.starts and len(shown.labels) == 1:
        kind = "bar"
    return replace(shown, kind=kind, incomplete=incomplete, partial_first=partial, notes=notes)


def _pie(spec: ChartSpec, whole: Drawing) -> Drawing:
    (only,) = whole.series
    pairs = [(label, value) for label, value in zip(whole.labels, only.values, strict=True) if value]
    pairs.sort(key=lambda pair: -pair[1])
    rest = len(pairs) > MAX_PARTS + 1
    if rest:
        label = say(texts.OTHERS, spec.language, count=len(pairs) - MAX_PARTS)
        pairs = [*pairs[:MAX_PARTS], (label, sum(value for _, value in pairs[MAX_PARTS:]))]
    labels, values = zip(*pairs, strict=True)
    series = (Series("", tuple(values)),)
    return replace(whole, labels=tuple(labels), series=series, rest=rest, starts=(), grain=None)


def _fewer_series(spec: ChartSpec, whole: Drawing, additive: bool) -> Drawing:
    if len(whole.series) <= MAX_SERIES:
        return whole
    ranked = sorted(whole.series, key=_size, reverse=True)
    if additive:
        kept, others = ranked[: MAX_SERIES - 1], ranked[MAX_SERIES - 1 :]
        summed = tuple(_total(values) for values in zip(*(one.values for one in others), strict=True))
        label = say(texts.OTHERS, spec.language, count=len(others))
        return replace(whole, series=(*kept, Series(label, summed, rest=True)))
    note = say(texts.SERIES_SHOWN_OF, spec.language, shown=MAX_SERIES, total=len(ranked))
    return replace(whole, series=tuple(ranked[:MAX_SERIES]), notes=(*whole.notes, note))


def _fewer_bars(spec: ChartSpec, whole: Drawing, additive: bool, limit: int) -> Drawing:
    count = len(whole.labels)
    if count <= limit:
        return whole
    if whole.starts:  # of time the latest is kept
        kept = slice(count - limit, count)
        rest = None
    elif additive:
        kept = slice(0, limit - 1)
        rest = slice(limit - 1, count)
    else:
        kept = slice(0, limit)
        rest = None
    ordered = whole
    if rest is not None:  # the largest stay
        sizes = [sum(abs(one.values[at] or 0.0) for one in whole.series) for at in range(count)]
        largest = set(sorted(range(count), key=lambda at: -sizes[at])[: limit - 1])
        order = [at for at in range(count) if at in largest] + [at for at in range(count) if at not in largest]
        ordered = replace(
            whole,
            labels=tuple(whole.labels[at] for at in order),
            series=tuple(replace(one, values=tuple(one.values[at] for at in order)) for one in whole.series),
        )
    labels = ordered.labels[kept]
    series = tuple(replace(one, values=one.values[kept]) for one in ordered.series)
    notes = whole.notes
    if rest is None:
        counts = {"shown": limit, "total": wording.number(count, spec.language)}
        notes += (say(texts.SHOWN_OF, spec.language, **counts),)
    else:
        labels += (say(texts.OTHERS, spec.language, count=count - limit + 1),)
        series = tuple(
            replace(one, values=(*one.values, _total(before.values[rest])))
            for one, before in zip(series, ordered.series, strict=True)
        )
    return replace(ordered, labels=labels, series=series, starts=whole.starts[kept], rest=rest is not None, notes=notes)


def _cut_rest(shown: Drawing) -> Drawing:
    """Cut the bar of the others short when it is more than twice the longest, so that those can be compared."""
    if shown.kind == "stacked":
        rows = [[_total(column) for column in zip(*(one.values for one in shown.series), strict=True)]]
    else:
        rows = [list(one.values) for one in shown.series]
    longest = max(value or 0.0 for row in rows for value in row[:-1])
    shortest = min(value or 0.0 for row in rows for value in row)
    if longest <= 0 or shortest < 0 or max(row[-1] or 0.0 for row in rows) <= 2 * longest:
        return shown
    note = say(texts.CUT_BAR, shown.language, label=shown.labels[-1])
    return replace(shown, rest_cut=longest * 1.12, notes=(*shown.notes, note))
