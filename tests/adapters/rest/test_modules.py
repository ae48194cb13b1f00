"""The page's ES modules, tested by node's own runner where there is a node."""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

import pytest

TESTS = Path(__file__).parent / "web" / "modules.test.mjs"


OLDEST = (20, 19)
"""The first that takes a file of imports for a module without being told."""


def node() -> str | None:
    """Playwright's node, else the machine's when it is new enough."""
    spec = find_spec("playwright")
    if spec is not None and spec.origin is not None:
        theirs = Path(spec.origin).parent / "driver" / "node"
        if theirs.exists():
            return str(theirs)
    found = shutil.which("node")
    if found is None:
        return None
    told = subprocess.run([found, "--version"], capture_output=True, text=True, timeout=20, check=False).stdout
    version = tuple(int(part) for part in told.strip().lstrip("v").split(".")[:2] if part.isdigit())
    return found if version >= OLDEST else None


def test_the_modules() -> None:
    program = node()
    if program is None:
        pytest.skip("no node of 20.19 or newer: neither Playwright's nor the machine's")
    command = [program, "--no-warnings", "--test", "--test-reporter=tap", str(TESTS)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# pass 0" not in done.stdout
