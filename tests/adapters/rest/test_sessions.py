"""Sessions, downloads and signed links."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.adapters.rest.rig import Client, Serve


async def ask(client: Client, message: str, session_id: str) -> dict:
    response = await client.post("/v1/chat", json={"message": message, "session_id": session_id})
    assert response.status == 200
    return await response.json()


async def test_sessions_are_listed_newest_first(client: Client) -> None:
    await ask(client, "data one", "a")
    await ask(client, "data two", "b")
    sessions = (await (await client.get("/v1/sessions")).json())["sessions"]
    assert [entry["session_id"] for entry in sessions] == ["b", "a"]
    assert sessions[0]["title"] == "data two"
    assert set(sessions[0]) == {"session_id", "title", "language", "turns", "started_at", "updated_at"}


async def test_the_latest_file_of_each_kind(client: Client) -> None:
    await ask(client, "chart", "s")
    await ask(client, "data", "s")
    data = await client.get("/v1/download/data/s")
    assert data.status == 200
    assert data.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert data.headers["Content-Disposition"].startswith('attachment; filename="ot_por_area_')
    assert (await data.read()).startswith(b"\xef\xbb\xbf")
    image = await client.get("/v1/download/image/s")
    assert image.headers["Content-Type"] == "image/png"
    assert image.headers["Content-Disposition"].startswith("inline; ")
    code = await client.get("/v1/download/code/s")
    assert code.headers["Content-Disposition"].startswith("attachment; ")


async def test_a_session_without_files_has_none_to_download(client: Client) -> None:
    await ask(client, "refuse", "s")
    response = await client.get("/v1/download/data/s")
    assert (response.status, (await response.json())["error"]["code"]) == (404, "artifact_not_found")
    assert await (await client.get("/v1/sessions/s/artifacts")).json() == {"session_id": "s", "artifacts": []}


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/v1/sessions/nobody/artifacts"), ("DELETE", "/v1/sessions/nobody"), ("GET", "/v1/download/data/nobody")],
)
async def test_a_session_that_does_not_exist(client: Client, method: str, path: str) -> None:
    response = await client.request(method, path, headers={"Accept-Language": "es"})
    body = await response.json()
    assert response.status == 404
    assert body["error"]["code"] == "session_not_found"
    assert body["error"]["message"] == "No existe esa sesión."
    assert body["error"]["correlation_id"] == response.headers["X-Request-ID"]


async def test_an_unknown_type_of_file(client: Client) -> None:
    await ask(client, "chart", "s")
    response = await client.get("/v1/download/everything/s")
    assert (response.status, (await response.json())["error"]["code"]) == (404, "unknown_file_type")


async def test_artifacts_are_listed_with_links_that_work(client: Client) -> None:
    await ask(client, "chart", "s")
    listed = (await (await client.get("/v1/sessions/s/artifacts")).json())["artifacts"]
    assert {entry["type"] for entry in listed} == {"data", "image", "code"}
    for entry in listed:
        response = await client.get(entry["link"])
        assert response.status == 200
        assert len(await response.read()) == entry["size"]
        assert response.headers["Content-Type"] == entry["media_type"]
        assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_deleting_a_session_deletes_its_files(client: Client, tmp_path: Path) -> None:
    answer = await ask(client, "chart", "s")
    assert Path(answer["artifacts"]["data_file"]).exists()
    assert (await client.delete("/v1/sessions/s")).status == 204
    assert not Path(answer["artifacts"]["data_file"]).exists()
    assert (await client.delete("/v1/sessions/s")).status == 404
    assert (await client.get(answer["links"]["data"])).status == 404


async def test_deleting_waits_for_the_answer_that_is_being_made(serve: Serve) -> None:
    async with serve() as (client, core):
        await ask(client, "data", "s")
        asking = asyncio.create_task(ask(client, "slow", "s"))
        while len(core.pipeline.asked) < 2:
            await asyncio.sleep(0)
        deleting = asyncio.ensure_future(client.delete("/v1/sessions/s"))
        await asyncio.sleep(0.05)
        core.pipeline.release.set()
        await asking
        assert (await deleting).status == 204
        assert (await client.get("/v1/sessions/s")).status == 404


async def test_a_signed_link_needs_no_key_and_cannot_be_forged(serve: Serve) -> None:
    async with serve(api_keys=("k",)) as (client, core):
        asked = await client.post("/v1/chat", json={"message": "data"}, headers={"Authorization": "Bearer k"})
        link = (await asked.json())["links"]["data"]
        assert (await client.get(link)).status == 200
        assert (await client.get(link[:-2])).status == 404
        assert (await client.get("/files/none")).status == 404
        old = core.artifacts.sign(core.artifacts.unsign(link.removeprefix("/files/")), seconds=0)
        expired = await client.get(f"/files/{old}")
        assert (expired.status, (await expired.json())["error"]["code"]) == (410, "link_expired")


async def test_links_carry_the_public_address(serve: Serve) -> None:
    async with serve(public_url="https://bot.example/") as (client, _):
        answer = await ask(client, "data", "s")
        assert answer["links"]["data"].startswith("https://bot.example/files/")
