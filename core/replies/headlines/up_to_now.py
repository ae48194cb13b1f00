"""How far today counts, where hours are divided by those of a day that is not over."""

from __future__ import annotations

from collections.abc import Mapping

from core.kernel.messages import Cell
from core.replies.headlines.answer import Answer, as_number
from core.semantics.calendar import label_of
from core.semantics.query import Period
from core.sentences import headlines as texts
from core.sentences import say
from core.wording.localise import grain_of

HOURS = "period_hours"
"""The column in which the compiler tells by how many hours it divided."""


def up_to_now(answer: Answer) -> None:
    """Add «hoy cuenta hasta las 06:00» to the notes, where only a part of today was counted.

    The result has a column ``HOURS``.
    """
    for row in answer.result.rows:
        cells = dict(zip(answer.result.columns, row, strict=True))
        hours = as_number(cells[HOURS])
        if hours is None or not 0 < hours < 24 or not _is_today(answer, cells):
            continue
        minutes = int(hours * 60)
        answer.notes.append(say(texts.TODAY_UP_TO, answer.language, time=f"{minutes // 60:02d}:{minutes % 60:02d}"))
        return


def _is_today(answer: Answer, cells: Mapping[str, Cell]) -> bool:
    """True for a row that is of today alone; the hours of other days are whole ones."""
    grain, column = next(
        ((grain, name) for name in answer.groups if (grain := grain_of(answer.columns[name])) is not None), (None, "")
    )
    if grain is not None:
        return cells[column] == label_of(grain, answer.today)
    own: Period | None = answer.query.period
    if "period" in cells:  # two periods side by side, each row of one of them
        return str(cells["period"]).startswith(answer.today.isoformat())
    return own is not None and own.start == answer.today
