"""WORKERS=2: two processes on one port, a dead one comes back, a stop ends all, and so does the parent's death."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.bots.process import Server, environment, maintbot, sentences
from tests.homes import furnish

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the processes are looked up in /proc")


def children(pid: int) -> set[int]:
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def until(true: Callable[[], object]) -> None:
    for _ in range(3000):
        if true():
            return
        time.sleep(0.02)
    raise AssertionError("it did not happen")


def ask(url: str, message: str, session: str) -> tuple[int, str]:
    body = json.dumps({"message": message, "session_id": session}).encode()
    request = urllib.request.Request(f"{url}/v1/chat", body, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.status, json.load(answer)["response"]


def counted(url: str) -> float:
    with urllib.request.urlopen(f"{url}/metrics", timeout=60) as answer:
        told = answer.read().decode()
    return sum(float(value) for value in re.findall(r"^maintbot_questions_total\{.*\} (\S+)$", told, re.MULTILINE))


@pytest.mark.slow
def test_two_processes_share_the_port_the_sessions_and_the_metrics(tmp_path: Path, demo_plant: Path) -> None:
    furnish(tmp_path / "data", demo_plant)
    server = Server(tmp_path, WORKERS="2", AUTO_CHARTS="false", LOG_LEVEL="WARNING")
    both = children(server.process.pid)
    assert len(both) == 2
    with ThreadPoolExecutor(8) as people:  # a connection each, so both processes are asked
        first = list(people.map(lambda n: ask(server.url, "¿cuántas OT abiertas hay?", f"s{n}"), range(16)))
        followed = list(people.map(lambda n: ask(server.url, "¿y en soldadura?", f"s{n}"), range(16)))
    assert {status for status, _ in first + followed} == {200}
    assert len({text for _, text in followed}) == 1 and followed[0][1] != first[0][1]
    assert counted(server.url) == counted(server.url) == 32  # whichever process is asked
    killed = min(both)
    os.kill(killed, signal.SIGKILL)
    assert ask(server.url, "¿y en pintura?", "s0")[0] == 200  # the other one answers meanwhile
    until(lambda: len(children(server.process.pid)) == 2 and killed not in children(server.process.pid))
    assert [line["event"] for line in server.log()] == ["worker_died"]
    now = children(server.process.pid)
    assert server.stop() == 0
    assert not any(alive(pid) for pid in both | now)


@pytest.mark.slow
def test_without_their_parent_the_processes_end(tmp_path: Path, demo_plant: Path) -> None:
    furnish(tmp_path / "data", demo_plant)
    server = Server(tmp_path, WORKERS="2", LOG_LEVEL="WARNING")
    both = children(server.process.pid)
    server.process.kill()
    server.process.wait()
    until(lambda: not any(alive(pid) for pid in both))
    server.stop()


def test_a_stop_leaves_nothing_behind(tmp_path: Path, demo_plant: Path) -> None:
    furnish(tmp_path / "data", demo_plant)
    told = environment(tmp_path, API_PORT="0", WORKERS="2")
    run = [sys.executable, "-m", "bots", "serve"]
    with subprocess.Popen(run, cwd=tmp_path, env=told, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None
        assert b"http" in process.stdout.readline()
        process.terminate()
        log = process.stderr.read().decode()  # to the end of all that write there, Python's tracker of semaphores too
    assert process.returncode == 0 and sentences(log) == []


def test_what_is_wrong_ends_all_and_is_said_once(tmp_path: Path) -> None:
    done = maintbot(tmp_path, "serve", WORKERS="2", RATE_LIMIT="often", DEFAULT_LANGUAGE="en")
    assert done.returncode == 1
    assert done.stderr.count("RATE_LIMIT often") == 1
