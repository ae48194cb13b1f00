"""docs/state.md tells of every table and of every line that this room writes to the log."""

from __future__ import annotations

import re
from pathlib import Path

from core.delivery.worker import KEEP, MAX_ATTEMPTS
from core.state.tables import metadata

ROOT = Path(__file__).resolve().parents[3]
PAGE = (ROOT / "docs" / "state.md").read_text(encoding="utf-8")


def test_every_table_is_told_of() -> None:
    assert {name for name in metadata.tables if f"| `{name}` |" not in PAGE} == set()


def test_every_log_event_that_asks_for_something_is_told_of() -> None:
    written = set()
    for path in [*(ROOT / "core" / "delivery").glob("*.py"), *(ROOT / "core" / "state").glob("*.py")]:
        written |= set(re.findall(r'log\.(?:error|exception)\(\s*"(\w+)"', path.read_text(encoding="utf-8")))
    assert len(written) > 8
    assert {name for name in written if f"`{name}`" not in PAGE} == set()


def test_the_figures_are_those_of_the_code() -> None:
    assert (MAX_ATTEMPTS, KEEP.days) == (6, 7)
    assert "died six times" in PAGE
    assert "seven days after its end" in PAGE
