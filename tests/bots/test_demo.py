"""The demo checks its own answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bots.cli.demo import CONVERSATION, Exchange, converse
from core.kernel.settings import Settings


async def demo(*exchanges: Exchange) -> int:
    return await converse(Settings(_env_file=None, default_language="en"), exchanges)


GOOD = Exchange("chart", "a", ("data_image",), files=("data", "image", "code"), definition=True)


@pytest.fixture
def dated(opened: list[Any], monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The fake Core tells no date of its own."""
    import sys
    from contextlib import asynccontextmanager
    from types import SimpleNamespace

    from core.kernel.clock import Clock

    inner = sys.modules["core.app"].open_core

    @asynccontextmanager
    async def open_core(settings: Settings, **more: Any):
        async with inner(settings) as core:
            yield SimpleNamespace(**vars(core), clock=Clock("UTC"))

    monkeypatch.setattr(sys.modules["core.app"], "open_core", open_core)
    return opened


async def test_when_all_is_as_it_should_be_it_ends_with_0(dated: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    assert await demo(GOOD, Exchange("refuse", "b", ("refused",))) == 0
    printed = capsys.readouterr().out
    assert "\n> chart\n" in printed
    paths = [Path(line) for line in printed.splitlines() if line.endswith((".csv", ".png", ".py"))]
    assert len(paths) == 3
    assert all(path.is_file() for path in paths)


@pytest.mark.parametrize(
    "bad",
    [
        Exchange("refuse", "a", ("data",)),
        Exchange("fail query_timeout", "a", ("data",)),
        Exchange("data", "a", ("data",), files=("image",)),
        Exchange("data", "a", ("data",), definition=True),
    ],
)
async def test_one_bad_answer_is_told_and_ends_it_with_1(
    dated: list[Any], capsys: pytest.CaptureFixture[str], bad: Exchange
) -> None:
    assert await demo(GOOD, bad) == 1
    assert "1 of 2 answers did not come out as they should." in capsys.readouterr().err


async def test_a_file_that_is_not_there_is_seen(
    dated: list[Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from core.files.artifacts import ArtifactStore
    from core.kernel.errors import ArtifactNotFound

    async def gone(self: ArtifactStore, path: str) -> bytes:
        raise ArtifactNotFound

    monkeypatch.setattr(ArtifactStore, "read", gone)
    assert await demo(GOOD) == 1
    assert "✗ data" in capsys.readouterr().err


def test_the_conversation_shows_what_it_should() -> None:
    assert len(CONVERSATION) >= 6
    assert any(exchange.definition for exchange in CONVERSATION)
    assert any(exchange.files == ("data",) for exchange in CONVERSATION)
    assert any("image" in exchange.files for exchange in CONVERSATION)
    assert any(exchange.actions == ("refused",) for exchange in CONVERSATION)
    sessions = [exchange.session for exchange in CONVERSATION]
    assert len(set(sessions)) < len(sessions), "a follow-up"
