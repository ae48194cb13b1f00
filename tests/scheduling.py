"""Which worker runs which test: a file's tests run together, and those of a server or a database run with their own.

A fixture of a module or a session is then made once, and not once in every worker. What is long begins first, so that no
worker is left with it at the end.
"""

from __future__ import annotations

import os

import pytest
from xdist.scheduler import LoadScopeScheduling

TOGETHER: dict[str, tuple[str, ...]] = {
    "tests/scenarios/slack/": ("tests/scenarios/slack/",),
    "tests/browser/": ("tests/browser/",),
    "postgres": ("postgres", "tests/core/state/", "tests/core/demo/test_database.py"),
    "tests/scenarios/teams/": ("tests/scenarios/teams/",),
    "tests/scenarios/rest/": ("tests/scenarios/rest/",),
    "tests/core/demo/": ("tests/core/demo/",),
}
"""Groups by what stands in the ids of their tests, the longest first; each has something that takes long to make."""
EARLY = ("tests/scenarios/", "tests/manifests/", "tests/core/delivery/", "tests/core/replies/charts/", "tests/bots/")
"""Folders whose tests are few and long."""


def group_of(nodeid: str) -> str:
    """The group of a test: the first in ``TOGETHER`` of which something stands in its id, else its file."""
    known = (name for name, parts in TOGETHER.items() if any(part in nodeid.lower() for part in parts))
    return next(known, nodeid.partition("::")[0])


def longest_first(items: list[pytest.Item]) -> None:
    """Put tests in the order in which their groups are handed out; within a group it stays as it is."""
    names = list(TOGETHER)

    def rank(item: pytest.Item) -> int:
        name = group_of(item.nodeid)
        if name in TOGETHER:
            return names.index(name)
        return len(names) if name.startswith(EARLY) else len(names) + 1

    items.sort(key=rank)


def refuse_lost_servers(items: list[pytest.Item]) -> None:
    """A test that starts PostgreSQL outside of its group would start another one.

    Raises:
        pytest.UsageError: there is such a test; its name should say that it needs PostgreSQL.
    """
    lost = [
        item.nodeid
        for item in items
        if "postgres_server" in getattr(item, "fixturenames", ()) and group_of(item.nodeid) != "postgres"
    ]
    if lost:
        raise pytest.UsageError(f"name the database in these, so that one server serves all: {', '.join(lost)}")


def workers() -> int:
    """One more than this process has processors: a test waits for a fifth of its time, for disks and other processes."""
    ours = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return ours + 1


class ByGroup(LoadScopeScheduling):
    """Hands out whole groups, in the order in which they were collected."""

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
