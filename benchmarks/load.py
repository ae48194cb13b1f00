"""Many people at once over REST: answers a second, how long they wait, and what an answer costs the processor.

    python -m benchmarks load

A real server (PLANNER=offline, the demo plant) and people who ask again as soon as they have their answer. Of their
questions 70 % have been asked before, a fifth wants a chart. The people live in this process and take a part of the
same processors, so their part is told too; processor time for an answer hardly depends on what else the machine does.

LOAD_SECONDS is how long the hundred ask (60), the other numbers of people a quarter of that. With nginx (`make test`
fetches it to .venv/checkers) the hundred ask once more through it, of two workers.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from benchmarks.figure import Figure
from benchmarks.proxy import NoNginx, proxied
from tests.bots.process import Server

SECONDS = float(os.environ.get("LOAD_SECONDS", "60"))
PEOPLE = 100
GROWTH = (10, 25, 50, 200)
REPEATED, CHARTS = 0.7, 0.2
_TICK = os.sysconf("SC_CLK_TCK")

KNOWN = (
    "¿Cuántas bombas hay?",
    "¿Qué equipos están parados ahora?",
    "OT vencidas en Bottling",
    "MTBF de las bombas",
    "Horas de paro por mes este año",
    "lista de equipos con mantenimiento vencido",
    "How many open work orders?",
    "¿Cuáles son las 5 máquinas que más fallan este año?",
    "costo de refacciones por área este año",
    "OT abiertas por técnico",
    "Which machines failed most this year?",
    "downtime by area last month",
    "¿Cuántas OT correctivas hubo este mes?",
    "porcentaje de OT preventivas",
    "MTTR por área este año",
    "open work orders by priority",
)
DRAWN = (
    "OT abiertas por área, con gráfica",
    "Horas de paro por mes este año, con gráfica",
    "downtime by area this year, with a chart",
    "costo de mantenimiento por mes, con gráfica",
)
FRESH = (
    "¿Cuántas OT tienen número mayor que {n}?",
    "lista de OT abiertas con costo mayor que {n}",
    "paros de más de {n} minutos",
)
FRESH_DRAWN = ("OT por área con costo mayor que {n}, con gráfica", "paros por mes de más de {n} minutos, con gráfica")


@dataclass
class Asked:
    """What came of it.

    Attributes:
        waits: seconds from asking to having the whole answer.
        failed: answers that were none, by status.
        seconds: how long the people asked.
        server_cpu, people_cpu: processor seconds of the server's processes and of the people.
        resident: MB of the server's parent, at the beginning and at the end.
    """

    waits: list[float] = field(default_factory=list)
    failed: dict[int, int] = field(default_factory=dict)
    seconds: float = 0.0
    server_cpu: float = 0.0
    people_cpu: float = 0.0
    resident: tuple[float, float] = (0.0, 0.0)

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.waits) / self.seconds

    @property
    def late(self) -> float:
        """The wait that 95 of 100 answers stay under, in seconds."""
        return statistics.quantiles(self.waits, n=20)[-1]


def question(chance: random.Random) -> str:
    """The next question of somebody."""
    drawn, known = chance.random() < CHARTS, chance.random() < REPEATED
    if known:
        return chance.choice(DRAWN if drawn else KNOWN)
    return chance.choice(FRESH_DRAWN if drawn else FRESH).format(n=chance.randrange(1, 100_000))


async def ask(url: str, people: int, seconds: float, server: Server, talk: int = 1) -> Asked:
    """So many people ask for so long, each in a session of their own that begins anew after ``talk`` questions."""
    found = Asked()
    run = os.urandom(4).hex()
    end = time.monotonic() + seconds

    async def person(number: int) -> None:
        chance, session = random.Random(number), ""
        for turn in range(1_000_000):
            if turn % talk == 0:
                session = f"load-{run}-{number}-{turn}"
            began = time.monotonic()
            if began >= end:
                return
            async with http.post(
                f"{url}/v1/chat", json={"message": question(chance), "session_id": session}
            ) as response:
                await response.read()
                if response.status == 200:
                    found.waits.append(time.monotonic() - began)
                else:
                    found.failed[response.status] = found.failed.get(response.status, 0) + 1

    before, cpu, mine = resident(server), cpu_seconds(server), time.process_time()
    began = time.monotonic()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        await asyncio.gather(*(person(number) for number in range(people)))
    found.seconds = time.monotonic() - began
    found.server_cpu, found.people_cpu = cpu_seconds(server) - cpu, time.process_time() - mine
    found.resident = before, resident(server)
    return found


def cpu_seconds(server: Server) -> float:
    """Processor seconds of the server's processes so far: the parent and those that draw."""
    family = {server.process.pid}
    stats = {int(path.name): path.joinpath("stat") for path in Path("/proc").iterdir() if path.name.isdigit()}
    fields: dict[int, list[str]] = {}
    for pid, stat in stats.items():
        try:
            fields[pid] = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
    while more := {pid for pid, found in fields.items() if int(found[1]) in family} - family:
        family |= more
    return sum(int(fields[pid][11]) + int(fields[pid][12]) for pid in family if pid in fields) / _TICK


def resident(server: Server) -> float:
    """Resident MB of the server's parent."""
    status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@contextmanager
def serving(**settings: str) -> Iterator[Server]:
    """A server that has answered every known question once."""
    with tempfile.TemporaryDirectory() as home:
        server = Server(Path(home), **settings)
        try:
            asyncio.run(_warm(server.url))
            yield server
        finally:
            server.stop()


async def _warm(url: str) -> None:
    async with aiohttp.ClientSession() as http:
        for text in (*KNOWN, *DRAWN):
            async with http.post(f"{url}/v1/chat", json={"message": text}) as response:
                assert response.status == 200, await response.text()


def measure() -> Iterable[Figure]:
    """The hundred with their bars, the growth from ten to two hundred, and the way through nginx."""
    with serving() as server:
        hundred = asyncio.run(ask(server.url, PEOPLE, SECONDS, server))
        yield Figure(f"{PEOPLE} people: seconds for an answer (1 / 120)", 1 / hundred.rate, "s", 1 / 120)
        yield Figure(f"{PEOPLE} people: 95 of 100 have their answer within", hundred.late, "s", 1.0)
        yield Figure(f"{PEOPLE} people: answers that were none", sum(hundred.failed.values()), "", 0)
        yield Figure("the server's processor time for an answer", hundred.server_cpu / len(hundred.waits) * 1000, "ms")
        yield Figure("the people's, on the same processors", hundred.people_cpu / len(hundred.waits) * 1000, "ms")
        talking = asyncio.run(ask(server.url, PEOPLE, SECONDS / 4, server, talk=10))
        yield Figure("conversations of ten questions, to that", hundred.rate / talking.rate, "×", 2.5)
        yield Figure("memory that these answers added", hundred.resident[1] - hundred.resident[0], "MB", 40)
        print("  people   answers/s    median       p95   CPU ms/answer")
        for people in GROWTH:
            found = asyncio.run(ask(server.url, people, SECONDS / 4, server))
            print(_line(people, found))
            if people == GROWTH[1]:
                print(_line(PEOPLE, hundred))
        alone = asyncio.run(ask(server.url, PEOPLE, SECONDS / 4, server))
    with serving(WORKERS="2") as server:
        try:
            with proxied(server.url) as url:
                found = asyncio.run(ask(url, PEOPLE, SECONDS / 4, server))
        except NoNginx as reason:
            print(f"  not measured through nginx: {reason}")
            return
    yield Figure(
        "through nginx and two workers, to one alone: seconds for an answer", alone.rate / found.rate, "×", 1.0
    )
    yield Figure("through nginx and two workers: answers that were none", sum(found.failed.values()), "", 0)


def _line(people: int, found: Asked) -> str:
    cost = found.server_cpu / len(found.waits) * 1000
    return f"  {people:6}{found.rate:12.0f}{statistics.median(found.waits):9.2f} s{found.late:8.2f} s{cost:16.1f}"
