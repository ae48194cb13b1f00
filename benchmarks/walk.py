"""How many files of core/ the walkthrough's question passes, from the door to its Reply.

    python -m benchmarks walk

Counted with a profile (``sys.setprofile`` and ``threading.setprofile``) of this process: a file counts when a function
of it is called while the question is answered. The core is open and has answered another question, so that imports and
first-time preparations do not count; the worker, which looks for other questions meanwhile, has been stopped; what the
chart processes run is theirs. Docs: docs/walkthrough.md.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path
from types import FrameType
from typing import Any

from adapters.terminal import events
from benchmarks.figure import Figure

QUESTION = "OT abiertas por área, con gráfica"
_CORE = str(Path(__file__).resolve().parent.parent / "core")


def measure() -> Iterable[Figure]:
    """The count, with the goal as its bar."""
    yield Figure("files of core that one question passes", len(asyncio.run(passed())), "", bar=70)


async def passed() -> set[str]:
    """Paths below core/ of the files that the question passes."""
    from core.app import open_core
    from core.kernel.settings import Settings

    found: set[str] = set()

    def called(frame: FrameType, event: str, argument: Any) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(_CORE) and code.co_name != "<module>":
            found.add(code.co_filename[len(_CORE) + 1 :])

    with tempfile.TemporaryDirectory() as home:
        settings = Settings(_env_file=None, maintbot_home=Path(home), chat_docs_dir=str(Path(home) / "docs"))
        async with open_core(settings, chart_workers=1) as core:
            await core.start()
            await core.answer(events.question("¿cuántas bombas hay?", "before"))
            await core.drain(0)
            threading.setprofile(called)
            sys.setprofile(called)
            try:
                reply = await core.answer(events.question(QUESTION, "walk"))
            finally:
                sys.setprofile(None)
                threading.setprofile(None)
            assert reply.action == "data_image"
    return found
