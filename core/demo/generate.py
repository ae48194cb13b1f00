"""Writes the demo plant: to a SQLite file (aside, then renamed) or into another database.

What a person may read of this room from outside: ``generate``, ``ensure``, ``summary`` and ``load``.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from core.demo.calendar import Calendar
from core.demo.plant import Row, build
from core.errors import StorageFailed


def generate(path: Path, as_of: date) -> None:
    """Write the plant of that date to a SQLite file, replacing what is there in one step.

    Nobody ever sees a half-written file, and whoever has the old one open goes on reading it.

    Raises:
        ConfigurationError: ``as_of`` lies before 2000 or after 2100.
        StorageFailed: the disk is full or the folder may not be written; nothing is left behind.
    """
    Calendar(as_of)
    aside: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".new", dir=path.parent)
        os.close(handle)
        aside = Path(name)
        _write(aside, as_of)
        aside.chmod(0o644)
        _settle(aside)
        aside.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise StorageFailed(f"demo plant {path}: {error}") from error
    finally:
        if aside is not None:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)


def ensure(path: Path, as_of: date) -> None:
    """Make the plant when it is missing or of another date. Safe when several processes do it at once.

    Raises:
        ConfigurationError, StorageFailed: as ``generate`` does.
    """
    if made_for(path) != as_of:
        generate(path, as_of)


def made_for(path: Path) -> date | None:
    """The date that a file's plant was made for; None when there is none, or it is not a demo plant."""
    if not path.is_file():
        return None
    try:
        with contextlib.closing(_open_readonly(path)) as connection:
            stamp = connection.execute("PRAGMA user_version").fetchone()[0]
            return datetime.strptime(f"{stamp:08d}", "%Y%m%d").date()  # noqa: DTZ007 - a date has no zone
    except (sqlite3.Error, ValueError):
        return None


def summary(path: Path) -> dict[str, int]:
    """Number of rows by table.

    Raises:
        StorageFailed: there is no demo plant in that file.
    """
    from core.demo.tables import metadata

    try:
        with contextlib.closing(_open_readonly(path)) as connection:
            return {
                table: connection.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone()[0] for table in metadata.tables
            }
    except sqlite3.Error as error:
        raise StorageFailed(f"demo plant {path}: {error}") from error


def _open_readonly(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def _write(path: Path, as_of: date) -> None:
    """Tables, rows and the date's stamp. A file that nobody sees yet needs no journal; ``_settle`` makes it last."""
    rows = build(as_of)
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        tables, indices = _definitions()
        connection.execute("BEGIN")
        for statement in tables:
            connection.execute(statement)
        for table, values in rows.items():
            marks = ", ".join("?" * len(values[0]))
            connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', _as_text(values))
        for statement in indices:
            connection.execute(statement)
        connection.execute("COMMIT")
        connection.execute(f"PRAGMA user_version = {as_of:%Y%m%d}")


def _settle(path: Path) -> None:
    """Have the file on the disk before its name is."""
    with path.open("rb") as written:
        os.fsync(written.fileno())


def _definitions() -> tuple[list[str], list[str]]:
    """CREATE TABLE and CREATE INDEX statements for SQLite."""
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateIndex, CreateTable

    from core.demo.tables import metadata

    dialect = sqlite.dialect()  # type: ignore[no-untyped-call]
    tables = [str(CreateTable(table).compile(dialect=dialect)) for table in metadata.tables.values()]
    indices = [
        str(CreateIndex(index).compile(dialect=dialect))
        for table in metadata.tables.values()
        for index in sorted(table.indexes, key=lambda index: str(index.name))
    ]
    return tables, indices


def _as_text(rows: Iterable[Row]) -> Iterator[Row]:
    """Dates and timestamps as ISO 8601 text, the way SQLite keeps them."""
    for row in rows:
        yield tuple(
            value.isoformat(" ") if isinstance(value, datetime) else str(value) if isinstance(value, date) else value
            for value in row
        )
