"""The processes that draw charts and write workbooks: two, spawned and warmed, with a time limit for each piece.

Threads give matplotlib no speed (it holds the GIL), and pandas and matplotlib would double the server's memory, so
preparing and drawing go to processes; worker.py is what runs in them. They are spawned, not forked (the server has
threads), ignore Ctrl-C (the parent ends them) and end by themselves when the parent is gone.
"""

from __future__ import annotations

import asyncio
import contextlib
import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Final, TypeVar

import structlog

from core.kernel.errors import MaintbotError
from core.kernel.messages import Column
from core.kernel.result import Result
from core.planning.chart_spec import ChartSpec
from core.replies.charts.job import ChartJob, chart_job, drawable
from core.replies.charts.kept import KeptFiles
from core.replies.charts.worker import begin, ready, render, write_workbook
from core.replies.workbook.job import WorkbookFailed, WorkbookJob
from core.sentences import charts as texts

_log = structlog.get_logger(__name__)
J = TypeVar("J")

START_SECONDS: Final = 60.0
"""A worker's start: imports, and matplotlib's list of fonts the first time on a machine."""


class ChartFailed(MaintbotError):
    """A chart took too long, or its worker died or failed; the answer goes without it."""

    code = "chart_failed"
    texts = texts.FAILED


class NotDrawable(MaintbotError):
    """This Result cannot be drawn as asked."""

    code = "not_drawable"
    status = 422
    texts = texts.NOT_DRAWABLE


class ChartPool:
    """Draws charts, and writes workbooks, in other processes.

    Args:
        workers: how many processes at most; 0 draws in one thread of this process, for a command that draws once and
            should not wait for another Python to start. That process then imports pandas and matplotlib itself.
        seconds: time limit of one chart or workbook, from when a worker is free and ready.
        currency: sign of money on charts.
        keep_seconds: how long what was made is kept for who asks the same again; 0 makes everything anew.
        work: what a process runs for one chart; tests put something slow or deadly here.
    """

    def __init__(
        self,
        *,
        workers: int = 2,
        seconds: float = 20.0,
        currency: str = "MXN",
        keep_seconds: float = 0.0,
        work: Callable[[ChartJob], bytes] = render,
    ) -> None:
        self.workers = min(workers, 2)
        self.seconds = seconds
        self.currency = currency
        self.kept = KeptFiles(keep_seconds)
        self._work = work
        self._executor: Executor | None = None
        self._ready: asyncio.Task[None] | None = None
        self._free = asyncio.Semaphore(max(self.workers, 1))

    async def start(self) -> None:
        """Start the workers and wait until they are warm; ``render`` starts them too, if nobody did.

        Raises:
            ChartFailed: they do not start.
        """
        await self._opened()

    async def _opened(self, failed: type[MaintbotError] = ChartFailed) -> Executor:
        """The workers, started and warm; several callers wait for the same start."""
        if self._executor is None:
            self._executor = self._make()
            self._ready = asyncio.create_task(self._await_ready(self._executor))
        executor, ready = self._executor, self._ready
        assert ready is not None
        try:
            # One caller that gives up must not stop the others' start.
            await asyncio.shield(ready)
        except (BrokenProcessPool, OSError, TimeoutError, RuntimeError) as error:
            self._discard(executor)
            raise failed(f"workers do not start: {type(error).__name__}") from error
        return executor

    def _make(self) -> Executor:
        if self.workers == 0:
            return ThreadPoolExecutor(1, thread_name_prefix="chart")
        return ProcessPoolExecutor(self.workers, mp_context=multiprocessing.get_context("spawn"), initializer=begin)

    async def _await_ready(self, executor: Executor) -> None:
        if self.workers == 0:
            return
        loop = asyncio.get_running_loop()
        # Asked all at once, so that every worker is started: a pool starts one only when none is idle.
        waits = [loop.run_in_executor(executor, ready) for _ in range(self.workers)]
        await asyncio.wait_for(asyncio.gather(*waits), START_SECONDS)

    async def render(self, spec: ChartSpec, columns: Sequence[Column], result: Result) -> bytes:
        """A PNG of at most 1,024 × 1,024 pixels.

        Raises:
            NotDrawable: the Result has no numbers, rows or columns for this spec; ask ``drawable`` first.
            ChartFailed: over the time limit, or the worker died twice. Later charts get new workers.
        """
        if not drawable(spec, columns, result):
            raise NotDrawable(spec.kind)
        job = chart_job(spec, columns, result, self.currency)
        return await self.kept.get(job, lambda: self._run(self._work, job, ChartFailed, spec.kind))

    async def workbook(self, job: WorkbookJob) -> bytes:
        """An .xlsx file.

        Raises:
            WorkbookFailed: over the time limit, or the worker failed.
        """
        return await self.kept.get(job, lambda: self._run(write_workbook, job, WorkbookFailed, "workbook"))

    async def _run(self, work: Callable[[J], bytes], job: J, failed: type[MaintbotError], kind: str) -> bytes:
        """One piece of work in a process of its own.

        Args:
            failed: what is raised when it cannot be had.
            kind: names it in the log.
        """
        async with self._free:
            for last in (False, True):
                executor = await self._opened(failed)
                future: asyncio.Future[Any] = asyncio.get_running_loop().run_in_executor(executor, work, job)
                try:
                    made: bytes = await asyncio.wait_for(future, self.seconds)
                    return made
                except TimeoutError as error:
                    _log.warning("chart_too_slow", kind=kind, seconds=self.seconds)
                    self._discard(executor)
                    raise failed("time limit") from error
                except BrokenProcessPool as error:
                    # Perhaps another chart's fault: its worker's end takes the whole pool along. Once more, then.
                    _log.warning("chart_workers_lost", kind=kind, again=not last)
                    self._discard(executor)
                    if last:
                        raise failed("worker died") from error
                except RuntimeError as error:
                    if executor is self._executor or last:  # not a pool that was discarded under our hands
                        raise failed(f"RuntimeError: {error}") from error
                except asyncio.CancelledError:
                    future.cancel()
                    raise
                except Exception as error:
                    _log.error("chart_failed", kind=kind, error=type(error).__name__)
                    raise failed(f"{type(error).__name__}: {error}") from error
        raise failed("unreachable")  # pragma: no cover

    def _discard(self, executor: Executor) -> None:
        """Give up these workers, dead, slow or not; the next chart starts new ones."""
        if self._executor is executor:
            self._executor = None
            if self._ready is not None:
                self._ready.cancel()
            self._ready = None
        processes = list((getattr(executor, "_processes", None) or {}).values())
        executor.shutdown(wait=False, cancel_futures=True)
        for process in processes:
            with contextlib.suppress(Exception):
                process.kill()

    async def close(self) -> None:
        """End the workers; charts that wait fail. The pool may be used again: it then starts anew."""
        executor, ready = self._executor, self._ready
        self._executor = self._ready = None
        if ready is not None:
            ready.cancel()
            with contextlib.suppress(BaseException):
                await ready
        if executor is not None:
            processes = list((getattr(executor, "_processes", None) or {}).values())
            executor.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                with contextlib.suppress(Exception):
                    process.terminate()
            await asyncio.to_thread(executor.shutdown, True)
