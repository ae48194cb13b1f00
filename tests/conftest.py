"""Fixtures that several rooms share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import plain_logs
from tests.postgres import CannotStart, PostgresServer


def pytest_configure() -> None:
    """Before the first test: a logged exception must cost nothing."""
    plain_logs.use()


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
