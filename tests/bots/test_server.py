"""``maintbot serve``: ports, TLS, metrics port, draining, what is refused at the start."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bots import healthcheck, server
from core.kernel.errors import ConfigurationError
from core.kernel.settings import Settings


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def settings_of(**values: Any) -> Settings:
    return Settings(_env_file=None, **({"api_port": 0, "default_language": "en"} | values))


@contextlib.asynccontextmanager
async def serving(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> AsyncIterator[tuple[str, asyncio.Event, asyncio.Task[int]]]:
    """The address that a running server printed, what stops it, and the task that it runs in."""
    stop = asyncio.Event()
    running = asyncio.create_task(server.serve(settings, stop=stop))
    printed = ""
    for _ in range(2000):
        printed += capsys.readouterr().out
        if "listens on" in printed or running.done():
            break
        await asyncio.sleep(0.01)
    address = next(word for word in printed.split() if word.startswith("http"))
    try:
        yield address, stop, running
    finally:
        stop.set()
        await asyncio.wait_for(running, 60)


async def test_the_port_that_was_chosen_is_printed(opened: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    async with serving(settings_of(), capsys) as (address, _, _), aiohttp.ClientSession() as session:
        assert not address.endswith(":0")
        async with session.get(f"{address}/health") as response:
            assert response.status == 200


@pytest.mark.parametrize(
    ("url", "host", "expected"),
    [
        ("http://127.0.0.1:8000", "127.0.0.1", "http://127.0.0.1:8000"),
        ("http://0.0.0.0:8010", "0.0.0.0", "http://127.0.0.1:8010"),
        ("https://[::]:8000", "::", "https://[::1]:8000"),
    ],
)
def test_the_page_is_said_to_be_where_a_browser_finds_it(url: str, host: str, expected: str) -> None:
    assert server.opened_here(url, host) == expected


async def test_stopping_lets_what_was_asked_be_answered(opened: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    async with serving(settings_of(), capsys) as (address, stop, running), aiohttp.ClientSession() as session:

        async def ask() -> int:
            while True:
                async with session.post(f"{address}/v1/chat", json={"message": "slow"}) as response:
                    if response.status != 503 or pipeline.asked:  # 503: on a busy machine its state was too slow
                        return response.status

        pipeline = opened[0].pipeline
        asking = asyncio.create_task(ask())
        while not pipeline.asked:
            assert not asking.done(), await asking
            await asyncio.sleep(0.01)
        stop.set()
        with pytest.raises(aiohttp.ClientConnectorError):
            for _ in range(500):
                async with aiohttp.ClientSession() as other, other.get(f"{address}/health") as response:
                    await response.read()
        assert not running.done()
        pipeline.release.set()
        assert await asking == 200
        assert await asyncio.wait_for(running, 30) == 0


async def test_what_does_not_end_is_not_waited_for_for_ever(
    opened: list[Any], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server, "DRAIN_SECONDS", 0.05)
    monkeypatch.setattr(server, "CLOSE_SECONDS", 0.05)
    async with serving(settings_of(), capsys) as (address, stop, running), aiohttp.ClientSession() as session:
        asking = asyncio.create_task(session.post(f"{address}/v1/chat", json={"message": "slow"}))
        while not opened[0].pipeline.asked:
            await asyncio.sleep(0.01)
        stop.set()
        assert await asyncio.wait_for(running, 30) == 0
        with pytest.raises(aiohttp.ClientError):
            await asking


async def test_a_port_in_use_is_one_sentence(opened: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert await server.serve(settings_of(api_port=port)) == 1
    error = capsys.readouterr().err
    assert error == f"Port {port} of 127.0.0.1 is in use. Choose another with API_PORT or stop what uses it.\n"


async def test_an_address_that_is_not_ours_is_one_sentence(
    opened: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert await server.serve(settings_of(api_host="203.0.113.1")) == 1
    assert capsys.readouterr().err.startswith("I cannot listen on 203.0.113.1:0")


async def test_metrics_on_a_port_of_their_own_need_no_key(
    opened: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    port = free_port()
    settings = settings_of(metrics_port=port, api_keys=("k",))
    async with serving(settings, capsys), aiohttp.ClientSession() as session:
        async with session.get(f"http://127.0.0.1:{port}/metrics") as response:
            assert (response.status, "maintbot_questions_total" in await response.text()) == (200, True)
        async with session.get(f"http://127.0.0.1:{port}/v1/sessions") as response:
            assert response.status == 404


async def test_a_metrics_port_in_use_ends_it_too(opened: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert await server.serve(settings_of(metrics_port=taken.getsockname()[1])) == 1
    assert "is in use" in capsys.readouterr().err


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 and its key."""
    from ipaddress import ip_address

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "maintbot test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    paths = folder / "cert.pem", folder / "key.pem"
    paths[0].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    paths[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))
    return paths


async def test_https(opened: list[Any], capsys: pytest.CaptureFixture[str], certificate: tuple[Path, Path]) -> None:
    settings = settings_of(ssl_cert_path=certificate[0], ssl_key_path=certificate[1])
    trusting = ssl.create_default_context(cafile=str(certificate[0]))
    async with serving(settings, capsys) as (address, _, _), aiohttp.ClientSession() as session:
        assert address.startswith("https://")
        async with session.get(f"{address}/health", ssl=trusting) as response:
            assert response.status == 200
            assert "Strict-Transport-Security" in response.headers


@pytest.mark.parametrize(
    ("values", "named"),
    [
        ({"ssl_key_path": Path("key.pem")}, "SSL_CERT_PATH"),
        ({"ssl_cert_path": Path("none.pem")}, "SSL_CERT_PATH"),
        ({"rate_limit": "often"}, "RATE_LIMIT"),
    ],
)
async def test_what_is_wrong_is_named_before_the_port_opens(
    opened: list[Any], values: dict[str, Any], named: str
) -> None:
    with pytest.raises(ConfigurationError) as raised:
        await server.serve(settings_of(**values))
    assert named in raised.value.message("es")


def test_platforms_are_off_without_their_settings() -> None:
    assert server.platforms(settings_of()) == []
    both = settings_of(slack_bot_token="xoxb-1", slack_signing_secret="s", microsoft_app_id="id")
    assert server.platforms(both) == ["slack", "teams"]


async def test_healthcheck_asks_the_server_of_its_own_environment(
    opened: list[Any], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with serving(settings_of(), capsys) as (address, _, _):
        monkeypatch.setenv("API_HOST", "0.0.0.0")
        monkeypatch.setenv("API_PORT", address.rpartition(":")[2])
        assert healthcheck.address() == f"{address}/health/ready"
        assert await asyncio.to_thread(healthcheck.main) == 0
    assert await asyncio.to_thread(healthcheck.main) == 1
