"""Pictures and workbooks that were made already: the same job gives the same bytes, so who asks again waits for none.

A job is known by a digest of all that its bytes depend on, so nothing that is kept can be out of date; time and size
only bound the memory. Who wants what is just being made waits for that one.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Awaitable, Callable
from typing import Any, Final

from cachetools import TTLCache

from core.kernel.flights import SingleFlight
from core.kernel.result import Result
from core.replies.charts.job import ChartJob
from core.replies.workbook.job import WorkbookJob

KEPT_BYTES: Final = 1_000_000
"""Of all that is kept: some thirty charts, or a hundred small workbooks."""
_LARGEST: Final = KEPT_BYTES // 5
_MOST_CELLS: Final = 20_000
"""Of a job that is known again: the digest of more would hold the event loop up."""


class KeptFiles:
    """What chart processes made, by what they were given.

    Args:
        seconds: CACHE_TTL; 0 keeps nothing.

    Attributes:
        hits: how often nothing had to be made.
    """

    def __init__(self, seconds: float) -> None:
        self.hits = 0
        self._kept: TTLCache[bytes, bytes] | None = (
            TTLCache(KEPT_BYTES, seconds, getsizeof=len) if seconds > 0 else None
        )
        self._flights = SingleFlight()

    async def get(self, job: ChartJob | WorkbookJob, make: Callable[[], Awaitable[bytes]]) -> bytes:
        """The bytes of a job, kept or made. Raises what ``make`` raises."""
        kept = self._kept
        if kept is None or len(job.result.rows) * len(job.result.columns) > _MOST_CELLS:
            return await make()
        key = digest(job)
        if (known := kept.get(key)) is not None:
            self.hits += 1
            return known

        async def made() -> bytes:
            content = await make()
            if len(content) <= _LARGEST:
                kept[key] = content
            return content

        return await self._flights.do(key, made)

    def clear(self) -> None:
        """Drop all."""
        if self._kept is not None:
            self._kept.clear()


def digest(job: ChartJob | WorkbookJob) -> bytes:
    """What tells jobs apart that give other bytes: all of a job but how long its query took, and when."""
    if isinstance(job, ChartJob):
        told: tuple[Any, ...] = (job.spec.model_dump_json(), *_data(job.result), job.columns, job.currency)
    else:
        words = (job.title, job.about, job.language, job.currency, job.made_at)
        told = (*words, *_data(job.result), job.columns)
    buffer = io.BytesIO()
    pickler = pickle.Pickler(buffer, pickle.HIGHEST_PROTOCOL)
    pickler.fast = True  # by value: two texts that are equal are written alike, whether they are one object or two
    pickler.dump((type(job).__name__, told))
    return hashlib.blake2b(buffer.getbuffer(), digest_size=20).digest()


def _data(result: Result) -> tuple[Any, ...]:
    return result.columns, result.rows, result.truncated
