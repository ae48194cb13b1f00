"""What is no question gets a clear sentence, a status, a log line, and leaves nothing behind."""

from __future__ import annotations

import uuid
from typing import Any

import aiohttp
import pytest

from tests.bots.process import Server


def files(server: Server) -> set[str]:
    folder = server.home / "chat_docs"
    return {str(path) for path in folder.rglob("*")} if folder.exists() else set()


async def post(http: aiohttp.ClientSession, message: str, identity: str = "") -> tuple[int, dict[str, Any]]:
    headers = {"X-Request-ID": identity or uuid.uuid4().hex, "Accept-Language": "es"}
    async with http.post("/v1/chat", json={"message": message}, headers=headers) as response:
        return response.status, await response.json()


@pytest.mark.parametrize(
    ("message", "status"),
    [("", 400), ("   \n\t ", 400), ("\u200b\u00a0", 400), ("bomba " * 3334, 413), ("x" * 20_000, 413)],
    ids=["empty", "blank", "invisible", "20,000 characters", "one word of 20,000"],
)
async def test_what_cannot_be_read_is_an_error(
    http: aiohttp.ClientSession, server: Server, message: str, status: int
) -> None:
    before = files(server)
    identity = uuid.uuid4().hex
    got, body = await post(http, message, identity)
    assert got == status, body
    assert body["error"]["message"]
    assert body["error"]["correlation_id"] == identity
    lines = [line for line in server.log() if line.get("correlation_id") == identity]
    assert any(line.get("code") == body["error"]["code"] for line in lines)
    assert "Traceback" not in server.log_file.read_text("utf-8")
    assert files(server) == before


@pytest.mark.parametrize(
    "message",
    [
        "😀🔧🏭",
        "Wie viele Pumpen sind ausgefallen?",
        "ポンプは何台停止していますか",
        "SELECT * FROM equipment",
        "SELECT 1; DROP TABLE equipment; --",
        "'; DELETE FROM work_order; --",
        "asdf qwer zxcv",
        "?",
        "../../etc/passwd",
        "<script>alert(1)</script>",
        "{today} {0} %s %n",
    ],
)
async def test_what_it_does_not_understand_is_declined(
    http: aiohttp.ClientSession, server: Server, message: str
) -> None:
    before = files(server)
    status, body = await post(http, message)
    if status == 200:
        assert body["action"] in ("clarify", "refused", "help"), body["response"]
        assert body["response"]
        assert body["rows"] is None
    else:
        assert 400 <= status < 500
        assert body["error"]["message"]
    assert files(server) == before


async def test_control_characters_change_nothing(http: aiohttp.ClientSession) -> None:
    status, clean = await post(http, "¿Cuántas bombas hay?")
    assert status == 200
    status, dirty = await post(http, "¿Cuántas\u0000\u0007 bombas\u001b hay?\u202e")
    assert status == 200
    if dirty["action"] == "data":
        assert dirty["rows"] == clean["rows"]
    else:
        assert dirty["action"] in ("clarify", "refused", "help")


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/sessions/none/artifacts"), ("DELETE", "/v1/sessions/none"), ("GET", "/v1/download/data/none")],
)
async def test_a_session_that_does_not_exist_is_a_404(http: aiohttp.ClientSession, method: str, path: str) -> None:
    async with http.request(method, path, headers={"Accept-Language": "es"}) as response:
        assert response.status == 404
        assert (await response.json())["error"]["message"] == "No existe esa sesión."
