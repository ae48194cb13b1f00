"""A query's filters as SQL conditions of one SELECT."""

from __future__ import annotations

import re

from core.kernel.folding import fold
from core.semantics.model import Condition
from core.semantics.query import AnyOf, Compare, Dated, During, FieldRef, Filter, Lasted, Named, Not, Operator, Related
from core.semantics.sql.dialect import literal
from core.semantics.sql.interval import during_sql
from core.semantics.sql.joins import NotCompilable, Source, bracketed
from core.semantics.sql.related import related_sql
from core.semantics.sql.span import span_sql


def keep(source: Source, part: Filter) -> None:
    """Add a filter to WHERE.

    Raises:
        NotCompilable: no many-to-one path leads to what it is about.
    """
    source.where.append(filter_sql(source, part))


def filter_sql(source: Source, part: Filter) -> str:
    """A filter as SQL, usable inside AND; the tables that it needs are joined.

    Raises:
        NotCompilable: no many-to-one path leads to what it is about.
    """
    if not source.fans and isinstance(part, Compare | Named) and source.model.has_several(source.root, _about(part)):
        return _of_several(source, part)
    match part:
        case Compare():
            return _compare(source, part)
        case Named():
            return _named(source, part)
        case Dated():
            column = source.field(part.field)
            inside = source.within(column, part.period)
            # What never happened did not happen in the period either.
            return f"(NOT ({inside}) OR {column} IS NULL)" if part.negated else inside
        case AnyOf():
            return "(" + " OR ".join(filter_sql(source, item) for item in part.parts) + ")"
        case Not():
            return _not(filter_sql(source, part.part), uncertain=True)
        case Related():
            return related_sql(source, part, keep)
        case Lasted():
            return _holds(span_sql(source, part.span), part.op, [literal(value) for value in part.values])
        case During():
            source.reach(part.dataset)
            text = during_sql(source, part)
            return _not(text, uncertain=True) if part.negated else text


def _about(part: Compare | Named) -> str:
    return part.dataset if isinstance(part, Named) else part.field.dataset


_OPPOSITE: dict[str, Operator] = {"<>": "=", "not in": "in", "is null": "is not null"}


def _of_several(source: Source, part: Compare | Named) -> str:
    """Rows one of whose several partners is so, or none of whose is: never a join, so that no row is counted twice."""
    first = next(step for step in source.model.path(source.root, _about(part)) or () if step.several)
    if first.source != source.root:
        raise NotCompilable(f"a row of {first.source} may have several of {first.target}")
    held: Compare | Named = part
    negated = False
    if isinstance(part, Compare) and part.op in _OPPOSITE:
        negated, held = True, part.model_copy(update={"op": _OPPOSITE[part.op]})
    elif isinstance(part, Named) and part.negated:
        negated, held = True, part.model_copy(update={"negated": False})
    inner = Source(source.model, source.dialect, first.target, source.today)
    keep(inner, held)
    there, own = inner.dialect.name_of(first.target_columns[0]), source.dialect.name_of(first.source_columns[0])
    rows = f"SELECT {first.target}.{there} {inner.sql()}"
    return f"{source.root}.{own} {'NOT IN' if negated else 'IN'} ({rows})"


def _compare(source: Source, part: Compare) -> str:
    column = source.field(part.field)
    values = [literal(value) for value in part.values]
    if part.other is not None:
        times = f"{values[0]} * " if values else ""
        return f"{column} {part.op} {times}{source.field(part.other)}"
    match part.op:
        case "is null" | "is not null":
            return f"{column} {part.op.upper()}"
        case "contains":
            return source.dialect.has_part(source.dialect.folded(column), literal(fold(str(part.values[0]))))
        case "in" | "=":
            return f"{column} = {values[0]}" if len(values) == 1 else f"{column} IN ({', '.join(values)})"
        case "not in" | "<>":
            text = f"{column} <> {values[0]}" if len(values) == 1 else f"{column} NOT IN ({', '.join(values)})"
            return f"({text} OR {column} IS NULL)" if source.is_optional(part.field.dataset) else text
        case _:
            return _holds(column, part.op, values)


def _holds(number: str, op: str, values: list[str]) -> str:
    return f"{number} BETWEEN {values[0]} AND {values[1]}" if op == "between" else f"{number} {op} {values[0]}"


def _named(source: Source, part: Named) -> str:
    condition = source.model.datasets[part.dataset].conditions[part.condition]
    text = source.condition(condition)
    if condition.window and part.period:
        column = source.field(FieldRef(dataset=part.dataset, field=condition.window))
        until = condition.window_current == "until_end" and part.period.relative == "current"
        period = part.period.model_copy(update={"start": None}) if until else part.period
        # Bounds exclude NULL by themselves; the expression adds nothing then.
        text = source.within(column, period)
    if part.negated:
        return _not(text, uncertain=source.is_optional(part.dataset) or _may_be_unknown(source, condition))
    return bracketed(text)


def _may_be_unknown(source: Source, condition: Condition) -> bool:
    """True when the condition compares a date, which a row may lack."""
    fields = source.model.datasets[condition.dataset].fields
    words = re.findall(r"\w+", condition.expression)
    return any(fields[word].is_date for word in words if word in fields)


def _not(text: str, *, uncertain: bool) -> str:
    """The opposite. What cannot be told does not hold, so its opposite does: no date, not overdue."""
    return f"NOT COALESCE({text}, FALSE)" if uncertain else f"NOT ({text})"
