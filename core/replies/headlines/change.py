"""Trends: how the last whole bucket of a series stands to those before it. Pure arithmetic, no words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from core.kernel.messages import Cell
from core.semantics.calendar import buckets, end_of, label_of
from core.semantics.query import Grain, Period
from core.wording.numbers import bucket_start

STEADY: Final = 3.0
"""A change under so many per cent is none that anybody would act on."""
_MOST_BUCKETS: Final = 2000


@dataclass(frozen=True)
class Bucket:
    """A bucket of a series.

    Attributes:
        start: its first day, also when the question's period begins later.
        whole: all its days are past, and inside the question's period.
    """

    label: str
    start: date
    value: float
    whole: bool


@dataclass(frozen=True)
class Trend:
    """The last whole bucket against the mean of the whole ones before it (at most twelve).

    Attributes:
        change: in per cent of the baseline; None when the baseline is zero.
        before: how many buckets the baseline is the mean of.
        highest, lowest: among the whole buckets.
    """

    last: Bucket
    baseline: float
    before: int
    change: float | None
    highest: Bucket
    lowest: Bucket


def read(
    labels: Sequence[Cell], values: Sequence[Cell], grain: Grain, period: Period | None, today: date, *, zeros: bool
) -> list[Bucket]:
    """The buckets in their order.

    Args:
        zeros: a bucket without a row is 0 (counts and sums); else it is left out.
    """
    found: dict[str, float] = {}
    for label, value in zip(labels, values, strict=True):
        start = bucket_start(label)
        if start is not None and (value is not None or zeros):
            found[label_of(grain, start[0])] = float(value) if isinstance(value, int | float) else 0.0
    if not found:
        return []
    starts = [start[0] for label in found if (start := bucket_start(label)) is not None]
    first = period.start if period is not None and period.start is not None else min(starts)
    last = max(starts)
    if period is not None and period.end is not None and zeros:
        last = max(last, min(period.end, today))
    elif zeros and last < today:
        last = today if period is None else last
    made = []
    for label, day, end in list(buckets(grain, first, end_of(grain, last)))[:_MOST_BUCKETS]:
        if label not in found and not zeros:
            continue
        full = bucket_start(label)
        opening = full[0] if full is not None else day
        # Records of all times begin somewhere inside their first bucket; the bucket of today is not over.
        opened = day == opening and (day > first or (period is not None and period.start is not None))
        until = today if period is None or period.end is None else min(period.end, today)
        made.append(Bucket(label, opening, found.get(label, 0.0), opened and end <= until and end < today))
    return made


def trend(series: Sequence[Bucket]) -> Trend | None:
    """The trend of a series, or None when fewer than two whole buckets make one."""
    whole = [bucket for bucket in series if bucket.whole]
    if len(whole) < 2:
        return None
    last, before = whole[-1], whole[-13:-1]
    baseline = sum(bucket.value for bucket in before) / len(before)
    change = 100 * (last.value - baseline) / abs(baseline) if baseline else None
    highest = max(whole, key=lambda bucket: bucket.value)
    lowest = min(whole, key=lambda bucket: bucket.value)
    return Trend(last, baseline, len(before), change, highest, lowest)
