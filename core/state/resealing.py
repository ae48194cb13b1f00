"""Sealing anew what lies in the state in the open, or under an older key: with the newest of ENCRYPTION_KEYS.

Processes may go on working on the state. A row is written back only where it is still as it was read; one that changed
meanwhile was written by a process that has the newest key too.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, Connection, select, tuple_, update

from core.kernel.errors import MaintbotError
from core.sentences import keeping
from core.state.database import State
from core.state.seals import SealBroken, Seals, StillSealed
from core.state.tables import results, steps, turns

_SEALED: Final[tuple[Column[Any], ...]] = (results.c.body, turns.c.reply, steps.c.step)
_ROWS: Final = 100
"""Rows that are held at once; an answer's rows may be a megabyte."""


class NoKeys(MaintbotError):
    """ENCRYPTION_KEYS is empty."""

    code = "no_keys"
    texts = dict(keeping.NO_KEYS)


@dataclass(frozen=True, slots=True)
class Resealed:
    """What came of it: how many were sealed anew, and how many no key opens."""

    anew: int = 0
    lost: int = 0

    def __add__(self, other: Resealed) -> Resealed:
        return Resealed(self.anew + other.anew, self.lost + other.lost)


@dataclass(frozen=True, slots=True)
class Opened:
    """What came of looking: how much was looked at, how much no key opens, and how much is damaged."""

    looked: int = 0
    lost: int = 0
    broken: int = 0

    def __add__(self, other: Opened) -> Opened:
        return Opened(self.looked + other.looked, self.lost + other.lost, self.broken + other.broken)


SOME: Final = 50
"""How many are looked at from either end of what may be long."""


def opened(seals: Seals, stored: bytes) -> Opened:
    """Whether the keys open one thing that is stored."""
    try:
        seals.open(stored)
    except SealBroken:
        return Opened(1, broken=1)
    except StillSealed:
        return Opened(1, lost=1)
    return Opened(1)


async def unopened(state: State) -> Opened:
    """Look whether ``state.seals`` opens some of what is sealed, the first and the last by key.

    Raises:
        StateUnavailable: the database does not answer.
    """
    found = Opened()
    for column in _SEALED:
        key = list(column.table.primary_key.columns)
        for order in (key, [part.desc() for part in key]):
            wanted = select(column).order_by(*order).limit(SOME)
            rows = await state.read(lambda connection, wanted=wanted: connection.execute(wanted).scalars().all())  # type: ignore[misc]
            for row in rows:
                found += opened(state.seals, row.encode() if isinstance(row, str) else bytes(row))
    return found


async def reseal(state: State) -> Resealed:
    """Seal results, replies and steps with the newest key of ``state.seals``; those that it opens already stay.

    Raises:
        NoKeys: there is none to seal with.
        StateUnavailable: the database does not answer; what was done stays done.
    """
    if not state.seals.has_keys:
        raise NoKeys
    found = Resealed()
    await _files(state)
    for column in _SEALED:
        found += await _column(state, column)
    if found.anew:
        await state.scrub()  # SQLite's log holds what was there before
    return found


async def _files(state: State) -> None:
    """Where an earlier release sealed the paths of an answer's files with its reply: write them beside it."""
    wanted = select(turns.c.id, turns.c.reply).where(turns.c.has_files, turns.c.files.is_(None))
    found = {}
    for number, reply in await state.read(lambda connection: connection.execute(wanted).all()):
        with suppress(StillSealed):
            stored = json.loads(state.seals.open_text(reply)).get("artifacts", ())
            found[number] = "\n".join(artifact["path"] for artifact in stored)

    def work(connection: Connection) -> None:
        for number, files in found.items():
            connection.execute(update(turns).where(turns.c.id == number).values(files=files))

    if found:
        await state.write(work)


async def _column(state: State, column: Column[Any]) -> Resealed:
    table = column.table
    key = list(table.primary_key.columns)
    found, after = Resealed(), None
    while True:
        wanted = select(*key, column).order_by(*key).limit(_ROWS)
        if after is not None:
            wanted = wanted.where(tuple_(*key) > tuple_(*after))
        rows = await state.read(lambda connection, wanted=wanted: connection.execute(wanted).all())  # type: ignore[misc]
        if not rows:
            return found
        after = rows[-1][:-1]
        changes, lost = await asyncio.to_thread(_changes, rows, state.seals)

        def work(connection: Connection, changes: Sequence[Any] = changes) -> int:
            written = 0
            for at, was, now in changes:
                here = [part == value for part, value in zip(key, at, strict=True)]
                written += connection.execute(update(table).where(*here, column == was).values({column: now})).rowcount
            return written

        found += Resealed(await state.write(work) if changes else 0, lost)


def _changes(rows: Sequence[Any], seals: Seals) -> tuple[list[tuple[Any, Any, Any]], int]:
    """Key, old and new value of each row that has to be sealed anew, and how many cannot be opened."""
    changes, lost = [], 0
    for *at, was in rows:
        try:
            now = seals.resealed(was.encode() if isinstance(was, str) else bytes(was))
        except StillSealed:
            lost += 1
            continue
        if now is not None:
            changes.append((at, was, now.decode() if isinstance(was, str) else now))
    return changes, lost
