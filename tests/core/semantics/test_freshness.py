"""How fresh data is: which facts an answer stands on, up to when they should have rows, when they are too old."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.semantics.freshness import Newest, expected, facts_of, newest_query, stale
from tests.core.replies.words import TODAY, compiled, model
from tests.golden.notation import read

NOW = datetime(2026, 11, 22, 14, 15)


@pytest.mark.parametrize(
    ("query", "facts"),
    [
        ("count failure | on detected_at 2026-11-22..2026-11-22", ("failure",)),
        ("count equipment | type = pump", ()),
        ("measure spare_part: stock_value", ()),
        # who is down is kept by the stops
        ("count equipment | down", ("downtime",)),
        ("measure equipment: mtbf", ("downtime", "failure")),
        (
            "breakdown work_order: maintenance_cost, count in failure, ratio 1 2 | by area.name",
            ("work_order", "failure"),
        ),
        ("list equipment | without failure (period 2026-01-01..2026-11-22)", ("failure",)),
        ("list equipment | with downtime (during downtime 2026-11-21..2026-11-21)", ("downtime",)),
        ("list equipment | (down or overdue)", ("downtime",)),
        ("list work_order | open", ("work_order",)),
    ],
)
def test_the_facts_of_an_answer_are_those_whose_rows_it_counts_or_relies_on(query: str, facts: tuple[str, ...]) -> None:
    assert set(facts_of(read(query), model())) == set(facts)


@pytest.mark.parametrize(
    ("query", "until"),
    [
        ("count failure", NOW),
        ("count failure | on detected_at 2026-11-01..2026-11-22", NOW),
        ("list work_order | open | on due_on 2026-11-23..2026-11-29", NOW),
        ("count failure | on detected_at 2026-10-01..2026-10-31", datetime(2026, 11, 1)),
        ("count failure | on detected_at 2026-10-01..", NOW),
        (
            "measure failure: count | period 2026-10-01..2026-10-31 | beside 2026-09-01..2026-09-30",
            datetime(2026, 11, 1),
        ),
        ("list equipment | with downtime (during downtime 2026-11-20..2026-11-20)", datetime(2026, 11, 21)),
        ("list equipment | without failure (period 2026-01-01..2026-10-31)", datetime(2026, 11, 1)),
    ],
)
def test_data_should_reach_to_the_end_of_the_days_or_to_now(query: str, until: datetime) -> None:
    assert expected(read(query), NOW) == until


def test_the_newest_row_is_the_latest_date_up_to_today_of_everybodys_rows() -> None:
    assert compiled(newest_query(model(), "failure", TODAY)).sql == (
        "SELECT MAX(failure.detected_at) AS max_detected_at FROM failure WHERE failure.detected_at < '2026-11-23'"
    )


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("2026-11-22 04:27:00", datetime(2026, 11, 22, 4, 27)),
        ("2026-11-22T04:27:00-06:00", datetime(2026, 11, 22, 4, 27)),
        ("2026-11-22", datetime(2026, 11, 22, 23, 59, 59, 999999)),
        (None, None),
        ("soon", None),
    ],
)
def test_a_cell_is_a_moment_or_a_whole_day_or_nothing(cell: object, moment: datetime | None) -> None:
    found = Newest.of("failure", cell)
    assert (found and found.moment) == moment


def test_a_table_has_its_own_limit_where_the_model_gives_one() -> None:
    # the demo plant's failures may be three days apart, its stops are not
    asked, two_days_ago = read("measure equipment: mtbf"), NOW - timedelta(days=2)
    assert not stale(Newest("failure", two_days_ago), asked, model(), NOW, 24)
    assert stale(Newest("downtime", two_days_ago), asked, model(), NOW, 24)
    assert not stale(Newest("downtime", two_days_ago), asked, model(), NOW, 0)


@given(st.integers(0, 24 * 60), st.integers(1, 1000))
def test_data_is_stale_from_the_minute_after_its_hours_on(minutes: int, hours: int) -> None:
    asked = read("count downtime")
    edge = NOW - timedelta(hours=hours)
    assert not stale(Newest("downtime", edge + timedelta(minutes=minutes)), asked, model(), NOW, hours)
    assert stale(Newest("downtime", edge - timedelta(minutes=minutes + 1)), asked, model(), NOW, hours)
