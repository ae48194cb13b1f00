"""The checkers that the world uses, where this machine has them; ``make test`` brings those that it can."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHECKERS = ROOT / ".venv" / "checkers" / "usr"
"""Where ``make test`` unpacks what comes from Debian."""


def found(name: str) -> str:
    """Where a checker is; the test is skipped, and says why, where there is none."""
    folders = [Path(sys.executable).parent, CHECKERS / "bin", CHECKERS / "sbin"]
    path = os.pathsep.join([*map(str, folders), os.environ.get("PATH", ""), "/usr/sbin"])
    where = shutil.which(name, path=path)
    if where is None:
        pytest.skip(f"no {name} on this machine")
    return where


def run(name: str, *arguments: str, given: str | None = None) -> str:
    """What a checker prints; the test fails with all of it when it does not end well."""
    done = subprocess.run(
        [found(name), *arguments], input=given, capture_output=True, text=True, timeout=110, check=False, cwd=ROOT
    )
    assert done.returncode == 0, f"{name} {' '.join(arguments)}\n{done.stdout}{done.stderr}"
    return done.stdout
