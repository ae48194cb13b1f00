"""The workers: warm, limited in time, replaced when they die."""

from __future__ import annotations

import asyncio
import io
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from core.replies.charts.job import ChartJob
from core.replies.charts.pool import ChartFailed, ChartPool, NotDrawable
from core.replies.charts.worker import render
from tests.core.replies.samples import BY_AREA, every_kind, result


# Workers import these by name, so they stand at the top of the module.
def die_once(job: ChartJob) -> bytes:
    """Kills its worker the first time; the title names a file that remembers it."""
    mark = Path(job.spec.title)
    if not mark.exists():
        mark.touch()
        os._exit(3)
    return b"second"


def die_or_draw(job: ChartJob) -> bytes:
    if job.spec.title == "die":
        os._exit(3)
    return render(job)


def sleep_or_draw(job: ChartJob) -> bytes:
    if job.spec.title == "sleep":
        time.sleep(600)
    if job.spec.title == "raise":
        raise ValueError("odd data")
    return render(job)


def titled(title: str):
    spec, columns, found = every_kind()["bar"]
    return spec.model_copy(update={"title": title}), columns, found


OTHERS: set[int | None] = set()
"""Processes that tests before this one left in the same test worker."""


@pytest.fixture(autouse=True)
def others() -> None:
    OTHERS.clear()
    OTHERS.update(process.pid for process in multiprocessing.active_children())


def workers() -> set[int | None]:
    return {process.pid for process in multiprocessing.active_children()} - OTHERS


async def gone(pid: int) -> bool:
    for _ in range(1200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        stat = Path(f"/proc/{pid}/stat")
        if stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        await asyncio.sleep(0.05)
    return False


async def test_it_draws_in_at_most_two_other_processes_and_closes_them():
    pool = ChartPool(workers=5)
    await pool.start()
    try:
        pids = workers()
        assert len(pids) == 2
        assert os.getpid() not in pids
        pictures = await asyncio.gather(*(pool.render(*sample) for sample in every_kind().values()))
        assert all(Image.open(io.BytesIO(content)).format == "PNG" for content in pictures)
        assert workers() == pids
        spec, columns, _ = titled("x")
        with pytest.raises(NotDrawable) as raised:
            await pool.render(spec, columns, result(BY_AREA, []))
        assert raised.value.message("es").startswith("De este resultado")
    finally:
        await pool.close()
    assert all([await gone(pid) for pid in pids])


async def test_in_one_thread_of_this_process_the_bytes_are_the_same():
    here, there = ChartPool(workers=0), ChartPool(workers=1)
    try:
        assert await here.render(*every_kind()["line"]) == await there.render(*every_kind()["line"])
    finally:
        await here.close()
        await there.close()


async def test_a_slow_chart_fails_on_time_and_the_next_one_is_drawn():
    pool = ChartPool(workers=1, seconds=1.0, work=sleep_or_draw)
    await pool.start()
    try:
        (pid,) = workers()
        with pytest.raises(ChartFailed) as raised:
            await pool.render(*titled("sleep"))
        assert raised.value.message("es") == "No pude dibujar la gráfica; los datos van completos en la tabla y el CSV."
        assert await gone(pid)
        pool.seconds = 60.0
        assert (await pool.render(*titled("fine"))).startswith(b"\x89PNG")
    finally:
        await pool.close()


async def test_a_dead_worker_is_replaced_and_the_chart_drawn_again(tmp_path):
    pool = ChartPool(workers=1, work=die_once)
    try:
        assert await pool.render(*titled(str(tmp_path / "mark"))) == b"second"
    finally:
        await pool.close()


async def test_a_chart_that_kills_every_worker_fails_and_others_live():
    pool = ChartPool(workers=1, work=die_or_draw)
    try:
        with pytest.raises(ChartFailed):
            await pool.render(*titled("die"))
        assert (await pool.render(*titled("fine"))).startswith(b"\x89PNG")
    finally:
        await pool.close()


async def test_an_error_while_drawing_is_ours_and_keeps_the_worker():
    pool = ChartPool(workers=1, work=sleep_or_draw)
    await pool.start()
    try:
        pids = workers()
        with pytest.raises(ChartFailed, match="ValueError"):
            await pool.render(*titled("raise"))
        assert (await pool.render(*titled("fine"))).startswith(b"\x89PNG")
        assert workers() == pids
    finally:
        await pool.close()


async def test_it_can_be_closed_twice_and_started_again():
    pool = ChartPool(workers=0)
    await pool.close()
    await pool.start()
    await pool.close()
    await pool.close()
    assert (await pool.render(*titled("again"))).startswith(b"\x89PNG")
    await pool.close()


PARENT = """
import asyncio, multiprocessing, sys
from core.replies.charts.pool import ChartPool

async def main():
    pool = ChartPool(workers=1)
    await pool.start()
    print(*(process.pid for process in multiprocessing.active_children()), flush=True)
    await asyncio.sleep(600)

if __name__ == "__main__":
    asyncio.run(main())
"""


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="looks at processes through /proc")
async def test_workers_end_when_their_parent_is_killed(tmp_path):
    file = tmp_path / "parent.py"
    file.write_text(PARENT)
    root = str(Path(__file__).parents[4])
    environment = {**os.environ, "PYTHONPATH": root}
    parent = subprocess.Popen([sys.executable, str(file)], stdout=subprocess.PIPE, text=True, env=environment)
    try:
        pid = int(await asyncio.to_thread(parent.stdout.readline))
    finally:
        parent.send_signal(signal.SIGKILL)
        parent.wait()
        parent.stdout.close()
    assert await gone(pid)
