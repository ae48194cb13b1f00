"""The part of a table that a Slack message shows: which rows and columns, how they are written, what is left out."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Any

from adapters.slack import limits
from adapters.slack.blocks import build as blocks
from adapters.slack.blocks.escape import escape, shorten
from core.kernel.messages import Column, Reply
from core.sentences import say
from core.sentences import slack as words

_PROSE, _FEWEST = 30, 3  # a column of longer texts may be left to the CSV, but never so many that fewer remain
_NUMERIC = frozenset({"integer", "number", "money", "percent", "hours", "minutes", "days"})


@dataclass(frozen=True)
class Rows:
    """The part of a table that is shown, as written text. ``newest``: the rows are the last of a time series."""

    header: list[str]
    rows: list[list[str]]
    right: list[bool]
    columns: list[Column]
    total_columns: int
    newest: bool = False


def rows_of(reply: Reply, currency: str, budget: int) -> Rows | None:
    """The rows and columns that fit, None when there is no table.

    Args:
        budget: characters for all cells.
    """
    table = reply.table
    if table is None or not table.rows or not table.columns:
        return None
    from core.wording.numbers import cell  # babel loads with the first table, not at start

    # A phone shows the first columns: what one acts on (number, machine, due) stands before the rest.
    shown = sorted(table.by_importance()[: limits.PREVIEW_COLUMNS])
    places = sorted(shown, key=lambda place: table.columns[place].name not in table.leading)
    columns = [table.columns[place] for place in places]
    written = [
        [
            shorten(cell(values[place], column, reply.language, currency), limits.CELL_TEXT) or "–"
            for place, column in zip(places, columns, strict=True)
        ]
        for values in table.some(limits.PREVIEW_ROWS)
    ]
    header = [shorten(column.label or column.name, limits.CELL_TEXT) for column in columns]
    asked = {index for index, column in enumerate(columns) if column.name in table.leading}
    kept = _fitting(header, written, asked)
    header, columns = [header[index] for index in kept], [columns[index] for index in kept]
    left = budget - sum(map(len, header))
    rows: list[list[str]] = []
    for line in reversed(written) if table.chronological else written:
        line = [line[index] for index in kept]
        left -= sum(map(len, line))
        if left < 0:
            break
        rows.append(line)
    if not rows:
        return None
    if table.chronological:
        rows.reverse()
    right = [column.kind in _NUMERIC for column in columns]
    return Rows(header, rows, right, columns, len(table.columns), table.chronological)


def _fitting(header: Sequence[str], rows: Sequence[Sequence[str]], asked: AbstractSet[int]) -> list[int]:
    """The columns to show: prose gives way, from the right, where a message is too narrow for all of them.

    Args:
        asked: columns that the question is about; they stay.
    """
    kept = list(range(len(header)))
    for index in reversed(range(len(header))):
        if index in asked:
            continue
        lines = [[line[at] for at in kept] for line in (header, *rows)]
        if blocks.table_width(lines) <= blocks.WIDTH or len(kept) <= _FEWEST:
            break
        if max(len(line[index]) for line in (header, *rows)) > _PROSE:
            kept.remove(index)
    return kept


def block_table(rows: Rows) -> dict[str, Any]:
    """As a table block."""
    dates = {place for place, column in enumerate(rows.columns) if column.kind in ("date", "datetime")}
    return blocks.table(rows.header, rows.rows, rows.right, dates)


def plain_table(rows: Rows) -> dict[str, Any]:
    """As monospace text, for workspaces that refuse table blocks."""
    return blocks.code_section(aligned(rows.header, rows.rows, rows.right))


def fitting_code(rows: Rows | None) -> Rows | None:
    """Only as many rows as one code block holds, so that "n of m" counts what is really there."""
    while rows is not None and len(escape(aligned(rows.header, rows.rows, rows.right))) > blocks.CODE_TEXT:
        fewer = rows.rows[1:] if rows.newest else rows.rows[:-1]
        rows = replace(rows, rows=fewer) if fewer else None
    return rows


def aligned(header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[bool]) -> str:
    """Monospace columns, numbers to the right, for a code block."""
    lines = [header, *rows]
    widths = [min(max(len(line[index]) for line in lines), 40) for index in range(len(header))]

    def write(line: Sequence[str]) -> str:
        cells = (
            text[:width].rjust(width) if is_right else text[:width].ljust(width)
            for text, width, is_right in zip(line, widths, right, strict=True)
        )
        return "  ".join(cells).rstrip()

    return "\n".join([write(header), "  ".join("-" * width for width in widths), *map(write, rows)])


def counted(reply: Reply, rows: Rows | None) -> str:
    """What the table leaves out, and where all of it is; "" when it shows everything: that can be seen."""
    table = reply.table
    if rows is None or table is None:
        return ""
    language, total = reply.language, number(table.total, reply)
    values = {"shown": number(len(rows.rows), reply), "total": total, "count": total}
    fewer_rows = len(rows.rows) < table.total and not table.truncated
    fewer_columns = len(rows.columns) < rows.total_columns
    in_file = reply.artifact("workbook") is not None or reply.artifact("data") is not None
    part = words.SHOWN_LAST_ONLY if rows.newest else words.SHOWN_ONLY
    counted = {"shown": len(rows.columns), "total": rows.total_columns}
    if fewer_rows and fewer_columns and in_file:
        both = say(part, language, **values), say(words.SHOWN_COLUMNS_ONLY, language, **counted)
        return say(words.SHOWN_BOTH, language, rows=both[0], columns=both[1])
    if table.truncated:  # how many rows there are at most is said by the reply, once
        part = words.SHOWN_FIRST
    elif in_file:
        part = words.SHOWN_LAST if rows.newest else words.SHOWN_OF
    notes = [say(part, language, **values)] if fewer_rows or table.truncated else []
    if fewer_columns:
        notes.append(say(words.SHOWN_COLUMNS if in_file else words.SHOWN_COLUMNS_ONLY, language, **counted))
    return " · ".join(notes)


def number(value: int, reply: Reply) -> str:
    """A count in the reply\'s language."""
    from core.wording.numbers import number

    return number(value, reply.language)
