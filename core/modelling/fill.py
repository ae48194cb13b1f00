"""The headline: the model's template, filled from the result by code. No other number gets in.

Placeholders: ``{rows}``, ``{column}`` (first row), ``{column:2}`` (second row), ``{column:sum|max|min|avg}``. A
template that names what is not there, or writes a number of its own, is dropped for a sentence of ours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from core.kernel.messages import Cell, Column, Language, Span
from core.kernel.result import Result
from core.modelling.numbers import Vouched
from core.planning.plan import Queried, Written
from core.sentences import model as sentences
from core.sentences import say
from core.wording import numbers as wording
from core.wording.marks import spans

_PLACEHOLDER = re.compile(r"\{(\w+)(?::(\w+))?\}")
_AGGREGATES: Final = frozenset({"sum", "max", "min", "avg"})
_LISTED: Final = 5


class TemplateMismatch(ValueError):
    """The template does not fit the result."""


def headline(plan: Written, result: Result, currency: str) -> tuple[Span, ...]:
    """The answer's sentence: the plan's template if it fits the result, else one made from the result alone."""
    if not result.rows:
        return spans(say(sentences.NO_ROWS, plan.language))
    if plan.headline is not None:
        try:
            return filled(plan.headline, plan, result, currency)
        except TemplateMismatch:
            pass
    return described(plan, result, currency)


def filled(template: str, plan: Queried, result: Result, currency: str) -> tuple[Span, ...]:
    """A template with its placeholders filled.

    Raises:
        TemplateMismatch: an unknown placeholder, a missing row, an empty cell, or a number of the model's own.
    """
    columns = known_columns(plan, result)
    literal = _PLACEHOLDER.sub(" ", template)
    if "{" in literal or "}" in literal:
        raise TemplateMismatch("a brace that is no placeholder")
    if strays := Vouched(result, plan.sql).strays(literal):
        raise TemplateMismatch(f"numbers of its own: {len(strays)}")

    def fill(found: re.Match[str]) -> str:
        # Values are put in as they are: a name with asterisks must not become bold.
        return _value(found.group(1), found.group(2), columns, result, plan.language, currency).replace("*", "∗")

    return spans(_PLACEHOLDER.sub(fill, template))


def _value(
    name: str, detail: str | None, columns: Sequence[Column], result: Result, language: Language, currency: str
) -> str:
    if result.truncated and (name == "rows" or detail in _AGGREGATES):
        raise TemplateMismatch("not all rows are there to be counted")
    if name == "rows" and detail is None and "rows" not in result.columns:
        return wording.number(len(result.rows), language)
    column = next((column for column in columns if column.name == name), None)
    if column is None:
        raise TemplateMismatch(f"no column {name!r}")
    cells = result.column(name)
    value: Cell
    if detail is None or detail.isdigit():
        index = int(detail or "1") - 1
        if not 0 <= index < len(cells):
            raise TemplateMismatch(f"no row {index + 1}")
        value = cells[index]
    elif detail in _AGGREGATES:
        value = aggregate(detail, cells)
    else:
        raise TemplateMismatch(f"unknown aggregate {detail!r}")
    if value is None:
        raise TemplateMismatch(f"no value for {name!r}")
    return wording.cell(value, column, language, currency)


def aggregate(kind: str, cells: Sequence[Cell]) -> float | int | None:
    """sum, max, min or avg of the numbers among some cells; None when there is none."""
    found = [cell for cell in cells if isinstance(cell, int | float)]
    if not found:
        return None
    if kind == "sum":
        return sum(found)
    if kind == "avg":
        return sum(found) / len(found)
    return max(found) if kind == "max" else min(found)


def known_columns(plan: Queried, result: Result) -> tuple[Column, ...]:
    """The result's columns as the plan names them; a column that it forgot is named after its alias."""
    named = {column.name: column for column in plan.columns}
    return tuple(named.get(name) or _guessed(name, result) for name in result.columns)


def _guessed(name: str, result: Result) -> Column:
    first = next((cell for cell in result.column(name) if cell is not None), None)
    label = name.replace("_", " ").capitalize()
    if isinstance(first, int | float):
        return Column(name=name, label=label, kind="integer" if isinstance(first, int) else "number")
    return Column(name=name, label=label)


def described(plan: Queried, result: Result, currency: str) -> tuple[Span, ...]:
    """A plain sentence from the result alone."""
    language = plan.language
    columns = known_columns(plan, result)
    if len(result.rows) == 1:
        row = result.rows[0]
        if len(columns) == 1:
            if row[0] is None:
                return spans(say(sentences.NO_VALUE, language, label=within(columns[0].label)))
            value = wording.cell(row[0], columns[0], language, currency)
            return spans(say(sentences.ONE_VALUE, language, label=columns[0].label, value=value))
        values = [wording.cell(cell, column, language, currency) for cell, column in zip(row, columns, strict=True)]
        return spans(say(sentences.ROW_COUNT_ONE, language, values=", ".join(values[:_LISTED])))
    text = sentences.ROW_COUNT_MORE if result.truncated else sentences.ROW_COUNT
    return spans(say(text, language, count=wording.number(len(result.rows), language)))


def within(label: str) -> str:
    """A label inside a sentence: "Equipos" → "equipos", but "OT abiertas" and "MTBF" stay."""
    first = label.split(" ", 1)[0]
    return label if first.isupper() and len(first) > 1 else label[:1].lower() + label[1:]
