"""A handler with a defect: one sentence with a code for the caller, the traceback for the log alone."""

from __future__ import annotations

from typing import NoReturn

from aiohttp import web
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
