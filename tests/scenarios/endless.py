"""A plant's database that takes for ever, for questions that are stopped."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from core.app import Core


def endless(core: Core, monkeypatch: pytest.MonkeyPatch) -> dict[str, asyncio.Event]:
    """From now on no query ends; ``begun`` is set when one runs, ``stopped`` when it was broken off."""
    seen = {"begun": asyncio.Event(), "stopped": asyncio.Event()}

    async def run(sql: str) -> Any:
        seen["begun"].set()
        try:
            await asyncio.Event().wait()
        finally:
            seen["stopped"].set()

    monkeypatch.setattr(core.database, "run", run)
    return seen
