"""The command line in this process over the fake Core."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from core.kernel.settings import Settings
from tests.adapters.rest.fake_core import fake_core


@pytest.fixture(autouse=True)
def logging_as_before(logging_put_back: None) -> None:
    """The command line sets up logging, and a handler must not outlive the stream that it writes to."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory of its own, and settings that keep to it."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("DEFAULT_LANGUAGE", "en")
    return tmp_path


@pytest.fixture
def opened(home: Path, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """``core.app.open_core`` gives the fake Core; the list holds those that were opened.

    An exception put into the list is raised by the next opening instead.
    """
    cores: list[Any] = []

    @contextlib.asynccontextmanager
    async def open_core(settings: Settings, *, chart_workers: int = 2) -> AsyncIterator[Any]:
        if cores and isinstance(cores[-1], Exception):
            raise cores.pop()
        async with fake_core(home, settings) as core:
            cores.append(core)
            yield core

    module = ModuleType("core.app")
    module.open_core = open_core  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "core.app", module)
    return cores


@pytest.fixture
def answer_lines(opened: list[Any]) -> Callable[[bytes], Any]:
    """Feeds lines to ``ask --jsonl`` and gives its exit code and its answers."""
    from bots.cli import jsonl

    async def feed(raw: bytes) -> tuple[int, list[dict[str, Any]]]:
        sink = io.BytesIO()
        settings = Settings(_env_file=None, default_language="en")
        code = await jsonl.answer_lines(settings, io.BytesIO(raw), sink)
        return code, [json.loads(line) for line in sink.getvalue().splitlines()]

    return feed
