"""The Dockerfile: linted, and the steps of its builder run here, in a clean folder with what it would be given."""

from __future__ import annotations

import fnmatch
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.manifests.tools import ROOT, run

TEXT = (ROOT / "Dockerfile").read_text("utf-8")
BUILDER, _, LAST = TEXT.partition("\nFROM python:3.13-slim\n")


def instructions(stage: str) -> list[tuple[str, str]]:
    lines = "\n".join(line for line in stage.splitlines() if not line.startswith("#")).replace("\\\n", " ")
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines.splitlines() if line)]


def test_hadolint_has_nothing_against_it() -> None:
    run("hadolint", "Dockerfile")


def test_it_runs_as_nobody_in_particular_and_is_asked_whether_it_takes_questions() -> None:
    found = dict(instructions(LAST))
    assert found["USER"] == "10001"
    assert found["STOPSIGNAL"] == "SIGTERM"
    check = json.loads(found["HEALTHCHECK"].partition(" CMD ")[2])
    assert check == ["python", "-m", "bots.healthcheck"]
    assert json.loads(found["CMD"]) == ["maintbot", "serve"]


def test_what_it_may_be_built_from_are_locks_with_hashes() -> None:
    assert ("ARG", "LOCK=requirements.lock") in instructions(BUILDER)
    plain, traced = ((ROOT / name).read_text("utf-8") for name in ("requirements.lock", "requirements-otel.lock"))
    assert "opentelemetry-sdk==" in traced and "opentelemetry-sdk==" not in plain
    pinned = {line for line in plain.splitlines() if "==" in line}
    assert pinned <= set(traced.splitlines())  # the same versions of all that both have


def given() -> list[str]:
    """What of the tree the builder is sent, by .dockerignore: everything is left out but what is named."""
    lines = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    rules = [line for line in lines if line and not line.startswith("#")]
    assert rules[0] == "*"
    return [rule.removeprefix("!") for rule in rules if rule.startswith("!")]


def test_what_it_copies_is_what_the_builder_is_sent() -> None:
    copied = {name for word, rest in instructions(BUILDER) if word == "COPY" for name in rest.split()[:-1]}
    assert copied == set(given())
    assert all((ROOT / name).exists() for name in copied)
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert any(fnmatch.fnmatch("x/state.sqlite-wal", rule.removeprefix("**/")) or "sqlite" in rule for rule in ignored)


@pytest.mark.slow
def test_the_builders_steps_give_a_bot_that_runs(tmp_path: Path) -> None:
    """The real steps, in order, but the one that downloads what this environment has installed from the same lock."""
    if sys.version_info[:2] not in ((3, 11), (3, 12), (3, 13)):
        pytest.skip("another Python than the product's")
    source, home = tmp_path / "src", tmp_path / "opt"
    source.mkdir()
    downloads = 0
    for word, rest in instructions(BUILDER):
        if word == "COPY":
            *names, target = rest.split()
            for name in names:
                where = source / (target if target != "./" else name)
                if (ROOT / name).is_dir():
                    skip = shutil.ignore_patterns("__pycache__", "*.pyc", "*.sqlite*")
                    shutil.copytree(ROOT / name, where, ignore=skip)
                else:
                    shutil.copy(ROOT / name, where)
        elif word == "RUN" and "--require-hashes" in rest:
            downloads += 1
            assert rest.endswith('-r "$LOCK"') and (source / "requirements.lock").exists()
            # Its packages are this environment's own, installed from that lock.
            libraries = next((home / "lib").glob("python*/site-packages"))
            (libraries / "locked.pth").write_text(f"{Path(pytest.__file__).parents[1]}\n")
        elif word == "RUN":
            command = rest.replace("/opt/maintbot", shlex.quote(str(home))).replace(
                "python -m venv", f"{sys.executable} -m venv"
            )
            command = command.replace(
                "pip install --no-deps", "pip install --quiet --no-index --no-build-isolation --no-deps"
            )
            command = re.sub(r"-m compileall -q \S+", "-c pass", command)  # half a minute that proves nothing here
            done = subprocess.run(command, shell=True, cwd=source, capture_output=True, text=True, timeout=100)
            assert done.returncode == 0, f"{command}\n{done.stdout}{done.stderr}"
    assert downloads == 1
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "NO_COLOR": "1"}
    told = subprocess.run(
        [home / "bin" / "maintbot", "--version"], cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stderr
    found = subprocess.run(
        [home / "bin" / "python", "-c", "import core, manifests, bots; print(core.__file__)"],
        cwd=tmp_path, env=environment, capture_output=True, text=True,
    )  # fmt: skip
    assert found.stdout.startswith(str(home)), found.stdout + found.stderr
