"""The demo plant, made once a session for each of two dates: an ordinary day and a leap day."""

from __future__ import annotations

import functools
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from core.demo.generate import generate
from tests.core.demo.asks import Ask

DAYS = (date(2026, 11, 22), date(2024, 2, 29))


@pytest.fixture(scope="session")
def plant_of(tmp_path_factory: pytest.TempPathFactory, demo_plant: Path) -> Callable[[date], Path]:
    """The file of the plant of a date, made once; only to be read."""

    @functools.cache
    def make(day: date) -> Path:
        if day == DAYS[0]:
            return demo_plant
        path = tmp_path_factory.mktemp("plant") / f"{day}.sqlite"
        generate(path, day)
        return path

    return make


@pytest.fixture(scope="session", params=DAYS, ids=str)
def made(request: pytest.FixtureRequest, plant_of: Callable[[date], Path]) -> tuple[date, Path]:
    """A plant's date and its file."""
    return request.param, plant_of(request.param)


@pytest.fixture
def as_of(made: tuple[date, Path]) -> date:
    """The plant's today."""
    return made[0]


@pytest.fixture
def ask(made: tuple[date, Path]) -> Iterator[Ask]:
    """Runs a query on the plant; ``:today`` is its date."""
    day, path = made
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:

        def run(sql: str, **values: object) -> list[tuple]:
            return connection.execute(sql, {"today": day.isoformat(), **values}).fetchall()

        yield run
