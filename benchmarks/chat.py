"""A chart question over HTTP: what ``POST /v1/chat`` adds to its model call and its chart.

    python -m benchmarks chat

The call alone and the chart alone are measured beside it, on the same machine in the same run.
"""

from __future__ import annotations

import asyncio
import logging
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

import aiohttp
import structlog
from aiohttp import web

from benchmarks.figure import Figure
from benchmarks.model import AS_OF, CHART, COUNT, Bench, bench
from bots.server import build
from core.replies.charts.choice import choose

_TIMES = 11
ALLOWED = 1.15
"""How much of its chart's own time a chart question may take."""


async def _posted(http: aiohttp.ClientSession, url: str, text: str) -> float:
    """The wall time of one answer in milliseconds."""
    began = time.perf_counter()
    async with http.post(f"{url}/v1/chat", json={"message": text}) as response:
        body = await response.json()
        took = (time.perf_counter() - began) * 1000
    if response.status != 200 or body["action"] not in ("data", "data_image"):
        raise RuntimeError(f"{response.status}: {body}")
    return took


async def _chart_alone(bench: Bench) -> Callable[[], Awaitable[float]]:
    """Draws the chart of a question once more, from its stored result, and gives the milliseconds that it took."""
    question = bench.question(CHART)
    await bench.core.answer(question)
    session = await bench.core.sessions.load(question)
    plan, result = session.last_plan, session.last_result
    assert plan is not None and result is not None
    spec = choose(plan, result, "barh", bench.core.model, today=AS_OF)
    assert spec is not None
    columns, rows = plan.columns, result

    async def draw() -> float:
        began = time.perf_counter()
        await bench.core.charts.render(spec, columns, rows)
        return (time.perf_counter() - began) * 1000

    return draw


async def _measured(bench: Bench) -> list[Figure]:
    app = build(bench.core, bench.core.settings)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        async with aiohttp.ClientSession() as http:
            numbers = iter(range(1_000, 2_000))
            asked: dict[str, list[float]] = {COUNT: [], CHART: []}
            for text in (COUNT, CHART):
                await _posted(http, url, text.replace("#", str(next(numbers))))
            draw, drawn = await _chart_alone(bench), []
            for _ in range(_TIMES):
                for text, times in asked.items():
                    times.append(await _posted(http, url, text.replace("#", str(next(numbers)))))
                drawn.append(await draw())
        call, chart = await bench.bare_call(CHART), statistics.median(drawn)
    finally:
        await runner.cleanup()
    whole = statistics.median(asked[CHART])
    return [
        Figure("the model call alone", call, "ms"),
        Figure("the chart alone", chart, "ms"),
        Figure("a count over /v1/chat", statistics.median(asked[COUNT]), "ms"),
        Figure("a chart over /v1/chat", whole, "ms"),
        Figure(f"a chart beyond its call and {ALLOWED} × its chart", whole - call - ALLOWED * chart, "ms", 20),
    ]


def measure() -> Iterable[Figure]:
    """The chart question's bound, and what it is made of."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))

    async def work() -> list[Figure]:
        with tempfile.TemporaryDirectory() as folder:
            async with bench(Path(folder)) as opened:
                return await _measured(opened)

    yield from asyncio.run(work())
