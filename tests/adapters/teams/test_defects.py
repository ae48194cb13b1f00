"""Every defect of botbuilder 4.17.1 that is known, one test each: it fails without its cover."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from adapters.teams.events import place
from adapters.teams.sdk.connector import Connector
from adapters.teams.sdk.endpoints import Endpoints
from adapters.teams.sdk.identity import Authentication
from adapters.teams.sdk.openid import FRESH_SECONDS, UNKNOWN_KEY_SECONDS, KeyStore, MetadataUnavailable
from adapters.teams.sdk.retry import ATTEMPTS, Retry
from adapters.teams.sdk.token_check import TokenCheck
from core.kernel.errors import ConfigurationError, DeliveryRejected, DeliveryUncertain
from tests.adapters.teams.rig import a_reply, rig, settings
from tests.fakes.teams import APP_ID, Activities, FakeTeams, Trouble


@asynccontextmanager
async def connector(tmp: Path) -> AsyncIterator[tuple[FakeTeams, Connector, dict[str, Any]]]:
    """The way out alone, without an outbox that would send again: the fake, the connector, a stored reference."""

    async def no_sleep(_: float) -> None:
        await asyncio.sleep(0)

    async with FakeTeams().running() as teams:
        authentication = Authentication(settings(tmp), teams.endpoints)
        reference = place(Activities(teams.service_url).personal("x")).delivery["reference"]
        try:
            yield teams, Connector(authentication, retry=Retry(sleep=no_sleep)), reference
        finally:
            await authentication.sender.close()


@pytest.mark.parametrize("trouble", [*map(Trouble, [429, 412, 502, 503, 504, 500]), Trouble(drop=True)])
async def test_a_post_is_repeated(tmp_path: Path, trouble: Trouble) -> None:
    async with connector(tmp_path) as (teams, out, reference):
        teams.troubles.extend([trouble, trouble])
        assert await out.post(reference, {"type": "message", "text": "x"}) == "m-1"
        assert not teams.troubles


async def test_a_post_is_not_repeated_for_ever(tmp_path: Path) -> None:
    async with connector(tmp_path) as (teams, out, reference):
        teams.troubles.extend([Trouble(status=503)] * 10)
        with pytest.raises(DeliveryUncertain):
            await out.post(reference, {"type": "message", "text": "x"})
        assert len(teams.troubles) == 10 - ATTEMPTS


async def test_a_refusal_is_not_repeated(tmp_path: Path) -> None:
    async with connector(tmp_path) as (teams, out, reference):
        teams.troubles.extend([Trouble(status=403, body={"error": {"code": "Blocked"}})] * 2)
        with pytest.raises(DeliveryRejected, match="403 Blocked"):
            await out.post(reference, {"type": "message", "text": "x"})
        assert len(teams.troubles) == 1


async def test_the_wait_that_teams_asks_for_is_kept(tmp_path: Path) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    async with rig(tmp_path, sleep=sleep) as bot:
        bot.teams.troubles.append(Trouble(status=429, headers={"Retry-After": "3"}))
        await bot.post(bot.say.personal("equipos parados"))
        await bot.teams.wait(1)
    assert any(3.0 <= seconds <= 4.0 for seconds in slept)


async def test_many_replies_to_a_slow_connector_go_out_at_once(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        bot.teams.together = asyncio.Barrier(16)  # through the SDK's six threads sixteen are never on their way
        await asyncio.gather(*(bot.post(bot.say.personal("equipos parados", who=f"p{n}")) for n in range(16)))
        assert len(await bot.teams.wait(16)) == 16


async def test_twenty_turns_ask_for_one_token(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        await asyncio.gather(*(bot.post(bot.say.personal("equipos parados", who=f"p{n}")) for n in range(20)))
        await bot.teams.wait(20)
        assert len(bot.teams.token_requests) == 1
        assert {call.authorization for call in bot.teams.received} == {"Bearer out-1"}


async def test_the_ai_label_is_not_lost(tmp_path: Path) -> None:
    async with rig(tmp_path, lambda question: a_reply(question, planner="model")) as bot:
        await bot.post(bot.say.personal("equipos parados"))
        (message,) = await bot.teams.wait(1)
        (label,) = message["entities"]
        assert label["type"] == "https://schema.org/Message"
        assert label["additionalType"] == ["AIGeneratedContent"]


async def test_an_invoke_is_answered_with_a_body(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        asked = bot.say.personal("equipos parados")
        status, body = await bot.post(bot.say.consent(asked, "m-1", {"file": "x", "language": "es"}, upload_url=None))
        assert (status, body) == (200, "{}")


async def test_expect_replies_is_no_error(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        status, _ = await bot.post({**bot.say.personal("equipos parados"), "deliveryMode": "expectReplies"})
        assert status == 200
        await bot.teams.wait(1)


async def test_a_thumb_is_understood(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        asked = bot.say.personal("equipos parados")
        await bot.post(asked)
        await bot.teams.wait(1)
        status, body = await bot.post(bot.say.thumb(asked, "m-1", "like"))
        assert (status, body) == (200, "{}")


@pytest.mark.parametrize("data", [b"{", b"", b"\xff\xfe", b"[]", b'"text"', b"{}", b'{"type": 5}', b'{"type": ""}'])
async def test_what_is_no_activity_is_a_400(tmp_path: Path, data: bytes) -> None:
    async with rig(tmp_path) as bot:
        assert await bot.raw(data) == 400


async def test_an_activity_with_fields_of_wrong_types_is_a_400(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        good = bot.say.personal("equipos parados")
        for bad in (
            {**good, "from": "ana"},
            {**good, "conversation": {}},
            {**good, "from": {}},
            {**good, "entities": 5},
        ):
            status, _ = await bot.post(bad)
            assert status == 400
        assert bot.core.asked == []


@pytest.mark.parametrize("content_type", ["text/plain", None, "application/xml"])
async def test_another_content_type_is_a_415(tmp_path: Path, content_type: str | None) -> None:
    async with rig(tmp_path) as bot:
        assert await bot.raw(b'{"type": "message"}', content_type) == 415


def _bad_tokens(teams: FakeTeams) -> dict[str, str | None]:
    now = int(time.time())
    claims = {"iss": "https://issuer.example", "aud": APP_ID, "exp": now + 600, "serviceurl": teams.service_url}
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return {
        "none at all": None,
        "junk": "junk",
        "three dots": "a.b.c",
        "expired": teams.token(exp=now - 3600),
        "not yet valid": teams.token(nbf=now + 3600),
        "never expires": teams.token(exp=None),
        "wrong audience": teams.token(aud="33333333-aaaa-4bbb-8ccc-222222222222"),
        "no audience": teams.token(aud=None),
        "wrong issuer": teams.token(iss="https://somebody.example"),
        "no issuer": teams.token(iss=None),
        "wrong key": teams.token(key=other),
        "unknown key": teams.token(headers={"kid": "key-9"}),
        "alg none": jwt.encode(claims, None, algorithm="none", headers={"kid": teams.kid}),
        "HS256": teams.token(key="k" * 64, algorithm="HS256"),
        "another service": teams.token(serviceurl="https://evil.example/"),
        "no service": teams.token(serviceurl=None),
    }


async def test_bad_tokens_are_a_401_and_the_turn_never_runs(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        for name, token in _bad_tokens(bot.teams).items():
            status, _ = await bot.post(bot.say.personal(f"equipos parados ({name})"), token=token)
            assert status == 401, name
        status, _ = await bot.post(bot.say.personal("basic"), headers={"Authorization": "Basic abc"}, token=None)
        assert status == 401
        assert bot.core.asked == []
        assert bot.teams.received == []
        assert (await bot.post(bot.say.personal("good")))[0] == 200
        await bot.teams.wait(1)


async def test_a_key_that_is_not_endorsed_for_teams_is_a_401(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        bot.teams.endorsements = ["webchat"]
        assert (await bot.post(bot.say.personal("equipos")))[0] == 401


async def test_the_loop_turns_while_metadata_is_fetched(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        bot.teams.metadata_free.clear()
        waiting = asyncio.create_task(bot.post(bot.say.personal("equipos parados")))
        await bot.teams.until(lambda: bot.teams.metadata_requests)
        for _ in range(20):
            await asyncio.sleep(0)
        assert not waiting.done()
        bot.teams.metadata_free.set()
        assert (await waiting)[0] == 200


async def test_a_hundred_first_turns_fetch_the_metadata_once(tmp_path: Path) -> None:
    async with rig(tmp_path) as bot:
        await asyncio.gather(*(bot.post(bot.say.personal("equipos", who=f"p{n}")) for n in range(30)))
        assert bot.teams.metadata_requests == 1


async def test_metadata_that_hangs_has_a_time_limit() -> None:
    async with FakeTeams().running() as teams:
        teams.metadata_free.clear()
        with pytest.raises(MetadataUnavailable):
            await KeyStore(teams.endpoints.openid_url, timeout=0.2).get(teams.kid)


async def test_keys_outlive_an_outage_and_a_rotated_key_works() -> None:
    clock = [0.0]
    async with FakeTeams().running() as teams:
        keys = KeyStore(teams.endpoints.openid_url, now=lambda: clock[0])
        assert await keys.get("key-1")
        assert await keys.get("junk") is None
        assert teams.metadata_requests == 1  # junk cannot make us hammer
        clock[0] += FRESH_SECONDS + 1
        teams.metadata_status = 500
        assert await keys.get("key-1")
        teams.metadata_status, teams.kid = 200, "key-2"
        clock[0] += UNKNOWN_KEY_SECONDS + 1
        assert await keys.get("key-2")
        assert await keys.get("key-1") is None


def test_an_empty_app_id_never_lets_tokens_through() -> None:
    with pytest.raises(ValueError, match="empty app id"):
        TokenCheck("", "issuer", KeyStore("http://127.0.0.1:1/"))


async def test_a_turn_that_cannot_be_verified_now_is_a_503(tmp_path: Path) -> None:
    def nowhere(teams: FakeTeams) -> Endpoints:
        return Endpoints(issuer="https://issuer.example", openid_url="http://127.0.0.1:1/openid")

    async with rig(tmp_path, endpoints=nowhere) as bot:
        assert (await bot.post(bot.say.personal("equipos")))[0] == 503
        assert bot.core.asked == []


@pytest.mark.parametrize("app_id", ["", None])
async def test_without_an_app_id_there_is_no_teams(tmp_path: Path, app_id: Any) -> None:
    async with rig(tmp_path, microsoft_app_id=app_id) as bot:
        assert (await bot.post(bot.say.personal("equipos")))[0] == 404


async def test_without_authentication_only_on_loopback(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError):
        async with rig(tmp_path, microsoft_app_id=None, teams_dev=True, api_host="0.0.0.0"):
            pass
    async with rig(tmp_path, microsoft_app_id=None, teams_dev=True, microsoft_app_tenantid=None) as bot:
        asked = bot.say.personal("equipos parados")
        assert (await bot.post(asked, token=None, headers={"Host": "tunnel.example"}))[0] == 403
        assert (await bot.post({**asked, "serviceUrl": "https://evil.example/"}, token=None))[0] == 401
        assert bot.core.asked == []
        assert (await bot.post(asked, token=None))[0] == 200
        await bot.teams.wait(1)
        assert bot.teams.token_requests == []


async def test_development_beside_a_real_app_id_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError):
        async with rig(tmp_path, teams_dev=True):
            pass


@pytest.mark.parametrize("missing", ["microsoft_app_password", "microsoft_app_tenantid"])
async def test_half_a_configuration_is_refused(tmp_path: Path, missing: str) -> None:
    with pytest.raises(ConfigurationError):
        async with rig(tmp_path, **{missing: None}):
            pass
