"""How long charts take.

    python -m benchmarks charts

Times are the best of several runs, in milliseconds of this process's CPU; the pool's are by the wall's clock. Ratios
to a bare matplotlib figure hold on any machine, so they have bars.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import os
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure
from core.kernel.messages import Cell, Column
from core.kernel.result import Result
from core.planning.chart_spec import ChartSpec
from core.replies.charts.job import chart_job, drawable
from core.replies.charts.labelling.chart import drawing
from core.replies.charts.pool import ChartPool
from core.replies.charts.script import script
from core.replies.charts.worker import render

Sample = tuple[ChartSpec, tuple[Column, ...], Result]
MONTHS = [f"{2025 + at // 12}-{at % 12 + 1:02d}" for at in range(24)]
TYPES = ("preventive", "corrective", "predictive", "inspection")


def _sample(spec: ChartSpec, kinds: dict[str, Any], rows: list[tuple[Cell, ...]]) -> Sample:
    columns = tuple(Column(name=name, label=name, kind=kind) for name, kind in kinds.items())
    return spec, columns, Result(tuple(kinds), tuple(rows), False, 0.0, datetime.now(UTC))


def samples() -> dict[str, Sample]:
    """A chart of each kind, of the size that people ask for."""
    machines: list[tuple[Cell, ...]] = [(f"CV-{at}", 90 - at * 4) for at in range(20)]
    by_month: list[tuple[Cell, ...]] = [(month, 200 + at * 7 % 60) for at, month in enumerate(MONTHS)]
    by_type: list[tuple[Cell, ...]] = [(f"Area {at}", kind, at * 5 % 17 + 3) for at in range(8) for kind in TYPES]
    first = date(2025, 7, 1)
    days: list[tuple[Cell, ...]] = [((first + timedelta(days=at)).isoformat(), at % 37 + 1.5) for at in range(500)]
    points: list[tuple[Cell, ...]] = [(at * 37 % 101 / 5, at * 17 % 53) for at in range(500)]
    ages = [point[:1] for point in points]
    one = {"x": "text", "n": "integer"}
    two = {"x": "text", "s": "text", "n": "integer"}
    base = {"x": "x", "y": ("n",), "title": "OT abiertas por área"}
    return {
        "bar, 12 months": _sample(ChartSpec(kind="bar", time=True, **base), one, by_month[:12]),
        "barh, 20 bars": _sample(ChartSpec(kind="barh", **base), one, machines),
        "line, 24 months": _sample(ChartSpec(kind="line", time=True, **base), one, by_month),
        "line, 500 days": _sample(ChartSpec(kind="line", time=True, **base), one, days),
        "area, 24 months": _sample(ChartSpec(kind="area", time=True, **base), one, by_month),
        "pie, 7 parts": _sample(ChartSpec(kind="pie", **base), one, machines),
        "stacked, 8 × 4": _sample(ChartSpec(kind="stacked", series="s", **base), two, by_type),
        "grouped, 5 × 4": _sample(ChartSpec(kind="grouped", series="s", additive=False, **base), two, by_type),
        "pareto, 14 of 20": _sample(ChartSpec(kind="pareto", **base), one, machines),
        "histogram, 500": _sample(ChartSpec(kind="histogram", **{**base, "y": ()}), {"x": "number"}, ages),
        "scatter, 500": _sample(ChartSpec(kind="scatter", **base), {"x": "number", "n": "integer"}, points),
    }  # fmt: skip


def best(work: Callable[[], object], times: int = 5) -> float:
    """Milliseconds of CPU of the fastest run."""
    found = float("inf")
    for _ in range(times):
        begun = time.process_time()
        work()
        found = min(found, time.process_time() - begun)
    return found * 1000


def bare_figure() -> bytes:
    """What matplotlib takes for 20 plain bars with its own ticks and PNG writer."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 6.2), dpi=100)
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.barh([f"CV-{at}" for at in range(20)], [90 - at * 4 for at in range(20)])
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png")
    return buffer.getvalue()


def charts() -> Iterator[Figure]:
    """Each kind, prepared and drawn as a chart process does it, beside what matplotlib alone takes for plain bars."""
    jobs = {name: chart_job(*sample, "MXN") for name, sample in samples().items()}
    for job in jobs.values():
        render(job)  # imports, fonts, first use of everything
    bare_figure()
    bare = best(bare_figure)
    yield Figure("matplotlib alone, 20 bars", bare, "ms")
    times = []
    for name, job in jobs.items():
        took = best(partial(render, job))
        times.append(took)
        yield Figure(name, took, "ms")
        yield Figure(f"{name}, against matplotlib alone", took / bare, "×", 2.5)
        yield Figure(f"{name}, size", len(render(job)) / 1e6, "MB", 0.3)
    yield Figure("median of all kinds", statistics.median(times), "ms", 45)
    prepared = best(lambda: [drawing(job.spec, job.columns, job.result, job.currency) for job in jobs.values()])
    yield Figure("of that preparing with pandas, a chart", prepared / len(jobs), "ms")
    sent = best(lambda: [(drawable(*one), chart_job(*one, "MXN"), script(*one[:2])) for one in samples().values()])
    yield Figure("what the server does for a chart", sent / len(jobs), "ms", 2)


def _cpu(pool: ChartPool) -> float:
    """Seconds of CPU that this process and the pool's have had, as Linux tells them; 0 elsewhere."""
    ticks = 0
    for process in (getattr(pool._executor, "_processes", None) or {}).values():
        with contextlib.suppress(OSError):
            fields = Path(f"/proc/{process.pid}/stat").read_text().rpartition(")")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK") if ticks else 0.0


async def _pool(workers: int, count: int = 60) -> tuple[float, float, float]:
    pool = ChartPool(workers=workers)
    begun = time.perf_counter()
    await pool.start()
    started = time.perf_counter() - begun
    wanted = list(samples().values())
    begun, spent = time.perf_counter(), _cpu(pool)
    await asyncio.gather(*(pool.render(*wanted[at % len(wanted)]) for at in range(count)))
    rate, cpu = count / (time.perf_counter() - begun), (_cpu(pool) - spent) / count
    await pool.close()
    return started, rate, cpu


def pools() -> Iterator[Figure]:
    """Start and throughput of one worker and of two, by the wall's clock, which others' work slows; and the CPU that a
    chart takes of server and workers together, which says what two cores of their own would draw."""
    for workers in (1, 2):
        started, rate, cpu = asyncio.run(_pool(workers))
        yield Figure(f"pool of {workers}: start, warm", started, "s")
        yield Figure(f"pool of {workers}: charts a second", rate, "/s")
        # 30 a second with two workers.
        yield Figure(f"pool of {workers}: a chart", 1000 / rate, "ms", 1000 / 30 if workers == 2 else None)
        if cpu:
            yield Figure(
                f"pool of {workers}: CPU of a chart", 1000 * cpu, "ms", 2 * 1000 / 30 if workers == 2 else None
            )


def measure() -> Iterator[Figure]:
    """Charts of each kind, then the pool."""
    yield from charts()
    yield from pools()
