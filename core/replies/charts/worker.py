"""What runs in a chart process: its start, and one chart or workbook after another.

pandas and matplotlib are imported here, when the first chart is drawn, and nowhere else.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from datetime import UTC, datetime

from core.kernel.messages import Column
from core.kernel.result import Result
from core.planning.chart_spec import ChartSpec
from core.replies.charts.job import ChartJob
from core.replies.workbook.job import WorkbookJob


def render(job: ChartJob) -> bytes:
    """Prepare and draw a chart: a PNG of at most 1,024 × 1,024 pixels.

    Raises:
        ValueError: the job's Result is not ``drawable``.
    """
    from core.replies.charts.draw.page import draw
    from core.replies.charts.labelling.chart import drawing

    return draw(drawing(job.spec, job.columns, job.result, job.currency))


def write_workbook(job: WorkbookJob) -> bytes:
    """Write a workbook: an .xlsx file."""
    from core.replies.workbook.write import write

    return write(job)


def begin() -> None:
    """A process's start: leave Ctrl-C to the parent, end when the parent ends, import what draws."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    # Charts are small: more threads for linear algebra would only take memory.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    warm()


def warm() -> None:
    """Draw two small charts and write a workbook, so that imports, fonts and caches are there when a person waits."""
    columns = (
        Column(name="x", label="á"), Column(name="s", label="ñ"), Column(name="n", label="n", kind="integer"),
    )  # fmt: skip
    rows = (("2026-01", "a", 1), ("2026-02", "b", 2))
    result = Result(("x", "s", "n"), rows, truncated=False, seconds=0.0, queried_at=datetime.now(UTC))
    spec = ChartSpec(kind="line", x="x", y=("n",), time=True, title="1 á")
    for drawn in (spec, spec.model_copy(update={"kind": "barh", "time": False, "series": "s"})):
        render(ChartJob(drawn, columns, result, "MXN"))
    write_workbook(WorkbookJob("á", columns, result, (), "es", "MXN", datetime.now(UTC)))


def ready() -> int:
    """Tells that a process has begun; gives its id."""
    return os.getpid()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
