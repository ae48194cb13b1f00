"""The platform-neutral heart: a Question goes in, a Reply comes out. Knows no platform and no SDK of one."""

from __future__ import annotations

import sys


def _structlog_alone() -> None:
    """Import structlog without rich and pygments, which it takes for coloured tracebacks whenever they are installed.

    We write tracebacks ourselves (core/telemetry/logs.py), and the two are 6 MB of every process. Whoever imports rich
    later, as the command line's tables do, gets it as ever.
    """
    if "structlog" in sys.modules or "rich" in sys.modules:
        return
    sys.modules["rich"] = None  # type: ignore[assignment]  # how Python is told that a module is not there
    try:
        import structlog  # noqa: F401
    finally:
        del sys.modules["rich"]


_structlog_alone()
