"""How far today counts is noted where hours were divided by those of a day that is not over, and nowhere else."""

from __future__ import annotations

import pytest

from core.kernel.messages import Cell, Language
from core.replies.headlines.headline import Headline, headline
from tests.core.replies.words import TODAY, model, plan, result
from tests.golden.notation import read

TODAYS = f"measure equipment: availability | period {TODAY}..{TODAY} (current day)"
YESTERDAYS = "measure equipment: availability | period 2026-11-21..2026-11-21 (past day)"
BY_DAY = f"breakdown equipment: availability | by day | period 2026-11-21..{TODAY}"
NOTES: dict[Language, str] = {"es": "hoy cuenta hasta las {}", "en": "today counts up to {}"}


def worded(query: str, language: Language, *rows: dict[str, Cell]) -> Headline:
    """The headline of rows that tell the availability and by how many hours it was divided."""
    made = plan(read(query), language)
    names = [column.name for column in made.columns]
    names += [name for name in rows[0] if name not in names]
    cells = [[row.get(name, 1) for name in names] for row in rows]
    return headline(made, result(names, cells), model(), "MXN", TODAY)


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize(("hours", "time"), [(6, "06:00"), (13.75, "13:45")])
def test_a_day_that_is_not_over(language: Language, hours: float, time: str) -> None:
    found = worded(TODAYS, language, {"availability": 97.5, "period_hours": hours})
    assert NOTES[language].format(time) in found.notes


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize(("query", "hours"), [(TODAYS, 24), (TODAYS, 0), (TODAYS, None), (YESTERDAYS, 6)])
def test_whole_days_and_earlier_ones_need_no_note(language: Language, query: str, hours: Cell) -> None:
    found = worded(query, language, {"availability": 97.5, "period_hours": hours})
    assert not any("06:00" in note or "00:00" in note for note in found.notes)


@pytest.mark.parametrize("language", ["es", "en"])
def test_of_days_side_by_side_only_the_row_of_today_counts(language: Language) -> None:
    rows: list[dict[str, Cell]] = [
        {"day": "2026-11-21", "availability": 97.5, "period_hours": 24},
        {"day": "2026-11-22", "availability": 98.5, "period_hours": 9.5},
    ]
    assert NOTES[language].format("09:30") in worded(BY_DAY, language, *rows).notes
    assert NOTES[language].format("09:30") not in worded(BY_DAY, language, {**rows[0], "period_hours": 9.5}).notes
