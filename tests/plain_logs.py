"""Logging in tests: what structlog does by default, but for tracebacks that print no local names.

Its default prints the value of every local name of every frame, and behind those of ours stands the whole Core: one
logged exception took from 27 to 74 seconds.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog


def use() -> None:
    """From now on structlog writes plain tracebacks, until the product's own set-up replaces this one."""
    console = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.reset_defaults()
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], console])


@contextmanager
def put_back() -> Iterator[None]:
    """Afterwards logging is as it was, whatever was set up meanwhile."""
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    try:
        yield
    finally:
        for handler in list(root.handlers):
            if handler not in handlers:
                root.removeHandler(handler)
                handler.close()
        root.setLevel(level)
        logging.captureWarnings(False)
        use()
