"""A Reply drawn for a terminal: the headline bold, its table, small print dim, files, ways to go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from core.messages import Artifact, Reply
from core.sentences import cli, say

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table as RichTable

_NUMERIC = frozenset({"integer", "number", "money", "percent", "hours", "minutes", "days"})


def show(
    reply: Reply, console: Console, *, currency: str, where: Callable[[Artifact], str], show_sql: bool = False
) -> None:
    """Print one Reply.

    Args:
        reply: what the pipeline gave.
        console: where to; it decides on colours and width.
        currency: ISO code for money columns.
        where: says where a person finds an Artifact's file.
        show_sql: print the query too.
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
        console.print(table(reply, currency))
        if len(reply.table.rows) < reply.table.total:
            shown = say(cli.SHOWING, reply.language, shown=len(reply.table.rows), total=_total(reply))
            console.print(RichText(shown, style="dim"), soft_wrap=True)
    facts = small_print(reply)
    if facts:
        console.print(RichText(facts, style="dim"), soft_wrap=True)
    if show_sql and reply.sql:
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


def table(reply: Reply, currency: str) -> RichTable:
    """The Reply's first rows, numbers to the right, written as the language writes them."""
    from rich import box
    from rich.table import Table as RichTable
    from rich.text import Text as RichText

    from core.replies import wording

    assert reply.table is not None
    grid = RichTable(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for column in reply.table.columns:
        label = f"{column.label} ({column.unit})" if column.unit and column.unit not in column.label else column.label
        grid.add_column(RichText(label), justify="right" if column.kind in _NUMERIC else "left", overflow="fold")
    for row in reply.table.rows:
        written = [
            RichText(wording.cell(value, column, reply.language, currency))
            for value, column in zip(row, reply.table.columns, strict=True)
        ]
        grid.add_row(*written)
    return grid


def _said_already(reply: Reply) -> bool:
    """One row of one number: the headline has said it."""
    return reply.table is not None and reply.table.total == 1 and len(reply.table.columns) == 1


def _total(reply: Reply) -> str:
    from core.replies import wording

    assert reply.table is not None
    more = "+" if reply.table.truncated else ""
    return wording.number(reply.table.total, reply.language) + more
