"""Comparisons over the same days: which are cut, which are not, and that the cut is a fair one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.semantics.calendar import end_of, start_of
from core.semantics.comparing import over_same_days, whole_of
from core.semantics.load import load_model
from core.semantics.model import SemanticModel
from core.semantics.query import Grain, Period, SemanticQuery
from tests.core.replies.words import TODAY
from tests.golden.notation import read, write

NOW = "period 2026-11-01..2026-11-22 (current month 'este mes')"
OCTOBER = "beside 2026-10-01..2026-10-31 (past month 'el mes pasado')"
CUT = "beside 2026-10-01..2026-10-22 (past 'el mes pasado')"


@pytest.mark.parametrize(
    ("asked", "compared"),
    [
        (f"measure failure: count | {NOW} | {OCTOBER}", CUT),
        (f"measure work_order: maintenance_cost | {NOW} | {OCTOBER}", CUT),
        (f"breakdown downtime: downtime_hours | by cause | {NOW} | {OCTOBER}", CUT),
        # and so are means and percentages; an average per day is of whatever days there are
        (f"measure work_order: mttr | {NOW} | {OCTOBER}", CUT),
        (f"measure equipment: mtbf | {NOW} | {OCTOBER}", CUT),
        (f"measure work_order: pm_compliance | {NOW} | {OCTOBER}", CUT),
        (f"measure failure: average_per per day | {NOW} | {OCTOBER}", OCTOBER),
        # what is not a unit of the same kind has no same days
        (
            f"measure failure: count | {NOW} | beside 2025-01-01..2025-12-31 (past year)",
            "beside 2025-01-01..2025-12-31",
        ),
    ],
)
def test_a_running_period_is_held_against_the_same_days(model: SemanticModel, asked: str, compared: str) -> None:
    found = over_same_days(read(asked), model, TODAY, lambda period: False)
    assert compared.partition(" (")[0] in write(found)


def test_a_period_that_was_asked_for_as_a_whole_stays_whole(model: SemanticModel) -> None:
    asked = read(f"measure failure: count | {NOW} | {OCTOBER}")
    assert over_same_days(asked, model, TODAY, lambda period: "pasado" in period.phrase) == asked


def test_a_rate_of_a_month_that_was_named_is_of_all_of_it(model: SemanticModel) -> None:
    """«cumplimiento este mes comparado con octubre»; a count of its days would still say nothing."""

    def named(text: str) -> SemanticQuery:
        asked = read(f"{text} | {NOW} | {OCTOBER}")
        assert asked.compare_to is not None
        return asked.model_copy(update={"compare_to": asked.compare_to.model_copy(update={"relative": "fixed"})})

    rate = named("measure work_order: pm_compliance")
    assert over_same_days(rate, model, TODAY, lambda period: False) == rate
    count = over_same_days(named("measure failure: count"), model, TODAY, lambda period: False)
    assert CUT.partition(" (")[0] in write(count)


def test_a_difference_of_two_periods_is_cut_like_any_other_comparison(model: SemanticModel) -> None:
    two = "count period 2026-11-01..2026-11-22 (current month), count period 2026-10-01..2026-10-31 (past month)"
    cut = over_same_days(read(f"measure failure: {two}, difference 1 2"), model, TODAY, lambda period: False)
    assert "2026-10-01..2026-10-22" in write(cut)
    # without a difference nothing is compared: two numbers were asked for
    alone = read(f"measure failure: {two}")
    assert over_same_days(alone, model, TODAY, lambda period: False) == alone


@given(
    st.dates(date(2000, 1, 1), date(2100, 1, 1)),
    st.sampled_from(["week", "month", "quarter", "year"]),
    st.integers(1, 8),
)
def test_the_cut_is_of_the_same_length_but_for_uneven_months(today: date, grain: Grain, back: int) -> None:
    start = start_of(grain, today)
    before = start
    for _ in range(back):
        before = start_of(grain, before - timedelta(days=1))
    now = Period(start=start, end=today, grain=grain, relative="current")
    whole = Period(start=before, end=end_of(grain, before), grain=grain, relative="past")
    model = load_model()
    query = read("count failure").model_copy(update={"period": now, "compare_to": whole})
    cut = over_same_days(query, model, today, lambda period: False).compare_to
    assert cut is not None and cut.start is not None and cut.end is not None
    assert cut.start == whole.start and whole.end is not None and cut.end <= whole.end
    assert abs((cut.end - cut.start).days - (today - start).days) <= 3
    assert whole_of(now, cut, today) == (whole if cut.end < whole.end else None)
