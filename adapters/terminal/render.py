"""A Reply drawn for a terminal: the headline bold, its table, small print dim, files, ways to go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Literal

from core.kernel.messages import Artifact, Reply
from core.sentences import cli, say

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as RichTable

_NUMERIC = frozenset({"integer", "number", "money", "percent", "hours", "minutes", "days"})
_WHOLE = _NUMERIC | {"date"}
_PROSE, _FEWEST = 30, 3
"""A column of longer texts may be left to the CSV, but never so many that fewer remain."""
_BETWEEN = 3  # places from one column to the next


def show(
    reply: Reply, console: Console, *, currency: str, where: Callable[[Artifact], str], show_sql: bool = False
) -> None:
    """Print one Reply.

    Args:
        reply: what the pipeline gave.
        console: where to; it decides on colours and width.
        currency: ISO code for money columns.
        where: says where a person finds an Artifact's file.
        show_sql: print the query also where nobody asked to see it.
    """
    from rich.text import Text as RichText

    headline = RichText()
    for span in reply.headline:
        headline.append(span.text, style="bold" if span.bold else "")
    console.print(headline, soft_wrap=True)
    if reply.definition:
        console.print(RichText(reply.definition, style="italic"), soft_wrap=True)
    if reply.clarification and reply.clarification.choices:
        console.print(RichText(say(cli.CHOICES, reply.language), style="dim"), soft_wrap=True)
        for choice in reply.clarification.choices:
            console.print(RichText(f"  {choice.id}. {choice.label}"), soft_wrap=True)
    if reply.table and reply.table.rows and not _said_already(reply):
        grid = table(reply, currency, console.width)
        console.print(grid)
        if remark := _remark(reply, len(grid.columns)):
            console.print(RichText(remark, style="dim"), soft_wrap=True)
    facts = small_print(reply)
    if facts:
        console.print(RichText(facts, style="dim"), soft_wrap=True)
    if reply.sql and (show_sql or reply.sql_asked):
        console.print(RichText(reply.sql, style="cyan"), soft_wrap=True)
    for artifact in reply.artifacts:
        console.print(RichText(where(artifact), style="green"), soft_wrap=True)
    if reply.suggestions:
        console.print(RichText(say(cli.SUGGESTIONS, reply.language), style="dim"), soft_wrap=True)
        for suggestion in reply.suggestions:
            console.print(RichText(f"  · {suggestion.text}", style="dim"), soft_wrap=True)


def small_print(reply: Reply) -> str:
    """Assumptions, freshness and, where the model planned it, the AI label: one line."""
    parts = [*reply.assumptions]
    if reply.freshness:
        parts.append(reply.freshness)
    if reply.planner == "model":
        parts.append(say(cli.MODEL_LABEL, reply.language))
    return " · ".join(parts)


def table(reply: Reply, currency: str, width: int = 80) -> RichTable:
    """The Reply's rows, numbers to the right, written as the language writes them.

    Args:
        width: places; columns of prose that have no room in it are left to the CSV.
    """
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text as RichText

    from core.replies.table import width_of
    from core.wording import numbers as wording

    assert reply.table is not None
    columns = reply.table.columns
    heads = [
        f"{column.label} ({column.unit})" if column.unit and column.unit not in column.label else column.label
        for column in columns
    ]
    rows = [
        [wording.cell(value, column, reply.language, currency) for value, column in zip(row, columns, strict=True)]
        for row in reply.table.rows
    ]
    widths = [max(map(width_of, texts)) for texts in zip(heads, *rows, strict=True)]
    kept = _fitting(widths, width, {at for at, column in enumerate(columns) if column.name in reply.table.leading})
    grid = RichTable(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for at in kept:
        # The name of a row, a date or a number broken over lines is hard to read and to copy; prose is not.
        whole = at == 0 or columns[at].kind in _WHOLE
        side: Literal["right", "left"] = "right" if columns[at].kind in _NUMERIC else "left"
        no_wrap = whole and widths[at] <= width // 3
        grid.add_column(RichText(heads[at]), justify=side, overflow="fold", no_wrap=no_wrap)
    for written in rows:
        grid.add_row(*(RichText(written[at]) for at in kept))
    return grid


def _fitting(widths: Sequence[int], width: int, asked: AbstractSet[int]) -> list[int]:
    """The columns that are shown: prose gives way, from the right, where the window is too narrow for all."""
    kept = list(range(len(widths)))
    for at in reversed(range(len(widths))):
        if sum(widths[place] + _BETWEEN for place in kept) <= width or len(kept) <= _FEWEST:
            break
        if widths[at] > _PROSE and at not in asked:
            kept.remove(at)
    return kept


def _remark(reply: Reply, columns: int) -> str:
    """How many rows are shown, and how many columns are not; "" when all are."""
    from core.wording import numbers as wording

    assert reply.table is not None
    parts = []
    rows, total = len(reply.table.rows), reply.table.total
    if reply.table.truncated:  # how many rows there are at most is said by the reply, once
        parts.append(say(cli.SHOWING_FIRST, reply.language, shown=rows))
    elif rows < total:
        text = cli.SHOWING_LAST if reply.table.chronological else cli.SHOWING
        parts.append(say(text, reply.language, shown=rows, total=wording.number(total, reply.language)))
    left_out = len(reply.table.columns) - columns
    if left_out:
        text = cli.COLUMN_LEFT_OUT if left_out == 1 else cli.COLUMNS_LEFT_OUT
        parts.append(say(text, reply.language, count=left_out))
    return " ".join(parts)


def _said_already(reply: Reply) -> bool:
    """One row of one number: the headline has said it."""
    return reply.table is not None and reply.table.total == 1 and len(reply.table.columns) == 1
