"""Caches in this process: question → Plan, SQL → Result.

The caller makes the keys, and a key says everything that the value depends on: for a Plan the normalised question, the
session's context, the viewer, the plant, the semantic model's version and today; for a Result the data's version.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Callable, Hashable
from typing import Any, Final, Generic, TypeVar

from cachetools import TTLCache

from core.kernel.result import Result
from core.planning.plan import Plan

T = TypeVar("T")

CELLS_PER_ENTRY: Final = 100
"""A Result counts as one entry for each 100 cells, so CACHE_SIZE bounds the memory, not only the number."""


_PACKS: Final = (40, 20_000)
"""Cells of the Results that are kept packed; twenty thousand take two milliseconds to make again."""


class Cache(Generic[T]):
    """Values by key, the least recently used dropped first, none older than ``seconds``.

    Args:
        size: CACHE_SIZE, in entries; 0 switches it off.
        seconds: CACHE_TTL; 0 switches it off.

    Attributes:
        hits, misses: counters since the start.
    """

    def __init__(self, size: int, seconds: float, weigh: Callable[[T], float] | None = None) -> None:
        self.hits = 0
        self.misses = 0
        weight: Callable[[Any], Any] | None = weigh
        self._kept: TTLCache[Hashable, T] | None = (
            TTLCache(size, seconds, getsizeof=weight) if size > 0 and seconds > 0 else None
        )

    def get(self, key: Hashable) -> T | None:
        """The value, or None."""
        value = self._kept.get(key) if self._kept is not None else None
        if value is None:
            self.misses += 1
        else:
            self.hits += 1
        return value

    def put(self, key: Hashable, value: T) -> None:
        """Keep a value; one that is larger than the whole cache is not kept."""
        if self._kept is not None:
            try:
                self._kept[key] = value
            except ValueError:  # cachetools: value too large
                self._kept.pop(key, None)

    def clear(self) -> None:
        """Drop all values."""
        if self._kept is not None:
            self._kept.clear()

    def __len__(self) -> int:
        return len(self._kept) if self._kept is not None else 0


class PlanCache:
    """Plans by whatever the caller says they depend on.

    They are kept packed: a tenth of the memory of a Plan's thirty objects, and 40 µs at a look-up that hits.
    """

    def __init__(self, size: int, seconds: float) -> None:
        self._cache: Cache[bytes] = Cache(size, seconds)

    @property
    def hits(self) -> int:
        return self._cache.hits

    @property
    def misses(self) -> int:
        return self._cache.misses

    def get(self, key: Hashable) -> Plan | None:
        """A Plan equal to the one that was kept, or None."""
        kept = self._cache.get(key)
        plan: Plan | None = _unpacked(kept) if kept is not None else None
        return plan

    def put(self, plan: Plan, *keys: Hashable) -> None:
        """Keep a Plan under each of the keys."""
        kept = _packed(plan)
        for key in keys:
            self._cache.put(key, kept)

    def clear(self) -> None:
        """Drop all."""
        self._cache.clear()

    def __len__(self) -> int:
        return len(self._cache)


class ResultCache:
    """Results by SQL and data version; where the version is not known nothing is kept, so no answer is stale.

    The rows of tables are kept packed, a tenth of the memory; not so a few cells, and not so many that making them
    again would hold the event loop up.
    """

    def __init__(self, size: int, seconds: float) -> None:
        self._cache: Cache[_Kept] = Cache(size, seconds, lambda kept: kept.weight)

    @property
    def hits(self) -> int:
        return self._cache.hits

    @property
    def misses(self) -> int:
        return self._cache.misses

    def get(self, sql: str, version: str | None, *scope: Hashable) -> Result | None:
        """The Result of that SQL over that version of the data; ``scope`` is what else it depends on (plant, …)."""
        if version is None:
            self._cache.misses += 1
            return None
        kept = self._cache.get((sql, version, *scope))
        return kept.result() if kept is not None else None

    def put(self, sql: str, version: str | None, result: Result, *scope: Hashable) -> None:
        """Keep a Result."""
        if version is not None:
            self._cache.put((sql, version, *scope), _Kept(result))

    def clear(self) -> None:
        """Drop all."""
        self._cache.clear()

    def __len__(self) -> int:
        return len(self._cache)


class _Kept:
    """A Result in the cache."""

    __slots__ = ("_body", "_result", "weight")

    def __init__(self, result: Result) -> None:
        cells = len(result.rows) * len(result.columns)
        self.weight = max(1.0, cells / CELLS_PER_ENTRY)
        packs = _PACKS[0] <= cells <= _PACKS[1]
        self._result = None if packs else result
        self._body = _packed(result) if packs else b""

    def result(self) -> Result:
        """The Result, or one equal to it."""
        made: Result = self._result or _unpacked(self._body)
        return made


def _packed(value: Plan | Result) -> bytes:
    return zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), 1)


def _unpacked(body: bytes) -> Any:
    return pickle.loads(zlib.decompress(body))  # noqa: S301 - our own bytes
