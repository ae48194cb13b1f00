"""Many who wait for the same thing ask for it no more often than one would."""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from adapters.teams.sdk.credentials import KEEP_SECONDS, Credentials, CredentialsRefused, Tokens
from adapters.teams.sdk.pauses import LONGEST_SECONDS
from core.kernel.errors import DeliveryRateLimited
from tests.adapters.teams.rig import rig, settings
from tests.fakes.teams import FakeTeams, Trouble


async def test_a_token_endpoint_that_is_down_is_asked_with_growing_pauses(tmp_path: Path) -> None:
    clock = [0.0]
    async with FakeTeams().running() as teams:
        tokens = Tokens(Credentials.of(settings(tmp_path)), teams.endpoints, now=lambda: clock[0])
        teams.token_trouble = Trouble(status=503)
        asked_at: list[float] = []
        while clock[0] < 600:
            before = len(teams.token_requests)
            waits = []
            for _ in range(20):  # twenty answers that wait
                with pytest.raises(DeliveryRateLimited) as busy:
                    await tokens.get("scope")
                waits.append(busy.value.retry_after)
            if len(teams.token_requests) > before:
                asked_at.append(clock[0])
            assert len(teams.token_requests) <= before + 1
            clock[0] += max(min(waits), 0.05)
        pauses = [later - earlier for earlier, later in itertools.pairwise(asked_at)]
        assert pauses[0] <= 1.1
        assert all(later > earlier * 0.9 for earlier, later in itertools.pairwise(pauses[:6]))
        assert max(pauses) <= LONGEST_SECONDS + 0.1
        assert len(asked_at) < 20
        teams.token_trouble = None
        clock[0] += LONGEST_SECONDS
        assert await tokens.get("scope")


async def test_a_page_in_the_endpoints_place_is_an_outage(tmp_path: Path) -> None:
    async with FakeTeams().running() as teams:
        teams.token_trouble = Trouble(status=200, page="<html>sign in</html>")
        with pytest.raises(DeliveryRateLimited):
            await Tokens(Credentials.of(settings(tmp_path)), teams.endpoints).get("scope")


async def test_an_expired_secret_keeps_the_questions_and_a_new_one_delivers_them(tmp_path: Path) -> None:
    async with FakeTeams().running() as teams:
        async with rig(tmp_path, teams=teams, microsoft_app_password="expired") as bot:
            await bot.post(bot.say.personal("equipos parados"))
            await teams.until(lambda: teams.token_requests)
            await asyncio.sleep(0.3)
            assert teams.sent() == []
            assert await bot.core.inbox.backlog() == 1
        async with rig(tmp_path, teams=teams):
            assert len(await teams.wait(1)) == 1


async def test_after_an_hour_the_question_is_given_up_with_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from adapters.teams.sdk import pauses
    from core.delivery import outbox

    monkeypatch.setattr(pauses, "FIRST_SECONDS", 0.01)
    async with FakeTeams().running() as teams, rig(tmp_path, teams=teams, microsoft_app_password="expired") as bot:

        class Later:
            @staticmethod
            def now(zone: object) -> datetime:
                return datetime.now(UTC) + timedelta(seconds=KEEP_SECONDS + 60)

        await bot.post(bot.say.personal("equipos parados"))
        await teams.until(lambda: tried(tmp_path / "state.sqlite"))
        assert await bot.core.inbox.backlog() == 1
        monkeypatch.setattr(outbox, "datetime", Later)

        async def given_up() -> bool:
            return await bot.core.inbox.backlog() == 0

        for _ in range(1500):
            if await given_up():
                break
            await asyncio.sleep(0.02)
        assert await given_up()


def tried(state: Path) -> bool:
    """Whether sending was tried and failed: only then is it sure that the hour counts from the real clock."""
    with closing(sqlite3.connect(state)) as connection:
        return bool(connection.execute("SELECT count(*) FROM steps WHERE attempts > 0").fetchone()[0])


def test_what_is_refused_says_what_to_do() -> None:
    refused = CredentialsRefused("invalid_client")
    assert "MICROSOFT_APP_PASSWORD" in refused.advice
    assert refused.keep == KEEP_SECONDS
