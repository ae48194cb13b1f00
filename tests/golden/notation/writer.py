"""Writes a SemanticQuery in one line, whole: reading the line gives the same query."""

from __future__ import annotations

from collections.abc import Iterable

from core.kernel.messages import Cell
from core.semantics.query import (
    AnyOf,
    Compare,
    Dated,
    During,
    FieldRef,
    Filter,
    GroupBy,
    Lasted,
    Latest,
    Measure,
    Named,
    Not,
    Order,
    Period,
    Related,
    SemanticQuery,
    TimeSpan,
)
from tests.golden.notation.words import AGGREGATES, DAYS, EVER, NAME, NOTHING, NUMBER, PLAIN, RESERVED, SIGNS

ONE_COUNT = (Measure(aggregate="count"),)


def write(query: SemanticQuery) -> str:
    """The line of a query.

    Raises:
        ValueError: it holds what the notation has no words for, which the compiler would refuse too.
    """
    home = query.dataset
    head = f"{query.shape} {_name(home)}"
    if query.shape != "count" or query.measures != ONE_COUNT:
        if query.measures:
            head += ": " + ", ".join(_measure(item, home) for item in query.measures)
        elif query.shape == "count":
            raise ValueError("a count of nothing")
    parts = [head]
    if query.filters:
        parts.append(", ".join(write_filter(item, home) for item in query.filters))
    if query.everyone:
        parts.append("everyone")
    if query.groups:
        parts.append("by " + ", ".join(_group(item, home) for item in query.groups))
    if query.select:
        parts.append("show " + ", ".join(_ref(item, home) for item in query.select))
    if query.period is not None or query.date_field is not None:
        parts.append(_bound(query.period, query.date_field))
    if query.compare_to is not None:
        parts.append(f"beside {_days(query.compare_to)}")
    if query.order is not None:
        parts.append(_order(query.order, home))
    if query.limit is not None:
        parts.append(_places(query, home))
    elif query.offset or query.limit_within is not None:
        raise ValueError("places without a limit")
    if query.latest is not None:
        parts.append(_latest(query.latest, home))
    if query.spans:
        parts.append("spans " + ", ".join(_span(item, home) for item in query.spans))
    if query.having:
        parts.append("having " + ", ".join(_having(*item) for item in query.having))
    return " | ".join(parts)


def _places(query: SemanticQuery, home: str) -> str:
    text = f"top {query.limit}"
    if query.offset:
        text += f" after {query.offset}"
    return f"{text} each {_ref(query.limit_within, home)}" if query.limit_within is not None else text


def _latest(item: Latest, home: str) -> str:
    if not item.per:
        raise ValueError("the latest of nothing")
    text = f"{'first' if item.first else 'latest'} per {', '.join(_ref(ref, home) for ref in item.per)}"
    text = f"{text} on {_name(item.date)}" if item.date is not None else text
    return f"{text} keep {' and '.join(write_filter(part, home) for part in item.keep)}" if item.keep else text


def _span(item: TimeSpan, home: str) -> str:
    text = _ref(item.since, home)
    if item.until is not None:
        text += f" to {_ref(item.until, home)}"
    return f"{text} in {item.unit}" if item.unit is not None else text


def _name(text: str) -> str:
    if not NAME.fullmatch(text):
        raise ValueError(f"no name: {text!r}")
    return text


def _ref(ref: FieldRef, home: str) -> str:
    name = _name(ref.field)
    return name if ref.dataset == home and name not in RESERVED else f"{_name(ref.dataset)}.{name}"


def _value(value: Cell) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, int | float):
        text = repr(value)
        if not NUMBER.fullmatch(text):
            raise ValueError(f"no number: {value}")
        return text
    if PLAIN.fullmatch(value) and value not in RESERVED and not NUMBER.fullmatch(value) and ".." not in value:
        return value
    return _quoted(value)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _values(values: Iterable[Cell]) -> str:
    return "/".join(_value(value) for value in values)


def _days(period: Period) -> str:
    days = f"{period.start or ''}..{period.end or ''}"
    assert DAYS.fullmatch(days)
    tags = [] if period.given else ["default"]
    tags += [tag for tag, usual in ((period.relative, EVER.relative), (period.grain, EVER.grain)) if tag != usual]
    if period.phrase:
        tags.append(_quoted(period.phrase))
    return f"{days} ({' '.join(tags)})" if tags else days


def _bound(period: Period | None, date_field: str | None) -> str:
    words = ["period"] if date_field is None else ["on", _name(date_field)]
    return " ".join([*words, _days(period)] if period is not None else words)


def write_filter(item: Filter, home: str) -> str:
    """A filter, as it stands in a query over ``home``."""
    match item:
        case Compare():
            return _compare(item, home)
        case Named():
            name = _ref(FieldRef(dataset=item.dataset, field=item.condition), home)
            days = f" {_days(item.period)}" if item.period is not None else ""
            return f"{'not ' if item.negated else ''}{name}{days}"
        case Dated():
            return f"{_ref(item.field, home)} {'not in' if item.negated else 'in'} {_days(item.period)}"
        case AnyOf():
            return "(" + " or ".join(write_filter(part, home) for part in item.parts) + ")"
        case Not():
            return f"not ({write_filter(item.part, home)})"
        case Related():
            return _related(item)
        case Lasted():
            if not item.values:
                raise ValueError(f"{item.op} has no values")
            return f"span {_span(item.span, home)} {item.op} {_values(item.values)}"
        case During():
            at = f" at '{item.at.isoformat(' ', 'minutes')}'" if item.at is not None else ""
            rows = f"{_name(item.dataset)}.{_name(item.state)}" if item.state is not None else _name(item.dataset)
            return f"{'not ' if item.negated else ''}during {rows} {_days(item.period)}{at}"


def _compare(item: Compare, home: str) -> str:
    field, op = _ref(item.field, home), item.op
    if item.other is not None:
        if len(item.values) > 1 or op not in SIGNS:
            raise ValueError("a field and values")
        times = f"{_value(item.values[0])} " if item.values else ""
        return f"{field} {op} {times}field {_ref(item.other, item.field.dataset)}"
    if op in ("is null", "is not null"):
        if item.values:
            raise ValueError(f"{op} has values")
        return f"{field} {op}"
    if not item.values:
        raise ValueError(f"{op} has no values")
    many = len(item.values) > 1
    if op in ("=", "<>") and many:
        raise ValueError(f"{op} has several values")
    sign = {"in": "=", "not in": "<>"}.get(op, op) if many else op
    return f"{field} {sign} {_values(item.values)}"


def _related(item: Related) -> str:
    home = item.dataset
    text = f"{'without' if item.negated else 'with'} {'latest ' if item.latest else ''}{_rows(item)}"
    if item.measure is not None and item.op is not None and (item.values or item.than is not None):
        measure = _measure(item.measure, home)
        text += f" {f'[{measure}]' if item.measure.only else measure} {item.op} "
        if item.than is None:
            return text + _values(item.values)
        if item.values or item.than.measure is None or item.than != _plain(item.than):
            raise ValueError("a comparison of two measures has nothing else")
        return f"{text}than {_rows(item.than)} [{_measure(item.than.measure, item.than.dataset)}]"
    if item.measure is not None or item.op is not None or item.values or item.than is not None:
        raise ValueError("a measure, an operator and values go together")
    return text


def _plain(item: Related) -> Related:
    return item.model_copy(update={"op": None, "values": (), "negated": False, "latest": False, "than": None})


def _rows(item: Related) -> str:
    home = item.dataset
    inner = [write_filter(part, home) for part in item.filters]
    if item.period is not None or item.date_field is not None:
        inner.append(_bound(item.period, item.date_field))
    return f"{_name(home)} ({', '.join(inner)})" if inner else _name(home)


def _measure(item: Measure, home: str) -> str:
    part = item.aggregate == "share" and item.metric is not None
    if ((item.metric is None) == (item.aggregate is None) and not part) or item.metric in (*AGGREGATES, *RESERVED):
        raise ValueError(f"no measure: {item}")
    text = f"share metric {_name(item.metric or '')}" if part else _name(item.metric or str(item.aggregate))
    if (item.of is not None) != (item.aggregate in ("ratio", "difference")):
        raise ValueError(f"no measure: {item}")
    if item.of is not None:
        text += f" {item.of[0] + 1} {item.of[1] + 1}"
    if item.dataset is not None:
        text += f" in {_name(item.dataset)}"
    if item.field is not None:
        text += f" {_ref(item.field, home)}"
    if item.span is not None:
        if item.field is not None:
            raise ValueError("a field and a span")
        text += f" span {_span(item.span, home)}"
    if item.per is not None:
        text += f" per {_name(item.per)}"
    if item.period is not None:
        text += f" period {_days(item.period)}"
    if item.only:
        text += " of " + " and ".join(write_filter(part, home) for part in item.only)
    if item.share_within is not None and not item.share:
        raise ValueError("a share of nothing")
    within = f" within {_ref(item.share_within, home)}" if item.share_within is not None else ""
    return f"{text} with share{within}" if item.share else text


def _group(item: GroupBy, home: str) -> str:
    if item.condition is not None:
        if item.field is not None or item.grain is not None:
            raise ValueError("a group by two things")
        return f"whether {write_filter(item.condition, home)}"
    if item.field is None and item.grain is None:
        raise ValueError("a group by nothing")
    return " ".join(filter(None, (_ref(item.field, home) if item.field else None, item.grain)))


def _order(item: Order, home: str) -> str:
    words = ["most" if item.descending else "least"]
    if item.measure is not None and item.field is not None:
        raise ValueError("an order by two things")
    if item.measure is not None:
        words += ["measure", str(item.measure + 1)] if item.measure else ["measure"]
    if item.field is not None:
        words.append(_ref(item.field, home))
    return " ".join(words)


def _having(measure: int, op: str, value: Cell) -> str:
    return f"measure {measure + 1} {op} {_value(value)}" if measure else f"{op} {_value(value)}"
