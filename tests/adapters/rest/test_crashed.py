"""A handler with a defect: one sentence with a code for the caller, the traceback for the log alone."""

from __future__ import annotations

from contextlib import suppress
from typing import NoReturn

import pytest
from aiohttp import ClientConnectionResetError, ServerDisconnectedError, web
from aiohttp.test_utils import TestClient, TestServer
from structlog.testing import capture_logs

from adapters.rest.http.middleware import explained


async def test_a_defect_is_told_without_its_words() -> None:
    async def breaks(request: web.Request) -> NoReturn:
        raise RuntimeError("secret row 42")

    app = web.Application(middlewares=[explained])
    app.router.add_get("/v1/broken", breaks)
    with capture_logs() as logs:
        async with TestClient(TestServer(app)) as client:
            answer = await client.get("/v1/broken")
            body = await answer.text()
    assert answer.status == 500
    assert "42" not in body and "Traceback" not in body
    assert ("request_crashed", "internal") in [(line["event"], line.get("code")) for line in logs]


@pytest.mark.parametrize(("gone", "level"), [(True, "info"), (False, "error")])
async def test_a_caller_who_hung_up_is_no_defect(gone: bool, level: str) -> None:
    async def resets(request: web.Request) -> NoReturn:
        if gone and request.transport is not None:
            request.transport.close()
        raise ClientConnectionResetError("Cannot write to closing transport")

    app = web.Application(middlewares=[explained])
    app.router.add_get("/v1/chat", resets)
    with capture_logs() as logs:
        async with TestClient(TestServer(app)) as client:
            with suppress(ServerDisconnectedError):
                await client.get("/v1/chat")
    assert [(line["event"], line["log_level"]) for line in logs] == [
        ("caller_gone" if gone else "request_crashed", level)
    ]
