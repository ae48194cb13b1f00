"""The values that occur, as they are now: read once, and again when the plant's data have changed."""

from __future__ import annotations

import asyncio
import time
from typing import Protocol

import structlog

from core.data.sampling import ColumnValues
from core.kernel.errors import MaintbotError
from core.semantics.model import SemanticModel
from core.semantics.values import ValueIndex
from core.understanding.reading.lattice import LatticeReader
from core.understanding.reading.lexicon import Lexicon

log = structlog.get_logger(__name__)

_CHECK_SECONDS = 2.0
"""How long the values are taken as current before the data's version is looked at again, at least."""
_LONG_READ, _CHECK_SHARE = 0.5, 20
"""Where reading them takes longer than this, they hold so many times as long: a big plant is not read all the time."""


class PlantData(Protocol):
    """What is asked of the plant's database for its values; ``core.data.database.Database`` is one."""

    dialect: str

    async def values_of(self, source: str, value: str, *, limit: int) -> ColumnValues:
        """The values of an expression over a source, both as SQL."""
        ...

    async def version(self) -> str | None:
        """What changes when the data does; None when that is not cheap to know."""
        ...


class CurrentReader:
    """Gives the LatticeReader over the values that occur now.

    Attributes:
        reader: the last one; None before the values were read for the first time.
        generation: counts how often the values were found changed.
    """

    def __init__(self, model: SemanticModel, lexicon: Lexicon, database: PlantData) -> None:
        self.reader: LatticeReader | None = None
        self.generation = 0
        self._model, self._lexicon, self._database = model, lexicon, database
        self._version: str | None = None
        self._checked = 0.0
        self._current_for = _CHECK_SECONDS
        self._reading = asyncio.Lock()

    @property
    def values(self) -> ValueIndex | None:
        """The values that occur, once they have been read."""
        return self.reader.values if self.reader else None

    async def get(self) -> LatticeReader:
        """Read the values when they have not been read, or when the data has changed since.

        Raises:
            DatabaseUnavailable: they were never read and the database does not answer.
        """
        if self.reader is not None and time.monotonic() - self._checked < self._current_for:
            return self.reader
        async with self._reading:
            if self.reader is not None and time.monotonic() - self._checked < self._current_for:
                return self.reader
            try:
                await self._refresh()
            except MaintbotError:
                if self.reader is None:
                    raise
                log.warning("values_not_refreshed")
            self._checked = time.monotonic()
        assert self.reader is not None
        return self.reader

    async def _refresh(self) -> None:
        version = await self._database.version()
        if self.reader is not None and version is not None and version == self._version:
            return
        began = time.monotonic()
        values = await ValueIndex.read(self._model, self._database, same_as=self.values)
        took = time.monotonic() - began
        self._current_for = _CHECK_SHARE * took if took > _LONG_READ else _CHECK_SECONDS
        if self.reader is None or values is not self.reader.values:
            self.reader = await asyncio.to_thread(LatticeReader, self._lexicon, values)
            self.generation += 1
        self._version = version
