"""Counts what reaches the state's database file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, event


@dataclass
class Seen:
    """What was sent.

    Attributes:
        reads: statements on connections that only read.
        commits: how often the one that writes committed.
    """

    reads: list[str] = field(default_factory=list)
    commits: int = 0


@contextmanager
def watched() -> Iterator[Seen]:
    """Sees every statement and commit of this process, on SQLite, where the writer's connection says that it writes."""
    seen = Seen()

    def writes(connection: Connection) -> bool:
        return bool(connection.get_execution_options().get("write"))

    def executed(connection: Connection, cursor: Any, sql: str, *_: Any) -> None:
        if not writes(connection):
            seen.reads.append(sql)

    def committed(connection: Connection) -> None:
        seen.commits += writes(connection)

    event.listen(Engine, "before_cursor_execute", executed)
    event.listen(Engine, "commit", committed)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", executed)
        event.remove(Engine, "commit", committed)
