"""Tests that share something that takes long to make run in one worker, and the long ones begin first."""

from __future__ import annotations

from types import SimpleNamespace
from typing import cast

import pytest

from tests import scheduling


@pytest.mark.parametrize(
    ("nodeid", "group"),
    [
        ("tests/core/wording/test_numbers.py::test_a[1-x]", "tests/core/wording/test_numbers.py"),
        ("tests/core/state/test_state.py::test_a[sqlite]", "postgres"),
        ("tests/core/semantics/test_calendar.py::test_postgres_labels_alike[day]", "postgres"),
        ("tests/core/semantics/test_calendar.py::test_sqlite_labels[day]", "tests/core/semantics/test_calendar.py"),
        ("tests/browser/test_start.py::test_a", "tests/browser/"),
        ("tests/scenarios/slack/test_home.py::test_a", "tests/scenarios/slack/"),
    ],
)
def test_a_test_belongs_to_its_file_or_to_those_it_shares_with(nodeid: str, group: str) -> None:
    assert scheduling.group_of(nodeid) == group


def items(*nodeids: str, fixtures: tuple[str, ...] = ()) -> list[pytest.Item]:
    return [cast(pytest.Item, SimpleNamespace(nodeid=nodeid, fixturenames=fixtures)) for nodeid in nodeids]


def test_the_long_ones_come_first_and_a_file_stays_in_order() -> None:
    found = items(
        "tests/core/a.py::b", "tests/core/a.py::a", "tests/bots/a.py::a", "tests/core/state/a.py::a",
        "tests/scenarios/slack/a.py::a",
    )  # fmt: skip
    scheduling.longest_first(found)
    assert [item.nodeid for item in found] == [
        "tests/scenarios/slack/a.py::a", "tests/core/state/a.py::a", "tests/bots/a.py::a", "tests/core/a.py::b",
        "tests/core/a.py::a",
    ]  # fmt: skip


def test_a_server_of_its_own_is_refused() -> None:
    scheduling.refuse_lost_servers(items("tests/core/a.py::on_postgres", fixtures=("postgres_server",)))
    with pytest.raises(pytest.UsageError, match="tests/core/a"):
        scheduling.refuse_lost_servers(items("tests/core/a.py::test_a", fixtures=("postgres_server",)))
