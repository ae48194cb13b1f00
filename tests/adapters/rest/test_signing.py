"""A person signs in with a key once: the cookie, whose it is, when it ends, and who else may not use it."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import pytest

from adapters.rest.http import signed_in
from tests.adapters.rest.rig import Client, Serve, boot_of

KEYS = ("first-key", "llave-ñ")


async def sign_in(client: Client, key: str = "first-key") -> Any:
    return await client.post("/sign-in", json={"key": key}, headers={"Accept-Language": "es"})


async def test_the_cookie_is_for_this_site_alone_and_holds_no_key(serve: Serve) -> None:
    async with serve(api_keys=KEYS) as (client, _):
        response = await sign_in(client)
        assert response.status == 200
        cookie = response.headers["Set-Cookie"]
        for part in ("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age="):
            assert part in cookie
        assert "Secure" not in cookie, "a browser would not send it over plain HTTP"
        assert "first-key" not in cookie
    async with serve(api_keys=KEYS, public_url="https://bot.example") as (client, _):
        assert "Secure" in (await sign_in(client)).headers["Set-Cookie"]


async def test_who_has_signed_in_asks_as_the_keys_holder(serve: Serve) -> None:
    async with serve(api_keys=KEYS) as (client, core):
        assert (await client.get("/v1/sessions")).status == 401
        assert (await boot_of(client))["signedIn"] is False
        await sign_in(client)
        assert (await boot_of(client))["signedIn"] is True
        await client.post("/v1/chat", json={"message": "data", "session_id": "s"})
        bearer = {"Authorization": "Bearer first-key"}
        listed = await (await client.get("/v1/sessions", headers=bearer)).json()
        assert [entry["session_id"] for entry in listed["sessions"]] == ["s"]
        assert core.pipeline.asked[0].viewer.id == core.pipeline.asked[0].thread.workspace


async def test_two_people_see_each_their_own(serve: Serve) -> None:
    async with serve(api_keys=KEYS) as (client, _):
        await sign_in(client)
        await client.post("/v1/chat", json={"message": "data", "session_id": "s"})
        client.session.cookie_jar.clear()
        assert (await sign_in(client, "llave-ñ")).status == 200
        assert (await (await client.get("/v1/sessions")).json())["sessions"] == []
        assert (await client.get("/v1/sessions/s")).status == 404


async def test_one_person_is_told_from_another_without_their_keys(serve: Serve) -> None:
    async with serve(api_keys=KEYS) as (client, _):
        told = [(await (await sign_in(client, key)).json())["person"] for key in (*KEYS, KEYS[0])]
        assert told[0] == told[2] != told[1]
        assert told[0] != sha256(KEYS[0].encode()).hexdigest()[:16]


@pytest.mark.parametrize("key", ["", "wrong", "first-key2", "FIRST-KEY"])
async def test_a_wrong_key_is_told_in_words_for_people(serve: Serve, key: str) -> None:
    async with serve(api_keys=KEYS) as (client, _):
        response = await sign_in(client, key)
        error = (await response.json())["error"]
        assert (response.status, error["code"]) == (401, "wrong_key")
        assert "Bearer" not in error["message"]
        assert "clave" in error["message"]
        assert "Set-Cookie" not in response.headers


async def test_keys_cannot_be_guessed_fast(serve: Serve) -> None:
    async with serve(api_keys=KEYS, rate_limit="3/minute") as (client, _):
        statuses = [(await sign_in(client, f"guess {at}")).status for at in range(5)]
        assert statuses == [401, 401, 401, 429, 429]


async def test_a_key_that_was_taken_away_takes_its_cookies_along(serve: Serve) -> None:
    async with serve(api_keys=KEYS) as (client, core):
        await sign_in(client)
        assert (await client.get("/v1/sessions")).status == 200
        core.settings.api_keys = ("llave-ñ",)
        response = await client.get("/v1/sessions")
        assert (response.status, (await response.json())["error"]["code"]) == (401, "unauthorized")


async def test_a_cookie_ends(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    async with serve(api_keys=KEYS) as (client, _):
        await sign_in(client)
        monkeypatch.setattr(signed_in, "SIGN_IN_SECONDS", -1)
        assert (await client.get("/v1/sessions")).status == 401


@pytest.mark.parametrize("value", ["", "x", "a.b.c", "ImFiYyI.aaaa.bbbb"])
async def test_a_cookie_that_we_did_not_sign_is_none(serve: Serve, value: str) -> None:
    async with serve(api_keys=KEYS) as (client, _):
        assert (await client.get("/v1/sessions", headers={"Cookie": f"{signed_in.NAME}={value}"})).status == 401


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}]
)
async def test_another_sites_page_does_not_ask_with_it(serve: Serve, headers: dict[str, str]) -> None:
    async with serve(api_keys=KEYS, cors_origins=("https://evil.example",)) as (client, core):
        await sign_in(client)
        response = await client.post("/v1/chat", json={"message": "data"}, headers=headers)
        assert (response.status, (await response.json())["error"]["code"]) == (403, "cross_site")
        assert core.pipeline.asked == []
        assert "Access-Control-Allow-Credentials" not in response.headers


async def test_a_wrong_bearer_is_not_helped_by_a_cookie(serve: Serve) -> None:
    async with serve(api_keys=KEYS) as (client, _):
        await sign_in(client)
        assert (await client.get("/v1/sessions", headers={"Authorization": "Bearer wrong"})).status == 401


async def test_signing_out_forgets_it(serve: Serve) -> None:
    async with serve(api_keys=KEYS) as (client, _):
        await sign_in(client)
        assert (await client.post("/sign-out")).status == 204
        assert (await client.get("/v1/sessions")).status == 401


async def test_without_the_page_there_is_nothing_to_sign_in_to(serve: Serve) -> None:
    async with serve(api_keys=KEYS, web_chat=False) as (client, _):
        assert (await sign_in(client)).status == 404


async def test_without_keys_there_is_none_to_give(serve: Serve) -> None:
    async with serve() as (client, _):
        assert (await sign_in(client)).status == 401
