"""One row's fields, or those of a few rows that the question names."""

from __future__ import annotations

from datetime import date

from core.kernel.messages import Cell, Column
from core.replies.headlines.answer import LISTED, Answer, Headline, clean
from core.replies.headlines.one import one_named
from core.replies.headlines.rows import rows
from core.semantics.model import Field
from core.semantics.query import Compare, FieldRef, Named
from core.sentences import headlines as texts
from core.sentences import say
from core.wording import numbers as wording
from core.wording.describe.periods import days_ago
from core.wording.describe.times import between_dates, date_name
from core.wording.localise import field_of
from core.wording.phrases import agree, capital, within

_SHOWN = 5
"""Fields of one row that the sentence holds; the table has all of them."""


def lookup(answer: Answer) -> Headline:
    """«Próximo mantenimiento de P-101: 3 dic 2026 (en 11 días).»"""
    found = answer.result.rows
    if not found and (other := one_named(answer, 0)) is not None:
        return other  # it is there, but is not what was asked
    if not found:
        return answer.headline(texts.NOT_FOUND, name=clean(_row_name(answer)))
    if len(found) != 1:
        return rows(answer)
    row = dict(zip(answer.result.columns, found[0], strict=True))
    name = _row_name(answer)
    columns = [column for column in answer.columns.values() if row[column.name] != name]
    if len(columns) == 1:
        return _one_field(answer, columns[0], row[columns[0].name], name)
    said = [text for column in columns if (text := _said(answer, column, row[column.name]))]
    if answer.query.select:
        return answer.headline(texts.ONE_ROW, name=clean(name), values=", ".join(said))
    return answer.headline(texts.ONE_ROW, name=clean(name), values=", ".join(said[:_SHOWN]))


def few_by_name(answer: Answer) -> Headline | None:
    """«WO-2026-03592: en proceso, Juan Carlos Peña; WO-2026-03639: …»: what was asked of rows that the question names;
    None for more of them, or where nothing but the rows was asked for."""
    query = answer.query
    meaning = answer.model.datasets[query.dataset]
    identity = f"{meaning.name}.{meaning.identity}"
    named = [
        part
        for part in query.filters
        if isinstance(part, Compare) and part.op in ("=", "in") and str(part.field) == identity
    ]
    column = next((item for item in answer.columns.values() if item.field == identity), None)
    others = [item for item in answer.columns.values() if item.field != identity]
    if len(named) != 1 or len(query.filters) > 1 or column is None or not query.select or not others:
        return None
    if not 0 < len(answer.result.rows) <= LISTED or len(others) > _SHOWN or query.shape not in ("list", "lookup"):
        return None
    said: list[str] = []
    for cells in answer.result.rows:
        row = dict(zip(answer.result.columns, cells, strict=True))
        values = ", ".join(text for item in others if (text := _said(answer, item, row[item.name])))
        bold = "" if said else "**"
        said.append(f"{answer.cell(column.name, row[column.name])}: {bold}{values}{bold}")
    text = f"{'; '.join(said)}."
    return answer.headline({"es": text, "en": text})


def aged(answer: Answer) -> Headline | None:
    """«B-106: 11.9 años desde la fecha de instalación», where of one row a stretch of time was asked; else None."""
    query = answer.query
    meaning = answer.model.datasets[query.dataset]
    identity = f"{meaning.name}.{meaning.identity}"
    named = any(isinstance(part, Compare) and str(part.field) == identity for part in query.filters)
    column = next((item for item in answer.columns.values() if item.kind in ("days", "hours") and not item.field), None)
    if len(query.spans) != 1 or len(answer.result.rows) != 1 or not named or column is None:
        return None
    value = answer.result.column(column.name)[0]
    if value is None:
        return None
    between = between_dates(answer.model, query.spans[0], answer.language)
    return answer.headline(
        texts.AGED, name=clean(_row_name(answer)), age=answer.cell(column.name, value), between=between
    )


def since(answer: Answer) -> Headline | None:
    """«P-139: desde el 18 nov 2026 a las 00:55», where it was asked since when what goes on has gone on; None for more
    than a sentence holds, and elsewhere."""
    query = answer.query
    interval = answer.model.datasets[query.dataset].interval
    going_on = Named(dataset=query.dataset, condition=interval.running) if interval and interval.running else None
    if interval is None or going_on not in query.filters or len(query.select) != 2:
        return None
    if query.select[1] != FieldRef(dataset=query.dataset, field=interval.start) or len(answer.result.columns) < 2:
        return None
    if not 0 < len(answer.result.rows) <= LISTED:
        return None
    said = []
    for name, moment, *_ in answer.result.rows:
        day, time = wording.day(str(moment)[:10], answer.language), str(moment)[11:16]
        said.append(say(texts.SINCE_ONE, answer.language, name=clean(str(name)), day=day, time=time))
    limits = [part for part in query.filters if part != going_on]
    # A thing that is named is named by the answer; what else limits the rows is said before it.
    bare = len(limits) == 1 and isinstance(limits[0], Compare) and query.select[0] == limits[0].field
    number = len(answer.result.rows)
    rows_said = "" if bare else f"{answer.number(number)} {answer.describer.phrase(query, 1 if number == 1 else 2)}: "
    return answer.headline(texts.SINCE, rows=clean(rows_said), stretches="; ".join(said))


def _row_name(answer: Answer) -> str:
    """What the row was called in the question."""
    for part in answer.query.filters:
        if isinstance(part, Compare) and part.op in ("=", "in") and len(part.values) == 1:
            return str(part.values[0])
    return capital(answer.describer.phrase(answer.query, 1))


def _one_field(answer: Answer, column: Column, value: Cell, name: str) -> Headline:
    label = within(column.label)
    if value is None:
        return answer.headline(texts.ONE_FIELD_NONE, name=clean(name), label=label)
    meant = field_of(column, answer.model)
    if meant is not None and meant.is_date:
        label = date_name(answer.model, FieldRef(dataset=meant.dataset, field=meant.name), answer.language)
    detail = _distance(answer, meant, value)
    shown = answer.name(column.name, value) if meant is not None and meant.values else answer.cell(column.name, value)
    return answer.headline(texts.ONE_FIELD, label=capital(label), name=clean(name), value=shown, detail=detail)


def _distance(answer: Answer, meant: Field | None, value: Cell) -> str:
    """How far a day is from today, where that matters: « (hace 12 días)»."""
    if meant is None or not meant.is_date:
        return ""
    try:
        days = (answer.today - date.fromisoformat(str(value)[:10])).days
    except ValueError:
        return ""
    return f" ({days_ago(days, answer.language)})" if abs(days) < 1000 else ""


def _said(answer: Answer, column: Column, value: Cell) -> str:
    """A field of a row within the sentence: a word of its own, or with its label."""
    meant = field_of(column, answer.model)
    label = within(column.label)
    if value is None:
        if meant is not None and meant.null_label:
            return answer.missing(meant)
        return f"{'sin' if answer.spanish else 'no'} {label}"
    shown = answer.name(column.name, value) if meant is not None and meant.values else answer.cell(column.name, value)
    if meant is not None and meant.adjective and answer.spanish:
        shown = agree(shown, answer.noun.gender, False)
    plain = column.kind == "text" and len(shown) > 1
    if meant is not None and meant.dataset != answer.query.dataset and plain:
        meaning = answer.model.datasets[meant.dataset]
        return shown if meant.name == meaning.identity else f"{label} {shown}"
    if plain and (meant is None or meant.dataset == answer.query.dataset):
        label_needed = meant is not None and meant.name in ("priority", "shift", "supplier", "cause", "mode")
        if not label_needed:
            return shown
        return f"{label} {shown}" if answer.spanish else f"{shown} {label}"
    return f"{label} {shown}"
