"""Owner: the name under which one process leases questions, and how others see that it is dead.

On SQLite all processes are on one machine, so each holds an operating system lock on a file beside the database for as
long as it lives: after a kill the next start takes its questions over at once. Elsewhere (PostgreSQL, Windows) they are
taken over when the leases run out.
"""

from __future__ import annotations

import contextlib
import os
import uuid
from pathlib import Path

from core.state.claims import can_be_held, claims, hold
from core.state.database import State


class Owner:
    """This process as an owner of leases.

    Attributes:
        name: unique over processes and restarts.
    """

    def __init__(self, state: State) -> None:
        self.name = str(uuid.uuid4())
        self._folder: Path | None = None
        self._file: int | None = None
        database = state.url.database
        if state.dialect == "sqlite" and database and can_be_held():
            self._folder = Path(f"{database}-owners")

    def claim(self) -> None:
        """Show that this process lives. A disk that refuses only costs the quick take-over."""
        if self._folder is None or self._file is not None:
            return
        with contextlib.suppress(OSError):
            self._file = hold(self._folder / self.name)

    def dead(self) -> list[str]:
        """Names of owners whose process has ended without leaving. ``bury`` them when their questions are free."""
        if self._folder is None:
            return []
        return [name for name, lives in claims(self._folder) if not lives and name != self.name]

    def bury(self, names: list[str]) -> None:
        """Remove the files of dead owners, once what they held is free."""
        for name in names:
            if self._folder is not None:
                (self._folder / name).unlink(missing_ok=True)

    def leave(self) -> None:
        """End the claim, at a clean shutdown."""
        if self._file is not None and self._folder is not None:
            (self._folder / self.name).unlink(missing_ok=True)
            os.close(self._file)
            self._file = None
