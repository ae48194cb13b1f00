"""Moments kept as two columns: a day («f_cierre») and the clock beside it («hr_cierre») are read as one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from core.drafting.naming.split import canonical
from core.drafting.survey.found import FoundColumn, FoundTable
from core.drafting.survey.text_dates import written_name

_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d)?")
_DAYS, _CLOCKS = frozenset({"date", "days"}), frozenset({"hour", "time"})
_DAY_FORMS = ("DD/MM/YYYY", "MM/DD/YYYY", "DD.MM.YYYY", "DD-MM-YYYY", "YYYY-MM-DD", "YYYY/MM/DD")


def with_clocks(tables: Iterable[FoundTable], dialect: str) -> None:
    """Give days that are kept as text the clocks beside them, and take those out of the tables.

    Args:
        dialect: the database's.
    """
    for table in tables:
        clocks = {_whose(column, _CLOCKS): column for column in table.columns.values() if _is_clock(column)}
        for column in [*table.columns.values()]:
            clock = clocks.get(_whose(column, _DAYS)) if column.kind == "date" else None
            form = column.text_form or ("YYYY-MM-DD" if dialect == "sqlite" else "")
            if clock is None or form not in _DAY_FORMS or column.expression:
                continue
            day, hour = (written_name(item.name, dialect) for item in (column, clock))
            hour = f"COALESCE(NULLIF({hour}, ''), '00:00')"
            joined = f"CONCAT({day}, ' ', {hour})" if dialect == "mysql" else f"{day} || ' ' || {hour}"
            column.expression, column.kind, column.text_form = joined, "datetime", f"{form} HH:MM"
            table.columns.pop(clock.name, None)


def _whose(column: FoundColumn, kinds: frozenset[str]) -> frozenset[str]:
    """What a day or a clock is of."""
    return frozenset(canonical(column.called)) - kinds


def _is_clock(column: FoundColumn) -> bool:
    texts = [str(value).strip() for value in column.sample if str(value).strip()]
    return (
        column.kind == "text"
        and bool(_CLOCKS & set(canonical(column.called)))
        and bool(texts)
        and all(_CLOCK.fullmatch(text) for text in texts)
    )
