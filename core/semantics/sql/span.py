"""The time between two dates of a row, and a row's age."""

from __future__ import annotations

from datetime import timedelta

from core.semantics.model import SemanticModel
from core.semantics.query import FieldRef, TimeSpan, Unit
from core.semantics.sql.dialect import literal
from core.semantics.sql.joins import Source

_DAYS_OF_YEAR = 365.25


def unit_of(model: SemanticModel, span: TimeSpan) -> Unit:
    """Its unit: as said, else days, or hours between two timestamps."""
    if span.unit is not None:
        return span.unit
    if span.until is None:
        return "days"
    stamps = [model.field(ref.dataset, ref.field).kind == "datetime" for ref in (span.since, span.until)]
    return "hours" if all(stamps) else "days"


def span_sql(source: Source, span: TimeSpan) -> str:
    """A span in its unit; NULL where a date lacks. An age counts whole calendar days up to today, hours to its end."""
    unit = unit_of(source.model, span)
    since = source.field(span.since)
    dialect = source.dialect
    if unit == "years":
        return f"{span_sql(source, span.model_copy(update={'unit': 'days'}))} / {_DAYS_OF_YEAR}"
    if span.until is None:
        if unit == "days":
            return dialect.days_between(since, literal(source.today.isoformat()))
        return dialect.hours_between(dialect.moment(since), dialect.midnight(source.today + timedelta(days=1)))
    until = source.field(span.until)
    if unit == "days" and not all(_is_stamp(source, ref) for ref in (span.since, span.until)):
        return dialect.days_between(since, until)
    hours = dialect.hours_between(dialect.moment(since), dialect.moment(until))
    return f"{hours} / 24.0" if unit == "days" else hours


def _is_stamp(source: Source, ref: FieldRef) -> bool:
    return source.model.field(ref.dataset, ref.field).kind == "datetime"
