"""Around the handlers: correlation ids, security headers, CORS, rate limits, probes, pages."""

from __future__ import annotations

import json
import re

import pytest

from adapters.rest.http import language
from adapters.rest.limits import MAX_CORRELATION_ID
from adapters.rest.web.openapi import document
from core.kernel.errors import ConfigurationError
from tests.adapters.rest.rig import Client, Serve


@pytest.mark.parametrize("given", ["abc-1.2:3_4", "x" * MAX_CORRELATION_ID])
async def test_a_correlation_id_is_taken_over(client: Client, given: str) -> None:
    response = await client.get("/v1/download/data/none", headers={"X-Request-ID": given})
    assert response.headers["X-Request-ID"] == given
    assert (await response.json())["error"]["correlation_id"] == given


@pytest.mark.parametrize("given", ["", "x" * (MAX_CORRELATION_ID + 1), "a b", "a\tb", 'a"b', "<script>"])
async def test_one_that_does_not_fit_is_replaced(client: Client, given: str) -> None:
    response = await client.get("/health", headers={"X-Request-ID": given})
    assert re.fullmatch(r"[0-9a-f]{32}", response.headers["X-Request-ID"])


async def test_every_kind_of_response_is_secured(client: Client) -> None:
    for path in ("/", "/docs", "/health", "/v1/sessions", "/nowhere", "/openapi.json"):
        response = await client.get(path)
        assert response.headers["X-Content-Type-Options"] == "nosniff", path
        assert response.headers["X-Frame-Options"] == "DENY", path
        assert "default-src 'none'" in response.headers["Content-Security-Policy"], path
        assert response.headers["X-Request-ID"], path
    assert (await client.get("/v1/sessions")).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/nowhere", 404, "not_found"),
        ("GET", "/v1/chat", 405, "method_not_allowed"),
        ("PUT", "/", 405, "method_not_allowed"),
    ],
)
async def test_what_is_not_there_is_told_as_json(
    client: Client, method: str, path: str, status: int, code: str
) -> None:
    response = await client.request(method, path)
    assert (response.status, (await response.json())["error"]["code"]) == (status, code)
    if status == 405:
        assert response.headers["Allow"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("es", "es"), ("en-US,en;q=0.9", "en"), ("fr,es;q=0.3,en;q=0.2", "es"), ("ES-mx", "es"), ("en;q=0.1, es", "es"),
        ("fr", None), ("", None), (None, None), ("es;q=0", None), ("en;q=x", None), ("*", None), (",;,", None),
    ],
)  # fmt: skip
def test_accept_language(header: str | None, expected: str | None) -> None:
    assert language.accepted(header) == expected


async def test_without_accept_language_the_default_speaks(serve: Serve) -> None:
    async with serve(default_language="es") as (client, _):
        assert (await (await client.get("/nowhere")).json())["error"][
            "message"
        ] == "Aquí no hay nada con esa dirección."


async def test_a_named_origin_may_ask_from_its_pages(serve: Serve) -> None:
    async with serve(cors_origins=("https://intra.example",), api_keys=("k",)) as (client, _):
        preflight = await client.options(
            "/v1/chat", headers={"Origin": "https://intra.example", "Access-Control-Request-Method": "POST"}
        )
        assert preflight.status == 204
        assert preflight.headers["Access-Control-Allow-Origin"] == "https://intra.example"
        assert "Authorization" in preflight.headers["Access-Control-Allow-Headers"]
        answer = await client.get(
            "/v1/sessions", headers={"Origin": "https://intra.example", "Authorization": "Bearer k"}
        )
        assert answer.headers["Access-Control-Allow-Origin"] == "https://intra.example"
        # The page must be able to read why it was refused.
        refused = await client.get("/v1/sessions", headers={"Origin": "https://intra.example"})
        assert refused.headers["Access-Control-Allow-Origin"] == "https://intra.example"


async def test_any_other_origin_may_not(serve: Serve) -> None:
    async with serve(cors_origins=("https://intra.example",)) as (client, _):
        preflight = await client.options(
            "/v1/chat", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
        )
        assert "Access-Control-Allow-Origin" not in preflight.headers
        answer = await client.get("/v1/sessions", headers={"Origin": "https://evil.example"})
        assert answer.status == 403
        assert "Access-Control-Allow-Origin" not in answer.headers


async def test_the_rate_limit_holds_for_each_key(serve: Serve) -> None:
    async with serve(rate_limit="2/minute", api_keys=("a", "b")) as (client, _):

        async def status(key: str) -> int:
            return (await client.get("/v1/sessions", headers={"Authorization": f"Bearer {key}"})).status

        assert [await status("a") for _ in range(3)] == [200, 200, 429]
        assert await status("b") == 200
        response = await client.get("/v1/sessions", headers={"Authorization": "Bearer a", "Accept-Language": "es"})
        assert 1 <= int(response.headers["Retry-After"]) <= 60
        assert "Demasiadas preguntas" in (await response.json())["error"]["message"]
        assert (await client.get("/health")).status == 200


async def test_keys_cannot_be_guessed_fast(serve: Serve) -> None:
    async with serve(rate_limit="2/minute", api_keys=("a",)) as (client, _):
        tries = [await client.get("/v1/sessions", headers={"Authorization": f"Bearer {n}"}) for n in range(3)]
        assert [response.status for response in tries] == [401, 401, 429]


async def test_a_rate_limit_that_cannot_be_read_is_told_at_the_start(serve: Serve) -> None:
    with pytest.raises(ConfigurationError) as raised:
        async with serve(rate_limit="often"):
            pass
    assert "RATE_LIMIT often" in raised.value.message("en")


async def test_nothing_tells_what_it_is_made_of(client: Client) -> None:
    for path in ("/health", "/nowhere", "/"):
        assert (await client.get(path)).headers["Server"] == "maintbot"


async def test_metrics_are_for_those_who_may_ask(serve: Serve) -> None:
    async with serve(api_keys=("k",)) as (client, _):
        assert (await client.get("/metrics")).status == 401
        response = await client.get("/metrics", headers={"Authorization": "Bearer k"})
        text = await response.text()
        assert response.headers["Content-Type"].startswith("text/plain")
        assert 'maintbot_http_requests_total{method="GET",route="/metrics",status="401"}' in text


async def test_metrics_tell_what_waits_who_is_there_and_what_works(serve: Serve) -> None:
    from datetime import UTC, datetime

    from core.kernel.messages import Question, Thread, Viewer

    async with serve() as (client, core):
        assert "maintbot_unfinished_questions 0.0" in await (await client.get("/metrics")).text()
        thread, viewer = Thread(platform="slack", channel="C1"), Viewer(platform="slack", id="U1")
        question = Question(id="q", thread=thread, viewer=viewer, text="x", received_at=datetime.now(UTC))
        assert await core.inbox.put("event", question)
        await client.post("/v1/chat", json={"message": "data"})
        text = await (await client.get("/metrics")).text()
        for line in (
            "maintbot_unfinished_questions 1.0",
            "maintbot_waiting_questions 1.0",
            'maintbot_active_sessions{platform="rest"} 1.0',
            'maintbot_part_up{part="plant"} 1.0',
        ):
            assert line in text
        assert 'maintbot_part_up{part="slack"}' not in text
        assert re.search(r'maintbot_build_info\{python="3[^"]+",state_schema="\d+",version="[^"]+"\} 1.0', text)


async def test_metrics_can_be_switched_off(serve: Serve) -> None:
    async with serve(prometheus_enabled=False) as (client, _):
        assert (await client.get("/metrics")).status == 404


async def test_a_scan_does_not_fill_the_metrics(client: Client) -> None:
    for n in range(5):
        await client.get(f"/scan-{n}")
    assert "scan-" not in await (await client.get("/metrics")).text()


NOT_THE_API = ("/", "/web/{version}/{name}", "/docs", "/redoc", "/openapi.json")


async def test_the_description_names_every_route(client: Client) -> None:
    described = {(method.upper(), path) for path, methods in document()["paths"].items() for method in methods}
    served = {
        (route.method, route.resource.canonical)
        for route in client.app.router.routes()
        if route.method != "HEAD" and route.resource.canonical not in NOT_THE_API
    }
    assert described == served


async def test_every_reference_of_the_description_is_there(client: Client) -> None:
    text = await (await client.get("/openapi.json")).text()
    schemas = json.loads(text)["components"]["schemas"]
    assert set(re.findall(r'"#/components/schemas/(\w+)"', text)) <= set(schemas)
    assert {"ChatRequest", "ChatAnswer", "ErrorAnswer"} <= set(schemas)


@pytest.mark.parametrize("path", ["/docs", "/redoc"])
async def test_the_description_is_drawn_without_a_network(client: Client, path: str) -> None:
    response = await client.get(path)
    html = await response.text()
    assert "<script" not in html
    assert "http" not in re.sub(r"HTTP", "", html.replace("http-equiv", "")).replace("/health", "")
    for name in document()["paths"]:
        assert name in html
    assert 'id="ChatAnswer"' in html
