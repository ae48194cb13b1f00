"""What Python's collector and the C library do with the process's memory.

A start makes a million objects that stay, and the collector would look at them again and again: a fifth of the start's
time. So it rests until all is there, and leaves that alone from then on.

glibc gives each busy thread an arena of its own, up to eight for each processor, and each arena keeps what it once
needed: with the twenty threads of a server that was 7 MB after six hundred questions. Python's lock lets one thread
allocate at a time anyway, so two arenas are enough.
"""

from __future__ import annotations

import ctypes
import gc
import sys
from typing import Any, Final

_ARENA_MAX: Final = -8
"""``M_ARENA_MAX`` of glibc's malloc.h."""
_ARENAS: Final = 2
_MMAP_THRESHOLD: Final = -3
_TRIM_THRESHOLD: Final = -1
_LARGE: Final = 128 * 1024
"""Bytes; glibc's own start, which it raises to 32 MB with the first large block that is freed, and keeps as much."""


def rest_while_starting() -> None:
    """Let the collector rest until ``keep_what_is_there``."""
    gc.disable()


def keep_what_is_there() -> None:
    """After the start: collect once, leave what is there alone for good, and go on collecting what comes.

    Without it the collector's full passes would stop the event loop for a tenth of a second and more, again and again.
    """
    gc.collect()
    gc.freeze()
    gc.enable()
    give_back()


def limit_arenas() -> None:
    """Let malloc use two arenas, and give large blocks (pictures, files, results) back as soon as they are free.

    Call it before threads start. Does nothing where the C library is another.
    """
    if (mallopt := _of_glibc("mallopt")) is not None:
        mallopt(_ARENA_MAX, _ARENAS)
        mallopt(_MMAP_THRESHOLD, _LARGE)
        mallopt(_TRIM_THRESHOLD, _LARGE)


def give_back() -> None:
    """Give what malloc keeps but does not use back to the system, as after start-up. Elsewhere it does nothing."""
    if (trim := _of_glibc("malloc_trim")) is not None:
        trim(0)


def _of_glibc(name: str) -> Any | None:
    return getattr(ctypes.CDLL(None), name, None) if sys.platform == "linux" else None
