"""A real process, killed with SIGKILL again and again: lost 0, twice 0."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

COUNT = 60
ROOT = Path(__file__).resolve().parents[3]


def begin(url: str, told: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.core.delivery.killed", url, str(told), str(COUNT)],
        cwd=ROOT,
        stderr=subprocess.PIPE,
    )


def lines(told: Path) -> list[str]:
    return told.read_text().splitlines() if told.exists() else []


@pytest.mark.slow
def test_killed_five_times_over_sixty_questions(sqlite_url: str, tmp_path: Path) -> None:
    told = tmp_path / "platform.jsonl"
    for kills in range(1, 6):
        process = begin(sqlite_url, told)
        for _ in range(6000):  # at most a minute; then the asserts below say what is missing
            if len(lines(told)) >= kills * 18 or process.poll() is not None:
                break
            time.sleep(0.005)
        assert process.poll() is None, process.communicate()[1].decode()
        process.kill()
        process.communicate()
        assert kills * 18 <= len(lines(told)) < 2 * COUNT
    last = begin(sqlite_url, told)
    _, errors = last.communicate(timeout=60)
    assert last.returncode == 0, errors.decode()
    seen = [json.loads(line) for line in lines(told)]
    assert Counter((one["id"], one["index"]) for one in seen) == Counter(
        (f"q{n}", index) for n in range(COUNT) for index in (0, 1)
    )
    texts: dict[str, set[str]] = {}
    for one in seen:
        texts.setdefault(one["id"], set()).add(one["text"])
    assert all(len(of_one) == 1 for of_one in texts.values()), "an answer changed between its parts"
    assert len({text.rpartition(" ")[2] for of_one in texts.values() for text in of_one}) >= 5
    for name in range(12):
        order = [int(one["id"][1:]) for one in seen if int(one["id"][1:]) % 12 == name and one["index"] == 0]
        assert order == sorted(order)
