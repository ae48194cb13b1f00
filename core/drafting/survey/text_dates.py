"""A date as the file's SQL names it, however the database keeps it."""

from __future__ import annotations

from core.drafting.survey.found import FoundColumn
from core.semantics.quoting import is_plain


def date_sql(column: FoundColumn, dialect: str) -> str:
    """A column's value as a date where it holds dates, else as it is.

    Args:
        dialect: the database's, for names that need quotes there.
    """
    written = column.expression or written_name(column.name, dialect)
    match column.text_form:
        case "":
            # An empty text is no date, and would stand before all of them.
            return f"NULLIF({written}, '')" if column.is_date and column.blank else written
        case "epoch":
            return f"EPOCH_DATE({written}, 1)"
        case "epoch_ms":
            return f"EPOCH_DATE({written}, 1000)"
        case form:
            return f"TEXT_DATE({written}, '{form}')"


def written_name(column: str, dialect: str) -> str:
    """A column as an expression of the file names it."""
    return column if is_plain(column, dialect) else '"' + column.replace('"', '""') + '"'
