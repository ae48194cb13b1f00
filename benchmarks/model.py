"""What the bot adds to a model's answer time: 500 machines, 20,000 work orders, and a fake model that takes 300 ms a
call and 12 ms a token of its answer."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import structlog

from benchmarks.figure import Figure
from core.app import Core, open_core
from core.kernel.messages import Question, Reply, Thread, Viewer
from core.kernel.settings import Settings

DELAY = 0.3
PER_TOKEN = 0.012
AS_OF = date(2026, 11, 22)
_ROOT = Path(__file__).resolve().parent.parent

PEERS = """\
                          calls      wall ms   10 at once   prompt tokens
Vanna 2.0.2               2 / 3    623 / 982        7,121             945
Vanna with memory         4 / 5  1,236 / 1,582     13,063           6,268
LlamaIndex NLSQL          2 / –      614 / –          978             476
LangChain create_agent    6 / –    1,862 / –        2,257           5,210
a script with one call    1 / 1    309 / 406          456             237"""


@dataclass
class Bench:
    """An open bot with its fake model; questions get a number, so that each is fresh."""

    core: Core
    url: str
    numbers: int = 0

    def question(self, text: str, person: int = 0) -> Question:
        """A question of its own Thread."""
        self.numbers += 1
        thread = Thread(platform="bench", channel=f"c{person}", thread=f"t{self.numbers}")
        return Question(
            id=f"q{self.numbers}",
            thread=thread,
            viewer=Viewer(platform="bench", id=f"u{person}"),
            text=text.replace("#", str(1000 + self.numbers)),  # numbers of one length: answers of one length
            received_at=datetime.now(UTC),
            today=AS_OF,
        )

    async def ask(self, text: str, person: int = 0) -> tuple[Reply, float]:
        """Answer; the Reply and the wall time in milliseconds."""
        began = time.perf_counter()
        reply = await self.core.answer(self.question(text, person))
        took = (time.perf_counter() - began) * 1000
        if reply.action == "error":
            raise RuntimeError(f"{text}: {reply.error_code}")
        return reply, took

    async def many(self, text: str, people: int) -> float:
        """Wall milliseconds until all of so many people, asking at once, have their answers."""
        began = time.perf_counter()
        await asyncio.gather(*(self.ask(text, person) for person in range(people)))
        return (time.perf_counter() - began) * 1000

    async def bare_call(self, text: str) -> float:
        """Median milliseconds of a question's call alone: the same HTTP exchange without the bot."""
        import aiohttp

        asked = "x" * 8500 + "Question: " + text.replace("#", "1000")
        body = {"model": "x", "messages": [{"role": "user", "content": asked}]}
        times: list[float] = []
        async with aiohttp.ClientSession() as http:
            for _ in range(9):
                began = time.perf_counter()
                async with http.post(f"{self.url}/v1/chat/completions", json=body) as response:
                    await response.read()
                times.append((time.perf_counter() - began) * 1000)
        return statistics.median(times)

    def seen(self) -> dict[str, Any]:
        """What the fake model has been asked so far."""
        with urllib.request.urlopen(f"{self.url}/calls") as response:
            found: dict[str, Any] = json.load(response)
            return found


@asynccontextmanager
async def bench(folder: Path) -> AsyncIterator[Bench]:
    """The bot over a large plant and a fake model, both made for it."""
    plant = folder / "plant.sqlite"
    # In a process of its own: a server does not make its plant, and would go on holding the memory that it takes.
    subprocess.run([sys.executable, "-m", "benchmarks.large_plant", str(plant), str(AS_OF)], check=True, cwd=_ROOT)
    fake = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.fake_model", "--delay", str(DELAY), "--per-token", str(PER_TOKEN)],
        stdout=subprocess.PIPE,
        cwd=_ROOT,
    )
    try:
        assert fake.stdout is not None
        url = f"http://127.0.0.1:{int(fake.stdout.readline())}"
        settings = Settings(
            _env_file=None,  # type: ignore[call-arg]
            openai_base_url=f"{url}/v1",
            openai_max_concurrent=100,
            planner="model",
            maintenance_database_url=f"sqlite:///{plant}",
            maintbot_home=folder,
            chat_docs_dir=str(folder / "docs"),
            maintbot_today=AS_OF,
        )
        async with open_core(settings) as core:
            await core.start()
            yield Bench(core, url)
    finally:
        fake.kill()
        fake.wait()


@asynccontextmanager
async def stall_watch() -> AsyncIterator[list[float]]:
    """The event loop's stalls in milliseconds, measured as the lateness of a short sleep."""
    stalls: list[float] = []

    async def watch() -> None:
        while True:
            began = time.perf_counter()
            await asyncio.sleep(0.002)
            stalls.append((time.perf_counter() - began - 0.002) * 1000)

    task = asyncio.create_task(watch())
    try:
        yield stalls
    finally:
        task.cancel()


IN_SQL = "¿Cuántas OT tienen número mayor que # según el modelo, en SQL?"
COUNT = "¿Cuántas OT tienen número mayor que # según el modelo?"
CHART = "OT por área con número mayor que #, con gráfica"
LIST = "lista de OT abiertas con número mayor que #"
VERIFIED = "¿Qué equipos están parados ahora?"


async def _calls(bench: Bench, text: str) -> int:
    before = bench.seen()["calls"]
    await bench.ask(text)
    return int(bench.seen()["calls"]) - before


async def _speed(bench: Bench) -> list[Figure]:
    for text in (COUNT, CHART, LIST):
        await bench.ask(text)  # first use of every part
    figures = [
        Figure("model calls, a fresh count", await _calls(bench, COUNT), "", 1),
        Figure("model calls, a fresh chart", await _calls(bench, CHART), "", 1),
        Figure("model calls, a fresh list", await _calls(bench, LIST), "", 1),
        Figure("model calls, a verified question", await _calls(bench, VERIFIED), "", 0),
    ]
    repeated = COUNT.replace("#", "1007")
    await bench.ask(repeated)
    figures.append(Figure("model calls, a repeated question", await _calls(bench, repeated), "", 0))
    counts = [(await bench.ask(COUNT))[1] for _ in range(15)]
    charts = [(await bench.ask(CHART))[1] for _ in range(9)]
    one = statistics.median(counts)
    prompt = bench.seen()["prompt"]
    call, drawn = await bench.bare_call(COUNT), await bench.bare_call(CHART)
    figures += [
        Figure("the call alone, count (median)", call, "ms"),
        Figure("the call alone, chart (median)", drawn, "ms"),
        Figure("overhead beyond the call, count (median)", one - call, "ms", 15),
        Figure("overhead beyond the call, chart (median)", statistics.median(charts) - drawn, "ms", 90),
        *await _beside_sql(bench, one),
    ]
    async with stall_watch() as stalls:
        ten = min([await bench.many(COUNT, 10) for _ in range(3)])
        hundred = min([await bench.many(COUNT, 100) for _ in range(2)])
    figures += [
        Figure("one person, count", one, "ms"),
        Figure("10 people at once", ten, "ms"),
        Figure("10 people at once, to one person's time", ten / one, "×", 1.5),
        Figure("100 people at once, to one person's time", hundred / one, "×", 4),
        Figure("longest stall of the event loop", max(stalls), "ms", 50),
        Figure("prompt, characters / 4", (prompt["static"] + prompt["changing"]) / 4, "tokens", 2500),
        Figure("prompt behind the cache breakpoint", prompt["changing"] / 4, "tokens", 300),
    ]
    print("  peers on the same work, measured elsewhere (count / chart question):")
    print("    " + PEERS.replace("\n", "\n    "))
    return figures


async def _beside_sql(bench: Bench, one: float) -> list[Figure]:
    """The same count when the model writes SQL and the words of its answer, as it did before there were names."""
    await bench.ask(COUNT)
    names = bench.seen()["answer"]
    old = statistics.median([(await bench.ask(IN_SQL))[1] for _ in range(9)])
    sql = bench.seen()["answer"]
    return [
        Figure("tokens of the answer, in names", names, "", 90),
        Figure("tokens of the answer, in SQL with its words", sql, ""),
        Figure("one person, count, in SQL with its words (median)", old, "ms"),
        Figure("in names, to that", one / old, "×", 1),
    ]


async def _memory(bench: Bench) -> list[Figure]:
    """Resident memory of this process after a thousand mixed questions, and what a second thousand adds."""
    after: list[float] = []
    mixed = [COUNT, COUNT, LIST, CHART, VERIFIED, COUNT.replace("#", "1007"), LIST, COUNT, CHART, LIST]
    for _ in range(2):
        for start in range(0, 1000, 50):
            await asyncio.gather(*(bench.ask(mixed[n % 10], n % 40) for n in range(start, start + 50)))
        gc.collect()
        after.append(_resident_mb())
    return [
        Figure("memory after 1,000 mixed questions", after[0], "MB", 150),
        Figure("memory that a second thousand adds", after[1] - after[0], "MB", 5),
    ]


def _resident_mb() -> float:
    try:
        for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    except OSError:
        pass
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure() -> Iterable[Figure]:
    """Calls, overhead, people at once, stalls, prompt and memory."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))

    async def work() -> list[Figure]:
        with tempfile.TemporaryDirectory() as folder:
            async with bench(Path(folder)) as opened:
                return [*await _speed(opened), *await _memory(opened)]

    yield from asyncio.run(work())
