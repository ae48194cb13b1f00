"""Whether the SQLite file that is written to is the one that the next start will open, and whole.

What is damaged on disk while it is open goes on taking writes that nobody ever sees again: a file that was deleted,
replaced by another, emptied or cut, or whose write-ahead log was deleted. The file is never opened here, only looked
at from outside: closing a descriptor of it would end the locks that SQLite holds in this process.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from core.kernel.errors import StateUnavailable


class FileWatch:
    """Looks at one database file and the two beside it, within every write; a few microseconds.

    Not safe for threads: only the writer's thread looks.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._known: dict[Path, tuple[int, int]] = {}
        self._size = 0
        self._cut = False

    def check(self, connection: Connection) -> None:
        """Make sure that what is about to be committed will be found by the next start.

        Args:
            connection: within the transaction that is about to be committed.

        Raises:
            StateUnavailable: it will not. A file that is put back as it was is taken up again; a cut one is not.
        """
        sizes = [self._same(suffix) for suffix in ("", "-wal", "-shm")]
        if sizes[0] < self._size and not self._cut:
            # Another process may have vacuumed it: then the database itself, its log included, has become shorter too.
            pages, page = (connection.exec_driver_sql(f"PRAGMA {name}").scalar_one() for name in _LENGTH)
            self._cut = pages * page >= self._size
        if self._cut:
            raise StateUnavailable(f"the state file {self._file} was cut short; stop, put a backup in its place, start")
        self._size = sizes[0]

    def _same(self, suffix: str) -> int:
        """The length in bytes of the file with that suffix, which is the one that was there before.

        Raises:
            StateUnavailable: it is gone, or another.
        """
        path = self._file.with_name(self._file.name + suffix)
        try:
            found = path.stat()
        except FileNotFoundError as error:
            raise StateUnavailable(f"the state file {path} was deleted; restart") from error
        identity = found.st_dev, found.st_ino
        if self._known.setdefault(path, identity) != identity:
            raise StateUnavailable(f"the state file {path} was replaced; restart")
        return found.st_size


_LENGTH = ("page_count", "page_size")
