"""Fixtures that several rooms share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.postgres import CannotStart, PostgresServer


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
