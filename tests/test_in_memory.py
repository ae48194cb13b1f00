"""Where files of tests lie: in memory when there is plenty, else, or when TMPDIR says so, where they always do."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from tests import in_memory


@pytest.fixture(autouse=True)
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(in_memory, "MEMORY", tmp_path)
    monkeypatch.setattr(tempfile, "tempdir", tempfile.gettempdir())
    monkeypatch.setattr(in_memory, "free", lambda: in_memory.NEEDED)
    monkeypatch.setenv("TMPDIR", "before")
    return tmp_path


def test_with_plenty_they_lie_there_and_what_a_killed_run_left_is_removed(
    memory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left, others = memory / "maintbot-tests-99999999", memory / "else"
    left.mkdir()
    others.mkdir()
    monkeypatch.delenv("TMPDIR")
    in_memory.use()
    ours = memory / f"maintbot-tests-{os.getpid()}"
    assert os.environ["TMPDIR"] == tempfile.gettempdir() == str(ours)
    assert set(memory.iterdir()) == {ours, others}


def test_where_tmpdir_is_set_it_says_where(memory: Path) -> None:
    in_memory.use()
    assert os.environ["TMPDIR"] == "before" and not list(memory.iterdir())


def test_with_little_memory_they_lie_on_the_disk(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_memory, "free", lambda: in_memory.NEEDED - 1)
    monkeypatch.delenv("TMPDIR")
    in_memory.use()
    assert "TMPDIR" not in os.environ and not list(memory.iterdir())
