"""Who may call: this machine alone without keys, holders of a key with them, each with its own sessions."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import make_mocked_request

from adapters.rest.http import access
from adapters.rest.http.errors import LocalOnly, Unauthorized
from tests.adapters.rest.rig import Serve

KEYS = ("first-key", "llave-ñ")


class Transport:
    """A connection from some address."""

    def __init__(self, address: str) -> None:
        self.address = address

    def get_extra_info(self, name: str, default: object = None) -> object:
        return (self.address, 50_000) if name == "peername" and self.address else None

    def is_closing(self) -> bool:
        return False


def request(peer: str, host: str = "localhost:8000", **headers: str):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return make_mocked_request("GET", "/v1/sessions", headers={"Host": host, **named}, transport=Transport(peer))


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.8.9.1", "::1", "::ffff:127.0.0.1"])
@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:1", "[::1]:8000", "LOCALHOST"])
def test_this_machine_is_let_in(peer: str, host: str) -> None:
    assert access.viewer(request(peer, host), ()).id == "local"


@pytest.mark.parametrize("peer", ["10.0.0.7", "192.168.1.4", "2001:db8::1", "::ffff:10.0.0.7", ""])
def test_another_machine_is_not(peer: str) -> None:
    with pytest.raises(LocalOnly):
        access.viewer(request(peer), ())


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "10.0.0.7:8000", "", "["]
)
def test_a_name_that_was_pointed_at_this_machine_is_not(host: str) -> None:
    with pytest.raises(LocalOnly):
        access.viewer(request("127.0.0.1", host), ())


@pytest.mark.parametrize("header", ["X_Forwarded_For", "Forwarded", "X_Real_IP", "X_Forwarded_Host"])
def test_what_a_proxy_on_this_machine_passes_on_is_not(header: str) -> None:
    with pytest.raises(LocalOnly):
        access.viewer(request("127.0.0.1", **{header: "127.0.0.1"}), ())


def test_a_page_of_another_site_is_not_unless_it_is_named() -> None:
    def of(origin: str):
        return request("127.0.0.1", "localhost:8000", Origin=origin)

    assert access.viewer(of("http://localhost:8000"), ()).id == "local"
    for origin in ("https://evil.example", "null", "http://localhost:9999"):
        with pytest.raises(LocalOnly):
            access.viewer(of(origin), ())
    assert access.viewer(of("http://localhost:9999"), (), ("http://localhost:9999",)).id == "local"


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        "Basic first-key",
        "first-key",
        "Bearer first-key2",
        "Bearer first-ke",
    ],
)
def test_with_keys_even_this_machine_needs_one(header: str | None) -> None:
    with pytest.raises(Unauthorized):
        access.viewer(request("127.0.0.1", **({} if header is None else {"Authorization": header})), KEYS)


def test_each_key_is_a_viewer_of_its_own_from_anywhere() -> None:
    first = access.viewer(request("203.0.113.9", Authorization="Bearer first-key"), KEYS)
    second = access.viewer(request("203.0.113.9", Authorization="bearer llave-ñ"), KEYS)
    assert first.id != second.id
    assert "first-key" not in first.model_dump_json()
    assert first == access.viewer(request("::1", Authorization="Bearer first-key"), KEYS)


async def test_the_answer_to_a_stranger(serve: Serve) -> None:
    async with serve(api_keys=KEYS) as (client, core):
        response = await client.post("/v1/chat", json={"message": "data"})
        assert response.status == 401
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
        assert (await response.json())["error"]["code"] == "unauthorized"
        assert core.pipeline.asked == []


async def test_a_rebound_name_gets_a_403_and_the_page_too(serve: Serve) -> None:
    async with serve() as (client, core):
        for method, path in (("POST", "/v1/chat"), ("GET", "/v1/sessions"), ("GET", "/"), ("GET", "/metrics")):
            response = await client.request(
                method, path, json={"message": "data"} if method == "POST" else None, headers={"Host": "evil.example"}
            )
            assert (response.status, (await response.json())["error"]["code"]) == (403, "local_only"), path
        assert core.pipeline.asked == []


async def test_a_key_sees_its_own_sessions_only(serve: Serve) -> None:
    async with serve(api_keys=KEYS) as (client, core):
        one = {"Authorization": "Bearer first-key"}
        other = {"Authorization": "Bearer llave-ñ".encode().decode("latin-1")}
        answer = await client.post("/v1/chat", json={"message": "chart", "session_id": "s"}, headers=one)
        assert answer.status == 200
        for method, path in (
            ("GET", "/v1/sessions/s/artifacts"),
            ("DELETE", "/v1/sessions/s"),
            ("GET", "/v1/download/data/s"),
        ):
            response = await client.request(method, path, headers={"Authorization": "Bearer x"})
            assert response.status == 401
        core.settings.api_keys = ("first-key", "second-key")
        other = {"Authorization": "Bearer second-key"}
        for method, path in (
            ("GET", "/v1/sessions/s/artifacts"),
            ("DELETE", "/v1/sessions/s"),
            ("GET", "/v1/download/data/s"),
        ):
            response = await client.request(method, path, headers=other)
            assert (response.status, (await response.json())["error"]["code"]) == (404, "session_not_found")
        # Asking with the same id begins a session of the other key's own.
        assert (await client.post("/v1/chat", json={"message": "data", "session_id": "s"}, headers=other)).status == 200
        assert (await client.delete("/v1/sessions/s", headers=other)).status == 204
        assert (await client.get("/v1/download/data/s", headers=one)).status == 200
