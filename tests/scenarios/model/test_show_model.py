"""`maintbot ask --show-model` on the real process."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from tests.fakes.openai_server import FakeOpenAI

KEY = "sk-test-0123456789abcdef"


async def test_every_call_is_printed_and_the_key_is_not(model: FakeOpenAI, plant: Path, tmp_path: Path) -> None:
    environment = os.environ | {
        "OPENAI_BASE_URL": f"{model.url}/v1",
        "OPENAI_API_KEY": KEY,
        "MAINTENANCE_DATABASE_URL": f"sqlite:///{plant}",
        "MAINTBOT_HOME": str(tmp_path / "home"),
        "CHAT_DOCS_DIR": str(tmp_path / "docs"),
        "MAINTBOT_TODAY": "2026-11-22",
        "PLANNER": "model",
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bots",
        "ask",
        "--show-model",
        "¿Cuántos equipos flurbos hay?",
        env=environment,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await asyncio.wait_for(process.communicate(), 90)
    shown = err.decode()
    assert process.returncode == 0, shown
    assert "Hay " in out.decode()
    assert "══ model request · chat" in shown
    assert "Question: ¿Cuántos equipos flurbos hay?" in shown
    assert "Hay **{machines} equipos**." in shown
    assert KEY not in shown
    assert len(model.requests) == 1
