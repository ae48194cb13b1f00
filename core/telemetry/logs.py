"""Logs: structlog over the standard library, one line an event, with the correlation id of what is being done.

Our own events are snake_case names with fields; what third parties log passes through the same processors, so that it
has the same form and the same redaction. Exceptions are written as type, redacted message and frames: no locals.
"""

from __future__ import annotations

import hashlib
import logging
import logging.handlers
import sys
import traceback
import uuid
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO

import structlog

from core.telemetry.redact import redact, redact_text, without_question

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor

    from core.kernel.settings import Settings

Style = Literal["json", "console"]

# What chatters at INFO, or repeats bodies and headers at DEBUG.
_QUIET = {
    "aiohttp.access": logging.CRITICAL,  # the access line of ours has the correlation id and no query string
    "aiohttp.server": logging.ERROR,
    "aiosqlite": logging.WARNING,
    "alembic": logging.WARNING,
    "asyncio": logging.WARNING,
    "botbuilder": logging.WARNING,
    "fsspec": logging.WARNING,
    "httpcore": logging.WARNING,
    "httpx": logging.WARNING,
    "matplotlib": logging.WARNING,
    "msal": logging.WARNING,
    "opentelemetry": logging.ERROR,
    "msrest": logging.WARNING,
    "openai": logging.WARNING,
    "PIL": logging.WARNING,
    "slack_bolt": logging.WARNING,
    "slack_sdk": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "sqlglot": logging.ERROR,
    "urllib3": logging.WARNING,
}
_LOG_FILE_BYTES = 20_000_000
_LOG_FILES_KEPT = 5


def new_correlation_id() -> str:
    """A fresh id for one request or one question, 32 hex digits."""
    return uuid.uuid4().hex


def bind(**fields: Any) -> AbstractContextManager[None]:
    """Give every log line of this task, and of the tasks it starts, these fields until the ``with`` ends.

    ``with bind(correlation_id=request_id): …``
    """
    return structlog.contextvars.bound_contextvars(**fields)


def correlation_id() -> str | None:
    """The correlation id that is bound now."""
    value = structlog.contextvars.get_contextvars().get("correlation_id")
    return value if isinstance(value, str) else None


def reference_of(identity: str) -> str:
    """Six characters that a person can read out, by which the log's line on a failure is found: its ``reference``."""
    return hashlib.sha256(identity.encode()).hexdigest()[:6].upper()


def configure(
    settings: Settings, *, stream: TextIO | None = None, style: Style | None = None, level: str | None = None
) -> None:
    """Set up logging for this process; calling it again replaces what was set up.

    Args:
        settings: LOG_LEVEL, STRUCTURED_LOGGING and LOG_FILE are read.
        stream: where lines go when LOG_FILE is not set; default standard error.
        style: overrides STRUCTURED_LOGGING for ``stream`` (a person at a terminal).
        level: overrides LOG_LEVEL for ``stream``; a LOG_FILE always gets LOG_LEVEL.

    Raises:
        ConfigurationError: LOG_FILE cannot be opened for writing.
    """
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _exceptions,
        _redacted,
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    chosen: Style = style or ("json" if settings.structured_logging else "console")
    handlers: list[logging.Handler] = []
    if settings.log_file:
        file_style: Style = "json" if settings.structured_logging else "console"
        file_handler = _file_handler(settings.log_file)
        file_handler.setFormatter(_formatter(file_style, shared, colours=False))
        file_handler.setLevel(settings.log_level)
        handlers.append(file_handler)
    if not settings.log_file or level:
        output = stream or sys.stderr
        stream_handler = logging.StreamHandler(output)
        stream_handler.setFormatter(_formatter(chosen, shared, colours=_coloured(output)))
        stream_handler.setLevel(level or settings.log_level)
        handlers.append(stream_handler)
    root = logging.getLogger()
    for old in list(root.handlers):
        if getattr(old, "_maintbot", False):
            root.removeHandler(old)
            old.close()
    for handler in handlers:
        handler._maintbot = True  # type: ignore[attr-defined]
        root.addHandler(handler)
    root.setLevel(min(handler.level for handler in handlers))
    for name, quiet in _QUIET.items():
        logging.getLogger(name).setLevel(quiet)
    logging.captureWarnings(True)


def _formatter(style: Style, shared: list[Processor], *, colours: bool) -> logging.Formatter:
    renderer: Processor
    if style == "json":
        renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    else:
        # A plain traceback: the richer one prints the values of local names, questions and secrets among them.
        plain = structlog.dev.plain_traceback
        renderer = structlog.dev.ConsoleRenderer(colors=colours, sort_keys=False, exception_formatter=plain)
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
    )


def _file_handler(path: Path) -> logging.Handler:
    from core.kernel.errors import ConfigurationError

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return logging.handlers.RotatingFileHandler(
            path, maxBytes=_LOG_FILE_BYTES, backupCount=_LOG_FILES_KEPT, encoding="utf-8"
        )
    except OSError as error:
        reason = f"LOG_FILE {path}: {error.strerror or type(error).__name__}"
        raise ConfigurationError(reason, reason=reason) from error


def _coloured(stream: TextIO) -> bool:
    import os

    return bool(getattr(stream, "isatty", lambda: False)()) and not os.environ.get("NO_COLOR")


def _exceptions(logger: Any, method: str, event: EventDict) -> EventDict:
    """Turn ``exc_info`` into plain fields: what, why (redacted) and where, innermost frame last."""
    info = event.pop("exc_info", None)
    if not info:
        return event
    if isinstance(info, BaseException):
        error: BaseException | None = info
    elif isinstance(info, tuple):
        error = info[1]
    else:
        error = sys.exc_info()[1]
    if error is None:
        return event
    event["error"] = type(error).__name__
    event["error_detail"] = without_question(redact_text(str(error)))[:500]
    event["frames"] = [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)[-12:]
    ]
    if error.__cause__ is not None:
        cause = without_question(redact_text(str(error.__cause__)))[:300]
        event["cause"] = f"{type(error.__cause__).__name__}: {cause}"
    return event


def _redacted(logger: Any, method: str, event: EventDict) -> EventDict:
    for name, value in event.items():
        if not name.startswith("_"):
            event[name] = redact(value, "" if name == "event" else name)
    return event
