"""What every kind of database offers: a query's rows, the catalog, the data's version; read-only whatever it is told.

The guard checks the text of a query; this is the second lock, on the other side of the wire.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from core.data.advice import Indexes
from core.data.catalog import Catalog

CONNECT_SECONDS = 5.0
"""How long a connection to a server may take to be made."""

GRACE_SECONDS = 2.0
"""How long a query that was stopped has to end by itself before its connection is given up."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a query gave.

    Attributes:
        names: of the columns, as the database says them; they may repeat.
        rows: as the driver gives them, with values of its own types.
        seconds: how long the database took.
    """

    names: list[str]
    rows: list[Any]
    seconds: float


class Access(Protocol):
    """One database, read-only. A task that is cancelled while it waits here stops its query in the database too.

    Attributes:
        dialect: sqlglot's name of it: ``sqlite``, ``postgres``, ``mysql`` (MariaDB too).
    """

    dialect: str

    async def fetch(self, sql: str, limit: int) -> Fetched:
        """The first ``limit`` rows of one SELECT; rows after them are never read.

        Raises:
            Exception: what the driver raises, which ``core.data.failures.translate`` reads, or an error of ours.
        """

    async def catalog(self) -> Catalog:
        """The tables and columns. Raises as ``fetch``."""

    async def indexes(self) -> Indexes:
        """The indexes of all tables. Raises as ``fetch``."""

    async def version(self) -> str | None:
        """A text that changes with every committed write; None where nothing cheap is correct. Raises as ``fetch``."""

    async def close(self) -> None:
        """Close all connections; more than once does no harm."""
