"""``maintbot ask --jsonl``: stays up, answers each line in order, ends with the input.

A ``session_id`` lasts as long as the process: the same lines give the same answers however often they are run. (A
session that lasts longer is what ``maintbot ask --session`` and the REST API have.)
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import uuid
from typing import TYPE_CHECKING, Any, BinaryIO

from adapters.terminal import events, lines
from adapters.terminal.limits import MAX_LINE_BYTES
from core.kernel.errors import MaintbotError

if TYPE_CHECKING:
    from core.app import Core
    from core.kernel.settings import Settings


async def answer_lines(settings: Settings, source: BinaryIO | None = None, sink: BinaryIO | None = None) -> int:
    """Answer every line of ``source`` (standard input) on ``sink`` (standard output).

    A line that cannot be answered gets an error line and the next is read. While the core cannot be opened (no
    database, say) every line gets that error, and each tries again.

    Returns:
        0, or 1 when the core could never be opened.
    """
    from core.app import open_core
    from core.telemetry import logs

    reader, writer = source or sys.stdin.buffer, sink or sys.stdout.buffer
    workspace = uuid.uuid4().hex[:12]
    core: Core | None = None
    failed = False
    async with contextlib.AsyncExitStack() as stack:
        while raw := await asyncio.to_thread(_read_line, reader):
            if not raw.strip():
                continue
            with logs.bind(correlation_id=logs.new_correlation_id()):
                try:
                    line = lines.parse(raw)
                    if core is None:
                        core = await stack.enter_async_context(open_core(settings, chart_workers=0))
                    fields = await _answer(core, line, workspace)
                except lines.BadLine as error:
                    fields = _failed(error, error.line_id, settings)
                except MaintbotError as error:
                    failed = True
                    fields = _failed(error, line.id, settings)
                except Exception as error:
                    failed = True
                    fields = _failed(error, line.id, settings)
            writer.write(lines.encode(fields))
            writer.flush()
    return 1 if failed and core is None else 0


async def _answer(core: Core, line: lines.QuestionLine, workspace: str) -> dict[str, Any]:
    from bots.cli.output import note

    session_id = line.session_id or events.new_session_id()
    asked = events.question(line.text, session_id, today=line.today, workspace=workspace)
    reply = await core.answer(asked)
    note(asked, reply)
    return lines.answer(line.id, reply, core.artifacts.public_path)


def _failed(error: Exception, line_id: Any, settings: Settings) -> dict[str, Any]:
    import structlog

    log = structlog.get_logger(__name__)
    known = error if isinstance(error, MaintbotError) else MaintbotError()
    if isinstance(error, MaintbotError):
        log.warning("line_failed", code=error.code, detail=error.detail)
    else:
        log.error("line_crashed", exc_info=error)
    language = settings.default_language
    return lines.failure(line_id, known.message(language), language)


def _read_line(reader: BinaryIO) -> bytes:
    """One line, or, of a line that is too long, its first bytes (one more than allowed), the rest thrown away."""
    raw = reader.readline(MAX_LINE_BYTES + 1)
    if len(raw) > MAX_LINE_BYTES and not raw.endswith(b"\n"):
        while rest := reader.readline(65_536):
            if rest.endswith(b"\n"):
                break
    return raw
