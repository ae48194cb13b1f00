"""The server is stopped and started again: sessions, files and links are still there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.bots.process import Server
from tests.homes import furnish


async def ask(http: aiohttp.ClientSession, message: str) -> dict[str, Any]:
    async with http.post("/v1/chat", json={"message": message, "session_id": "s"}) as response:
        answer: dict[str, Any] = await response.json()
        assert response.status == 200, answer
    return answer


@pytest.mark.slow
async def test_a_conversation_goes_on_after_a_restart(tmp_path: Path, demo_plant: Path) -> None:
    furnish(tmp_path / "data", demo_plant)
    first = Server(tmp_path)
    try:
        async with aiohttp.ClientSession(first.url) as http:
            before = await ask(http, "OT abiertas por área")
    finally:
        assert first.stop() == 0
    assert [line["event"] for line in first.log() if line["event"] in ("draining", "stopped")] == [
        "draining",
        "stopped",
    ]
    second = Server(tmp_path)
    try:
        async with aiohttp.ClientSession(second.url) as http:
            async with http.get(before["links"]["data"]) as response:
                assert response.status == 200
            after = await ask(http, "hazme una gráfica")
            assert after["action"] == "image"
            assert after["rows"] == before["rows"]
    finally:
        assert second.stop() == 0


async def test_without_its_state_it_does_not_start(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "state.sqlite").write_text("this is not a database, it only stands where one should be" * 50)
    with pytest.raises(AssertionError) as raised:
        Server(tmp_path)
    assert "Traceback" not in str(raised.value)
