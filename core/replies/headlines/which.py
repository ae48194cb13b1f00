"""Which rows: their names when they are few, how they split over the values asked for, how many are past their date."""

from __future__ import annotations

from core.kernel.messages import Cell, Column
from core.replies.headlines.answer import LISTED, Answer
from core.semantics.model import Condition
from core.semantics.query import Compare, Filter, Named
from core.sentences import headlines as texts
from core.sentences import say
from core.wording import numbers as wording
from core.wording.describe.values import noun_in
from core.wording.localise import field_of
from core.wording.phrases import agree, copula


def tail_of(answer: Answer) -> str:
    """What follows the number of a list."""
    number = len(answer.result.rows)
    if not number:
        return ""
    also = _also(answer)
    if number <= LISTED and (names := _names(answer)):
        return f": {names}{also}"
    return also


def split_of(answer: Answer) -> tuple[Filter, str] | None:
    """«6 en Bottling y 3 en Welding», when several values of a shown field were asked for."""
    for part in answer.query.filters if len(answer.result.rows) > 1 else ():
        if not isinstance(part, Compare) or part.op != "in" or len(part.values) < 2:
            continue
        column = next((item for item in answer.columns.values() if item.field == str(part.field)), None)
        if column is None:
            continue
        cells = answer.result.column(column.name)
        counts = [(value, cells.count(value)) for value in part.values]
        if sum(found for _, found in counts) != len(cells) or len(counts) > LISTED + 2:
            continue
        counts.sort(key=lambda item: -item[1])
        said = [
            f"{answer.number(found)} {answer.part(column.name, value, found)}"
            if found
            else _none_of(answer, column, value)
            for value, found in counts
        ]
        return part, answer.join(said)
    return None


def _none_of(answer: Answer, column: Column, value: Cell) -> str:
    """«ningún compresor», "no compressors"; «ninguno en Welding», where a value is no thing."""
    meant = field_of(column, answer.model)
    noun = noun_in(meant, value, answer.language) if meant is not None else None
    if noun is not None:
        if answer.spanish:
            return f"{'ninguna' if noun.gender == 'f' else 'ningún'} {noun.one}"
        return f"no {noun.many}"
    none = {"es": "ninguna" if answer.noun.gender == "f" else "ninguno", "en": "none"}[answer.language]
    return f"{none} {answer.part(column.name, value, 0)}"


def _names(answer: Answer) -> str:
    """What the few rows are called; events by the machine and the day."""
    meaning = answer.model.datasets[answer.query.dataset]
    identity = f"{meaning.name}.{meaning.identity}"
    columns = list(answer.columns.values())
    named = next((column for column in columns if column.field == identity), None)
    asked = {str(part.field) for part in answer.query.filters if isinstance(part, Compare) and part.op == "="}
    if named is not None:
        if named.field in asked:
            return ""
        return answer.join(
            [answer.full_name(named.name, cell, row) for row, cell in enumerate(answer.result.column(named.name))]
        )
    date = next((column for column in columns if column.field == f"{meaning.name}.{meaning.default_date}"), None)
    of = next(
        (
            column
            for column in columns
            if column.field not in asked
            and (owner := (column.field or ".").split("."))
            and owner[0] != meaning.name
            and owner[0] in answer.model.datasets
            and owner[1] == answer.model.datasets[owner[0]].identity
        ),
        None,
    )
    if date is None:
        return ""
    amount = next(
        (
            item
            for item in columns
            if (meant := field_of(item, answer.model)) is not None and meant.quantity and meant.dataset == meaning.name
        ),
        None,
    )
    days = [
        wording.day(str(cell), answer.language) if cell else wording.NOTHING for cell in answer.result.column(date.name)
    ]
    if amount is not None:
        shown = [answer.cell(amount.name, cell) for cell in answer.result.column(amount.name)]
        return answer.join([f"{value} ({day})" for value, day in zip(shown, days, strict=True)])
    if of is None:
        return answer.join(days)
    return answer.join(
        [f"{answer.name(of.name, cell)} ({day})" for cell, day in zip(answer.result.column(of.name), days, strict=True)]
    )


def _also(answer: Answer) -> str:
    """«4 de ellos ya están vencidos»: the part of the rows that is past its date, when the rows show it."""
    for part in answer.query.filters:
        if not isinstance(part, Named) or part.negated:
            continue
        condition = answer.condition(part)
        other = answer.model.datasets[part.dataset].conditions.get(str(condition.also))
        column = next(
            (
                item
                for item in answer.columns.values()
                if other and other.date and item.field == f"{part.dataset}.{other.date}"
            ),
            None,
        )
        if other is None or column is None:
            continue
        cells: list[Cell] = answer.result.column(column.name)
        found = sum(1 for cell in cells if cell is not None and str(cell)[:10] < answer.today.isoformat())
        return also(answer, other, found, len(cells))
    return ""


def also(answer: Answer, condition: Condition, found: int, whole: int) -> str:
    """The clause about the part of the rows that a further condition holds for."""
    if not found:
        return ""
    label = condition.already.get(answer.language) or condition.label.one[answer.language]
    many = found != 1
    if answer.spanish:
        are = f"{copula(label, many)} {agree(label, answer.noun.gender, many)}"
    else:
        are = "are" if many else "is"
    if found == whole:
        return say(texts.ALL_ALREADY, answer.language, are=are, label=label)
    them = "ellas" if answer.noun.gender == "f" else "ellos"
    return say(texts.ALREADY, answer.language, count=answer.number(found), them=them, are=are, label=label)
