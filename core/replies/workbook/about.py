"""The second sheet: what was asked, over which days, with which filters, how it was computed, and the query."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.kernel.messages import Language
from core.kernel.result import Result
from core.replies.charts.title import period_text
from core.replies.workbook.job import AboutLine
from core.semantics.query import SemanticQuery
from core.sentences import Text, say
from core.sentences import workbook as texts
from core.wording import numbers as wording
from core.wording.describe.assumptions import date_label
from core.wording.describe.describer import Describer


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """What the answer said, for its workbook.

    Attributes:
        question: as the person wrote it.
        answer: the sentence.
        definition: of its measure, with the numbers of this answer.
        assumptions: what was counted, a phrase each.
        sql: as people read it.
        asked_at: the plant's time of the query.
    """

    question: str
    answer: str
    definition: str | None
    assumptions: Sequence[str]
    sql: str
    asked_at: datetime


def about(
    said: AnswerWords, query: SemanticQuery | None, result: Result, describer: Describer
) -> tuple[AboutLine, ...]:
    """The lines of the second sheet, in the answer's language."""
    language = describer.language
    lines = [
        _line(texts.QUESTION, said.question, language),
        _line(texts.ANSWER, said.answer, language),
        _line(texts.ASKED_AT, f"{wording.moment(said.asked_at, language)} ({said.asked_at.tzname()})", language),
        *(_of_query(query, describer) if query is not None else ()),
    ]
    how = describer.explained(query) if query is not None else ""
    if said.definition and said.definition not in how:
        lines.append(_line(texts.DEFINITION, said.definition, language))
    lines.append(_line(texts.HOW, how, language))
    told = {line.text for line in lines}
    lines += [_line(texts.ASSUMPTION, text, language) for text in said.assumptions if text not in told]
    count = wording.number(len(result.rows), language)
    lines.append(_line(texts.ROWS, say(texts.ROWS_CUT, language, count=count) if result.truncated else count, language))
    lines.append(AboutLine(say(texts.SQL, language), said.sql, code=True))
    return tuple(line for line in lines if line.text)


def _of_query(query: SemanticQuery, describer: Describer) -> Iterator[AboutLine]:
    language = describer.language
    if query.period is not None:
        yield _line(texts.PERIOD, describer.period(query.period, date_label(describer, query)), language)
    if query.compare_to is not None:
        yield _line(texts.COMPARED, period_text(describer, query.compare_to), language)
    for phrase in dict.fromkeys(describer.filters(query.filters)):
        yield _line(texts.FILTER, phrase, language)


def _line(label: Text, text: str, language: Language) -> AboutLine:
    return AboutLine(say(label, language), text)
