"""A demo plant's SQLite file: built aside in the same folder, then renamed, and told from other files."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import tempfile
import time
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path

from core.demo.plant import Row, build
from core.demo.problems import DemoNotWritten

_ASIDE = ".new"
_STALE_SECONDS = 3600.0


def made_for(path: Path) -> date | None:
    """The date that a file's plant was made for; None when there is none, or it is not a demo plant."""
    if not path.is_file():
        return None
    try:
        with contextlib.closing(open_readonly(path)) as connection:
            stamp = connection.execute("PRAGMA user_version").fetchone()[0]
            connection.execute("SELECT 1 FROM work_order LIMIT 1").fetchone()
            return datetime.strptime(f"{stamp:08d}", "%Y%m%d").date()  # noqa: DTZ007 - a date has no zone
    except (sqlite3.Error, ValueError):
        return None


def open_readonly(path: Path) -> sqlite3.Connection:
    """A connection that cannot write, nor make the file."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def write(path: Path, as_of: date) -> None:
    """Build aside in the same folder, then rename.

    Raises:
        StorageFailed: the disk is full or the folder may not be written; nothing is left behind.
    """
    aside: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _sweep(path)
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=_ASIDE, dir=path.parent)
        os.close(handle)
        aside = Path(name)
        _fill(aside, as_of)
        aside.chmod(0o644)
        _settle(aside)
        aside.replace(path)
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DemoNotWritten(f"demo plant {path}: {error}", path=path.absolute(), error=reason) from error
    finally:
        if aside is not None:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    """Remove what a process left that was killed while it built."""
    for left in path.parent.glob(f".{path.name}.*{_ASIDE}"):
        with contextlib.suppress(OSError):
            if time.time() - left.stat().st_mtime > _STALE_SECONDS:
                left.unlink()


def _fill(path: Path, as_of: date) -> None:
    """Tables, rows and the date's stamp. A file that nobody sees yet needs no journal; ``_settle`` makes it last."""
    rows = build(as_of)
    tables, indices = _definitions()
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        for statement in tables:
            connection.execute(statement)
        for table, values in rows.items():
            marks = ", ".join("?" * len(values[0]))
            connection.executemany(f'INSERT INTO "{table}" VALUES ({marks})', _as_text(values))
        for statement in indices:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {as_of:%Y%m%d}")
        connection.execute("COMMIT")


def _settle(path: Path) -> None:
    """Have the file on the disk before its name is."""
    with path.open("r+b") as written:
        os.fsync(written.fileno())


def _definitions() -> tuple[list[str], list[str]]:
    """CREATE TABLE and CREATE INDEX statements for SQLite."""
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateIndex, CreateTable

    from core.demo.tables import metadata

    dialect = sqlite.dialect()
    tables = [str(CreateTable(table).compile(dialect=dialect)) for table in metadata.tables.values()]
    indices = [
        str(CreateIndex(index).compile(dialect=dialect))
        for table in metadata.tables.values()
        for index in sorted(table.indexes, key=lambda index: str(index.name))
    ]
    return tables, indices


def _as_text(rows: Iterable[Row]) -> Iterator[Row]:
    """Dates and timestamps (which are dates too) as ISO 8601 text, the way SQLite keeps them."""
    for row in rows:
        yield tuple(str(value) if isinstance(value, date) else value for value in row)
