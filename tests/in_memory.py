"""Files that tests write lie in memory where there is plenty of it: what is tested is what is written, and not the disk.

A state's commits, answers' files and databases' folders are half of what the suite waits for. Where ``/dev/shm`` or the
memory is small, or TMPDIR says where files go, they lie where they always do.
"""

from __future__ import annotations

import atexit
import os
import re
import shutil
import tempfile
from pathlib import Path

MEMORY = Path("/dev/shm")
NEEDED = 4 * 2**30
"""Bytes that must be free; a whole run writes half a gibibyte."""
_NAME = "maintbot-tests-"


def use() -> None:
    """From now on temporary files lie in memory, those of the workers and of programs that tests start too.

    The folder is removed when this process ends; one that a killed run left is removed by the next.
    """
    if "TMPDIR" in os.environ or free() < NEEDED:
        return
    for old in MEMORY.glob(f"{_NAME}*"):
        if not Path(f"/proc/{old.name.removeprefix(_NAME)}").exists():
            shutil.rmtree(old, ignore_errors=True)
    folder = MEMORY / f"{_NAME}{os.getpid()}"
    folder.mkdir()
    folder.chmod(0o711)  # servers that tests start run as somebody else
    os.environ["TMPDIR"] = str(folder)
    tempfile.tempdir = None  # is looked for again
    atexit.register(_remove, folder, os.getpid())


def _remove(folder: Path, whose: int) -> None:
    if os.getpid() == whose:  # and not one that was forked
        shutil.rmtree(folder, ignore_errors=True)


def free() -> int:
    """Bytes that files in memory may take: of its file system, of the machine and of our share of it, the least."""
    try:
        return min(shutil.disk_usage(MEMORY).free, _available(), _share())
    except (OSError, ValueError):
        return 0


def _available() -> int:
    found = re.search(r"^MemAvailable: +(\d+) kB", Path("/proc/meminfo").read_text(), re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def _share() -> int:
    """What a container may use: https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files"""
    limit, used = (Path(f"/sys/fs/cgroup/memory.{name}") for name in ("max", "current"))
    if not limit.exists() or (most := limit.read_text().strip()) == "max":
        return 2**63
    return int(most) - int(used.read_text())
