"""The C library's arenas are few, however many threads there are."""

from __future__ import annotations

import platform
import subprocess
import sys
from pathlib import Path

import pytest

THREADS = """
import ctypes, sys, threading
from core.kernel.memory import give_back, limit_arenas

if sys.argv[1] == "limited":
    limit_arenas()
together = threading.Barrier(8)

def work():
    together.wait()
    kept = [bytearray(50_000) for _ in range(50)]
    together.wait()
    return kept

threads = [threading.Thread(target=work) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
give_back()
libc = ctypes.CDLL(None)
libc.malloc_info(0, ctypes.c_void_p.in_dll(libc, "stdout"))
libc.fflush(None)
"""


def arenas(how: str) -> int:
    root = str(Path(__file__).parents[3])
    done = subprocess.run(
        [sys.executable, "-c", THREADS, how], capture_output=True, text=True, check=True, cwd=root,
        env={"PYTHONPATH": root},
    )  # fmt: skip
    return done.stdout.count("<heap nr=")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc's malloc")
def test_many_threads_share_two_arenas() -> None:
    assert arenas("free") > 2
    assert arenas("limited") <= 2
