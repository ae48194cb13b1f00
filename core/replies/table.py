"""Some rows of a Result for showing, the first or the newest, and the same as aligned monospace text."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import Final

from core.kernel.messages import Column, Language, Table
from core.kernel.result import Result
from core.replies.pivot import Pivot
from core.sentences import say
from core.sentences import tables as texts
from core.wording import numbers as wording

RIGHT_ALIGNED: Final = frozenset({"integer", "number", "money", "percent", "hours", "minutes", "days"})
_GAP: Final = "  "
_NARROWEST: Final = 5
"""A column is not squeezed under so many places; columns that then do not fit are left out and counted."""
_ELLIPSIS: Final = "…"


def preview(
    columns: Sequence[Column],
    result: Result,
    rows: int = 10,
    *,
    chronological: bool = False,
    leading: Sequence[str] = (),
) -> Table:
    """At most ``rows`` rows in the order of ``columns``: the first, or the last of a time series.

    Args:
        chronological: the rows run forward in time, so that the last are the newest.
        leading: names of the columns that matter most.

    Raises:
        ValueError: a column that the Result does not have.
    """
    places = [result.columns.index(column.name) for column in columns]
    total = len(result.rows)
    kept = result.rows[max(total - rows, 0) :] if chronological else result.rows[:rows]
    return Table(
        columns=tuple(columns),
        rows=tuple(tuple(row[place] for place in places) for row in kept),
        total=total,
        truncated=result.truncated,
        chronological=chronological,
        leading=tuple(leading),
    )


def pivoted(made: Pivot, rows: int) -> Table:
    """A pivoted table of at most ``rows`` rows: the first, or of a time series the last, and the totals below them."""
    kept = rows - (made.totals is not None)
    some = made.rows[max(len(made.rows) - kept, 0) :] if made.chronological else made.rows[:kept]
    return Table(
        columns=made.columns,
        rows=(*some, made.totals) if made.totals is not None else some,
        total=len(made.rows),
        chronological=made.chronological,
        leading=(made.columns[0].name, made.columns[-1].name),
    )


def width_of(text: str) -> int:
    """Places that a text takes in a terminal: wide letters and emoji two, combining accents none."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def one_line(text: str) -> str:
    """``text`` without line breaks, tabs and other control characters (each run becomes one space)."""
    if text.isprintable():
        return text
    # Joiners and variation selectors are formats (Cf) too, but emoji are made of them.
    kept = "".join(" " if unicodedata.category(sign) in ("Cc", "Zl", "Zp") else sign for sign in text)
    return " ".join(kept.split())


def shorten(text: str, width: int) -> str:
    """``text`` in at most ``width`` places, with an ellipsis when something was cut."""
    if width_of(text) <= width:
        return text
    if width < 1:
        return ""
    end = min(len(text), width)
    while end and width_of(text[:end]) > width - 1:
        end -= 1
    # An emoji of several parts or an accent is not cut in two.
    while end and end < len(text) and (unicodedata.combining(text[end]) or text[end] in "\u200d\ufe0f"):
        end -= 1
    return text[:end].rstrip().rstrip("\u200d") + _ELLIPSIS


def showing(table: Table, language: Language) -> str | None:
    """ "mostrando n de m" / "showing n of m", "last n of m" of a time series; None when the table holds all rows."""
    if len(table.rows) >= table.total and not table.truncated:
        return None
    last = texts.SHOWING_LAST if table.chronological else texts.SHOWING
    text = texts.SHOWING_OF_MORE if table.truncated else last
    shown, total = (wording.number(count, language) for count in (len(table.rows), table.total))
    return say(text, language, shown=shown, total=total)


def _fitted(wanted: list[int], width: int) -> list[int]:
    """Widths for as many columns as fit into ``width``; the widest give way first. Always at least one column."""
    least = [min(_NARROWEST, size) for size in wanted]
    count = len(wanted)
    while count > 1 and sum(least[:count]) + len(_GAP) * (count - 1) > width:
        count -= 1
    sizes = wanted[:count]
    room = max(width - len(_GAP) * (count - 1), 1)
    excess = sum(sizes) - room
    while excess > 0:
        widest = max(sizes)
        if widest <= 1:
            break
        places = [place for place, size in enumerate(sizes) if size == widest]
        below = max((size for size in sizes if size < widest), default=1)
        step = min(widest - below, -(-excess // len(places)))
        for place in places:
            taken = min(step, excess)
            sizes[place] -= taken
            excess -= taken
    return sizes


def _aligned(text: str, width: int, right: bool) -> str:
    cut = shorten(text, width)
    padding = " " * (width - width_of(cut))
    return padding + cut if right else cut + padding


def as_text(table: Table, language: Language, currency: str, width: int = 80) -> str:
    """A table for a monospace face: header, rule, rows; numbers to the right, long cells with an ellipsis.

    No line is wider than ``width`` places, as terminals count them. Columns that cannot fit are left out, from the
    right, and counted in the last line; so are the rows that are not shown.
    """
    if not table.columns:
        return say(texts.NO_ROWS, language)
    heads = [one_line(column.label or column.name) for column in table.columns]
    cells = [
        [
            one_line(wording.cell(value, column, language, currency))
            for value, column in zip(row, table.columns, strict=True)
        ]
        for row in table.rows
    ]
    sizes = _fitted([max(1, *map(width_of, column)) for column in zip(heads, *cells, strict=True)], width)
    right = [column.kind in RIGHT_ALIGNED for column in table.columns]

    def line(texts_of_row: Sequence[str]) -> str:
        parts = (_aligned(text, size, side) for text, size, side in zip(texts_of_row, sizes, right, strict=False))
        return _GAP.join(parts).rstrip()

    lines = [line(heads), _GAP.join("─" * size for size in sizes), *map(line, cells)]
    notes = [showing(table, language) if table.rows or table.truncated else say(texts.NO_ROWS, language)]
    left_out = len(heads) - len(sizes)
    if left_out:
        text = texts.COLUMN_LEFT_OUT if left_out == 1 else texts.COLUMNS_LEFT_OUT
        notes.append(say(text, language, count=left_out))
    note = " · ".join(part for part in notes if part)
    if note:
        lines.append(shorten(note, width))
    return "\n".join(lines)
