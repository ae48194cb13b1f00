"""Fixtures that several rooms share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests import collector, in_memory, plain_logs, scheduling
from tests.postgres import CannotStart, PostgresServer


def pytest_configure() -> None:
    """Before the first test: a logged exception must cost nothing, nor must a disk."""
    in_memory.use()
    plain_logs.use()
    collector.rest()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The order in which groups of tests are handed to workers."""
    scheduling.refuse_lost_servers(items)
    scheduling.longest_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """For ``-n auto``."""
    return scheduling.workers()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> scheduling.ByGroup:
    """Which worker runs what."""
    return scheduling.ByGroup(config, log)


def pytest_collection_finish() -> None:
    """What has been read for all tests stays."""
    collector.leave_what_is_there()


@pytest.fixture(scope="session")
def demo_plant(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo plant of 2026-11-22 as a file, made once for all workers of a run; only to be read, or copied.

    It is built aside and renamed, so two workers that ask at the same time do each other no harm.
    """
    from core.demo.generate import generate

    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    path = folder / "demo_plant.sqlite"
    if not path.exists():
        generate(path, date(2026, 11, 22))
    return path


@pytest.fixture
def logging_put_back() -> Iterator[None]:
    """For tests that set up logging."""
    with plain_logs.put_back():
        yield


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """One PostgreSQL for the session, started when first asked for."""
    try:
        server = PostgresServer()
    except CannotStart as reason:
        pytest.skip(f"no embedded PostgreSQL: {reason}")
    yield server
    server.stop()


@pytest.fixture(scope="module")
def postgres_url(postgres_server: PostgresServer) -> str:
    """The URL of a fresh, empty PostgreSQL database, one a test module."""
    return postgres_server.create_database()
